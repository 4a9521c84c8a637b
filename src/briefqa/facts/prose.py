"""Figures and dates of one passage of running text as records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.facts.citing import cite, fact_id
from briefqa.facts.clauses import Clause, attribute_of, attributed_to, clause_at, status_of, subject_of
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.readings import DateReading
from briefqa.facts.decimals import decimal_string
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.gapping import find_gap
from briefqa.facts.lexicon import Lexicon, Mention
from briefqa.facts.periods import period_in, period_of
from briefqa.facts.reading import Reading, read
from briefqa.facts.text import fold
from briefqa.types import DateRecord, Document, FactKind, FigureRecord, Passage, Span

FIGURES, DATES = "figures/2", "dates/2"
_PRONOUN = re.compile(r"^(?:it|they|he|she|this|these|that|those|its|their)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PassageReading:
    """A passage with everything read in it; `text` is folded, offsets count from the passage's start.

    `subject_before` and `mentions_before` tell who the text before it in the paragraph was about, for pronouns;
    names of the document's title close `mentions_before`.
    """

    document: Document
    passage: Passage
    text: str
    mentions: tuple[Mention, ...]
    reading: Reading
    anchor: Anchor
    subject_before: str | None = None
    mentions_before: tuple[Mention, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The range of the document that `text[start:end]` stands for."""
        return Span(self.passage.span.start + start, self.passage.span.start + end)

    def written(self, start: int, end: int) -> str:
        """The source text of a range of the passage."""
        return self.span(start, end).cut(self.document.text)


def read_passage(
    document: Document,
    passage: Passage,
    lexicon: Lexicon,
    anchor: Anchor,
    subject_before: str | None = None,
    mentions_before: tuple[Mention, ...] = (),
) -> PassageReading:
    """Read names, dates and quantities of a passage against the dates that stand before it."""
    text = passage.span.cut(document.text)
    mentions = lexicon.mentions(text)
    known = [(mention.start, mention.end) for mention in mentions]
    reading = read(text, anchor, known)
    return PassageReading(document, passage, fold(text), mentions, reading, anchor, subject_before, mentions_before)


def figures_of(item: PassageReading) -> Iterator[FigureRecord]:
    """One record for each quantity of the passage."""
    for quantity in item.reading.quantities:
        yield figure_record(item, quantity)


def figure_record(item: PassageReading, quantity: Quantity) -> FigureRecord:
    """The record of one quantity with subject, attribute, period and status from its clause."""
    text = item.text
    clause = clause_at(text, quantity.start, quantity.end)
    gap = find_gap(text, quantity, item.reading.quantities, item.mentions)
    subject = subject_of(text, clause, item.mentions, quantity.start) if gap is None else gap.owner
    if subject is not None and _PRONOUN.match(subject):
        subject = _antecedent(item, clause) or item.subject_before or subject
    elif subject is None and clause.start < quantity.start:
        subject = item.subject_before
    said = gap.leader if gap is not None else quantity
    period = period_of(text, quantity, item.reading.quantities, item.reading.dates, clause)
    source = attributed_to(text, item.mentions, quantity.start)
    span = item.span(quantity.start, quantity.end)
    value = decimal_string(quantity.value)
    return FigureRecord(
        id=fact_id("figure", item.passage, span, value, said.unit),
        kind=FactKind.FIGURE,
        document_id=item.document.id,
        passage_id=item.passage.id,
        citation=cite(item.document, item.passage, span),
        surface=span.cut(item.document.text),
        status=status_of(text, clause, quantity.start, source),
        attributed_to=source,
        extractor=FIGURES,
        value=value,
        low=decimal_string(quantity.low),
        high=decimal_string(quantity.high),
        unit=said.unit,
        qualifier=quantity.qualifier,
        subject=subject,
        attribute=attribute_of(text, clause, said.start, said.end),
        period=period or period_in(reversed(item.passage.section), item.anchor),
    )


def _antecedent(item: PassageReading, clause: Clause) -> str | None:
    """Whom a pronoun of a later clause stands for: the named subject that opens the sentence; None where none does."""
    before = tuple(mention for mention in item.mentions if mention.end <= clause.start)
    if not before:
        return None
    subject = subject_of(item.text, clause_at(item.text, 0, 0), before, clause.start)
    return subject if subject and any(mention.surface in subject for mention in before) else None


def dates_of(item: PassageReading) -> Iterator[DateRecord]:
    """One record for each date of the passage."""
    for date in item.reading.dates:
        yield date_record(item, date)


def date_record(item: PassageReading, date: DateReading) -> DateRecord:
    """The record of one date with the event that its clause tells and the names in it."""
    clause = clause_at(item.text, date.start, date.end)
    event, start, end = _event(item, date, clause.start, clause.end)
    source = attributed_to(item.text, item.mentions, date.start)
    span = item.span(date.start, date.end)
    names = dict.fromkeys(
        mention.name
        for mention in item.mentions
        if start <= mention.start and mention.end <= end and not _is_venue(item.text, mention)
    )
    return DateRecord(
        id=fact_id("date", item.passage, span, date.edtf),
        kind=FactKind.DATE,
        document_id=item.document.id,
        passage_id=item.passage.id,
        citation=cite(item.document, item.passage, span),
        surface=span.cut(item.document.text),
        status=status_of(item.text, clause, date.start, source),
        attributed_to=source,
        extractor=DATES,
        edtf=date.edtf,
        earliest=None if date.earliest is None else date.earliest.isoformat(),
        latest=None if date.latest is None else date.latest.isoformat(),
        qualifier=date.qualifier,
        event=event,
        participants=tuple(names),
        resolved_from=date.resolved_from,
    )


_VENUE = re.compile(r"\b(?:in|at|near|outside)\s+$", re.IGNORECASE)


def _is_venue(text: str, mention: Mention) -> bool:
    """Whether a capital is only where something happened ("signed in Baku"), not the government that acts."""
    return mention.is_capital and _VENUE.search(text, max(0, mention.start - 10), mention.start) is not None


_PREPOSITION_BEFORE = re.compile(r"[\s(,]*\b(?:in|on|at|during|for|of|as of|from|the)?\s*$", re.IGNORECASE)
_OPENER = re.compile(r"^(?:since|after|when|while|although|as|because|and|but|also|before)\s+", re.IGNORECASE)
_LIST_CUT = re.compile(r",\s+|\s+(?:and|including|but also|such as|while)\s+")
_INTRODUCTION_WORDS, _LONG_CLAUSE = 3, 16
_NOUN_BEFORE_BRACKET = re.compile(r"(?:[^\s,;:()]+\s+){1,7}$")


def _event(item: PassageReading, date: DateReading, start: int, end: int) -> tuple[str | None, int, int]:
    """What happened then: the clause without the date, or the noun before a bracketed date."""
    text = item.text
    bracket = text.rfind("(", 0, date.start)
    if bracket >= 0 and text[bracket + 1 : date.start].strip() == "" and text[date.end : date.end + 1] == ")":
        noun = _NOUN_BEFORE_BRACKET.search(text, start, bracket)
        if noun is not None:
            return item.written(noun.start(), bracket).strip(), noun.start(), bracket
    start, end = _local(text, date, start, end)
    before = _PREPOSITION_BEFORE.sub("", text[start : date.start])
    pieces = (item.written(start, start + len(before)).strip(" ,"), item.written(date.end, end).strip(" ,.;"))
    event = _OPENER.sub("", " ".join(piece for piece in pieces if piece))
    return (event or None), start, end


def _local(text: str, date: DateReading, start: int, end: int) -> tuple[int, int]:
    """Narrow a clause to what the date belongs to: its own introduction, or its part of a long list."""
    comma = text.find(", ", date.end, end)
    leads = len(text[start : date.start].split()) > _INTRODUCTION_WORDS and not text[date.end : comma].strip(" ")
    if comma >= 0 and leads:
        end = comma
    if len(text[start:end].split()) > _LONG_CLAUSE:
        cuts = [match.end() for match in _LIST_CUT.finditer(text, start, max(start, date.start - 12))]
        start = cuts[-1] if cuts else start
        opening = re.match(r",\s+", text[date.end : end])
        after = _LIST_CUT.search(text, date.end + (opening.end() if opening else 0), end)
        end = after.start() if after is not None else end
    return start, end
