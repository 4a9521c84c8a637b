"""Who is asking, by address: the peer itself, or the client that a trusted proxy names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from briefqa.errors import SettingsError

Network = IPv4Network | IPv6Network

_FORWARDING = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Reads the client's address; `trusted` are the proxies whose word counts."""

    trusted: tuple[Network, ...] = ()

    def client(self, scope: Scope) -> str:
        """The address that limits count: the nearest hop that is not a trusted proxy.

        X-Forwarded-For is read from the right, because everything left of the last trusted hop was written by
        the client. An IPv6 client is its /64, the smallest network that one customer gets (RFC 6177).
        """
        peer = scope.get("client")
        address = peer[0] if peer else "unknown"
        hops = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        while self._is_trusted(address) and hops:
            hop = hops.pop().strip()
            if not _is_address(hop):
                break
            address = hop
        return _network_of(address)

    def is_plainly_local(self, scope: Scope) -> bool:
        """Whether a request comes from this machine itself and was not passed on for somebody else.

        A proxy on the same machine has a loopback address, too, but leaves its headers; a web page that was made
        to resolve to loopback (DNS rebinding) shows its own name in Host.
        """
        peer, headers = scope.get("client"), Headers(scope=scope)
        if not peer or not _is_loopback(peer[0]) or any(name in headers for name in _FORWARDING):
            return False
        return _host_name(headers.get("host", "")) in _LOOPBACK_NAMES

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self.trusted)


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks behind addresses or CIDR ranges.

    Raises:
        SettingsError: one of them is neither.
    """
    try:
        return tuple(ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise SettingsError(
            f"The setting server.trusted_proxies cannot be used: {error}. Give addresses or networks like 10.0.0.0/8."
        ) from error


def is_loopback_host(host: str) -> bool:
    """Whether a server bound to `host` is reached from its own machine only."""
    return host == "localhost" or _is_loopback(host)


def _host_name(host: str) -> str:
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0].lower()


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return _is_address(text) and ip_address(text).is_loopback


def _network_of(address: str) -> str:
    if _is_address(address) and ip_address(address).version == 6:
        return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))
    return address
