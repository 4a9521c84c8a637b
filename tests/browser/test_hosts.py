"""The widget on difficult host pages: other origins, strict policies, hostile styles, other languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Opener
from browser.fake_documents import HOSTILE_TEXT
from browser.fake_server import FakeServer
from browser.reading import ask, open_panel

pytestmark = pytest.mark.browser

# words that the widget looks up by the kind or status of what it shows
_LOOKED_UP = {"figure", "date", "deal", "quoted", "projected", "negated"}

QUESTION = "When was the breakwater at Varnes repaired?"


def test_it_answers_on_a_page_of_another_origin_with_links_to_its_server(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.other_origin}/host/plain")
    open_panel(page)
    link = ask(page, QUESTION).locator(".source a").first
    assert str(link.get_attribute("href")).startswith(f"{server.url}/v1/documents/harbours/view?")


def test_a_script_tag_with_data_attributes_makes_its_own_element(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.other_origin}/host/script")
    page.get_by_role("button", name="Ask the script").click()
    expect(page.locator(".examples button")).to_have_text(["One?", "Two?"])
    page.get_by_role("button", name="Two?").click()
    expect(page.locator("article.answer")).to_be_visible()
    assert server.asked == [{"question": "Two?", "documents": ["harbours"]}]
    assert server.authorizations == ["Bearer briefqa_k"]


def test_a_strict_content_security_policy_with_trusted_types_changes_nothing(
    open_page: Opener, server: FakeServer
) -> None:
    page = open_page(f"{server.url}/host/strict")
    open_panel(page)
    answer = ask(page, QUESTION)
    expect(answer.locator(".value")).to_have_css("font-weight", "600")
    panel = page.locator(".panel").bounding_box()
    assert panel is not None and panel["width"] == 420
    # a broken policy is logged as an error, and open_page fails on any


def test_hostile_styles_of_the_host_do_not_reach_the_widget(open_page: Opener, server: FakeServer) -> None:
    looks = []
    for name in ("plain", "hostile"):
        page = open_page(f"{server.url}/host/{name}")
        open_panel(page)
        answer = ask(page, QUESTION)
        value = answer.locator(".value")
        expect(value).to_be_visible()
        expect(page.locator("textarea")).to_be_in_viewport(ratio=1)
        properties = ("font-family", "font-size", "color", "letter-spacing", "line-height", "text-align", "visibility")
        styles = [value.evaluate("(element, name) => getComputedStyle(element)[name]", name) for name in properties]
        looks.append((page.locator(".panel").bounding_box(), value.bounding_box(), styles))
    assert looks[0] == looks[1]


def test_a_right_to_left_page_mirrors_the_widget(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/right-to-left")
    launcher = page.get_by_role("button", name="Ask the briefs").bounding_box()
    assert launcher is not None and launcher["x"] < 100
    open_panel(page)
    answer = ask(page, QUESTION)
    close, heading = (page.locator(selector).bounding_box() for selector in ("[aria-label=Close]", ".head h2"))
    assert close is not None and heading is not None and close["x"] < heading["x"]
    expect(answer.locator("blockquote").first).to_have_css("direction", "ltr")


def test_words_are_ukrainian_on_a_ukrainian_page_and_can_be_replaced(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/ukrainian")
    page.get_by_role("button", name="Запитайте документи").click()
    page.get_by_role("textbox", name="Ваше запитання").fill("Who pays in 2035?")
    page.get_by_role("button", name="Гайда").click()
    expect(page.locator("article.answer .value")).to_have_text("У документах цього немає.")
    page.evaluate("document.querySelector('briefqa-chat').words = { refusal: 'Немає.' }")
    expect(page.locator("article.answer .value")).to_have_text("Немає.")


def test_every_word_is_there_in_both_languages(open_page: Opener, server: FakeServer) -> None:
    source = server.assets["/widget.js"].body.decode("utf-8")
    words = source[source.index("const WORDS = ") + len("const WORDS = ") : source.index("const STYLE")].strip(" ;\n")
    page = open_page(f"{server.url}/host/plain")
    english, ukrainian = page.evaluate(f"(({{ en, uk }}) => [Object.keys(en), Object.keys(uk)])({words})")
    assert english == ukrainian
    assert all(f"words.{name}" in source or f'"{name}"' in source or name in _LOOKED_UP for name in english)


def test_theme_follows_the_system_unless_the_page_says_otherwise(open_page: Opener, server: FakeServer) -> None:
    def surface(name: str, scheme: str) -> str:
        page = open_page(f"{server.url}/host/{name}", color_scheme=scheme)
        open_panel(page)
        return str(page.locator(".panel").evaluate("panel => getComputedStyle(panel).backgroundColor"))

    light, dark = surface("plain", "light"), surface("plain", "dark")
    assert light != dark
    assert surface("dark", "light") == dark


def test_host_pages_theme_it_by_properties_and_parts(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/plain")
    page.add_style_tag(content="briefqa-chat { --briefqa-accent: rgb(90, 20, 120); }")
    page.add_style_tag(content="briefqa-chat::part(value) { color: rgb(1, 2, 3); }")
    expect(page.locator(".launcher")).to_have_css("background-color", "rgb(90, 20, 120)")
    open_panel(page)
    expect(ask(page, QUESTION).locator(".value")).to_have_css("color", "rgb(1, 2, 3)")


def test_it_fills_a_narrow_screen_and_scrolls_nothing_sideways(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/plain", viewport={"width": 320, "height": 640})
    open_panel(page)
    ask(page, "What did the repair cost?")
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    scroll = page.locator(".scroll")
    assert scroll.evaluate("element => element.scrollWidth") == scroll.evaluate("element => element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def _attacks(page: Page) -> object:
    return page.evaluate("[window.attacked, document.querySelector('script:not([src])'), location.protocol]")


def test_a_hostile_document_stays_text_in_the_widget(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/plain")
    open_panel(page)
    answer = ask(page, "What does the hostile document say?")
    expect(answer.locator(".value")).to_have_text(HOSTILE_TEXT[:40])
    quote = answer.locator("blockquote")
    assert quote.evaluate("element => element.textContent") == HOSTILE_TEXT
    assert quote.locator("mark").evaluate("element => element.textContent") == HOSTILE_TEXT[:40]
    assert answer.locator("script, img, style, b").count() == 0
    # the override is shut in alone, so that it turns nothing around
    assert quote.locator(".control").evaluate_all("all => all.map((one) => one.textContent)") == ["\u202e", "\u202c"]
    assert _attacks(page) == [None, None, "http:"]


def test_links_that_are_not_web_addresses_are_only_text(open_page: Opener, server: FakeServer) -> None:
    page = open_page(f"{server.url}/host/plain")

    def poison(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        body = response.json()
        body["citations"][0]["url"] = "javascript:window.attacked=7"
        route.fulfill(response=response, json=body)  # type: ignore[attr-defined]

    page.route("**/v1/ask", poison)
    open_panel(page)
    answer = ask(page, "What did the ministry promise?")
    expect(answer.locator(".source")).to_contain_text("Harbours of the North")
    expect(answer.locator("a")).to_have_count(0)
