"""Bodies have a longest length and a longest time, also where they come in chunks without a length."""

from __future__ import annotations

import asyncio
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefqa_api.metrics import Metrics
from briefqa_api.problems import ProblemError

_CLOSE = {"Connection": "close"}


class BodyLimits:
    """Counts what arrives; `upload_path` is the one path that takes more."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int,
        upload_limit: int,
        upload_path: str,
        seconds: float,
        upload_seconds: float,
        metrics: Metrics,
    ) -> None:
        self._app = app
        self._limit, self._upload_limit, self._upload_path = limit, upload_limit, upload_path
        self._seconds, self._upload_seconds = seconds, upload_seconds
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, its body counted and timed.

        Raises:
            ProblemError: 413 for a body that is too long, 408 for one that takes too long.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        uploads = scope["method"] == "POST" and scope["path"].rstrip("/") == self._upload_path
        limit = self._upload_limit if uploads else self._limit
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and len(announced) < 20 and int(announced) > limit:
            raise self._refusal(413, limit)
        body = _CountedBody(receive, limit, self._upload_seconds if uploads else self._seconds)

        async def send_unless_refused(message: Message) -> None:
            if body.refused is None:
                await send(message)

        try:
            await self._app(scope, body, send_unless_refused)
        finally:
            # the framework takes any failure to read a body for bad syntax, so the true reason is kept and raised here
            if body.refused is not None:
                raise self._refusal(body.refused, limit)

    def _refusal(self, status: int, limit: int) -> ProblemError:
        self._metrics.rejected.labels("body").inc()
        if status == 408:
            return ProblemError(408, "slow-body", "The body took too long to arrive; send it again.", headers=_CLOSE)
        return ProblemError(
            413, "body-too-long", f"The body is longer than {limit} bytes; send less at once.", headers=_CLOSE
        )


class _RefusedBodyError(Exception):
    """Ends the reading of a body that is too long or too slow."""


class _CountedBody:
    """The receiving side of one request; `refused` is the status that its body earned, if it did."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive, self._limit = receive, limit
        self._deadline = monotonic() + seconds
        self._length = 0
        self._complete = False
        self.refused: int | None = None

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._deadline - monotonic()))
        except TimeoutError:
            self.refused = 408
            raise _RefusedBodyError from None
        self._length += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._length > self._limit:
            self.refused = 413
            raise _RefusedBodyError
        return message
