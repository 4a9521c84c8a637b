"""From files in a folder to a highlighted span: build, serve, ask in the widget, open the viewer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import expect

from briefqa.build import build_index
from briefqa.settings import Settings
from briefqa_api.app import create_app
from browser.conftest import Opener
from browser.fake_documents import HOSTILE_TEXT, harbour_report
from browser.reading import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server over two documents, one of them hostile."""
    folder = tmp_path_factory.mktemp("served")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "harbours.txt").write_text(harbour_report().text, "utf-8")
    (corpus / "hostile.txt").write_text(f"A hostile brief\n\nThe lighthouse keeper {HOSTILE_TEXT}.\n", "utf-8")
    settings = Settings(
        corpus=corpus, index=folder / "index", encoder="hashed", build_workers=1, server={"state": folder / "state"}
    )
    build_index(settings.corpus, settings.index, settings)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, ws="none", log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start"
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    url = f"http://{host}:{port}"
    while httpx.get(f"{url}/readyz", timeout=10).status_code != httpx.codes.OK and time.monotonic() < deadline:
        time.sleep(0.1)
    yield url
    server.should_exit = True
    thread.join()


def test_what_the_widget_quotes_is_what_the_viewer_highlights(open_page: Opener, address: str) -> None:
    page = open_page(f"{address}/")
    page.get_by_placeholder("Ask the briefs…").fill("What was the breakwater at Varnes repaired for?")
    page.keyboard.press("Enter")
    reply = page.locator("article.answer")
    reply.wait_for()
    quote = reply.locator("blockquote").first.inner_text()
    assert "breakwater" in quote and quote in harbour_report().text
    with page.context.expect_page() as opened:
        reply.locator(".source a").first.click()
    marks = opened.value.locator("mark")
    expect(marks).to_have_text(quote)
    expect(marks).to_be_in_viewport(ratio=1)
    assert opened.value.locator("article").inner_text().count("Step 1 of the plan") == 1
    assert violations(opened.value) == []


def test_the_demo_page_searches_the_real_index(open_page: Opener, address: str) -> None:
    page = open_page(f"{address}/")
    expect(page.locator("#documents-list li")).to_have_count(2)
    page.get_by_label("Words to search for").fill("repair of the Varnes breakwater without the lamps")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results .claim").first).to_contain_text("An older estimate put the repair")


def test_a_hostile_document_stays_text_all_the_way(open_page: Opener, address: str) -> None:
    page = open_page(f"{address}/")
    page.get_by_label("Words to search for").fill("lighthouse keeper")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li").first
    expect(found).to_contain_text("<script>window.attacked = 1</script>")
    with page.context.expect_page() as opened:
        found.get_by_role("link").click()
    viewer = opened.value
    expect(viewer.locator("mark").first).to_contain_text("The lighthouse keeper")
    assert viewer.locator("script, img").count() == 0
    assert [page.evaluate("window.attacked"), viewer.evaluate("window.attacked")] == [None, None]
