"""What the documents say against an answer: contradicting records, another source beside it, another passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefqa.answering.expectation import FIGURES, Expectation
from briefqa.answering.judging import Judged
from briefqa.answering.other_sources import said_by_other_sources
from briefqa.facts.conflicts import Disagreement, exclude_each_other, may_be_of_one_time
from briefqa.index.store import Store
from briefqa.types import Citation, Conflict, DateRecord, FactRecord, FigureRecord

_SHOWN = 3
_AS_SURE, _READ = 0.2, 3.0
"""Share of the answer's confidence, and score of the reader, that another value needs to be shown beside it."""
_REASON = "Another {} gives another value."


def contradict(
    expectation: Expectation,
    judged: Sequence[Judged],
    disagreements: Sequence[Disagreement],
    store: Store,
    cite_answer: Callable[[Judged], Citation],
) -> tuple[Conflict, ...]:
    """Other values that the documents state for what `judged[0]` answers.

    Args:
        expectation: what the question asks for; names and claims contradict nothing by being others.
        judged: the proposals, the answer first.
        disagreements: records of the documents that contradict each other.
        store: the documents and their records.
        cite_answer: gives the citation of a proposal.
    """
    best = judged[0]
    stated = _of_records(best, disagreements)
    if stated or best.proposal.cell:
        return stated
    own = _record_of(best, store)
    if own is None or (expectation not in FIGURES | {Expectation.DATE} and own.surface != best.text):
        return ()
    others = said_by_other_sources(best.proposal.passage, own, store)
    reason = _REASON.format("source")
    told = tuple(Conflict(record.surface, reason, (record.citation,)) for record in others[:_SHOWN])
    return told or _of_rivals(judged, own, store, cite_answer)


def _record_of(entry: Judged, store: Store) -> FactRecord | None:
    """The figure or date that a proposal is."""
    records = store.facts_of([entry.proposal.passage.id])
    return next((one for one in records if _is_value(one) and one.span.overlap(entry.proposal.span)), None)


def _is_value(record: FactRecord) -> bool:
    return isinstance(record, FigureRecord | DateRecord)


def _of_rivals(
    judged: Sequence[Judged], own: FactRecord, store: Store, cite_answer: Callable[[Judged], Citation]
) -> tuple[Conflict, ...]:
    """Values of other passages that answer the question as well: of one unit and period, and read without doubt.

    Most of what else is likely is another figure of the same paragraph, which contradicts nothing.
    """
    found: dict[str, Conflict] = {}
    for entry in judged[1:]:
        sure = entry.confidence >= _AS_SURE * judged[0].confidence and entry.proposal.reader_score >= _READ
        if not sure or entry.proposal.cell or entry.proposal.passage.id == judged[0].proposal.passage.id:
            continue
        record = _record_of(entry, store)
        if record is not None and may_be_of_one_time(own, record) and exclude_each_other(own, record):
            found.setdefault(record.id, Conflict(entry.text, _REASON.format("passage"), (cite_answer(entry),)))
    return tuple(found.values())[:_SHOWN]


def _of_records(best: Judged, disagreements: Sequence[Disagreement]) -> tuple[Conflict, ...]:
    """What other records say of the very figure or date that was answered."""
    found = []
    for disagreement in disagreements:
        own = [
            record
            for record in disagreement.records
            if record.passage_id == best.proposal.passage.id and record.span.overlap(best.proposal.span)
        ]
        others = [record for record in disagreement.records if record not in own]
        if own and others:
            citations = tuple(record.citation for record in others)
            found.append(Conflict(others[0].surface, disagreement.reason, citations))
    return tuple(found[:_SHOWN])
