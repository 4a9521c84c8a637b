"""A browser, a page of it that keeps what went wrong, and the fake server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from browser.chromium import FLAGS, ChromiumMissingError, ensure_chromium
from browser.fake_server import FakeServer

# ms until something that should be on a page counts as missing; long, because machines that run tests are busy
PATIENCE = 15_000
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        executable = ensure_chromium()
    except ChromiumMissingError as error:
        # never skipped: a page that nobody looked at counts as broken
        pytest.fail(str(error), pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[FakeServer]:
    fake = FakeServer()
    yield fake
    fake.close()


@pytest.fixture
def server(shared_server: FakeServer) -> FakeServer:
    shared_server.forget()
    return shared_server


@dataclass
class Opener:
    """Opens pages in a fresh context each, and keeps what they complained about."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def __call__(self, address: str, **options: object) -> Page:
        settings = {"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**settings)
        context.set_default_timeout(PATIENCE)
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = context.new_page()
        self.pages.append(page)
        page.goto(address)
        return page

    def close(self, picture: Path) -> None:
        """Close all pages; what the first one showed last is kept as a picture to look at."""
        for page in self.pages:
            if page is self.pages[0] and not page.is_closed():
                page.screenshot(path=picture, animations="disabled")
            page.context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        # a status that a test asks for is no complaint
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens pages; fails the test when one of them reported an error or a broken policy."""
    opener = Opener(browser)
    yield opener
    opener.close(SCREENSHOTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())[:100]}.png")
    assert opener.complaints == []
