"""Which cell of a table row a question asks for: by its headers first, then by what is expected.

Every column is compared with the question by its header path; what all columns of the row share says nothing and
drops out of the comparison by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.answering.expectation import FIGURES, Expectation, fits
from briefqa.answering.question import Question, Unit
from briefqa.index.terms import split_terms
from briefqa.types import Cell, Document, Passage, Span

_PARENTHESIS = re.compile(r"^(?P<main>[^()]*\S)\s*\((?P<inner>[^()]+)\)\s*$")
_NAMES = frozenset({Expectation.PERSON, Expectation.PLACE, Expectation.LIST, Expectation.THING})
_LISTED = re.compile(
    r"\b(?:countr(?:y|ies)|states|who|which|members?|nations|donors|suppliers|names?)\b", re.IGNORECASE
)
_EXCEPTION = re.compile(
    r"\b(?:besides|except(?: for)?|other than|apart from|aside from|excluding|without)\s+([^,.?!]+)", re.I
)
_UNFIT = 8.0  # outweighs every header: a percentage is no answer to a question about money


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """A piece of a row that may answer: its span in the document, the cell it stands in, and how well it matches.

    `score` compares the pieces of one row; `matched` is the share of the question that row, column and cell cover;
    `margin` is how far the next piece of the row lies behind.
    """

    span: Span
    cell: Cell
    score: float
    matched: float
    margin: float


def choose_cell(question: Question, passage: Passage, document: Document) -> CellAnswer | None:
    """The piece of the table row `passage` that fits `question` best; None when no piece can answer."""
    rated = [
        (_score(question, passage, document, cell, span), cell, span)
        for cell, span in _pieces(question, passage, document)
    ]
    rated = [entry for entry in rated if entry[0] > -_UNFIT / 2]
    if not rated:
        return None
    rated.sort(key=lambda entry: (-entry[0], entry[2]))
    score, cell, span = rated[0]
    margin = score - rated[1][0] if len(rated) > 1 else 1.0
    matched = _matched(question, passage, document, cell)
    return CellAnswer(span, cell, score, matched if margin > 0 else 0.5 * matched, margin)


def covers(unit: Unit, terms: frozenset[str]) -> bool:
    """Whether a text with these terms holds the unit."""
    return any(all(term in terms for term in alternative) for alternative in unit.alternatives)


def _pieces(question: Question, passage: Passage, document: Document) -> Iterator[tuple[Cell, Span]]:
    """Cells, the parts of cells before and inside brackets, and row headers where a cell was named in the question."""
    for cell in passage.cells:
        text = cell.span.cut(document.text)
        match = _PARENTHESIS.match(text)
        if match is None:
            yield cell, cell.span
            continue
        wants_names = question.expectation in _NAMES and bool(_LISTED.search(question.text))
        start, end = match.span("inner" if wants_names else "main")
        yield cell, Span(cell.span.start + start, cell.span.start + end)
    if question.expectation is Expectation.LIST:
        return
    for cell in passage.cells:
        terms = frozenset(split_terms(cell.span.cut(document.text)))
        if cell.row_headers and any(unit.is_number and covers(unit, terms) for unit in question.units):
            yield cell, cell.row_headers[-1].span


def _score(question: Question, passage: Passage, document: Document, cell: Cell, span: Span) -> float:
    headers = frozenset(split_terms(" ".join(header.text for header in cell.column_headers)))
    own = frozenset(split_terms(cell.span.cut(document.text)))
    text = span.cut(document.text)
    line = frozenset(split_terms(" ".join(header.text for header in cell.row_headers)))
    excluded = _excluded(question.text)
    score = 0.0
    for unit in question.units:
        weight = 1.5 if unit.is_name or unit.is_number else 1.0
        if covers(unit, line):
            weight *= 0.25  # the row says it already; a column that says it again is hardly meant
        if unit.surface in excluded:
            weight = -weight
        if covers(unit, headers) or (covers(unit, own) and not cell.span.contains(span)):
            score += weight
        elif covers(unit, own):
            score += 0.5 * weight
    score -= 0.05 * len(headers)  # of two headers that say the same the shorter is meant
    expectation = question.expectation
    if fits(expectation, text, question.asked) == 0:
        score -= _UNFIT
    if expectation not in FIGURES and expectation is not Expectation.DATE and _is_row_header(cell, span):
        score -= 0.0 if _LISTED.search(question.text) else 1.0
    if "%" in text and expectation is not Expectation.PERCENTAGE:
        score -= 0.5  # a share is asked for by name
    return score


def _excluded(text: str) -> str:
    """What a question sets aside: "besides the US", "other than Poland"."""
    match = _EXCEPTION.search(text)
    return match.group(1) if match else ""


def _is_row_header(cell: Cell, span: Span) -> bool:
    return any(header.span == span for header in cell.row_headers)


def _matched(question: Question, passage: Passage, document: Document, cell: Cell) -> float:
    headers = [header.text for header in (*cell.row_headers, *cell.column_headers)]
    terms = frozenset(split_terms(" ".join([*headers, *passage.section, cell.span.cut(document.text)])))
    units = [unit for unit in question.units if not unit.is_form or covers(unit, terms)]
    weights = [1.5 if unit.is_name or unit.is_number else 1.0 for unit in units]
    held = [weight for unit, weight in zip(units, weights, strict=True) if covers(unit, terms)]
    matched = sum(held) / sum(weights) if weights else 0.0
    return matched if _names_row(question, cell, cell.span.cut(document.text)) else 0.3 * matched


def _names_row(question: Question, cell: Cell, text: str) -> bool:
    """Whether the question speaks of this row at all, by a word of its header, its initials or a value in it."""
    if not cell.row_headers:
        return True
    header = cell.row_headers[-1].text
    terms = frozenset(split_terms(header))
    own = frozenset(split_terms(text))
    if any(covers(unit, terms) or (unit.is_number and covers(unit, own)) for unit in question.units):
        return True
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", header.partition("(")[0])).lower()
    return any(unit.surface.lower().rstrip("s") == initials for unit in question.units)
