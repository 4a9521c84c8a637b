"""The application: settings in, FastAPI out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from briefqa import __version__
from briefqa.errors import BriefqaError
from briefqa.settings import Settings
from briefqa_api.access import Access
from briefqa_api.bodies import BodyLimits
from briefqa_api.envelope import Envelope
from briefqa_api.metrics import Metrics
from briefqa_api.openapi import describe
from briefqa_api.opened import AssistantLike
from briefqa_api.problems import ProblemError, answer_problem
from briefqa_api.routes import asking, documents, facts, feedback, ingesting, operation
from briefqa_api.runtime import Runtime, make_runtime


def create_app(
    settings: Settings, *, open_assistant: Callable[[], AssistantLike] | None = None, warm: bool = False
) -> FastAPI:
    """The HTTP application for these settings.

    `open_assistant` opens the index; without it the one at `settings.index` is opened when the server starts.
    `warm` looks for example questions as soon as it is open, so that the first visitor does not wait for them.

    Raises:
        SettingsError: a setting cannot be used.
    """
    metrics = Metrics()
    runtime = make_runtime(settings, open_assistant or _opener(settings, metrics), metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        runtime.recorder.start()
        await asyncio.to_thread(runtime.builds.recover)
        tasks = [asyncio.create_task(runtime.index.follow())]
        if warm:
            tasks.append(asyncio.create_task(_find_examples(runtime)))
        try:
            yield
        finally:
            runtime.examples.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runtime.builds.close()
            await asyncio.to_thread(runtime.close)

    app = FastAPI(title="briefqa", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.runtime = runtime
    for kind in (ProblemError, BriefqaError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer_problem)
    for module in (asking, documents, facts, ingesting, feedback, operation):
        app.include_router(module.router)
    operation.add_assets(app)
    describe(app)
    _add_layers(app, settings)
    return app


async def _find_examples(runtime: Runtime) -> None:
    """Look for examples once the index is open; what fails here is told to whoever asks for them."""
    while runtime.index.generation is None:
        await asyncio.sleep(runtime.settings.server.refresh_seconds)
    with suppress(BriefqaError):
        await runtime.examples.questions(runtime.index.assistant)


def _opener(settings: Settings, metrics: Metrics) -> Callable[[], AssistantLike]:
    def open_index() -> AssistantLike:
        from briefqa.index.generation import open_generation
        from briefqa_api.served import ServedAssistant

        open_generation(settings.index, verify=True).close()
        return ServedAssistant.open(settings.index, settings, metrics.stage_seconds.labels("read").observe)

    return open_index


def _add_layers(app: FastAPI, settings: Settings) -> None:
    """Wrap the routes; the layer added last is outermost and sees a request first."""
    runtime, server = app.state.runtime, settings.server
    app.add_middleware(
        BodyLimits,
        limit=server.body_bytes,
        upload_limit=server.upload_bytes,
        upload_path="/v1/documents",
        seconds=server.body_seconds,
        upload_seconds=server.upload_seconds,
        metrics=runtime.metrics,
    )
    app.add_middleware(Envelope, metrics=runtime.metrics)
    # outermost, so that pages of listed origins can read refusals, too
    app.add_middleware(ListedOrigins, access=runtime.access)


class ListedOrigins(CORSMiddleware):
    """Cross-origin rules for the origins that the settings or a key list, as they are at the moment."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        super().__init__(
            app,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "X-Request-ID"),
            expose_headers=("Retry-After", "X-Request-ID"),
            max_age=600,
        )
        self._access = access

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether pages of this origin may read what the server says."""
        return self._access.allows_origin(origin)

    def preflight_response(self, request_headers: Headers) -> Response:
        """The answer to a browser that asks before it sends; a refusal is a problem document like all others."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        return ProblemError(403, "origin", "Pages of this origin may not call this server; list it first.").response(
            None
        )
