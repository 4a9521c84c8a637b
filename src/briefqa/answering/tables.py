"""Which cell of a table row a question asks for: by its headers first, then by what is expected.

Every column is compared with the question by its header path; what all columns of the row share says nothing and
drops out of the comparison by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.answering.expectation import Expectation, fits
from briefqa.answering.question import FUNCTION_TERMS, Question, Unit
from briefqa.answering.units import fit_unit
from briefqa.index.terms import split_terms
from briefqa.types import Cell, Document, FactRecord, Passage, Span

_PARENTHESIS = re.compile(r"^(?P<main>[^()]*\S)\s*\((?P<inner>[^()]+)\)\s*$")
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = frozenset({Expectation.PERSON, Expectation.PLACE, Expectation.LIST, Expectation.THING})
_LISTED = re.compile(
    r"\b(?:countr(?:y|ies)|states|who|which|members?|nations|donors|suppliers|names?)\b", re.IGNORECASE
)
_EXCEPTION = re.compile(
    r"\b(?:besides|except(?: for)?|other than|apart from|aside from|excluding|without)\s+([^,.?!]+)", re.I
)
_TOTAL_ROW = re.compile(r"(?:grand\s+)?totals?(?:\s*\(.*\))?|all(?:\s+[\w-]+)?|overall|sum(?:\s+total)?", re.IGNORECASE)
_ASKS_TOTAL = re.compile(
    r"\b(?:all|overall|totals?|altogether|in sum|combined|together|entire|whole|put together)\b", re.IGNORECASE
)
_LEAST_WORDS = 2  # a cell of one common word ("signed") is said by many a question that means no row by it
_UNFIT = 8.0  # outweighs every header: a percentage is no answer to a question about money


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """A piece of a row that may answer: its span in the document, the cell it stands in, and how well it matches.

    `matched` is the share of the question that row, column and cell cover, 0..1; `named` whether the question speaks
    of this row at all; `behind` is how far the piece lies behind the best of its row.
    """

    span: Span
    cell: Cell
    matched: float
    named: bool
    behind: float


def rate_cells(
    question: Question, passage: Passage, document: Document, records: Sequence[FactRecord]
) -> tuple[CellAnswer, ...]:
    """The pieces of the table row `passage`, the one that fits `question` best first."""
    rated = [
        (_score(question, document, cell, span, records), cell, span)
        for cell, span in _pieces(question, passage, document)
    ]
    rated.sort(key=lambda entry: (-entry[0], entry[2]))
    return tuple(
        CellAnswer(
            span,
            cell,
            _matched(question, passage, document, cell, span),
            _is_row_header(cell, span) or _names_row(question, passage, document, cell),
            rated[0][0] - score,
        )
        for score, cell, span in rated
    )


def covers(unit: Unit, terms: frozenset[str]) -> bool:
    """Whether a text with these terms holds the unit."""
    return any(all(term in terms for term in alternative) for alternative in unit.alternatives)


def _pieces(question: Question, passage: Passage, document: Document) -> Iterator[tuple[Cell, Span]]:
    """Cells, the parts of cells before and inside brackets, and the row's header where a name may answer."""
    for cell in passage.cells:
        text = cell.span.cut(document.text)
        match = _PARENTHESIS.match(text)
        if match is None:
            yield cell, cell.span
            continue
        wants_names = question.expectation in _NAMES and bool(_LISTED.search(question.text))
        parts = ("inner", "main") if wants_names and "," in match["inner"] else ("main",)
        for part in parts:
            yield cell, Span(cell.span.start + match.start(part), cell.span.start + match.end(part))
    first = passage.cells[0]
    if first.row_headers and (question.expectation in _NAMES or _is_date(question, first.row_headers[-1].text)):
        yield first, first.row_headers[-1].span


def _is_date(question: Question, header: str) -> bool:
    """Whether a date is asked for and the row is called by one: "in which year was it $5 million?"."""
    return question.expectation is Expectation.DATE and fits(Expectation.DATE, header, question.asked) > 0


def _score(question: Question, document: Document, cell: Cell, span: Span, records: Sequence[FactRecord]) -> float:
    headers = frozenset(split_terms(" ".join(header.text for header in cell.column_headers)))
    own = frozenset(split_terms(cell.span.cut(document.text)))
    text = span.cut(document.text)
    line = frozenset(split_terms(" ".join(header.text for header in cell.row_headers)))
    if _is_row_header(cell, span):
        return _score_row_header(question, line)
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
    unit_fit = fit_unit(question, [record for record in records if record.span.overlap(span)])
    if unit_fit < 0 or (unit_fit == 0 and fits(question.expectation, text, question.asked) == 0):
        score -= _UNFIT
    if question.expectation in _NAMES and _LISTED.search(question.text) and not _LETTER.search(text):
        score -= _UNFIT  # names are asked for
    if "%" in text and question.expectation is not Expectation.PERCENTAGE:
        score -= 0.5  # a share is asked for by name
    return score


def _score_row_header(question: Question, line: frozenset[str]) -> float:
    """A row's name answers where the question says what stands in the row, and does not say the name itself."""
    said = any(covers(unit, line) for unit in question.units)
    fit = fits(question.expectation, " ".join(line).title(), question.asked)
    return -1.0 if said or fit == 0 else 0.75


def _excluded(text: str) -> str:
    """What a question sets aside: "besides the US", "other than Poland"."""
    match = _EXCEPTION.search(text)
    return match.group(1) if match else ""


def _is_row_header(cell: Cell, span: Span) -> bool:
    return any(header.span == span for header in cell.row_headers)


def _matched(question: Question, passage: Passage, document: Document, cell: Cell, span: Span) -> float:
    """The share of the question that headers and cell cover; for a row's name all cells of the row count."""
    cells = passage.cells if _is_row_header(cell, span) else (cell,)
    words = [header.text for one in cells for header in (*one.row_headers, *one.column_headers)]
    words += [one.span.cut(document.text) for one in cells]
    words += _naming_cells(question, passage, document, cell)
    terms = frozenset(split_terms(" ".join([*words, *passage.section, passage.table or ""])))
    units = [unit for unit in question.units if not unit.is_form or covers(unit, terms)]
    weights = [1.5 if unit.is_name or unit.is_number else 1.0 for unit in units]
    held = [weight for unit, weight in zip(units, weights, strict=True) if covers(unit, terms)]
    return sum(held) / sum(weights) if weights else 0.0


def _names_row(question: Question, passage: Passage, document: Document, cell: Cell) -> bool:
    """Whether the question speaks of the row of `cell` at all.

    It does by a word of the row's header, its initials or a value in the cell, by asking for the total where the row is
    that, and by the name or all words of another cell: a partner, a place.
    """
    if not cell.row_headers:
        return True
    header = cell.row_headers[-1].text
    if _TOTAL_ROW.fullmatch(header.strip()) and _ASKS_TOTAL.search(question.corrected):
        return True
    terms = frozenset(split_terms(header))
    own = frozenset(split_terms(cell.span.cut(document.text)))
    if any(covers(unit, terms) or (unit.is_number and covers(unit, own)) for unit in question.units):
        return True
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", header.partition("(")[0])).lower()
    if any(unit.surface.lower().rstrip("s") == initials for unit in question.units):
        return True
    return bool(_naming_cells(question, passage, document, cell))


def _naming_cells(question: Question, passage: Passage, document: Document, cell: Cell) -> list[str]:
    """The texts of other cells of the row that the question names, as a partner or a place."""
    others = dict.fromkeys(other.span.cut(document.text) for other in passage.cells if other.span != cell.span)
    return [text for text in others if _LETTER.search(text) and _is_named(question, text)]


def _is_named(question: Question, text: str) -> bool:
    """Whether the question holds a name of a cell, or all that the cell says."""
    terms = frozenset(split_terms(text))
    if any(unit.is_name and covers(unit, terms) for unit in question.units):
        return True
    asked = {term for unit in question.units for alternative in unit.alternatives for term in alternative}
    said = terms - FUNCTION_TERMS
    return len(said) >= _LEAST_WORDS and said <= asked
