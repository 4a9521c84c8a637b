"""Whether the server is alive and ready, its metrics, and the static files of the widget."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from briefqa_api.problems import ProblemError
from briefqa_api.routes.common import Admin
from briefqa_api.runtime import Running
from briefqa_api.schemas.operation import Health, Readiness
from briefqa_api.widget import Asset, read_assets

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Whether the server is alive")
async def health() -> Health:
    """Alive as soon as the process serves; says nothing about the index."""
    return Health(status="alive")


@router.get("/readyz", summary="Whether questions can be answered")
async def readiness(runtime: Running) -> Readiness:
    """Ready when an index is open, its files verified and its models loaded."""
    generation = runtime.index.generation
    if generation is None:
        raise ProblemError(503, "not-ready", runtime.index.reason, headers={"Retry-After": "5"})
    return Readiness(ready=True, generation=generation, reader=runtime.index.assistant.reader)


@router.get(
    "/metrics",
    response_class=Response,
    summary="Metrics for Prometheus",
    responses={200: {"content": {"text/plain": {}}}},
)
async def metrics(runtime: Running, caller: Admin) -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(
        runtime.metrics.exposition(lambda: runtime.index.generation), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )


def add_assets(app: FastAPI) -> None:
    """Serve the widget, its versioned twin and the demo page; pages of any origin may load the widget."""
    for asset in read_assets():
        _add_asset(app, asset)


def _add_asset(app: FastAPI, asset: Asset) -> None:
    headers = {"ETag": asset.etag, "Cache-Control": asset.cache_control}
    if asset.content_security_policy is not None:
        headers["Content-Security-Policy"] = asset.content_security_policy
    if asset.media_type.startswith("text/javascript"):
        # module scripts are always fetched by CORS; the file is public
        headers |= {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

    async def send_asset(request: Request) -> Response:
        if asset.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(asset.body, headers={**headers, "Content-Type": asset.media_type})

    app.add_route(asset.path, send_asset, include_in_schema=False)
