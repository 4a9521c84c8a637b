"""Who may do what: keys, the host application's tokens, sealed links, and this machine itself.

Outside loopback everything is denied that no key, token or seal allows. `Origin` is not authentication, because
only browsers are bound to tell the truth; it limits what a key that stands in a web page can be used for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import time

from fastapi import Request

from briefqa.settings import Settings
from briefqa_api.addresses import Addresses, is_loopback_host, read_networks
from briefqa_api.keys import PREFIX, KeyRecord, KeyStore, Scope
from briefqa_api.metrics import Metrics
from briefqa_api.problems import ProblemError
from briefqa_api.rates import DEFAULT_RATE, Rates
from briefqa_api.tokens import Sealer, TokenVerifier

_TOKEN = "jwt:"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# what a page needs that shows the widget: asking, its links, its feedback
_PUBLISHABLE_ROUTES = frozenset(
    {
        "/v1/ask",
        "/v1/feedback",
        "/v1/examples",
        "/v1/answers/{answer_id}",
        "/v1/documents/{document_id}",
        "/v1/documents/{document_id}/view",
        "/v1/documents/{document_id}/file",
    }
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request is from; `holder` names the key or token, None for this machine itself."""

    scope: Scope
    address: str
    holder: str | None = None


class Access:
    """Decides about each request; made once per application."""

    def __init__(
        self,
        settings: Settings,
        keys: KeyStore,
        rates: Rates,
        verifier: TokenVerifier,
        sealer: Sealer,
        metrics: Metrics,
    ) -> None:
        server = settings.server
        self._open = is_loopback_host(settings.host) and not server.require_key
        self._limits_everyone = server.rate_limit is not None
        self._origins = frozenset(server.allowed_origins)
        self._addresses = Addresses(read_networks(server.trusted_proxies))
        self._keys, self._rates, self._verifier, self._sealer = keys, rates, verifier, sealer
        self._metrics = metrics

    @property
    def counts_in_file(self) -> bool:
        """Whether admitting reads a file that several workers share."""
        return self._rates.is_shared

    def admit(self, request: Request, scope: Scope, seal: str | None = None) -> Caller:
        """The caller of a request that may go on.

        Raises:
            ProblemError: 401 without a valid key, 403 for a wrong scope or origin, 429 above the limit.
        """
        address = self._addresses.client(request.scope)
        local = self._open and self._addresses.is_plainly_local(request.scope)
        if self._limits_everyone or not local:
            self._count(f"address {address}")
        caller = self._identify(request, address, local, seal)
        if caller.holder is not None:
            self._count(f"holder {caller.holder}")
        if not caller.scope.includes(scope):
            raise self._refusal(403, "scope", f"This key may not do this; it needs the scope {scope.value}.")
        self._check_origin(request)
        return caller

    def allows_origin(self, origin: str) -> bool:
        """Whether pages of this origin may read answers (CORS)."""
        return origin in self._origins or origin in self._keys.origins()

    def seal(self, caller: Caller, document_id: str) -> str | None:
        """The seal for a link to this document; None where the caller needs none."""
        if caller.holder is None:
            return None
        holder = f"{caller.holder}@{_today()}" if caller.holder.startswith(_TOKEN) else caller.holder
        return self._sealer.seal(holder, document_id)

    def _identify(self, request: Request, address: str, local: bool, seal: str | None) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return self._identify_bearer(request, address, token.strip())
        if seal is not None:
            return self._identify_seal(request, address, seal)
        if local:
            return Caller(Scope.ADMIN, address)
        raise self._refusal(401, "key-needed", "This needs a key; send it as Authorization: Bearer KEY.")

    def _identify_bearer(self, request: Request, address: str, token: str) -> Caller:
        if token.startswith(PREFIX):
            record = self._keys.find(token)
            if record is not None:
                self._check_publishable(request, record)
                return Caller(Scope(record.scope), address, record.id)
        else:
            subject = self._verifier.subject(token)
            if subject is not None:
                # hashed, because a subject may be somebody's name and holders stand in the log
                return Caller(Scope.ASK, address, _TOKEN + f"{sha256(subject.encode()).hexdigest()[:16]}")
        raise self._refusal(401, "key", "This key or token is not valid; ask whoever runs the server for a new one.")

    def _identify_seal(self, request: Request, address: str, seal: str) -> Caller:
        holder = self._sealer.holder(seal, request.path_params.get("document_id", ""))
        if holder is None or not self._is_current(holder):
            raise self._refusal(401, "seal", "This link is not valid any more; ask the question again for a new one.")
        return Caller(Scope.ASK, address, holder)

    def _is_current(self, holder: str) -> bool:
        """Whether the key of a seal still is one; seals of tokens, which cannot be revoked, hold until tomorrow."""
        if holder.startswith(_TOKEN):
            day = holder.rpartition("@")[2]
            return day.isdecimal() and _today() - int(day) <= 1
        return any(record.id == holder and not record.is_expired(datetime.now(UTC)) for record in self._keys.all())

    def _check_publishable(self, request: Request, record: KeyRecord) -> None:
        if not record.publishable:
            return
        route = getattr(request.scope.get("route"), "path", "")
        if route not in _PUBLISHABLE_ROUTES:
            raise self._refusal(403, "scope", "A key for web pages may only ask.")
        if _page_origin(request) not in record.origins:
            raise self._refusal(403, "origin", "This key does not count for this page's origin.")

    def _check_origin(self, request: Request) -> None:
        """Refuse what a foreign page makes a browser send; without this, local access could be borrowed."""
        origin = request.headers.get("origin")
        if request.method in _SAFE_METHODS or origin is None:
            return
        if origin != _own_origin(request) and not self.allows_origin(origin):
            raise self._refusal(403, "origin", "Pages of this origin may not call this server; list it first.")

    def _count(self, name: str) -> None:
        try:
            self._rates.count(name)
        except ProblemError:
            self._metrics.rejected.labels("rate").inc()
            raise

    def _refusal(self, status: int, kind: str, detail: str) -> ProblemError:
        self._metrics.rejected.labels(kind).inc()
        return ProblemError(status, kind, detail, headers={"WWW-Authenticate": "Bearer"} if status == 401 else None)


def make_rates(settings: Settings) -> Rates:
    """The counters that fit the settings: in memory for one worker, in a shared file for several."""
    server = settings.server
    shared = server.state / "rates.sqlite" if server.workers > 1 else None
    return Rates(server.rate_limit or DEFAULT_RATE, shared)


def require(scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency that admits callers with at least this scope.

    Counting in memory takes microseconds; counters in a file are read off the event loop.
    """

    async def admit(request: Request) -> Caller:
        access: Access = request.app.state.runtime.access
        seal = request.query_params.get("access")
        if access.counts_in_file:
            caller = await asyncio.to_thread(access.admit, request, scope, seal)
        else:
            caller = access.admit(request, scope, seal)
        request.state.holder = caller.holder
        return caller

    return admit


def _today() -> int:
    """Days since 1970 in UTC."""
    return int(time() // 86_400)


def _own_origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '').lower()}"


def _page_origin(request: Request) -> str | None:
    """The origin of the page that asks; a browser leaves it out only where page and server are the same."""
    origin = request.headers.get("origin")
    if origin is None and request.headers.get("sec-fetch-site") == "same-origin":
        return _own_origin(request)
    return origin
