"""Whose figure it is where an enumeration says so behind each: "$5.5 million from Chile and $6 million from Peru"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from briefqa.answering.expectation import FIGURES
from briefqa.answering.question import Question
from briefqa.facts import Lexicon
from briefqa.types import Document, FactRecord, FigureRecord, Passage, Span

_LINKED = re.compile(r"\s(?:from|to|for|in|by)\s(?:the\s)?")
_LONGEST_NAME = 60


def of_another_member(
    question: Question,
    passage: Passage,
    span: Span,
    document: Document,
    records: Sequence[FactRecord],
    lexicon: Lexicon,
) -> str | None:
    """The party asked for, where the answer is the figure of another one and the claim has one for it.

    Args:
        question: the question.
        passage: the claim.
        span: the answer's place in the document.
        document: the document of both.
        records: the records of the claim.
        lexicon: the names of the corpus.
    """
    told = _told_apart(question, passage, document, records, lexicon)
    if not told or any(record.span.overlap(span) for record, _ in told):
        return None
    own = next((one for one in records if isinstance(one, FigureRecord) and one.span.overlap(span)), None)
    owner = _behind(own, passage, document, lexicon) if own else None
    return f"figure of {lexicon.entity(told[0][1]).name}" if owner and owner not in question.names else None


def member_spans(
    question: Question, passage: Passage, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> tuple[Span, ...]:
    """The figures of the party asked for, where the claim gives one of the same unit to another party too."""
    return tuple(record.span for record, _ in _told_apart(question, passage, document, records, lexicon))


def _told_apart(
    question: Question, passage: Passage, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> list[tuple[FigureRecord, str]]:
    """The figures whose party is asked for, with it, where another party has one of their unit."""
    asked = {name for name in question.names if name.startswith(("state:", "organisation:"))}
    if question.expectation not in FIGURES or not asked or passage.cells:
        return []
    figures = [record for record in records if isinstance(record, FigureRecord)]
    owned = [(record, name) for record in figures if (name := _behind(record, passage, document, lexicon))]
    found = {
        one.id: (one, name)
        for (one, name), (other, another) in permutations(owned, 2)
        if name in asked and another not in asked and one.unit == other.unit
    }
    return list(found.values())


def _behind(record: FigureRecord, passage: Passage, document: Document, lexicon: Lexicon) -> str | None:
    """The party that stands right behind a figure with a preposition; None where another word does."""
    text = document.text[record.span.end : passage.span.end]
    linked = _LINKED.match(text)
    if linked is None:
        return None
    mentions = lexicon.mentions(text[linked.end() : linked.end() + _LONGEST_NAME])
    return next((one.entity_id for one in mentions if one.start == 0 and not one.is_demonym), None)
