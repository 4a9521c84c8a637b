"""What the route modules share: who may call, and how JSON goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

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


async def only_known_parameters(request: Request) -> None:
    """Refuse a misspelt filter, which would silently filter nothing; its name is not repeated.

    Raises:
        RequestValidationError: the address has a parameter that the route does not know.
    """
    route = request.scope["route"]
    known = _parameters(route.dependant) if isinstance(route, APIRoute) else frozenset(request.query_params)
    if not known.issuperset(request.query_params):
        says = f"Holds a parameter that is none of {', '.join(sorted(known))}"
        raise RequestValidationError([{"type": "unknown_parameter", "loc": ("query",), "msg": says}])


def _parameters(dependant: Dependant) -> frozenset[str]:
    """The names of a route's query parameters, with those of what it depends on."""
    own = frozenset(field.alias for field in dependant.query_params)
    return own.union(*(_parameters(one) for one in dependant.dependencies))


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
