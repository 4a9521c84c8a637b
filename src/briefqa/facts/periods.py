"""Which period a figure belongs to: the date beside it, then that of its clause, headers and section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefqa.facts.clauses import Clause
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.readings import DateReading
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.reading import read_dates

_BESIDE = re.compile(
    r"\s*(?:worth\s+)?(?:of\s+)?(?:[\w'-]+\s+){0,5}(?:\(?\s*)(?:in|during|for|by|since|from|of|as of"
    r"|at the end of|until|between|over|through|"
    r"throughout|on)?\s*(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
_LONGEST_GAP = 48


def period_of(
    text: str, quantity: Quantity, quantities: Sequence[Quantity], dates: Sequence[DateReading], clause: Clause
) -> str | None:
    """The EDTF period of a figure in running text, or None when its sentence names none."""
    beside = [date for date in dates if _stands_beside(text, quantity, quantities, date)]
    if beside:
        return beside[0].edtf
    inside = [date for date in dates if clause.start <= date.start and date.end <= clause.end]
    claimed = {
        date.start
        for other in quantities
        if other is not quantity
        for date in dates
        if _stands_beside(text, other, quantities, date)
    }
    free = [date for date in inside or dates if date.start not in claimed and not date.edtf.startswith("XXXX")]
    if not free:
        return None
    return min(free, key=lambda date: _distance(quantity, date)).edtf


def _distance(quantity: Quantity, date: DateReading) -> tuple[int, int]:
    gap = date.start - quantity.end if date.start >= quantity.end else quantity.start - date.end
    return gap, date.start


def _stands_beside(text: str, quantity: Quantity, quantities: Sequence[Quantity], date: DateReading) -> bool:
    """Whether the date directly follows the figure: "$14 billion in 2023"."""
    gap = text[quantity.end : date.start]
    if not quantity.end <= date.start or len(gap) > _LONGEST_GAP or "," in gap:
        return False
    if any(quantity.end <= other.start < date.start for other in quantities):
        return False
    return _BESIDE.match(gap) is not None


def period_in(texts: Iterable[str], anchor: Anchor) -> str | None:
    """The period that the first of `texts`, headers innermost first, names; None when none does."""
    return next((period for text in texts if (period := _period_named(text, anchor)) is not None), None)


@lru_cache(maxsize=4096)
def _period_named(text: str, anchor: Anchor) -> str | None:
    """The first dated period of a header or heading; tables and sections ask for the same ones again and again."""
    return next((date.edtf for date in read_dates(text, anchor) if date.earliest is not None), None)
