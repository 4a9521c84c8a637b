"""Candidates -> proposals: the answer inside each passage, as a span of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.enumeration import whole_enumeration
from briefqa.answering.expectation import FIGURES, Expectation, fits
from briefqa.answering.question import Question
from briefqa.answering.retriever import Candidate
from briefqa.answering.tables import CellAnswer, choose_cell
from briefqa.index.terms import split_terms
from briefqa.models.reader import Reading
from briefqa.types import DateRecord, Document, FactRecord, FigureRecord, Passage, Span

_CLAIMS = frozenset({Expectation.REASON, Expectation.STATEMENT})
_WORD = re.compile(r"[^\W_]")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_PERIOD = 3.0  # logits; as much as a figure's place in the sentence seldom outweighs


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer that one passage offers.

    `span` is the answer's place in the document. `reader_score` is the reader's score of the span against no answer
    at all, 0 for a table cell, which is chosen by its headers; `fit` tells how the span meets the expectation.
    """

    candidate: Candidate
    span: Span
    reader_score: float
    fit: float
    cell: CellAnswer | None = None

    @property
    def passage(self) -> Passage:
        """The passage that holds the answer."""
        return self.candidate.hit.passage


def propose(
    question: Question,
    candidate: Candidate,
    document: Document,
    reading: Reading,
    records: Sequence[FactRecord],
) -> Proposal | None:
    """The best answer inside one passage; None when it holds nothing that could be one."""
    passage = candidate.hit.passage
    best = max((span.score for span in reading.spans), default=-20.0)
    if passage.cells:
        cell = choose_cell(question, passage, document)
        if cell is None:
            return None
        return Proposal(candidate, cell.span, best, fits(question.expectation, cell.span.cut(document.text)), cell)
    if question.expectation in _CLAIMS:
        return Proposal(candidate, passage.span, best, 1.0)
    if not reading.spans:
        return Proposal(candidate, passage.span, 0.0, fits(question.expectation, passage.span.cut(document.text)))
    rated = [
        (score + _period_score(question, span, records), span)
        for score, span in (
            *_read_spans(question, passage, document, reading),
            *_record_spans(question, passage, reading, records),
        )
    ]
    if not rated:
        return None
    score, span = max(rated, key=lambda entry: (round(entry[0], 4), -entry[1].start, entry[1].end))
    span = _snap(question, span, passage, records)
    if question.expectation is Expectation.LIST:
        span = whole_enumeration(document.text, span, passage.span)
    return Proposal(candidate, span, score, fits(question.expectation, span.cut(document.text), question.asked))


def _read_spans(question: Question, passage: Passage, document: Document, reading: Reading) -> list[tuple[float, Span]]:
    """The reader's spans that lie in the claim itself and could be an answer."""
    found = []
    for read in reading.spans:
        span = passage.view.locate(read.start, read.end)
        if span is None or not passage.span.contains(span):
            continue
        text = span.cut(document.text)
        if not _WORD.search(text) or _repeats(question, text):
            continue
        unfit = fits(question.expectation, text, question.asked) == 0
        found.append((read.score - (4.0 if unfit else 0.0), _trim(document.text, span)))
    return found


def _record_spans(
    question: Question, passage: Passage, reading: Reading, records: Sequence[FactRecord]
) -> list[tuple[float, Span]]:
    """The figures or dates of the passage, scored by where the reader looks."""
    kind = _record_kind(question.expectation)
    if kind is None:
        return []
    found = []
    for record in records:
        if not isinstance(record, kind) or fits(question.expectation, record.surface, question.asked) == 0:
            continue
        span = _record_span(record)
        place = _view_range(passage, span)
        if place is not None and passage.span.contains(span) and not _repeats(question, record.surface):
            found.append((reading.peak_score(*place) - 0.5, span))
    return found


def _period_score(question: Question, span: Span, records: Sequence[FactRecord]) -> float:
    """A figure of the year that was asked for is preferred, one of another year is not meant."""
    years = [unit.surface for unit in question.units if unit.is_number and _YEAR.fullmatch(unit.surface)]
    if not years:
        return 0.0
    for record in records:
        if isinstance(record, FigureRecord) and record.period and _record_span(record).overlap(span):
            return _PERIOD if any(year in record.period for year in years) else -_PERIOD
    return 0.0


def _record_kind(expectation: Expectation) -> type[FigureRecord] | type[DateRecord] | None:
    if expectation is Expectation.DATE:
        return DateRecord
    return FigureRecord if expectation in FIGURES else None


def _record_span(record: FactRecord) -> Span:
    start = record.citation.start + (record.citation.answer_start or 0)
    return Span(start, start + len(record.surface))


def _view_range(passage: Passage, span: Span) -> tuple[int, int] | None:
    """Where a source span stands in the passage's view."""
    position = 0
    for segment in passage.view.segments:
        if segment.span is not None and segment.span.contains(span):
            start = position + span.start - segment.span.start
            return start, start + span.end - span.start
        position += len(segment.text)
    return None


def _snap(question: Question, span: Span, passage: Passage, records: Sequence[FactRecord]) -> Span:
    """A figure or date is answered whole, with its currency, unit and hedge; of several in a span one is meant."""
    kind = _record_kind(question.expectation)
    if kind is None:
        return span
    touched = [
        other
        for record in records
        if isinstance(record, kind)
        and passage.span.contains(other := _record_span(record))
        and span.overlap(other)
        and fits(question.expectation, record.surface, question.asked)
    ]
    if not touched:
        return span
    if len(touched) == 1:
        return Span(min(span.start, touched[0].start), max(span.end, touched[0].end))
    return max(touched, key=lambda other: (_period_score(question, other, records), -other.start))


def _repeats(question: Question, text: str) -> bool:
    """Whether a text says nothing but words of the question."""
    terms = split_terms(text)
    asked = {term for unit in question.units for alternative in unit.alternatives[:1] for term in alternative}
    return all(term in asked for term in terms)


def _trim(text: str, span: Span) -> Span:
    """Without white space, brackets and marks that do not belong to the answer."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n,;:.()“”\"'‘’–—-":
        start += 1
    while end > start and text[end - 1] in " \n,;:.“”\"'‘’–—-(":
        end -= 1
    if text[start:end].count("(") < text[start:end].count(")"):
        end -= 1
    return Span(start, end) if start < end else span
