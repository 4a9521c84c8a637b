"""What every request gets, whatever its route: an id, a log line, counts, security headers, a last resort.

Plain ASGI, because it has to see bodies and failures as they are.
"""

from __future__ import annotations

import asyncio
import logging
import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefqa_api.logs import log, log_failure
from briefqa_api.metrics import Metrics
from briefqa_api.problems import ProblemError

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Envelope:
    """The outermost layer; nothing that fails inside leaves it without a problem document."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and account for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = perf_counter(), 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(scope=message), request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_dressed)
        except asyncio.CancelledError:
            status = status or 499
            raise
        except Exception as error:  # the last resort: nothing may escape with its message
            problem = error if isinstance(error, ProblemError) else _internal(error, request_id)
            if status == 0:
                await problem.response(request_id)(scope, receive, send_dressed)
            else:
                raise _BrokenResponseError from None
        finally:
            self._account(scope, status, perf_counter() - started)

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.requests.labels(route, _method(scope), str(status)).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        state = scope.get("state", {})
        log(
            "request",
            logging.WARNING if status >= 500 else logging.INFO,
            request_id=state.get("request_id"),
            method=_method(scope),
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            holder=state.get("holder"),
        )


class _BrokenResponseError(Exception):
    """A response broke off after it had begun; the connection is closed, the reason is in the log."""


def _internal(error: Exception, request_id: str) -> ProblemError:
    log_failure("request failed", error, request_id=request_id)
    return ProblemError(500, "internal", "Something went wrong here; the log has it under this request id.")


def _request_id(scope: Scope) -> str:
    offered = Headers(scope=scope).get("x-request-id", "")
    return offered if _REQUEST_ID.fullmatch(offered) else uuid4().hex


def _route(scope: Scope) -> str:
    """The route's template, never the path that was asked for."""
    template = getattr(scope.get("route"), "path", None)
    return str(template) if template else ("static" if "endpoint" in scope else "unmatched")


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "OTHER"


def _dress(headers: MutableHeaders, request_id: str) -> None:
    headers["X-Request-ID"] = request_id
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
