"""Operands in the cells of one table: a column with a row for each, or a row with a column for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefqa.answering.frames import TOTAL, Entry, Frame, Likeness, corner_of, entries_of, meant_by_other_words
from briefqa.answering.labels import Labels, Operands, is_named
from briefqa.answering.measures import asks_for_share, is_share, names_share
from briefqa.answering.question import FUNCTION_TERMS, Question, Unit
from briefqa.answering.tables import covers
from briefqa.answering.units import fit_unit
from briefqa.index.terms import split_terms
from briefqa.types import Span

_NOTE = re.compile(r"\((?:the\s+)?(?P<note>[^()]+)\)\s*$")
_WORD = re.compile(r"[\w-]+")
_VERBS = frozenset(
    "give gives gave given provide provides provided send sends sent deliver delivers delivered spend spends spent pay"
    " pays paid receive receives received get gets got supply supplies supplied export exports exported import imports"
    " imported buy buys bought sell sells sold make makes made pledge pledges pledged promise promises promised"
    " commit commits committed contribute contributes contributed owe owes owed need needs needed".split()
)
"""Verbs before what is counted, which narrow it to nothing: "paid wages"."""
_Rated = tuple[tuple[float, float, float], float, tuple[Entry, ...]]


def find_in_table(
    asked: str, parts: Sequence[Question], labels: Labels, frame: Frame, likeness: Likeness
) -> Operands | None:
    """The cells that the parts of a question ask for; None where rows, columns or what they are about are others."""
    around = frame.terms()
    entries = [entry for entry in entries_of(frame) if max(fit_unit(part, [entry.record]) for part in parts) >= 0]
    rated = []
    corner = frozenset(split_terms(corner_of(frame.document, frame.passages[0])))
    for chosen in (*_by_rows(labels, entries), *_by_columns(labels, entries, around | corner, frame.document.text)):
        terms = around.union(*(entry.line | entry.head for entry in chosen))
        if not labels.admit(terms) or not _fit(parts, chosen):
            continue
        if any(TOTAL.match(header) for header in _shared_headers(chosen)) and _asks_for_part(asked, labels, terms):
            continue
        rated.append((_rate(parts[0], labels, chosen), labels.share(terms), chosen))
    rated = _of_asked_measure(asked, _of_one_unit(rated))
    if not rated:
        return None
    rated.sort(key=lambda one: one[:2], reverse=True)
    if not any(rated[0][0]):
        meant = meant_by_other_words(asked, [" > ".join(_shared_headers(one[2])) for one in rated], likeness)
        rated = rated if meant is None else [rated[meant]]
    best, covered, chosen = rated[0]
    if len(rated) > 1 and rated[1][0] == best:
        return None  # two columns or rows would do, and nothing says which is meant
    return Operands(
        frame.document,
        tuple(entry.passage for entry in chosen),
        tuple(entry.record for entry in chosen),
        tuple(_name(entry, own, frame.document.text) for entry, own in zip(chosen, labels.own, strict=True)),
        covered,
        chosen[0].record.unit,
        is_mixed=len({entry.record.unit for entry in chosen}) > 1,
    )


def _asks_for_part(asked: str, labels: Labels, terms: frozenset[str]) -> bool:
    """Whether a word that a table does not say narrows one that it says: a total of exports is no drone exports."""
    words = [frozenset(split_terms(word)) for word in _WORD.findall(asked) if word.casefold() not in _VERBS]
    said = [unit for unit in labels.shared if covers(unit, terms)]
    unsaid = [unit for unit in labels.shared if not covers(unit, terms) and not unit.is_form]
    return any(
        any(covers(unit, first) for unit in unsaid) and any(covers(unit, second) for unit in said)
        for first, second in pairwise(words)
    )


def _of_asked_measure(asked: str, rated: list[_Rated]) -> list[_Rated]:
    """Shares where a share is asked for, and the things themselves where none is, or else rates in percent."""
    wants_share = asks_for_share(asked)
    wanted = [one for one in rated if is_share(one[2][0].record.unit) is wants_share]
    if wants_share:
        return wanted or rated
    return wanted or [one for one in rated if not any(names_share(header) for header in _headers(one[2]))]


def _headers(chosen: Sequence[Entry]) -> list[str]:
    return [header.text for entry in chosen for header in (*entry.cell.row_headers, *entry.cell.column_headers)]


def _fit(parts: Sequence[Question], chosen: Sequence[Entry]) -> bool:
    return all(fit_unit(part, [entry.record]) >= 0 for part, entry in zip(parts, chosen, strict=True))


def _of_one_unit(rated: Sequence[_Rated]) -> list[_Rated]:
    """Cells of one unit; those of several only where the question names their column or row and no other as well.

    "Disbursed" in euros and in dollars is meant before "Share of pledge disbursed" in percent.
    """
    alike = [one for one in rated if len({entry.record.unit for entry in one[2]}) == 1]
    best = max((one[0] for one in alike), default=(0.0, 0.0))
    mixed = [one for one in rated if one not in alike and one[0][0] and one[0] >= best]
    if not mixed:
        return alike
    shortest = min(len(" ".join(_shared_headers(one[2])).split()) for one in mixed)
    said = [one for one in alike if one[0] == best and len(" ".join(_shared_headers(one[2])).split()) <= shortest]
    return alike if said else mixed


def _by_rows(labels: Labels, entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    """For each column the cells of the rows that the operands name."""
    rows = [_best_line(own, entries) for own in labels.own]
    if None in rows or len(set(rows)) < len(rows):
        return
    for column in sorted({entry.cell.column for entry in entries}):
        cells = {entry.cell.row: entry for entry in entries if entry.cell.column == column}
        if all(row in cells for row in rows):
            yield tuple(cells[row] for row in rows if row is not None)


def _by_columns(
    labels: Labels, entries: Sequence[Entry], around: frozenset[str], text: str
) -> Iterator[tuple[Entry, ...]]:
    """For each row that the question names the cells of columns that differ in the operands' names alone.

    A word that caption, section or corner say (`around`) tells no row from the others, if another word does.
    A cell that names what its figure is of in brackets belongs to that name: "$5 billion (the Union)".
    """
    said, most = _lines_said([unit for unit in labels.shared if not covers(unit, around)], entries)
    if not most:
        said, most = _lines_said(labels.shared, entries)
    for row in sorted(row for row, count in said.items() if count == most and most):
        rests: list[dict[frozenset[str], Entry]] = []
        for own in labels.own:
            terms = frozenset(term for unit in own for terms in unit.alternatives for term in terms)
            line = [entry for entry in entries if entry.cell.row == row]
            rests.append(
                {entry.head - terms: entry for entry in line if _says(own, entry.head)}
                or {frozenset(): entry for entry in line if _note_of(own, entry, text) is not None}
            )
        for rest in sorted(set.intersection(*(set(one) for one in rests)), key=sorted):
            chosen = tuple(one[rest] for one in rests)
            if len({entry.cell.column for entry in chosen}) == len(chosen):
                yield chosen


def _lines_said(units: Sequence[Unit], entries: Sequence[Entry]) -> tuple[dict[int, int], int]:
    """How many of these units the header of each row says, and the most that one says."""
    said = {entry.cell.row: sum(covers(unit, entry.line) for unit in units) for entry in entries}
    return said, max(said.values(), default=0)


def _best_line(own: Sequence[Unit], entries: Sequence[Entry]) -> int | None:
    """The row whose header says the words of one operand best; None where none or more than one does."""
    lines = {entry.cell.row: entry.line for entry in entries}
    rated = sorted(
        ((sum(covers(unit, line) for unit in own), -len(line), row) for row, line in lines.items() if _says(own, line)),
        reverse=True,
    )
    if not rated or (len(rated) > 1 and rated[0][:2] == rated[1][:2]):
        return None
    return rated[0][2]


def _says(own: Sequence[Unit], terms: frozenset[str]) -> bool:
    """Whether a header says every name and number of an operand, and half of its words."""
    named = [unit for unit in own if is_named(unit)]
    said = sum(covers(unit, terms) for unit in own)
    return bool(said) and all(covers(unit, terms) for unit in named) and 2 * said >= len(own)


def _rate(part: Question, labels: Labels, chosen: Sequence[Entry]) -> tuple[float, float, float]:
    """How well the question names the column or row that the cells share; a total is meant where it names none.

    Of two that it names as well, that is meant of which it says all.
    """
    headers = _shared_headers(chosen)
    terms = frozenset(split_terms(" ".join(headers)))
    named = sum(covers(unit, terms) for unit in labels.shared) + (fit_unit(part, [chosen[0].record]) > 0)
    said = {term for unit in labels.shared for form in unit.alternatives for term in form}
    return float(named), float(any(TOTAL.match(header) for header in headers)), float(terms <= said)


def _shared_headers(chosen: Sequence[Entry]) -> list[str]:
    """The headers of the column or of the row that cells share."""
    cell = chosen[0].cell
    in_column = len({entry.cell.column for entry in chosen}) == 1
    return [header.text for header in (cell.column_headers if in_column else cell.row_headers)]


def _note_of(own: Sequence[Unit], entry: Entry, text: str) -> Span | None:
    """Where a cell says in brackets that its figure is the operand's; None where it says something else, or more."""
    match = _NOTE.search(entry.cell.span.cut(text))
    if match is None:
        return None
    terms = frozenset(split_terms(match["note"]))
    said = {term for unit in own for form in unit.alternatives if set(form) <= terms for term in form}
    if not _says(own, terms) or terms - said - FUNCTION_TERMS:
        return None
    return Span(entry.cell.span.start + match.start("note"), entry.cell.span.start + match.end("note"))


def _name(entry: Entry, own: Sequence[Unit], text: str) -> Span | None:
    """Where the header that names the operand stands, or the note of its cell."""
    note = _note_of(own, entry, text)
    if note is not None:
        return note
    in_row = sum(covers(unit, entry.line) for unit in own)
    headers = entry.cell.row_headers if in_row else entry.cell.column_headers
    return headers[-1].span if headers else None


def find_parts(part: Question, frame: Frame) -> Operands | None:
    """The cells of one row under the one header that divides what the question asks for; None where a column sums up.

    "How many ships were sold to Peru in total?" of a table with ships sold in 2022, in 2023 and in 2024.
    """
    entries = list(entries_of(frame))
    row = _best_line([unit for unit in part.units if any(covers(unit, entry.line) for entry in entries)], entries)
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        headers = entry.cell.column_headers
        if any(TOTAL.match(header.text) for header in headers):
            return None
        if entry.cell.row == row and len(headers) > 1:
            groups.setdefault(headers[0].text, []).append(entry)
    labels = Labels((), part.units)
    around = frame.terms()
    rated = []
    for cells in groups.values():
        shared = frozenset.intersection(*(entry.head for entry in cells))
        terms = around.union(*(entry.head | entry.line for entry in cells))
        said = [any(covers(unit, entry.head - shared) for unit in part.units) for entry in cells]
        told_apart = any(said) and not (said[0] and said[-1])  # "from 2022 to 2024" means all between them
        named = sum(covers(unit, shared) for unit in part.units)
        if (
            len(cells) > 1
            and named
            and not told_apart
            and len({entry.record.unit for entry in cells}) == 1
            and labels.admit(terms)
        ):
            rated.append((named, labels.share(terms), cells))
    if len(rated) != 1:
        return None
    _, covered, cells = rated[0]
    names = tuple(entry.cell.column_headers[-1].span for entry in cells)
    passages = tuple(entry.passage for entry in cells)
    records = tuple(entry.record for entry in cells)
    header = cells[0].cell.column_headers[0].text
    return Operands(frame.document, passages, records, names, covered, records[0].unit, attribute=header)
