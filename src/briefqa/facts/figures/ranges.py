"""Ranges of amounts: "15-20%", "between $12 million and $20 million", "from one-third to two-thirds"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from briefqa.facts.figures.amounts import Amount, amount_at, with_unit_of
from briefqa.facts.text import words

_JOINT = re.compile(
    r"\s*(?:–|—|-)\s*|\s+to\s+(?:about\s+|around\s+|some\s+|nearly\s+|almost\s+|over\s+)?(?:as\s+(?:many|much"
    r"|high)\s+as\s+)?|\s+and\s+|\s+or\s+",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:^|(?<=[\s(\"'|]))(between|from|anywhere from|somewhere between)\s+$", re.IGNORECASE)
_CHANGE = re.compile(rf"\b(?:{'|'.join(sorted(words('change_verbs'), key=len, reverse=True))})\b", re.IGNORECASE)
_CHANGE_WINDOW = 110
_LONGEST_SIGN = 7


@dataclass(frozen=True, slots=True)
class AmountRange:
    """Two amounts that bound one quantity at `text[start:end]`."""

    start: int
    end: int
    low: Amount
    high: Amount


def joined_range(text: str, first: Amount) -> AmountRange | None:
    """The range that `first` opens in folded `text`, or None when it stands alone.

    "From 2.1% to 2.2%" after a verb of change states two values, not a range.
    """
    joint = _JOINT.match(text, first.end if first.noun_end is None or first.numeral is None else first.numeral.end)
    opening = _OPENING.search(text, max(0, first.start - 24), first.start)
    if joint is None or first.value is None:
        return None
    word = joint.group().strip().casefold()
    between = opening is not None and "between" in opening.group(1).casefold()
    if (word == "and" and not between) or (word == "or" and opening is not None):
        return None
    second = _amount_after(text, joint.end())
    if second is None or second.value is None or not _belong_together(first, second, word, between):
        return None
    if opening is not None and not between and _is_change(text, opening.start()):
        return None
    if second.unit is None and first.kind == "money":
        second = replace(second, unit=first.unit, kind="money")
    low = with_unit_of(first, second)
    if (
        low.value is None
        or second.value is None
        or low.value > second.value
        or (word in ("-", "–", "—") and low.value == second.value)
    ):
        return None
    start = min(first.start, opening.start(1)) if opening is not None else first.start
    return AmountRange(start, second.end, low, second)


def _amount_after(text: str, start: int) -> Amount | None:
    """The amount at `start`, or behind the currency sign that stands there."""
    for offset in range(_LONGEST_SIGN):
        found = amount_at(text, start + offset)
        if found is not None:
            return found if found.start == start else None
    return None


def _belong_together(first: Amount, second: Amount, word: str, between: bool) -> bool:
    sign_first = second.kind == "money" and second.numeral is not None and second.start < second.numeral.start
    if sign_first and first.kind != "money":
        return False
    if first.unit is not None and second.unit is None and first.kind not in ("count", "number"):
        return first.kind == "money" and word in ("-", "–", "to") and second.numeral is not None
    if first.unit == second.unit or (first.kind in ("number", "count") and first.numeral is not None):
        if word == "or":
            return _are_neighbours(first, second)
        dashed = word in ("-", "–", "—")
        return not (dashed and second.unit is None and not between and not _plausible(first, second))
    return first.kind == "fraction" and second.kind == "percent"


def _are_neighbours(first: Amount, second: Amount) -> bool:
    """Whether both are near: "two or three" is a range, "$9.66 or $381 million" is not."""
    if first.value is None or second.value is None or first.numeral is None or second.numeral is None:
        return False
    return first.value < second.value <= first.value * 2 and first.kind != "money"


def _plausible(first: Amount, second: Amount) -> bool:
    if first.value is None or second.value is None:
        return False
    return first.value < second.value and first.numeral is not None and not first.numeral.in_words


def _is_change(text: str, start: int) -> bool:
    """Whether a verb of change in the same clause says that one value became the other."""
    window = text[max(0, start - _CHANGE_WINDOW) : start]
    clause = re.split(r"[.;:]", window)[-1]
    return _CHANGE.search(clause) is not None
