"""Lists that stand in a table: the names of all rows whose cells fulfil what a question says of them.

"Which yards are in Peru?" of a table of yards with a column for their country names every row with Peru in it. What a
question says of the rows without any cell saying it has to be said by the table's headers, caption or section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.frames import TOTAL, Frame, corner_of
from briefqa.answering.labels import is_named
from briefqa.answering.question import Question, Unit
from briefqa.answering.several import plural_asked
from briefqa.answering.tables import covers
from briefqa.facts.citing import cite
from briefqa.index.terms import split_terms
from briefqa.types import Answer, AnswerKind, Cell, Document, Passage, Span

_SAID = 0.5
"""Least share of what no cell says that headers, caption or section have to say."""
_SURENESS = 0.9
"""Confidence where table and cells say all that is asked; set by hand, not fitted: such answers are few."""
_ROOT = 6
"""Letters that words of one family begin with."""
_ALL = re.compile(r"^(?:name|list|give|tell|who are|who were|which are|what are)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|nothing|except|besides|other than|apart from|excluding|neither|nor)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOT_QUITE = frozenset(split_terms("partly partially not no non none nearly almost un"))
"""A cell with such a word beside what is asked for says something else."""


@dataclass(frozen=True, slots=True)
class RowList:
    """Rows of one table with the places of their names, and the share of what is asked that the table says."""

    document: Document
    rows: tuple[tuple[Passage, Span], ...]
    covered: float


def find_rows(question: Question, frame: Frame) -> RowList | None:
    """The rows of a table that a question asks for by what their cells say; None where it asks for none of them."""
    noun = plural_asked(question.corrected)
    rows = [row for row in frame.passages if row.cells and row.cells[0].row_headers]
    rows = [row for row in rows if not TOTAL.match(row.cells[0].row_headers[-1].text)]
    if noun is None or len(rows) < 2 or _DENIED.search(question.corrected):
        return None
    corner = frozenset(split_terms(corner_of(frame.document, rows[0])))
    kind = frozenset(split_terms(noun))
    if not kind <= corner:
        return None
    units = [unit for unit in question.units if not any(set(terms) <= kind for terms in unit.alternatives)]
    around = frame.terms() | corner
    places = [_column_of(unit, rows, frame, around) for unit in units]
    conditions = [(unit, column) for unit, column in zip(units, places, strict=True) if column is not None]
    if not conditions and not _ALL.search(question.corrected):
        return None
    heads = _heads(rows, {column for _, column in conditions})
    rest = [unit for unit, column in zip(units, places, strict=True) if column is None]
    said = [_is_said(unit, around | heads) for unit in rest]
    covered = sum(said) / len(rest) if rest else 1.0
    named = all(one for one, unit in zip(said, rest, strict=True) if is_named(unit))
    if not named or covered < (_SAID if conditions else 1.0):
        return None
    chosen = [row for row in rows if _fulfils(row, conditions, frame.document)]
    if len(chosen) < 2 or not (conditions or rest):
        return None
    return RowList(frame.document, tuple((row, row.cells[0].row_headers[-1].span) for row in chosen), covered)


def _column_of(unit: Unit, rows: Sequence[Passage], frame: Frame, around: frozenset[str]) -> int | None:
    """The column whose cells say a unit, the one that most of them do; None where none does or the table says it."""
    if covers(unit, around):
        return None
    counts: dict[int, int] = {}
    for row in rows:
        for cell in row.cells:
            if covers(unit, _terms(cell, frame.document)):
                counts[cell.column] = counts.get(cell.column, 0) + 1
    return max(counts, key=lambda column: (counts[column], -column)) if counts else None


def _is_said(unit: Unit, terms: frozenset[str]) -> bool:
    """Whether a text says a unit, or a word of its family: "supplied" where a header says "supplier"."""
    if covers(unit, terms) or is_named(unit):
        return covers(unit, terms)
    roots = [terms[0][:_ROOT] for terms in unit.alternatives if len(terms) == 1 and len(terms[0]) >= _ROOT]
    return any(term.startswith(root) for root in roots for term in terms)


def _fulfils(row: Passage, conditions: Sequence[tuple[Unit, int]], document: Document) -> bool:
    cells = {cell.column: _terms(cell, document) for cell in row.cells}
    asked = [(unit, cells.get(column, frozenset())) for unit, column in conditions]
    return all(covers(unit, terms) and not terms & _NOT_QUITE for unit, terms in asked)


def _terms(cell: Cell, document: Document) -> frozenset[str]:
    return frozenset(split_terms(cell.span.cut(document.text)))


def _heads(rows: Sequence[Passage], columns: set[int]) -> frozenset[str]:
    headers = [header.text for cell in rows[0].cells if cell.column in columns for header in cell.column_headers]
    return frozenset(split_terms(" ".join(headers)))


def answer_rows(question: Question, found: RowList, *, generation: str, max_citations: int) -> Answer:
    """The names of the rows, each cited in its row."""
    return Answer(
        id="",
        question=question.text,
        answered=True,
        answer=", ".join(name.cut(found.document.text) for _, name in found.rows),
        kind=AnswerKind.LIST,
        confidence=round(_SURENESS * (0.7 + 0.3 * found.covered), 4),
        citations=tuple(cite(found.document, row, name) for row, name in found.rows[:max_citations]),
        facts=(),
        conflicts=(),
        derivation=None,
        missing=(),
        nearest=(),
        generation=generation,
        took_ms=0.0,
    )
