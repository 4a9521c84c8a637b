"""Numerals: digits with separators, number words and fractions, as exact decimals with their rounding step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

LONGEST_NUMERAL = 40
"""Code points of digits and separators beyond which a run of digits is no figure that a text would state."""

UNITS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"fourty": 40}
MAGNITUDES = {
    "hundred": 2,
    "thousand": 3,
    "lakh": 5,
    "million": 6,
    "crore": 7,
    "billion": 9,
    "trillion": 12,
    "quadrillion": 15,
}
"""Powers of ten on the short scale, which English texts of today use."""
SHORT_MAGNITUDES = {
    "k": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "mio": 6,
    "mil": 6,
    "mm": 6,
    "b": 9,
    "bn": 9,
    "bln": 9,
    "mrd": 9,
    "mld": 9,
    "tn": 12,
    "trn": 12,
    "t": 12,
    "tr": 12,
}
UNAMBIGUOUS_SHORT = frozenset({"mn", "mln", "mio", "bn", "bln", "mrd", "mld", "tn", "trn"})
VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
DENOMINATORS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
COLLECTIVES = {"dozen": 12, "score": 20, "couple": 2}

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_GROUPED_BY_DOT = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?$|\d{1,3}\.\d{3},\d{1,2}$")
_GROUPED_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$")
_PLAIN = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `text[start:end]`: its value, and the weight of the last digit given (`step`).

    `power` is the power of ten of its closing magnitude word: 9 for "2.5 billion", 0 without one.
    """

    value: Decimal
    step: Decimal
    start: int
    end: int
    in_words: bool = False
    has_separator: bool = False
    has_magnitude: bool = False
    power: int = 0
    is_fraction: bool = False


def parse_digits(digits: str) -> tuple[Decimal, Decimal] | None:
    """The value and rounding step of digits with separators, or None when the writing is not one number.

    Commas group thousands and a point opens the decimals; the continental way is read where it cannot be
    anything else ("1.200.000", "1.234,56", "66,5"). "1.2.3" and "1,2345" are no number.
    """
    if len(digits) > LONGEST_NUMERAL:
        return None
    if _GROUPED.match(digits) or _GROUPED_INDIAN.match(digits):
        plain = digits.replace(",", "")
    elif _GROUPED_BY_DOT.match(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _PLAIN.match(digits):
        plain = digits
    elif _DECIMAL_COMMA.match(digits):
        plain = digits.replace(",", ".")
    else:
        return None
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return value, step


def parse_words(words: list[str]) -> Decimal | None:
    """The value of a sequence of number words without hyphens, or None when they do not form one number."""
    total, current, last = Decimal(0), Decimal(0), None
    for word in words:
        if word == "and":
            if last is None:
                return None
            continue
        if word in UNITS or word in TENS:
            value = UNITS.get(word, TENS.get(word, 0))
            if last == "unit" or (last == "ten" and (value >= 10 or value == 0)):
                return None
            current += value
            last = "ten" if word in TENS else "unit"
        elif word in MAGNITUDES:
            power = Decimal(10) ** MAGNITUDES[word]
            current = current or Decimal(1)
            if MAGNITUDES[word] == 2:
                current *= power
            else:
                total, current = total + current * power, Decimal(0)
            last = "magnitude"
        else:
            return None
    return total + current if last is not None else None
