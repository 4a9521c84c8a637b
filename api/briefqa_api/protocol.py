"""HTTP connections with limits that uvicorn leaves to a proxy.

A head has a longest length and time, a client a longest time to read what it asked for, a process so many connections.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from briefqa.settings import ServerSettings
from briefqa_api.problems import PROBLEM_MEDIA_TYPE, ProblemError, busy

# what nginx and Apache allow for all headers together lies between 8 and 64 KiB
_HEAD_BYTES = 65_536


class ServerConfig(uvicorn.Config):
    """Uvicorn's configuration with the limits of a connection; travels to worker processes as it is."""

    def __init__(self, app: Any, server: ServerSettings, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own types
        super().__init__(app, http=LimitedProtocol, **options)
        self.header_seconds = server.header_seconds
        self.send_seconds = server.send_seconds
        self.connections = server.connections


class LimitedProtocol(HttpToolsProtocol):
    """One connection; it is closed when a request's head takes too long or is too long."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own types
        super().__init__(*arguments, **options)
        self._head_bytes: int | None = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head, or refuse a connection too many."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            self._refuse(busy("Too many connections are open; try again in a moment."))
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_timer()
        self._stop_send_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, while the head is not too long."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._head_bytes is None:
            return
        self._head_bytes += len(data)
        if self._head_bytes > _HEAD_BYTES and not self.transport.is_closing():
            self._refuse(ProblemError(431, "head-too-long", f"The headers are longer than {_HEAD_BYTES} bytes."))

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """A head is there."""
        self._stop_timer()
        self._head_bytes = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """The client reads too slowly; it gets a while to take what is there."""
        super().pause_writing()
        # aborted, not closed: closing would wait for the client to read the rest
        self._send_timer = self.loop.call_later(self._limits.send_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read on."""
        self._stop_send_timer()
        super().resume_writing()

    @property
    def _limits(self) -> ServerConfig:
        return cast("ServerConfig", self.config)

    def _await_head(self) -> None:
        self._stop_timer()
        self._head_bytes = 0
        self._head_timer = self.loop.call_later(self._limits.header_seconds, self._give_up)

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self._refuse(ProblemError(408, "slow-head", "The request took too long to arrive; send it again."))

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_send_timer(self) -> None:
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None

    def _refuse(self, problem: ProblemError) -> None:
        self._stop_timer()
        body = json.dumps(problem.body(None)).encode("ascii")
        headers = {
            **problem.headers,
            "Content-Type": PROBLEM_MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        lines = [f"HTTP/1.1 {problem.status} {problem.body(None)['title']}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.transport.write("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        self.transport.close()
