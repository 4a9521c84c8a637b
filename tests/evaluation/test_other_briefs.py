"""The questions on invented briefs: gold that stands in its document, and both kinds of questions about each."""

from pathlib import Path

import pytest

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.evaluation.dataset import Question, read_questions, resolve_gold
from briefqa.types import Document

BRIEFS = Path(__file__).parents[2] / "eval" / "briefs"
PARTS = ("tune", "test")


def documents_of_part(part: str) -> dict[str, Document]:
    sources, failures = list_sources(BRIEFS / part)
    assert failures == ()
    return {source.id: read_document(source) for source in sources}


def questions_of_part(part: str) -> tuple[Question, ...]:
    return read_questions(BRIEFS / f"{part}.jsonl")


@pytest.mark.parametrize("part", PARTS)
def test_every_gold_quote_stands_word_for_word_in_its_document(part: str) -> None:
    documents = documents_of_part(part)
    for question in questions_of_part(part):
        for gold, place in zip(question.gold, resolve_gold(question, documents), strict=True):
            assert place.span.cut(documents[gold.document].text) == gold.quote, question.id


@pytest.mark.parametrize("part", PARTS)
def test_each_part_asks_about_every_brief_and_a_quarter_cannot_be_answered(part: str) -> None:
    questions = questions_of_part(part)
    asked = {gold.document for one in questions for gold in one.gold}
    assert asked == set(documents_of_part(part))
    assert 0.25 < sum(not one.answerable for one in questions) / len(questions) < 0.4
    assert {one.split for one in questions} == {part}


def test_no_question_is_asked_twice() -> None:
    asked = [(one.question.casefold(), one.history) for part in PARTS for one in questions_of_part(part)]
    assert sorted(set(asked)) == sorted(asked)
