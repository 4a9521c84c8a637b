"""Records that state another value for the same thing, or another date for the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from briefqa.facts.grids import content_words, overlap
from briefqa.facts.intervals import interval_of
from briefqa.facts.text import STOPWORDS
from briefqa.facts.units import unit_name
from briefqa.types import DateRecord, FactRecord, FactStatus, FigureRecord

SAME_SUBJECT, SAME_ATTRIBUTE, SAME_EVENT = 0.75, 0.6, 0.7
"""The share of the shorter text's words that must agree before two records speak of the same thing."""
_FEWEST_WORDS = 2
_OPENED = re.compile(r"^(?:since|from|starting|beginning)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Records that cannot all hold, with the reason in words; `certain` is False for a likely slip."""

    records: tuple[FactRecord, ...]
    reason: str
    certain: bool = True


def find_conflicts(records: Sequence[FactRecord]) -> tuple[Disagreement, ...]:
    """Pairs of records that contradict each other, in reading order.

    Values that rounding or hedges reconcile, other periods, other units and the same amount in two currencies are
    no contradiction; neither are projections beside what was asserted.
    """
    firm = [record for record in records if record.status not in (FactStatus.NEGATED, FactStatus.PROJECTED)]
    figures = [record for record in firm if isinstance(record, FigureRecord)]
    dates = [record for record in firm if isinstance(record, DateRecord)]
    return (*_figure_conflicts(figures), *_date_conflicts(dates))


def exclude_each_other(a: FactRecord, b: FactRecord) -> bool:
    """Whether two records cannot both hold of one thing at one time: figures of one unit, or dates."""
    if isinstance(a, FigureRecord) and isinstance(b, FigureRecord):
        comparable = a.unit is not None and b.unit is not None and unit_name(a.unit) == unit_name(b.unit)
        return comparable and not _values_agree(a, b)
    if isinstance(a, DateRecord) and isinstance(b, DateRecord):
        return a.earliest is not None and b.earliest is not None and not _dates_agree(a, b)
    return False


def may_be_of_one_time(a: FactRecord, b: FactRecord) -> bool:
    """Whether two records have no different periods."""
    periods = {record.period for record in (a, b) if isinstance(record, FigureRecord) and record.period is not None}
    return len(periods) < 2


def _figure_conflicts(figures: Sequence[FigureRecord]) -> Iterator[Disagreement]:
    groups: dict[tuple[str | None, str | None], list[FigureRecord]] = {}
    for record in figures:
        if record.value is not None and record.unit is not None:
            groups.setdefault((unit_name(record.unit), record.period), []).append(record)
    for group in groups.values():
        for a, b in combinations(group, 2):
            if _says_the_same(a, b) and not _values_agree(a, b):
                yield Disagreement((a, b), f"{a.surface} and {b.surface} are stated for the same thing")


def _says_the_same(a: FigureRecord, b: FigureRecord) -> bool:
    if a.passage_id == b.passage_id or (a.citation.cell is not None and b.citation.cell is not None):
        return _same_cell(a, b)
    left, right = (content_words(record.subject, STOPWORDS) for record in (a, b))
    said, other = (content_words(record.attribute, STOPWORDS) for record in (a, b))
    if len(said) < _FEWEST_WORDS or len(other) < _FEWEST_WORDS:
        return False
    return overlap(left, right) >= SAME_SUBJECT and overlap(said, other) >= SAME_ATTRIBUTE


def _same_cell(a: FigureRecord, b: FigureRecord) -> bool:
    """Cells of two tables with the same row, column and caption in different documents."""
    if a.citation.cell is None or b.citation.cell is None or a.document_id == b.document_id:
        return False
    return a.citation.cell == b.citation.cell and a.row is not None and a.column is not None


def _values_agree(a: FigureRecord, b: FigureRecord) -> bool:
    left, right = interval_of(a), interval_of(b)
    return a.value == b.value or (left is not None and right is not None and left.meets(right))


def _date_conflicts(dates: Sequence[DateRecord]) -> Iterator[Disagreement]:
    for a, b in combinations(dates, 2):
        if a.earliest is None or b.earliest is None or a.passage_id == b.passage_id or _dates_agree(a, b):
            continue
        if _same_event(a, b):
            yield Disagreement((a, b), f"{a.surface} and {b.surface} are given for the same event")
        elif _is_slip_of_year(a, b):
            yield Disagreement((a, b), f"{a.surface} and {b.surface} differ only in the year", certain=False)


def _dates_agree(a: DateRecord, b: DateRecord) -> bool:
    first, last = a.latest or "9999", b.latest or "9999"
    if _OPENED.match(a.surface) or _OPENED.match(b.surface):
        first, last = a.latest or a.earliest or "", b.latest or b.earliest or ""
    return (a.earliest or "") <= last and (b.earliest or "") <= first


def _same_event(a: DateRecord, b: DateRecord) -> bool:
    """Whether both tell the same event; what states figures is a series that repeats, year by year."""
    left, right = content_words(a.event, STOPWORDS), content_words(b.event, STOPWORDS)
    if any(character.isdigit() for character in f"{a.event}{b.event}"):
        return False
    if min(len(left), len(right)) < _FEWEST_WORDS + 1 or not set(a.participants) & set(b.participants):
        return False
    return len(left & right) / len(left | right) >= SAME_EVENT


def _is_slip_of_year(a: DateRecord, b: DateRecord) -> bool:
    """Two beginnings in the same month of different years that concern the same party, in one document.

    Both open a period ("since ... in February 2024", "since February 24, 2022"), which a text says of one turning
    point; one of them mistypes the year.
    """
    month = (a.edtf[5:7], b.edtf[5:7])
    if a.document_id != b.document_id or month[0] != month[1] or not month[0].isdigit() or int(month[0]) > 12:
        return False
    opened = [_opens_period(record) for record in (a, b)]
    return all(opened) and bool(set(a.participants) & set(b.participants)) and a.edtf[:4] != b.edtf[:4]


def _opens_period(record: DateRecord) -> bool:
    before = record.citation.quote[: record.citation.answer_start or 0]
    return bool(_OPENED.match(record.surface)) or bool(re.search(r"(?:^|[.;,]\s+)[Ss]ince\b[^,;.]*$", before))
