import copy
from dataclasses import replace
from typing import Any

import pytest

from briefqa.answering.verification import (
    CitationStatus,
    cited_documents,
    cited_passages,
    verify_answer,
)
from briefqa.errors import SavedAnswerError
from briefqa.types import Document

TEXT = (
    "Trade\nSeoul sold nine ships to Warsaw in May 2019. The ships cost $2.5 billion. "
    "Prague signed nothing that year.\nA final remark stands here."
)
QUOTE = "The ships cost $2.5 billion."


def document(text: str) -> Document:
    return Document("trade", "Trade", text, (), "0" * 64, "trade.txt", "text/plain")


def citation(text: str = TEXT, quote: str = QUOTE, answer: str | None = "$2.5 billion") -> dict[str, Any]:
    start = text.index(quote)
    place = quote.index(answer) if answer else None
    return {
        "document_id": "trade",
        "passage_id": "p1",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "answer_start": place,
        "answer_end": place + len(answer) if answer and place is not None else None,
        "prefix": text[max(0, start - 20) : start],
        "suffix": text[start + len(quote) : start + len(quote) + 20],
    }


def saved(**changes: Any) -> dict[str, Any]:
    answer = {
        "answered": True,
        "answer": "$2.5 billion",
        "kind": "figure",
        "citations": [citation()],
        "facts": [],
        "conflicts": [],
        "derivation": None,
        "nearest": [],
    }
    return copy.deepcopy({**answer, **changes})


def statuses(answer: dict[str, Any], text: str | None) -> list[str]:
    documents = {} if text is None else {"trade": document(text)}
    return [check.status.value for check in verify_answer(answer, documents)]


def test_a_citation_holds_on_the_document_it_came_from() -> None:
    (check,) = verify_answer(saved(), {"trade": document(TEXT)}, passage_ids={"p1"})
    assert check.holds
    assert (check.found, check.same_version, check.place) == (QUOTE, True, "citations[0]")


def test_a_quote_that_stands_elsewhere_has_moved_and_says_where() -> None:
    text = "A new preface.\n" + TEXT
    (check,) = verify_answer(saved(), {"trade": document(text)})
    assert check.status is CitationStatus.MOVED
    assert check.start is not None and text[check.start : check.end] == QUOTE
    assert not check.holds


def test_another_figure_in_the_same_claim_is_a_change_and_shows_the_new_words() -> None:
    (check,) = verify_answer(saved(), {"trade": document(TEXT.replace("$2.5", "$3.1"))})
    assert check.status is CitationStatus.CHANGED
    assert check.found == "The ships cost $3.1 billion."


def test_a_removed_claim_is_gone() -> None:
    assert statuses(saved(), TEXT.replace(QUOTE + " ", "")) == ["gone"]


def test_a_removed_document_is_gone() -> None:
    assert statuses(saved(), None) == ["gone"]


def test_a_newer_version_with_the_claim_in_place_holds_and_says_so() -> None:
    (check,) = verify_answer(saved(), {"trade": document(TEXT + " More.")}, passage_ids=set())
    assert check.holds
    assert check.same_version is False
    assert "newer version" in check.reason


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "$9.9 billion"},
        {"citations": [{**citation(), "end": citation()["end"] + 1}]},
        {"citations": [{**citation(), "answer_end": 500}]},
        {"citations": [{**citation(), "answer_end": None}]},
    ],
    ids=["answer", "end", "answer_end", "half an answer"],
)
def test_an_answer_that_contradicts_its_citation_was_altered(change: dict[str, Any]) -> None:
    assert statuses(saved(**change), TEXT) == ["altered"]


def test_an_altered_quote_does_not_hold() -> None:
    forged = citation()
    forged["quote"] = forged["quote"].replace("$2.5", "$2.6")
    assert statuses(saved(answer="$2.6 billion", citations=[forged]), TEXT) == ["changed"]


@pytest.mark.parametrize("kind", ["derived", "list"])
def test_a_computed_answer_need_not_stand_in_its_quotes(kind: str) -> None:
    assert statuses(saved(kind=kind, answer="$5 billion"), TEXT) == ["holds"]


def test_every_citation_of_an_answer_is_checked_and_named_by_its_place() -> None:
    other = citation(quote="Prague signed nothing that year.", answer=None)
    answer = saved(
        nearest=[other],
        conflicts=[{"answer": "x", "reason": "y", "citations": [other]}],
        facts=[{"citation": citation(), "citations": [other]}],
        derivation={"operands": [{"citation": citation()}]},
    )
    checks = verify_answer(answer, {"trade": document(TEXT)})
    assert [check.place for check in checks] == [
        "citations[0]",
        "facts[0].citation",
        "facts[0].citations[0]",
        "conflicts[0].citations[0]",
        "derivation.operands[0].citation",
        "nearest[0]",
    ]
    assert all(check.holds for check in checks)


def test_a_refusal_with_nothing_cited_has_nothing_to_check() -> None:
    assert verify_answer(saved(answered=False, answer=None, citations=[]), {}) == ()


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"citations": 3},
        {"citations": ["x"]},
        {"citations": [{"quote": "x"}]},
        saved(citations=[{**citation(), "start": -1}]),
    ],
    ids=["empty", "a number", "a word", "fields missing", "negative offset"],
)
def test_what_is_no_saved_answer_is_refused_with_a_sentence(broken: dict[str, Any]) -> None:
    with pytest.raises(SavedAnswerError):
        verify_answer(broken, {})


def test_cited_documents_and_passages_are_listed_once() -> None:
    answer = saved(nearest=[citation()])
    assert cited_documents(answer) == ("trade",)
    assert cited_passages(answer) == ("p1",)


def test_the_same_words_in_two_places_are_told_apart_by_their_surroundings() -> None:
    twice = f"Preface. {QUOTE} Other words.\n" + TEXT
    (check,) = verify_answer(saved(), {"trade": replace(document(twice))})
    assert check.start == twice.rindex(QUOTE)
