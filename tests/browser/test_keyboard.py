"""Everything by keyboard alone: asking, reading, following a citation, closing; and what axe finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Opener
from browser.fake_answers import REPAIR
from browser.fake_server import FakeServer
from browser.reading import ask, focused, open_panel, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: Opener, server: FakeServer) -> Page:
    return open_page(f"{server.url}/host/plain")


def test_the_whole_way_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "News"
    page.keyboard.press("Tab")
    assert focused(page) == "Ask the briefs"
    page.keyboard.press("Enter")
    assert focused(page) == "Your question"
    page.keyboard.type("When was the breakwater at Varnes repaired?")
    page.keyboard.press("Enter")
    page.locator("article.answer").wait_for()
    assert focused(page) == "Your question"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "Answer"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "You asked"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "You asked"
    page.keyboard.press("End")
    assert focused(page) == "Answer"
    page.keyboard.press("Home")
    assert focused(page) == "You asked"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert focused(page).startswith("Harbours of the North")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark")).to_have_text(REPAIR)
    page.bring_to_front()
    page.keyboard.press("Escape")
    assert focused(page) == "Ask the briefs"
    expect(page.locator("dialog")).to_be_hidden()


def test_a_closed_panel_is_out_of_the_tab_order(page: Page) -> None:
    open_panel(page)
    ask(page, "When was the breakwater at Varnes repaired?")
    page.keyboard.press("Escape")
    stops = set()
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.add(focused(page)[:14])
    assert stops <= {"News", "Ask the briefs", "IntranetThe ca"}
    assert {"News", "Ask the briefs"} <= stops


def test_shift_enter_begins_a_new_line_instead_of_asking(page: Page, server: FakeServer) -> None:
    open_panel(page)
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(page.locator("textarea")).to_have_value("one\ntwo")
    assert server.asked == []


def test_an_empty_question_is_not_sent(page: Page, server: FakeServer) -> None:
    open_panel(page)
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("article")).to_have_count(0)
    assert server.asked == []


def test_closing_returns_the_focus_to_where_it_was(page: Page) -> None:
    page.evaluate("document.querySelector('a').focus(); document.querySelector('briefqa-chat').open()")
    assert focused(page) == "Your question"
    page.keyboard.press("Escape")
    assert focused(page) == "News"


def test_on_a_narrow_screen_the_focus_stays_in_the_panel(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/plain", viewport={"width": 390, "height": 800})
    open_panel(page)
    page.locator(".examples button").first.wait_for()
    stops = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.add(focused(page))
    assert "News" not in stops
    assert {"Close", "New conversation", "Your question", "Ask"} <= stops
    page.keyboard.press("Escape")
    assert focused(page) == "Ask the briefs"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_widget(open_page: Opener, server: FakeServer, theme: str) -> None:
    page = open_page(f"{server.url}/host/plain", color_scheme=theme)
    assert violations(page) == []
    open_panel(page)
    page.locator(".examples button").first.wait_for()
    assert violations(page) == []
    for question in ("When was it repaired?", "What did it cost?", "How much did Lillevik spend?", "Who pays in 2035?"):
        answer = ask(page, question)
        for summary in answer.locator("summary").all():
            summary.click()
    page.get_by_role("button", name="Not helpful").last.click()
    page.route("**/v1/ask", lambda route: route.fulfill(status=503, json={"detail": "busy"}))
    page.locator("textarea").fill("One more?")
    page.keyboard.press("Enter")
    page.locator("article.error").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_demo_page(open_page: Opener, server: FakeServer, theme: str) -> None:
    page = open_page(f"{server.url}/", color_scheme=theme)
    page.get_by_label("Words to search for").fill("breakwater")
    page.keyboard.press("Enter")
    page.locator("#search-results li").first.wait_for()
    page.locator("#timeline-list li").first.wait_for()
    page.locator("#documents-list li").first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("document", ["harbours", "hostile"])
def test_axe_finds_nothing_in_the_viewer(open_page: Opener, server: FakeServer, theme: str, document: str) -> None:
    page = open_page(f"{server.url}/v1/documents/{document}/view?start=30&end=70", color_scheme=theme)
    assert violations(page) == []
