"""Quantities in a text: numerals with their units, hedges and ranges, before anybody asks what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefqa.facts.figures.amounts import Amount, amount_at, vague_amount_at
from briefqa.facts.figures.hedges import hedge_after, hedge_before, is_lower_bound, is_upper_bound
from briefqa.facts.figures.multiples import multiples_in
from briefqa.facts.figures.numerals import MAGNITUDES, TENS, UNITS
from briefqa.facts.figures.pronouns import is_pronoun
from briefqa.facts.figures.ranges import AmountRange, joined_range
from briefqa.facts.figures.units import counted_noun


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `text[start:end]`, hedge included, in base units.

    `value` is None for a range and for vague amounts ("billions of dollars"); `low` and `high` bound it;
    `step` is the weight of the last digit given; `kind` is money, percent, fraction, multiple, duration,
    measure, count or number.
    """

    start: int
    end: int
    surface: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    qualifier: str | None
    kind: str
    step: Decimal


Spans = Sequence[tuple[int, int]]

_NUMBER_WORDS = "|".join(sorted((*UNITS, *TENS, *MAGNITUDES), key=len, reverse=True))
_CANDIDATE = re.compile(
    rf"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]|(?<!\w)\.\d|(?<![\w-])(?:{_NUMBER_WORDS}|half)(?!\w)"
    r"|(?<![\w-])an?(?=[\s-]+(?:hundred|thousand|million|billion|trillion|dozen|score|couple|third|quarter"
    r"|fourth|fifth|sixth|"
    r"eighth|tenth|half)\b)|(?<![\w-])(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)(?!\w)",
    re.IGNORECASE,
)

_SEVERAL = re.compile(
    rf"(?:several|many|(?:\w+\s+){{1,2}}(?:few|couple\s+of))(?:\s+(?:{'|'.join(MAGNITUDES)}))+\b", re.IGNORECASE
)


def quantities_in(text: str, taken: Spans = ()) -> tuple[Quantity, ...]:
    """The quantities of folded `text` from left to right; nothing inside a span of `taken` is read."""
    found: list[Quantity] = []
    covered = sorted(taken)
    position = 0
    while (match := _CANDIDATE.search(text, position)) is not None:
        start = match.start()
        blocked = _blocking(covered, start)
        if blocked is not None:
            position = max(blocked, start + 1)
            continue
        quantity = _quantity_at(text, start, covered)
        if quantity is None:
            position = _after_candidate(text, match)
            continue
        if found and quantity.start < found[-1].end:
            quantity = _cut_left(text, quantity, found[-1].end, start)
        found.append(quantity)
        position = max(quantity.end, start + 1)
    said = [_finished(text, multiple) for multiple in multiples_in(text) if _blocking(covered, multiple.start) is None]
    free = [item for item in said if all(item.end <= other.start or item.start >= other.end for other in found)]
    return tuple(sorted((*found, *free), key=lambda quantity: quantity.start))


def _after_candidate(text: str, match: re.Match[str]) -> int:
    if match.group()[0].isdigit():
        rest = re.compile(r"[\d.,]*\w*").match(text, match.start())
        return max(match.end(), rest.end() if rest is not None else 0)
    return match.end()


def _blocking(covered: Spans, start: int) -> int | None:
    """The end of the covered span that holds `start`, or None."""
    return next((end for begin, end in covered if begin <= start < end), None)


def _quantity_at(text: str, start: int, covered: Spans) -> Quantity | None:
    amount = amount_at(text, start) or vague_amount_at(text, start)
    if amount is None or is_pronoun(text, amount):
        return None
    amount = _clipped(text, amount, covered)
    joined = joined_range(text, amount)
    if joined is not None and _blocking(covered, joined.high.start) is None:
        return _finished_range(text, joined)
    return _finished(text, amount)


def _clipped(text: str, amount: Amount, covered: Spans) -> Amount:
    """Put a counted noun that a name covers behind the name ("18 Leopard 2 tanks"), or drop it."""
    if amount.noun_end is None or amount.numeral is None:
        return amount
    end = amount.numeral.end
    inside = [span for span in covered if end <= span[0] < amount.noun_end]
    if not inside or max(span[1] for span in inside) < amount.noun_end:
        return amount
    after = counted_noun(text, max(span[1] for span in inside))
    if after is not None and text[end : inside[0][0]].strip() == "":
        return replace(amount, unit=after[0], noun_end=after[1])
    return Amount(amount.start, end, amount.value, amount.step, None, "number", amount.numeral)


def _bounds(value: Decimal | None, qualifier: str | None) -> tuple[Decimal | None, Decimal | None]:
    if value is None or qualifier is None:
        return None, None
    if is_lower_bound(qualifier):
        return value, None
    return (None, value) if is_upper_bound(qualifier) else (None, None)


def _finished(text: str, amount: Amount) -> Quantity:
    start, end, words = _with_hedges(text, amount.start, amount.noun_end or amount.end)
    if amount.value is None:
        words = " ".join(piece for piece in (words, _vague_head(text[amount.start : amount.end])) if piece)
    low, high = _bounds(amount.value, words)
    kind, unit = amount.kind, amount.unit
    surface = text[start:end]
    return Quantity(start, end, surface, amount.value, low, high, unit, words, kind, amount.step)


def _vague_head(surface: str) -> str:
    """What a vague amount says instead of a number: "tens of thousands of", "several hundred"."""
    few = _SEVERAL.match(surface)
    return few.group() if few is not None else f"{surface.split(' of ')[0]} of"


def _finished_range(text: str, joined: AmountRange) -> Quantity:
    start, end, words = _with_hedges(text, joined.start, joined.high.noun_end or joined.end)
    low, high = joined.low, joined.high
    step = max(low.step, high.step)
    return Quantity(start, end, text[start:end], None, low.value, high.value, high.unit, words, high.kind, step)


def _with_hedges(text: str, start: int, end: int) -> tuple[int, int, str | None]:
    words: list[str] = []
    before = hedge_before(text, start)
    if before is not None:
        words.append(before[0])
        start = before[1]
    after = hedge_after(text, end)
    if after is not None:
        words.append(after[0])
        end = after[1]
    return start, end, " ".join(words) or None


def _cut_left(text: str, quantity: Quantity, start: int, numeral: int) -> Quantity:
    begin = min(numeral, quantity.end)
    while begin > start and not text[begin - 1].isspace():
        begin -= 1
    return Quantity(
        begin,
        quantity.end,
        text[begin : quantity.end],
        quantity.value,
        quantity.low,
        quantity.high,
        quantity.unit,
        quantity.qualifier,
        quantity.kind,
        quantity.step,
    )
