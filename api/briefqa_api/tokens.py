"""Tokens that are not keys: short JWTs of the host application, and the seals of viewer links.

A browser that follows a link sends no Authorization header, so the links in an answer carry a seal that opens
this one document and nothing else. A seal is bound to the key that asked and ends with it.
"""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_hex
from time import time
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from briefqa.errors import SettingsError
from briefqa.settings import ServerSettings

_CLOCK_SKEW = 30
_SHORTEST_SECRET = 32


class TokenVerifier:
    """Checks the JWTs that a host application signs for its users; such a token may only ask."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._key, self._algorithms = _read_key(settings)

    def subject(self, token: str) -> str | None:
        """The `sub` of a valid token, else None: right signature, audience, issuer, not over, not too long."""
        if self._key is None:
            return None
        try:
            claims = jwt.decode(token, self._key, algorithms=list(self._algorithms)).claims
            self._registry().validate(claims)
        except (JoseError, ValueError, TypeError):
            return None
        return str(claims["sub"])[:200] if self._is_short(claims) else None

    def _registry(self) -> jwt.JWTClaimsRegistry:
        wanted: dict[str, Any] = {
            "exp": {"essential": True},
            "iat": {"essential": True},
            "sub": {"essential": True},
            "aud": {"essential": True, "value": self._settings.jwt_audience},
        }
        if self._settings.jwt_issuer is not None:
            wanted["iss"] = {"essential": True, "value": self._settings.jwt_issuer}
        return jwt.JWTClaimsRegistry(leeway=_CLOCK_SKEW, **wanted)

    def _is_short(self, claims: Mapping[str, Any]) -> bool:
        issued, expires = claims["iat"], claims["exp"]
        if issued > time() + _CLOCK_SKEW:
            return False
        return bool(expires - issued <= self._settings.jwt_max_seconds)


def _read_key(settings: ServerSettings) -> tuple[OctKey | RSAKey | ECKey | OKPKey | None, tuple[str, ...]]:
    """The key and the algorithms that fit it; an algorithm named in a token is never believed on its own."""
    if settings.jwt_key is None:
        return None, ()
    text = settings.jwt_key.get_secret_value()
    if "-----BEGIN" not in text:
        if len(text.encode()) < _SHORTEST_SECRET:
            raise SettingsError("The setting server.jwt_key is too short; a shared secret needs 32 bytes or more.")
        return OctKey.import_key(text), ("HS256",)
    kinds: tuple[tuple[type[RSAKey | ECKey | OKPKey], str], ...] = (
        (RSAKey, "RS256"),
        (ECKey, "ES256"),
        (OKPKey, "EdDSA"),
    )
    for kind, algorithm in kinds:
        try:
            return kind.import_key(text), (algorithm,)
        except (JoseError, ValueError, TypeError, AttributeError):
            continue
    raise SettingsError("The setting server.jwt_key is no public key that can be read; give RSA, EC or Ed25519 as PEM.")


class Sealer:
    """Makes and checks the seals of viewer links with a secret that lives beside the keys."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, holder: str, document_id: str) -> str:
        """The seal with which `holder`'s links open `document_id`; the same each time."""
        mark = hmac.new(self._secret, f"view\n{holder}\n{document_id}".encode(), sha256).digest()
        return f"{holder}.{urlsafe_b64encode(mark[:18]).decode('ascii')}"

    def holder(self, seal: str, document_id: str) -> str | None:
        """Who a seal belongs to, or None when it does not open this document."""
        holder = seal.rpartition(".")[0]
        expected = self.seal(holder, document_id).encode("utf-8", "replace")
        return holder if holder and hmac.compare_digest(seal.encode("utf-8", "replace"), expected) else None


def read_secret(file: Path) -> bytes:
    """The secret in `file`, made on first use and readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_bytes(token_bytes(32))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # another worker was first, and its secret is the one
        finally:
            draft.unlink()
    return file.read_bytes()
