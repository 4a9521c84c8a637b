"""What the route modules share: who may call, and how JSON goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import Depends, Query, Response

from briefqa_api.access import Caller, require
from briefqa_api.keys import Scope
from briefqa_api.opened import AssistantLike, read_steadily
from briefqa_api.rendering import dump, sealed
from briefqa_api.runtime import Runtime

Asker = Annotated[Caller, Depends(require(Scope.ASK))]
Ingester = Annotated[Caller, Depends(require(Scope.INGEST))]
Admin = Annotated[Caller, Depends(require(Scope.ADMIN))]

Limit = Annotated[int, Query(ge=1, le=1000, description="longest page")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="what to leave out before the page")]


Found = TypeVar("Found")


async def read_index(runtime: Runtime, read: Callable[[AssistantLike, str], Found]) -> Found:
    """Run `read` on the work threads with the assistant and the one generation that it reads from."""
    assistant = runtime.index.assistant
    return await runtime.pool.run(lambda: read_steadily(assistant, read), runtime.settings.server.answer_seconds)


def send_json(runtime: Runtime, caller: Caller, value: object, status: int = 200) -> Response:
    """A value as JSON, its viewer links sealed for callers that need it."""
    return send_bytes(runtime, caller, dump(value), status)


def send_bytes(runtime: Runtime, caller: Caller, body: bytes, status: int = 200) -> Response:
    """Ready JSON, its viewer links sealed for callers that need it."""
    if caller.holder is not None:
        body = sealed(body, lambda document_id: runtime.access.seal(caller, document_id))
    return Response(body, status, media_type="application/json")


def view_url(document_id: str, start: int, end: int) -> str:
    """The address that opens a document at a span."""
    return f"/v1/documents/{quote(document_id, safe='')}/view?start={start}&end={end}"
