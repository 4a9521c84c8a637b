"""Amounts that questions name in another scale than documents: "$66,500 million" and $66.5 billion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALED = re.compile(
    rf"(?P<number>(?<![\d.,])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)\s(?P<scale>{'|'.join(_POWERS)})\b", re.IGNORECASE
)
_DIGITS = 6
"""Digits beyond which nobody writes a number before a scale."""


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """An amount in a question: where it stands, what was typed, and the `forms` that documents may give it."""

    start: int
    end: int
    surface: str
    forms: tuple[str, ...]


def amounts_asked(text: str) -> tuple[AskedAmount, ...]:
    """The amounts of a question that have a scale, in order; a currency's sign is not of the amount."""
    return tuple(
        AskedAmount(match.start(), match.end(), match.group(), _forms(match)) for match in _SCALED.finditer(text)
    )


def _forms(match: re.Match[str]) -> tuple[str, ...]:
    """The amount as typed, in every other scale, and written out."""
    number, scale = Decimal(match["number"].replace(",", "")), match["scale"].lower()
    forms = [f"{match['number']} {scale}"]
    for name, power in _POWERS.items():
        other = number.scaleb(_POWERS[scale] - power).normalize()
        if name != scale and len(other.as_tuple().digits) <= _DIGITS and Decimal("0.001") <= other < 10**_DIGITS:
            forms.append(f"{other:f} {name}")
    whole = number.scaleb(_POWERS[scale])
    if whole == whole.to_integral_value():
        forms.append(f"{whole:.0f}")
    return tuple(forms)
