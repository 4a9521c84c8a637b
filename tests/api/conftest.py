from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.fake_assistant import TEXT, FakeAssistant
from briefqa.settings import Settings
from briefqa_api.app import create_app


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(*, host: str = "127.0.0.1", **server: Any) -> Settings:
        corpus = tmp_path / "corpus"
        corpus.mkdir(exist_ok=True)
        (corpus / "brief.txt").write_text(TEXT, "utf-8")
        server.setdefault("state", tmp_path / "state")
        server.setdefault("refresh_seconds", 0.01)
        return Settings(corpus=corpus, index=tmp_path / "index", host=host, server=server)

    return make


@asynccontextmanager
async def running(
    settings: Settings, assistant: FakeAssistant, *, peer: str = "127.0.0.1", base_url: str = "http://127.0.0.1:8000"
) -> AsyncIterator[httpx.AsyncClient]:
    """The application with its lifespan, reached as `peer` would reach it."""
    app = create_app(settings, open_assistant=lambda: assistant)
    async with app.router.lifespan_context(app):
        await app.state.runtime.index.refresh()
        transport = httpx.ASGITransport(app=app, client=(peer, 40000), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=base_url) as client:
            client.app = app  # type: ignore[attr-defined]
            yield client


@pytest.fixture
async def client(make_settings: Callable[..., Settings], assistant: FakeAssistant) -> AsyncIterator[httpx.AsyncClient]:
    async with running(make_settings(), assistant) as made:
        yield made
