"""The viewer and the demo page in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Opener
from browser.fake_answers import OLDER, REPAIR
from browser.fake_documents import HOSTILE_TEXT, harbour_report, hostile_report
from browser.fake_server import FakeServer

pytestmark = pytest.mark.browser


# where the characters of a text node that begins so stand, as ranks from left to right
_PLACES_OF_DIGITS = """(element, digits) => {
    const text = [...element.childNodes].find((node) => node.textContent.startsWith(digits));
    const places = [...digits].map((_, n) => {
        const range = document.createRange();
        range.setStart(text, n);
        range.setEnd(text, n + 1);
        return range.getBoundingClientRect().x;
    });
    return places.map((place) => places.filter((other) => other < place).length);
}"""


def _address(server: FakeServer, quote: str) -> str:
    start = harbour_report().text.index(quote)
    return f"{server.url}/v1/documents/harbours/view?start={start}&end={start + len(quote)}"


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("fragment", ["", "#cited"])
def test_the_viewer_opens_at_the_cited_span_without_a_script(
    open_page: Opener, server: FakeServer, javascript: bool, fragment: str
) -> None:
    page = open_page(_address(server, OLDER) + fragment, java_script_enabled=javascript)
    expect(page.locator("mark")).to_have_text(OLDER)
    expect(page.locator("mark")).to_be_in_viewport(ratio=1)


def test_a_cited_table_row_is_marked_cell_by_cell(open_page: Opener, server: FakeServer) -> None:
    page = open_page(_address(server, "Lillevik | 1.4 | 2.25"))
    expect(page.locator("mark")).to_have_text(["Lillevik", "1.4", "2.25"])
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.get_by_role("row", name="Lillevik").get_by_role("cell")).to_have_text(["1.4", "2.25"])
    expect(page.get_by_role("columnheader")).to_have_text(["Harbour", "2021", "2023"])


def test_page_numbers_and_sections_are_shown(open_page: Opener, server: FakeServer) -> None:
    page = open_page(_address(server, REPAIR), viewport={"width": 1400, "height": 900})
    expect(page.locator(".page")).to_have_text(["Page 1", "Page 2", "Page 3"])
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="What comes next").click()
    expect(page.get_by_role("heading", name="What comes next")).to_be_in_viewport()


def test_the_viewer_fits_a_narrow_screen(open_page: Opener, server: FakeServer) -> None:
    page = open_page(_address(server, REPAIR), viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.locator("mark")).to_be_in_viewport(ratio=1)


def test_a_span_of_another_version_is_said_to_be_missing(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/v1/documents/harbours/view?start=10&end=999999")
    expect(page.get_by_text("The cited passage is not in this version of the document.")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)


def test_a_hostile_document_stays_text_in_the_viewer(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/v1/documents/hostile/view?start=0&end=40")
    assert page.evaluate("window.attacked") is None
    assert page.title() == hostile_report().title
    assert page.locator("article > p").evaluate("element => element.textContent") == HOSTILE_TEXT
    assert page.locator("script, img, body style").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.locator("article > p").evaluate(_PLACES_OF_DIGITS, "0001") == [0, 1, 2, 3], "the override had its way"


def test_the_demo_page_asks_through_the_widget(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/")
    page.get_by_placeholder("Ask the briefs…").fill("What did the repair cost?")
    page.keyboard.press("Enter")
    expect(page.locator("article.answer .sides strong")).to_have_text(["3.1 million crowns", "2.6 million crowns"])
    hero, panel = page.locator("h1").bounding_box(), page.locator(".panel").bounding_box()
    assert hero is not None and panel is not None
    assert hero["x"] + hero["width"] <= panel["x"]


def test_the_demo_page_offers_questions_from_the_corpus(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/")
    page.get_by_role("list", name="Example questions").get_by_role(
        "button", name="What did the ministry promise?"
    ).click()
    expect(page.locator("article.answer .value")).to_have_text("12.4 million crowns")


def test_the_demo_page_searches_and_shows_dates_that_lead_into_the_document(
    open_page: Opener, server: FakeServer
) -> None:
    page = open_page(f"{server.url}/")
    expect(page.locator("#timeline-list time")).to_have_text(["May 2021", "2023"])
    # two records of one claim are one entry with two marks
    expect(page.locator("#timeline-list mark")).to_have_text(["May 2021", "3.1 million crowns", "2023"])
    expect(page.locator("#timeline-list .claim").first).to_have_text(REPAIR)
    page.get_by_label("Words to search for").fill("breakwater")
    page.keyboard.press("Enter")
    results = page.locator("#search-results li")
    expect(results.locator(".claim").first).to_have_text(REPAIR)
    expect(page.locator("#search-status")).to_have_text("The 3 closest passages")
    with page.context.expect_page() as opened:
        results.last.get_by_role("link").click()
    expect(opened.value.locator("mark")).to_have_text(OLDER)
    expect(opened.value.locator("mark")).to_be_in_viewport()


def test_the_demo_page_shows_the_line_to_embed_and_it_works(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/")
    line = page.locator("#embed-code").inner_text()
    assert (
        server.assets["/"].body.decode().count(next(path for path in server.assets if path.startswith("/widget-"))) == 1
    )
    page.goto(f"{server.other_origin}/host/bare")
    page.set_content(f"<!doctype html><title>Bare</title><main>{line}</main>")
    expect(page.get_by_role("button", name="Ask the briefs")).to_be_visible()
