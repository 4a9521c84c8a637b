"""Whether two short answers state the same value: numbers are compared as numbers, dates as dates."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from briefqa.facts.dates.readings import DateReading
from briefqa.facts.figures.currencies import is_currency_code
from briefqa.facts.figures.numerals import parse_digits
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.reading import Reading, read
from briefqa.facts.text import fold

_REMEMBERED = 256
"""Texts kept as they were read: the answers to one question are compared each with each."""
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_MARK = re.compile(r"[^\w%$€£¥]+")
_RELATIVE_TOLERANCE = Decimal("1e-9")


def same_value(a: str, b: str) -> bool:
    """Whether two short answers state the same thing.

    "$66.5bn" is "$66.5 billion" and "one-third" is "1/3", but "€1.5 billion" is not "€15 billion", nor is
    it "$1.5 billion". Hedges do not count; a unit that only one of them states does not either. Answers
    without a figure or date are compared as words, without articles, case and punctuation.
    """
    if normalised_words(a) == normalised_words(b):
        return bool(normalised_words(a)) or a.strip() == b.strip()
    numbers = [parse_digits(fold(text).strip()) for text in (a, b)]
    if all(number is not None for number in numbers):
        return numbers[0] is not None and numbers[1] is not None and numbers[0][0] == numbers[1][0]
    left = _read(a)
    if not left.quantities and not left.dates:
        return False
    right = _read(b)
    if len(left.quantities) != len(right.quantities):
        return False
    if bool(left.dates) != bool(right.dates) and not left.quantities:
        return False
    if left.dates and right.dates:
        if len(left.dates) != len(right.dates):
            return False
        if not all(same_date(x, y) for x, y in zip(left.dates, right.dates, strict=True)):
            return False
    return all(same_quantity(x, y) for x, y in zip(left.quantities, right.quantities, strict=True))


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> Reading:
    return read(text)


@lru_cache(maxsize=_REMEMBERED)
def normalised_words(text: str) -> str:
    """Lower-case words of `text` without articles and punctuation; signs of money and percent stay."""
    folded = fold(text).casefold()
    decimals = re.sub(r"(?<=\d)[.,](?=\d)", "\x00", folded)
    return " ".join(_ARTICLE.sub(" ", _MARK.sub(" ", decimals.replace("\x00", "_"))).split())


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities state the same value or range in units that agree."""
    if not _units_agree(a, b):
        return False
    if a.value is None or b.value is None:
        bounded = (a.low, a.high) != (None, None) and (b.low, b.high) != (None, None)
        return bounded and _close(a.low, b.low, a, b) and _close(a.high, b.high, a, b)
    return _close(a.value, b.value, a, b)


def _close(x: Decimal | None, y: Decimal | None, a: Quantity, b: Quantity) -> bool:
    if x is None or y is None:
        return x is y
    if x == y:
        return True
    if (a.kind == "fraction") != (b.kind == "fraction"):
        stated = b if a.kind == "fraction" else a
        return abs(x - y) <= stated.step / 2
    return abs(x - y) <= _RELATIVE_TOLERANCE * max(abs(x), abs(y))


def _units_agree(a: Quantity, b: Quantity) -> bool:
    if a.unit is None or b.unit is None or a.unit == b.unit:
        return True
    left, right = _unit_words(a.unit), _unit_words(b.unit)
    if any(is_currency_code(unit.partition("/")[0]) or unit in ("%", "percentage points") for unit in (a.unit, b.unit)):
        return False
    return left == right or left[-1] == right[-1] or left[-1] in right or right[-1] in left


def _unit_words(unit: str) -> list[str]:
    return [word.rstrip("s") for word in unit.casefold().split()] or [""]


def same_date(a: DateReading, b: DateReading) -> bool:
    """Whether two dates are the same; one that lacks the year agrees with any year."""
    left, right = _plain(a.edtf), _plain(b.edtf)
    if left == right:
        return True
    if "XXXX" in (left[:4], right[:4]):
        return left[4:] == right[4:]
    return left.replace("../", "").replace("/..", "") == right.replace("../", "").replace("/..", "")


def _plain(edtf: str) -> str:
    return edtf.replace("~", "").replace("?", "")
