"""From the passages of a document to its fact records, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefqa.facts.clauses import clause_at, subject_of
from briefqa.facts.dates.calendar import Moment, parse_edtf
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.readings import DateReading
from briefqa.facts.deals import link_deals
from briefqa.facts.deals.records import deals_of
from briefqa.facts.lexicon import Lexicon
from briefqa.facts.prose import PassageReading, dates_of, figures_of, read_passage
from briefqa.facts.table_rows import table_records
from briefqa.types import Document, FactRecord, Passage, PassageKind


def extract_facts(document: Document, passages: Sequence[Passage], lexicon: Lexicon) -> tuple[FactRecord, ...]:
    """Every figure, date and deal that the passages of one document state, each with its own citation.

    Pure and deterministic: the same document and lexicon give the same records, whatever process runs it.
    """
    records: list[FactRecord] = []
    for item in read_all(document, passages, lexicon):
        if item.passage.kind is PassageKind.TABLE_ROW and item.passage.cells:
            records += table_records(document, item.passage, item.anchor)
        else:
            records += figures_of(item)
            records += dates_of(item)
            records += deals_of(item)
    records.sort(key=lambda record: (record.citation.start + (record.citation.answer_start or 0), record.kind))
    return link_deals(records)


def read_all(document: Document, passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[PassageReading]:
    """Each passage with what stands in it, read against the dates and subjects of those before it."""
    anchor = Anchor.of(document.published)
    titled = lexicon.mentions(document.title)
    paragraph, subject, before = -1, None, titled
    for passage in passages:
        if passage.kind is PassageKind.BYLINE:
            continue  # tells of the document, not of the world
        if passage.paragraph != paragraph:
            paragraph, subject, before = passage.paragraph, None, titled
            anchor = replace(anchor, before=anchor.story, paragraph=None)
        item = read_passage(document, passage, lexicon, anchor, subject, before)
        yield item
        latest = _latest(item.reading.dates)
        if latest is not None and passage.kind is not PassageKind.TABLE_ROW:
            anchor = replace(anchor, paragraph=latest)
        subject = _subject(item) or subject
        before = (*item.mentions, *titled) if item.mentions else before


def _latest(dates: Sequence[DateReading]) -> Moment | None:
    """The last date of a passage that context can build on: a single moment, not a period left open."""
    for date in reversed(dates):
        if date.earliest is None or date.latest is None:
            continue
        moment = parse_edtf(date.edtf)
        if moment is not None:
            return moment
    return None


def _subject(item: PassageReading) -> str | None:
    """Who the passage is about, for a pronoun in the next one; None when it has no plain subject."""
    clause = clause_at(item.text, len(item.text), len(item.text))
    first = clause_at(item.text, 0, 0)
    for candidate in (first, clause):
        subject = subject_of(item.text, candidate, item.mentions, len(item.text))
        if subject is not None and len(subject) > 4 and any(mention.surface in subject for mention in item.mentions):
            return subject
    return None
