"""Figures that stand beside the one asked for: the other end of a change, and what the other clause says of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.expectation import FIGURES
from briefqa.answering.members import of_another_member
from briefqa.answering.question import Question
from briefqa.answering.reading import Proposal
from briefqa.facts import Lexicon
from briefqa.facts.clauses import clause_at
from briefqa.types import Document, FactRecord, FigureRecord, Span

_NOW = re.compile(
    r"\b(?:now|nowadays|currently|today|at present|at the moment|current|latest|present)\b", re.IGNORECASE
)
_ONCE = re.compile(
    r"\b(?:originally|initially|at first|formerly|previously|at the (?:start|beginning|outset)|original|initial)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:about |around |some |roughly |almost |nearly )?$", re.IGNORECASE)
_TO = re.compile(
    r"\bfrom\s[^,;:.]*(?:\.\d[^,;:.]*)*\sto\s+(?:about |around |some |roughly |almost |nearly )?$", re.IGNORECASE
)
_ON_TO = re.compile(r"\s+(?:in \d{4} )?to\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:While|Whereas|Although|Though)\b[^,;]*,(?= (?:the|it|he|she|they|we|its|their|[A-Z])\S*\s)")
"""A clause that opens a sentence and stands against what follows."""
_OWN = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)


def beside_it(
    question: Question, proposal: Proposal, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> str | None:
    """What is asked for, where a figure of prose is only its neighbour; None where nothing says so.

    "From 2.1% to 2.2%" gives 2.2% as what is now and 2.1% as what was at first. "While its share rose to 2.2%, that of
    the United States is 43%" gives the United States no other share than the one in the clause that names them.
    """
    if proposal.cell is not None or question.expectation not in FIGURES:
        return None
    return (
        _other_end(question, proposal, document)
        or _other_clause(question, proposal, document, records, lexicon)
        or of_another_member(question, proposal.passage, proposal.span, document, records, lexicon)
    )


def _other_end(question: Question, proposal: Proposal, document: Document) -> str | None:
    before = document.text[proposal.passage.span.start : proposal.span.start]
    now, once = _NOW.search(question.corrected), _ONCE.search(question.corrected)
    if now and _FROM.search(before) and _ON_TO.match(document.text, proposal.span.end):
        return now.group()
    return once.group() if once and _TO.search(before) else None


def _other_clause(
    question: Question, proposal: Proposal, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> str | None:
    figures = [record for record in records if isinstance(record, FigureRecord)]
    own = next((record for record in figures if record.span.overlap(proposal.span)), None)
    asked = _parties(question.corrected, lexicon)
    if own is None or len(asked) != 1:
        return None
    clause = _clause(proposal, document, own.span)
    subject = clause.cut(document.text)
    named = _parties(subject, lexicon)
    if asked & named or not (named or _OWN.search(subject)):
        return None
    others = (record for record in figures if record.unit == own.unit and not clause.overlap(record.span))
    if any(asked <= _parties(_clause(proposal, document, one.span).cut(document.text), lexicon) for one in others):
        return f"figure of {lexicon.entity(min(asked)).name}"
    return None


def _clause(proposal: Proposal, document: Document, span: Span) -> Span:
    """The clause around a figure of the passage, in the document."""
    claim = proposal.passage.span
    text, start, end = claim.cut(document.text), span.start - claim.start, span.end - claim.start
    found = clause_at(text, start, end)
    clause = Span(found.start, found.end)
    opening = _OPENING.match(text)
    if opening is not None and clause.start < opening.end() < clause.end:
        first, second = Span(clause.start, opening.end()), Span(opening.end(), clause.end)
        clause = first if end <= opening.end() else second
    return Span(claim.start + clause.start, claim.start + clause.end)


def _parties(text: str, lexicon: Lexicon) -> set[str]:
    mentions = lexicon.mentions(text)
    return {one.entity_id for one in mentions if one.entity_id.startswith(("state:", "organisation:"))}
