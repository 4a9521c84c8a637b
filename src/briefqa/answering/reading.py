"""Candidates -> proposals: the answers that each passage offers, as spans of the document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from briefqa.answering.bounds import trim
from briefqa.answering.deal_roles import role_spans
from briefqa.answering.dropped_deals import dropped_spans
from briefqa.answering.enumeration import members_of
from briefqa.answering.expectation import CLAIMS, FIGURES, Expectation, fits, record_kind
from briefqa.answering.members import member_spans
from briefqa.answering.question import Question
from briefqa.answering.retriever import Candidate
from briefqa.answering.several import asks_for_several, members_asked_for, with_asked_noun
from briefqa.answering.tables import CellAnswer, rate_cells
from briefqa.answering.units import fit_unit
from briefqa.answering.whole_lists import whole_list
from briefqa.facts import Lexicon
from briefqa.facts.name_runs import find_abbreviations
from briefqa.index.terms import split_terms
from briefqa.models.reader import Reading
from briefqa.types import DateRecord, Document, FactRecord, FigureRecord, Passage, Span

_SPANS_KEPT = 5
_CELLS_KEPT = 3
_NO_SCORE = -20.0
_CERTAIN = 12.0  # logits; a definition leaves nothing to be read
_ROLE_MATCHED = 3.0
"""Logits that the record of a deal adds to the party or goods it has in the asked role, names and stage agreeing."""
_SAID_OUTRIGHT = 5.0
"""Logits of what a clause says in the question's own words, as "the order for X was cancelled" does."""
_WORD = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_FULL_FORM = re.compile(
    r"\b(?:stands? for|short for|abbreviat\w+|acronym|(?:full|long|other|real|official) (?:name|form)|called(?! off)"
    r"|known as)\b|^what(?: is|['’]?s| does)(?: an?| the)? [\w&-]+(?: mean)?\W*$",
    re.IGNORECASE,
)
"""A question that the words behind an abbreviation answer, where it names one."""
_WHICH = re.compile(r"\b(?:which|who)\b(?! (?:year|number|percentage|share|figure|sum|amount))", re.IGNORECASE)
_NAMED = frozenset({Expectation.THING, Expectation.LIST, Expectation.PERSON, Expectation.PLACE})
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")


class Form(StrEnum):
    """What an answer is made of."""

    SPAN = "span"
    CELL = "cell"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer that one passage offers.

    `span` is the answer's place in the document. `reader_score` is the reader's score of the span against no answer at
    all, and `behind` how far it lies under the best one of its passage. `fit` tells how the span meets the expectation
    (0 not at all, 1 fully), `unit` whether the unit of its record does (1), cannot (-1) or says nothing (0), `period`
    whether the figure is of the year that was asked for (1), of another (-1) or of none (0). `words` counts its words,
    those of one member of a list.
    """

    candidate: Candidate
    form: Form
    span: Span
    reader_score: float
    behind: float
    fit: float
    unit: int = 0
    period: int = 0
    cell: CellAnswer | None = None
    words: int = 0

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
    lexicon: Lexicon,
) -> tuple[Proposal, ...]:
    """The answers inside one passage, the one that the reader prefers first; none where nothing could be one.

    `records` are those of the passage, `lexicon` the names of the corpus.
    """
    passage = candidate.hit.passage
    if passage.cells:
        return _propose_cells(question, candidate, document, reading, records)
    if passage.span.cut(document.text).rstrip(" ”\"’')").endswith("?"):
        return ()  # a question of the document answers none
    best = max((span.score for span in reading.spans), default=_NO_SCORE)
    if question.expectation in CLAIMS or not reading.spans:
        fit = fits(question.expectation, passage.span.cut(document.text))
        score = _best_inside(passage, reading) if reading.spans else 0.0
        return (Proposal(candidate, Form.CLAIM, passage.span, score, 0.0, fit),)
    spelled = _spelled_out(question, passage, document)
    if spelled is not None:
        return (_describe(question, document, records, Proposal(candidate, Form.SPAN, spelled, _CERTAIN, 0.0, 0.0)),)
    scored = _best_scores(
        (
            *_read_spans(question, passage, document, reading, records),
            *_record_spans(question, passage, reading, records),
        )
    )[:_SPANS_KEPT]
    offered = (
        *role_spans(question, passage, document, records, lexicon),
        *member_spans(question, passage, document, records, lexicon),
    )
    in_role = dict(_placed(passage, reading, offered))
    in_role |= dict.fromkeys(dropped_spans(question, passage, document, lexicon), _SAID_OUTRIGHT)
    return tuple(
        _describe(
            question,
            document,
            records,
            Proposal(candidate, Form.SPAN, span, score, 0.0 if span in in_role else max(best - score, 0.0), 0.0),
        )
        for span, score in _best_scores((*scored, *in_role.items()))
    )


def _best_inside(passage: Passage, reading: Reading) -> float:
    """The best score of a span that touches the claim itself, not only what its view says around it."""
    places = ((passage.view.locate(read.start, read.end), read.score) for read in reading.spans)
    return max((score for span, score in places if span and span.overlap(passage.span)), default=_NO_SCORE)


def _propose_cells(
    question: Question, candidate: Candidate, document: Document, reading: Reading, records: Sequence[FactRecord]
) -> tuple[Proposal, ...]:
    passage = candidate.hit.passage
    found = []
    for cell in rate_cells(question, passage, document, records)[:_CELLS_KEPT]:
        place = passage.view.place(cell.span)
        score = reading.peak_score(*place) if place and reading.spans else _NO_SCORE
        proposal = Proposal(candidate, Form.CELL, cell.span, score, cell.behind, 0.0, cell=cell)
        found.append(_describe(question, document, records, proposal))
    return tuple(found)


def _describe(question: Question, document: Document, records: Sequence[FactRecord], proposal: Proposal) -> Proposal:
    """The proposal with how it meets what is expected."""
    own = [record for record in records if record.span.overlap(proposal.span)]
    unit = fit_unit(question, own)
    text = proposal.span.cut(document.text)
    fit = 1.0 if unit > 0 else fits(question.expectation, text, question.asked)
    if question.expectation in _NAMED and _WHICH.search(question.corrected) and not _LETTER.search(text):
        fit = 0.0
    if question.expectation in FIGURES and own and all(isinstance(record, DateRecord) for record in own):
        fit = 0.0  # a year is no amount
    return replace(
        proposal,
        fit=fit,
        words=_count_words(question, document.text, proposal.span),
        unit=unit,
        period=_period_fit(question, own),
    )


def _count_words(question: Question, text: str, span: Span) -> int:
    """The words of an answer, or of one member on average where several things are asked for."""
    count = len(span.cut(text).split())
    return math.ceil(count / len(members_of(text, span))) if asks_for_several(question) else count


def _best_scores(scored: Iterable[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Each span once, with its best score, best first."""
    best: dict[Span, float] = {}
    for span, score in scored:
        best[span] = max(score, best.get(span, _NO_SCORE))
    return sorted(best.items(), key=lambda entry: (-round(entry[1], 4), entry[0].start, -entry[0].end))


def _spelled_out(question: Question, passage: Passage, document: Document) -> Span | None:
    """The long form of an abbreviation that the question asks for, where the passage introduces it in brackets."""
    if not _FULL_FORM.search(question.text):
        return None
    text = passage.span.cut(document.text)
    for long, short in find_abbreviations(text):
        at = text.find(long)
        if at >= 0 and re.search(rf"\b{re.escape(short)}\b", question.text):
            return Span(passage.span.start + at, passage.span.start + at + len(long))
    return None


def _read_spans(
    question: Question, passage: Passage, document: Document, reading: Reading, records: Sequence[FactRecord]
) -> list[tuple[Span, float]]:
    """The reader's spans that lie in the claim itself, whole where they are part of a figure, a date or a list."""
    found = []
    for read in reading.spans:
        span = passage.view.locate(read.start, read.end)
        if span is None or not passage.span.contains(span):
            continue
        text = span.cut(document.text)
        if not _WORD.search(text) or _repeats(question, text):
            continue
        whole = _snap(question, trim(document.text, span), passage, records)
        listed = whole_list(question, passage, document, reading, whole, read.score)
        found.append(
            (with_asked_noun(question, document.text, members_asked_for(question, document.text, listed)), read.score)
        )
    return found


def _record_spans(
    question: Question, passage: Passage, reading: Reading, records: Sequence[FactRecord]
) -> list[tuple[Span, float]]:
    """The figures or dates of the passage, scored by where the reader looks."""
    kind = record_kind(question.expectation)
    found = []
    for record in records:
        if kind is None or not isinstance(record, kind) or _repeats(question, record.surface):
            continue
        place = passage.view.place(record.span)
        if place is not None and passage.span.contains(record.span):
            found.append((record.span, reading.peak_score(*place) - 0.5))
    return found


def _placed(passage: Passage, reading: Reading, spans: Sequence[Span]) -> list[tuple[Span, float]]:
    """Spans of the claim that its deals offer, scored by where the reader looks and by what the record says."""
    places = ((span, passage.view.place(span)) for span in spans if passage.span.contains(span))
    return [(span, reading.peak_score(*place) + _ROLE_MATCHED) for span, place in places if place is not None]


def _period_fit(question: Question, records: Sequence[FactRecord]) -> int:
    years = [unit.surface for unit in question.units if unit.is_number and _YEAR.fullmatch(unit.surface)]
    periods = [record.period for record in records if isinstance(record, FigureRecord) and record.period]
    if not years or not periods:
        return 0
    return 1 if any(_is_of(period, years) for period in periods) else -1


def _is_of(period: str, years: Sequence[str]) -> bool:
    """Whether a period is of one of these years; one between two years is of neither alone."""
    first, _, last = period.partition("/")
    closed = _YEAR.match(last) is not None and last[:4] != first[:4]
    return all(part[:4] in years for part in (first, last)) if closed else any(year in period for year in years)


def _snap(question: Question, span: Span, passage: Passage, records: Sequence[FactRecord]) -> Span:
    """A figure or date is answered whole, with its currency, unit and hedge; of several in a span one is meant."""
    kind = record_kind(question.expectation)
    touched = [
        record
        for record in records
        if kind is not None
        and isinstance(record, kind)
        and passage.span.contains(record.span)
        and span.overlap(record.span)
        and (fits(question.expectation, record.surface, question.asked) or fit_unit(question, [record]) > 0)
    ]
    if not touched:
        return span
    if len(touched) == 1:
        return Span(min(span.start, touched[0].span.start), max(span.end, touched[0].span.end))
    meant = max(touched, key=lambda record: (_period_fit(question, [record]), -record.span.start))
    return meant.span


def _repeats(question: Question, text: str) -> bool:
    """Whether a text says nothing but words of the question, or another form of a name in it."""
    terms = split_terms(text)
    asked = {term for unit in question.units for alternative in unit.alternatives[:1] for term in alternative}
    if all(term in asked for term in terms):
        return True
    forms = [set(form) for unit in question.units if unit.is_name for form in unit.alternatives]
    return any(set(terms) <= form for form in forms) and not _FULL_FORM.search(question.text)
