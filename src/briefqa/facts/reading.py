"""What a text states in numbers: names with digits set apart, then dates, then quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.facts.dates.atoms import impossible_days
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.readings import DateReading, dates_in
from briefqa.facts.figures.quantities import Quantity, quantities_in
from briefqa.facts.number_names import NumberedName, numbered_names
from briefqa.facts.text import fold

IMPOSSIBLE_DAY = "no such day in the calendar"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything with digits or number words in one text, each at its place, none overlapping another."""

    names: tuple[NumberedName, ...]
    dates: tuple[DateReading, ...]
    quantities: tuple[Quantity, ...]


def read(text: str, anchor: Anchor | None = None, known: Sequence[tuple[int, int]] = ()) -> Reading:
    """Read `text`, a sentence or a cell; `known` are spans of names of the corpus. Offsets are those of `text`."""
    folded = fold(text)
    names = numbered_names(folded, known)
    impossible = [NumberedName(start, end, IMPOSSIBLE_DAY) for start, end in impossible_days(folded)]
    names = tuple(sorted((*names, *_apart(impossible, names)), key=lambda name: name.start))
    taken = [(name.start, name.end) for name in names]
    dates = dates_in(folded, anchor or Anchor(), taken)
    taken += [(found.start, found.end) for found in dates]
    return Reading(names, dates, quantities_in(folded, taken))


def _apart(found: Sequence[NumberedName], names: Sequence[NumberedName]) -> list[NumberedName]:
    kept: list[NumberedName] = []
    for item in found:
        if all(item.end <= other.start or item.start >= other.end for other in (*names, *kept)):
            kept.append(item)
    return kept


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a question or answer: values in base units with unit, hedge and bounds."""
    return read(text).quantities


def read_dates(text: str, anchor: Anchor | str | None = None) -> tuple[DateReading, ...]:
    """The dates of a question or answer; `anchor` is what relative ones mean, an EDTF date or an Anchor."""
    return read(text, Anchor.of(anchor) if isinstance(anchor, str) else anchor).dates
