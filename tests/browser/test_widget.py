"""The widget on a plain host page: asking, answers, refusals, conflicts, follow-ups, trouble, memory."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Opener
from browser.fake_answers import REPAIR
from browser.fake_server import FakeServer, Trouble
from browser.reading import ask, focused, open_panel

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: Opener, server: FakeServer) -> Page:
    page = open_page(f"{server.url}/host/plain")
    open_panel(page)
    return page


def test_an_answer_shows_value_confidence_quote_with_mark_and_place(page: Page) -> None:
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    expect(answer.locator(".value")).to_have_text("May 2021")
    expect(answer.locator(".confidence")).to_have_text("High confidence")
    quote = answer.locator("blockquote").first
    expect(quote).to_have_text(REPAIR)
    expect(quote.locator("mark")).to_have_text("May 2021")
    place = answer.locator(".source a").first
    expect(place).to_contain_text("Harbours of the North: Trade and Repair · What repair costs · p. 2")


def test_a_cited_table_row_names_its_table_row_and_column(page: Page) -> None:
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    answer.get_by_text("Also stated here (1)").click()
    cell = "Table 1. Repairs by harbour, in million crowns · Row: Varnes · Column: 2021"
    expect(answer.locator("details .citation")).to_contain_text(cell)
    expect(answer.locator("details blockquote")).to_have_text("Varnes | 3.1 | 0.8")
    expect(answer.locator("details .bar")).to_have_count(2)


def test_a_section_that_is_called_like_its_document_is_not_named_twice(page: Page) -> None:
    answer = ask(page, "What did the ministry promise?")
    expect(answer.locator(".source a bdi")).to_have_text(["Harbours of the North: Trade and Repair", "p. 1"])


def test_a_citation_opens_the_viewer_with_the_span_highlighted_in_view(page: Page, server: FakeServer) -> None:
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    with page.context.expect_page() as opened:
        answer.locator(".source a").first.click()
    viewer = opened.value
    viewer.wait_for_load_state()
    mark = viewer.locator("mark")
    expect(mark).to_have_text(REPAIR)
    expect(mark).to_be_in_viewport(ratio=1)
    assert viewer.evaluate("scrollY") > 200
    assert viewer.url.startswith(f"{server.url}/v1/documents/harbours/view?start=")


def test_a_refusal_names_what_is_missing_and_the_nearest_passages(page: Page) -> None:
    refusal = ask(page, "Who pays for the breakwater in 2035?")
    expect(refusal.locator(".value")).to_have_text("The documents do not say.")
    expect(refusal.locator(".chips li")).to_have_text(["year 2035", "payer"])
    expect(refusal.locator("blockquote")).to_have_count(2)
    expect(refusal.locator(".source a")).to_have_count(2)
    expect(refusal.locator(".confidence")).to_have_count(0)


def test_conflicting_statements_stand_side_by_side(page: Page) -> None:
    answer = ask(page, "What did the repair cost?")
    sides = answer.locator(".sides > div")
    expect(sides.locator("strong")).to_have_text(["3.1 million crowns", "2.6 million crowns"])
    expect(sides.locator("mark")).to_have_text(["3.1 million crowns", "2.6 million crowns"])
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first is not None and second is not None
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]


def test_a_computed_value_shows_its_derivation_as_a_table(page: Page) -> None:
    answer = ask(page, "How much did Lillevik spend in both years?")
    rows = [row.inner_text().split("\t") for row in answer.locator("table tr").all()]
    assert [row[0] for row in rows] == ["Value", "Lillevik, 2021", "Lillevik, 2023", "Formula", "Result"]
    assert rows[1][1].startswith("1.4") and rows[2][1].startswith("2.25")
    assert rows[4][1] == "3.65 million crowns"
    expect(answer.locator("tbody a")).to_have_count(2)


def test_the_facts_of_the_cited_claims_are_a_list(page: Page) -> None:
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    answer.get_by_text("Figures, dates and deals (3)").click()
    facts = answer.locator(".fact")
    expect(facts.locator("strong")).to_have_text(["3.1 million crowns", "May 2021", "the ministry – the towns"])
    expect(facts.nth(0)).to_contain_text("Varnes breakwater · repair · 2021-05 · NOK 3,100,000")
    expect(facts.nth(2)).to_contain_text("announced · 2024 · 12,400,000 · projected")


def test_a_follow_up_sends_the_earlier_questions_and_says_how_it_was_understood(page: Page, server: FakeServer) -> None:
    ask(page, "When was the breakwater at Varnes repaired?")
    answer = ask(page, "And in 2023?")
    assert server.asked[0] == {"question": "When was the breakwater at Varnes repaired?"}
    assert server.asked[1]["history"] == ["When was the breakwater at Varnes repaired?"]
    expect(answer).to_contain_text("Understood as: When was the breakwater at Varnes repaired? (2023)")
    expect(answer.locator(".confidence")).to_have_text("Medium confidence")


def test_example_questions_come_from_the_corpus_and_can_be_asked(page: Page) -> None:
    page.get_by_role("button", name="What did the ministry promise?").click()
    answer = page.locator("article.answer")
    expect(answer.locator(".value")).to_have_text("12.4 million crowns")
    expect(answer.locator(".confidence")).to_have_text("Low confidence: check the quote")
    expect(page.locator(".examples")).to_be_hidden()


def test_thumbs_send_a_verdict_and_a_comment(page: Page, server: FakeServer) -> None:
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    answer.get_by_role("button", name="Not helpful").click()
    expect(answer.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("textbox").fill("It was April.")
    page.keyboard.press("Enter")
    expect(answer.get_by_role("textbox")).to_have_count(0)
    expect(answer.get_by_role("status")).to_have_text("Thank you.")
    with page.expect_response("**/v1/feedback"):
        answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "false")
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    assert [(one["verdict"], one.get("comment")) for one in server.judged] == [
        ("down", None),
        ("down", "It was April."),
        ("up", None),
    ]
    assert len({one["answer_id"] for one in server.judged}) == 1


def test_an_answer_is_copied_with_its_citation(page: Page, server: FakeServer) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    answer.get_by_role("button", name="Copy answer with citation").click()
    expect(answer.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[:3] == [
        "May 2021",
        f"“{REPAIR}”",
        "— Harbours of the North: Trade and Repair, What repair costs, p. 2",
    ]
    assert copied[3].startswith(f"{server.url}/v1/documents/harbours/view?")


def test_a_conversation_survives_a_page_change_without_being_announced_again(page: Page, server: FakeServer) -> None:
    ask(page, "When was the breakwater at Varnes repaired?")
    page.goto(f"{server.url}/host/other")
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator("article.answer .value")).to_have_text("May 2021")
    expect(page.get_by_role("log")).to_be_visible()
    assert len(server.asked) == 1
    ask(page, "And in 2023?")
    assert server.asked[1]["history"] == ["When was the breakwater at Varnes repaired?"]
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("article")).to_have_count(0)
    page.reload()
    expect(page.locator("article")).to_have_count(0)


def test_only_new_messages_are_announced(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-relevant", "additions")
    ask(page, "When was the breakwater at Varnes repaired?")
    page.evaluate(
        """() => {
            window.added = [];
            const log = document.querySelector("briefqa-chat").shadowRoot.querySelector("[role=log]");
            new MutationObserver((changes) => changes.forEach((change) => window.added.push(
                [change.target === log, change.addedNodes.length, change.removedNodes.length])
            )).observe(log, { childList: true, subtree: true });
        }"""
    )
    ask(page, "And in 2023?")
    assert page.evaluate("window.added") == [[True, 1, 0], [True, 1, 0]]


def test_loading_then_slow_then_stopped(page: Page, server: FakeServer) -> None:
    page.clock.install()
    page.route("**/v1/ask", lambda route: None)
    page.get_by_role("textbox", name="Your question").fill("When?")
    page.keyboard.press("Enter")
    state = page.locator(".state")
    expect(state).to_have_text("Reading the documents…")
    page.clock.fast_forward(6000)
    expect(state).to_have_text("Still reading. This takes longer than usual.")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("article.error")).to_contain_text("This question was interrupted.")
    expect(state).to_have_text("")
    page.unroute("**/v1/ask")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.answer")).to_be_visible()
    expect(page.locator("article.error")).to_have_count(0)


def test_a_request_that_never_ends_is_given_up(page: Page) -> None:
    page.clock.install()
    page.route("**/v1/ask", lambda route: None)
    page.get_by_role("textbox", name="Your question").fill("When?")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_have_text("Reading the documents…")
    page.clock.fast_forward(61_000)
    expect(page.locator("article.error")).to_contain_text("No answer came in time.")


def test_offline_is_said_and_the_question_is_asked_again_when_the_connection_is_back(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Your question").fill("When was the breakwater at Varnes repaired?")
    page.keyboard.press("Enter")
    expect(page.locator("article.error")).to_contain_text("No connection.")
    page.context.set_offline(False)
    expect(page.locator("article.answer .value")).to_have_text("May 2021")
    expect(page.locator("article.error")).to_have_count(0)


def test_a_limit_is_counted_down_before_the_question_can_be_repeated(page: Page, server: FakeServer) -> None:
    page.clock.install()
    server.troubles.append(Trouble(429, "no", {"Retry-After": "7"}))
    page.get_by_role("textbox", name="Your question").fill("When was the breakwater at Varnes repaired?")
    page.keyboard.press("Enter")
    error = page.locator("article.error")
    expect(error).to_contain_text("Too many questions at once.")
    expect(error.get_by_role("button")).to_be_disabled()
    page.clock.run_for(3000)
    expect(error.get_by_role("button")).to_be_disabled()
    expect(error.get_by_role("button")).to_contain_text("(5)")
    page.clock.run_for(6000)
    expect(error.get_by_role("button")).to_be_enabled()
    error.get_by_role("button").click()
    expect(page.locator("article.answer .value")).to_have_text("May 2021")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (503, "The server is busy just now."),
        (500, "Something went wrong on the server."),
        (401, "This page may not ask here."),
        (422, "The question is too long; 2000 characters are allowed."),
    ],
)
def test_an_error_is_said_in_words_and_can_be_retried(page: Page, server: FakeServer, status: int, said: str) -> None:
    server.troubles.append(Trouble(status, "The question is too long; 2000 characters are allowed."))
    page.get_by_role("textbox", name="Your question").fill("When was the breakwater at Varnes repaired?")
    page.keyboard.press("Enter")
    expect(page.locator("article.error p")).to_have_text(said)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.answer")).to_be_visible()
    assert len(server.asked) == 2


def test_an_answer_that_makes_no_sense_is_an_error_and_not_the_end(page: Page, open_page: Opener) -> None:
    page.route("**/v1/ask", lambda route: route.fulfill(json={"answered": True, "citations": "none"}))
    page.get_by_role("textbox", name="Your question").fill("When?")
    page.keyboard.press("Enter")
    expect(page.locator("article.error p")).to_have_text("Something went wrong on the server.")
    assert open_page.complaints.pop().startswith("briefqa-chat:")
    page.unroute("**/v1/ask")
    expect(ask(page, "When was the breakwater at Varnes repaired?").locator(".value")).to_have_text("May 2021")


def test_a_conversation_kept_by_another_version_is_dropped(page: Page) -> None:
    ask(page, "When was the breakwater at Varnes repaired?")
    kept = '{"open": true, "turns": [{"question": "When?", "answer": 7}]}'
    page.evaluate("kept => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept)
    page.reload()
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(page.locator("article")).to_have_count(0)


def test_host_pages_hear_what_happens_and_may_stop_it(page: Page) -> None:
    page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ["question", "answer", "error", "feedback", "citation", "open", "close"])
                document.addEventListener(`briefqa:${name}`, (event) => window.heard.push([name, event.detail]));
            document.addEventListener("briefqa:citation", (event) => event.preventDefault());
        }"""
    )
    answer = ask(page, "When was the breakwater at Varnes repaired?")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("status")).to_have_text("Thank you.")
    answer.locator(".source a").first.click()
    page.keyboard.press("Escape")
    heard = page.evaluate("window.heard")
    assert [name for name, _ in heard] == ["question", "answer", "feedback", "citation", "close"]
    assert heard[0][1] == {"question": "When was the breakwater at Varnes repaired?"}
    assert heard[1][1]["answer"] == "May 2021"
    assert heard[3][1]["citation"]["document_id"] == "harbours"
    assert len(page.context.pages) == 1


def test_a_host_page_can_ask_through_the_element(page: Page, server: FakeServer) -> None:
    page.keyboard.press("Escape")
    answer = page.evaluate(
        """async () => {
            const chat = document.querySelector("briefqa-chat");
            chat.getToken = async () => "signed";
            return (await chat.ask("When was the breakwater at Varnes repaired?")).answer;
        }"""
    )
    assert answer == "May 2021"
    assert server.authorizations == ["Bearer signed"]
    assert focused(page) == "Your question"
