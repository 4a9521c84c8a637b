"""Which row of a table has the most or the least: read off a column, with every number that was compared shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefqa.answering.degrees import LEAST, MOST, change_asked
from briefqa.answering.frames import TOTAL, Likeness, corner_of, meant_by_other_words
from briefqa.answering.measures import asks_for_share, is_share, names_share
from briefqa.answering.question import Question, Unit
from briefqa.answering.tables import covers
from briefqa.facts.citing import cite
from briefqa.facts.figures.currencies import is_currency_code
from briefqa.index.terms import split_terms
from briefqa.types import Answer, AnswerKind, Derivation, Document, FigureRecord, Operand, Passage, Span

_COUNTS = {word: at + 2 for at, word in enumerate("two three four five six seven eight nine ten eleven twelve".split())}
_ASKED = re.compile(
    r"^(?:and |but |so )?(?:(?:in|at|on|for|from|to|by|with) )?(?:which|what|who)\b"
    rf".*\b(?:(?P<most>{MOST})|(?P<least>{LEAST}))\b"
    r"(?! (?:recent|important|likely|of\b(?!\s*\??$)))",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:cheapest|costliest|dearest|priciest|expensive|valuable|money|funding|dollars|euros|pounds)\b", re.IGNORECASE
)
_OF_THE = re.compile(rf"\bof (?:the|these|its|their) (?P<count>{'|'.join(_COUNTS)}|\d\d?)\b", re.IGNORECASE)
_LENGTH = re.compile(r"\b(?:longest|shortest)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:growth|changes?|increases?|rise|gain|difference)\b|\+/-|±", re.IGNORECASE)
_LOSS = re.compile(r"\b(?:decreases?|declines?|reductions?|fall|drop|loss(?:es)?)\b", re.IGNORECASE)
_MANNER = frozenset(split_terms("steeply sharply strongly quickly rapidly heavily far much"))
_LENGTH_UNITS = frozenset(
    {"km", "kilometres", "kilometers", "miles", "metres", "meters", "years", "months", "days", "hours"}
)
_SORT = re.compile(
    r"^(?:[a-z]+ )?(?:which|what) (?P<sort>[\w-]+(?: [\w-]+)?) (?:is|are|was|were|did|does|do|has|have|had)\b",
    re.IGNORECASE,
)
_OF_THIS_KIND = 0.25
_COVERED = 0.5
"""Least share of the question's words that table and column have to speak of."""
_SURENESS = 0.9
"""Confidence where table and column speak of all of the question; set by hand, not fitted: such answers are few."""
_IDLE = frozenset(
    split_terms(
        f"{MOST}|{LEAST}|two|three|four|five|six|seven|eight|nine|ten|expensive|costly|valuable".replace("|", " ")
    )
)
"""Terms that tell which row is meant, or of how many, and that no table has to speak of."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The row that has the most or the least: its passage, its name's place, the comparison, and what was covered.

    `named` tells how well the question names the column and the sort of rows of this table. What is `cited` is the name
    unless that heads a column.
    """

    passage: Passage
    name: Span
    derivation: Derivation
    covered: float
    named: float = 0.0
    cited: Span | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure that is compared: its row, the place of the name it belongs to, its record and its value."""

    passage: Passage
    name: Span
    record: FigureRecord
    value: Decimal


_Rated = tuple[tuple[float, float], int, list[Entry]]


def asks_for_extreme(question: Question) -> bool:
    """Whether a question asks which one has the most or the least of something."""
    return _ASKED.search(question.corrected) is not None


def find_extreme(
    question: Question,
    document: Document,
    rows: Sequence[Passage],
    records: Sequence[FigureRecord],
    likeness: Likeness | None = None,
) -> Extreme | None:
    """The row of one table that answers a question for the most or the least of something; None where none does.

    Args:
        question: the question.
        document: the document of the table.
        rows: the passages of all rows of one table.
        records: the figures of these passages.
        likeness: tells which header is meant where the question says no word of one; without it none is.
    """
    if not asks_for_extreme(question) or len(rows) < 2 or not _are_as_many(question, rows):
        return None
    rated = _of_asked_measure(question, _comparable(question, document, rows, records))
    if not rated:
        return None
    (covered, named), _, entries = max(rated, key=lambda entry: (entry[0][1], entry[0][0], entry[1]))
    if not named and likeness is not None:
        headers = [_header(rows, -column) for _, column, _ in rated]
        meant = meant_by_other_words(question.corrected, headers, likeness)
        named, entries = (0.0, entries) if meant is None else (1.0, rated[meant][2])
    if covered < _COVERED or not named:
        return None
    ordered = rank_entries(question, entries)
    if not ordered:
        return None
    best = ordered[0]
    kind = frozenset(split_terms(corner_of(document, rows[0])))
    named += _OF_THIS_KIND * sum(covers(unit, kind) for unit in question.units)
    return Extreme(best.passage, best.name, derive_extreme(document, ordered), covered, named)


def rank_entries(question: Question, entries: Sequence[Entry]) -> list[Entry]:
    """The figures by what the question wants, the most or the least first; none where the first two are equal."""
    asked = _ASKED.search(question.corrected)
    most = asked is not None and asked["most"] is not None
    ordered = sorted(entries, key=lambda entry: entry.value, reverse=most)
    return [] if len(ordered) < 2 or ordered[0].value == ordered[1].value else ordered


def counted_in(question: Question) -> int | None:
    """How many a question says there are to choose from: "which of the four yards"; None where it does not."""
    match = _OF_THE.search(question.corrected)
    if match is None:
        return None
    count = match["count"].casefold()
    return int(count) if count.isdigit() else _COUNTS[count]


def _are_as_many(question: Question, rows: Sequence[Passage]) -> bool:
    """Whether a table has as many rows as a question says there are to choose from, totals left out."""
    count = counted_in(question)
    named = [row for row in rows if row.cells and row.cells[0].row_headers]
    return count is None or count == sum(not TOTAL.match(row.cells[0].row_headers[-1].text) for row in named)


def _comparable(
    question: Question, document: Document, rows: Sequence[Passage], records: Sequence[FigureRecord]
) -> list[_Rated]:
    """The columns whose figures can be compared, each with how well the question names it."""
    direction = change_asked(question.corrected)
    rated: list[_Rated] = []
    for column in sorted({cell.column for row in rows for cell in row.cells}):
        entries = _entries(document, rows, records, column)
        if direction:
            entries = _changes(entries, _header(rows, column), direction)
        if len(entries) >= 2 and len({entry.record.unit for entry in entries}) == 1:
            rated.append((_rate(question, document, rows, column, entries[0].record.unit), -column, entries))
    return rated


def _of_asked_measure(question: Question, rated: list[_Rated]) -> list[_Rated]:
    """Columns of shares where a share is asked for, and of money where it has to be money."""
    if asks_for_share(question.corrected):
        return [one for one in rated if is_share(one[2][0].record.unit)]
    if _MONEY.search(question.corrected):
        return [one for one in rated if _is_money(one[2][0].record.unit)]
    return rated


def _is_money(unit: str | None) -> bool:
    return unit is not None and is_currency_code(unit.partition("/")[0])


def _header(rows: Sequence[Passage], column: int) -> str:
    cell = next(cell for row in rows for cell in row.cells if cell.column == column)
    return " > ".join(header.text for header in cell.column_headers)


def _entries(document: Document, rows: Sequence[Passage], records: Sequence[FigureRecord], column: int) -> list[Entry]:
    """The rows with a name and a number in the column, totals left out; none where a number is not exact.

    A range or a bound cannot be compared, and a comparison without it would be wrong.
    """
    found: list[Entry] = []
    for row in rows:
        cell = next((cell for cell in row.cells if cell.column == column and cell.row_headers), None)
        if cell is None or TOTAL.match(cell.row_headers[-1].text):
            continue
        inside = [record for record in records if record.passage_id == row.id and cell.span.contains(record.span)]
        if len(inside) != 1 or inside[0].value is None or inside[0].low is not None or inside[0].high is not None:
            if any(character.isdigit() for character in cell.span.cut(document.text)):
                return []
            continue
        found.append(Entry(row, cell.row_headers[-1].span, inside[0], Decimal(inside[0].value)))
    return found


def _changes(entries: Sequence[Entry], header: str, direction: int) -> list[Entry]:
    """The rows by how far they rose (`direction` 1) or fell (-1); none where the column does not tell changes.

    A column of growth tells falls by negative numbers, a column of losses by positive ones. What went the other way is
    left out.
    """
    if _LOSS.search(header) or change_asked(header) < 0:
        sign = -1 if all(entry.value <= 0 for entry in entries) else 1
        sign = sign if direction < 0 else 0
    else:
        sign = direction if _CHANGE.search(header) or change_asked(header) > 0 else 0
    return [replace(entry, value=sign * entry.value) for entry in entries if sign * entry.value > 0]


def _rate(
    question: Question, document: Document, rows: Sequence[Passage], column: int, unit: str | None
) -> tuple[float, float]:
    """How much of the question table and column speak of (0..1), and how well the column itself is named."""
    cells = [cell for row in rows for cell in row.cells if cell.column == column]
    header = frozenset(split_terms(" ".join(header.text for cell in cells[:1] for header in cell.column_headers)))
    names = [header.text for row in rows for cell in row.cells[:1] for header in cell.row_headers]
    table = (
        frozenset(split_terms(" ".join([*rows[0].section, rows[0].table or "", corner_of(document, rows[0]), *names])))
        | header
    )
    units = [one for one in question.units if not is_idle(one)]
    matter = [one for one in units if not one.is_form or covers(one, table)]
    covered = sum(covers(one, table) for one in matter) / max(len(matter), 1)
    sort = _SORT.match(question.corrected)
    kind = frozenset(split_terms(sort["sort"])) if sort else frozenset()  # what rows are, no column is named by
    named = float(sum(covers(one, header) for one in units if not covers(one, kind)))
    if _MONEY.search(question.corrected) and _is_money(unit):
        named += 1
    if asks_for_share(question.corrected) and names_share(_header(rows, column)):
        named = max(named, 1.0)
    if _LENGTH.search(question.corrected) and unit in _LENGTH_UNITS:
        named += 1
    return covered, named


def is_idle(unit: Unit) -> bool:
    """Whether a word of the question only tells which row is meant, or which way and how something changed."""
    if any(term in _IDLE for terms in unit.alternatives for term in terms):
        return True
    return change_asked(unit.surface) != 0 or any(terms[0] in _MANNER for terms in unit.alternatives)


def derive_extreme(document: Document, entries: Sequence[Entry]) -> Derivation:
    """What was compared, the answer first."""
    best = entries[0]
    most = max(Decimal(one.record.value or 0) for one in entries)
    word = "largest" if Decimal(best.record.value or 0) == most else "smallest"
    operands = tuple(
        Operand(
            entry.name.cut(document.text), entry.record.surface, str(entry.record.value), entry.record.unit,
            entry.record.citation,
        )
        for entry in entries
    )  # fmt: skip
    formula = f"{word} of {', '.join(entry.record.surface for entry in entries)}"
    return Derivation(formula, operands, str(best.record.value), best.record.unit, None)


def answer_extreme(question: Question, document: Document, extreme: Extreme, *, generation: str) -> Answer:
    """The name of the row as the answer, cited in its row, with the whole comparison as its derivation."""
    return Answer(
        id="",
        question=question.text,
        answered=True,
        answer=extreme.name.cut(document.text),
        kind=AnswerKind.DERIVED,
        confidence=round(extreme.covered * _SURENESS, 4),
        citations=(cite(document, extreme.passage, extreme.cited or extreme.name),),
        facts=(),
        conflicts=(),
        derivation=extreme.derivation,
        missing=(),
        nearest=(),
        generation=generation,
        took_ms=0.0,
    )
