"""Questions after a difference: the two questions behind one."""

from __future__ import annotations

import re
from decimal import Decimal

from briefqa.answering.followups import resolve
from briefqa.facts import Lexicon

_MORE = re.compile(
    r"^(?P<opening>(?:by )?how (?:much|many))\s+(?:more|less|fewer|higher|lower|larger|smaller|greater|bigger)\b"
    r"(?P<left>.+?)\s+than\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:what is|what's|what was)\s+the difference (?:in (?P<matter>.+?) )?between (?P<left>.+?) and (?P<right>[^?]+?)"
    r"(?: in (?P<later>[^?]+))?\??$",
    re.IGNORECASE,
)


def split_comparison(question: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The questions for the first and the second figure of a difference; None where none is asked for.

    "How much higher were exports in 2023 than in 2020?" asks "How much were exports in 2023?" and the same for 2020.
    """
    match = _MORE.match(question.strip())
    if match is not None:
        left = f"{match['opening'].removeprefix('by ')}{match['left']}?"
        right = resolve(f"and {match['right']}?", [left], lexicon)
        return (left, right) if right and right != left else None
    match = _BETWEEN.match(question.strip())
    if match is None or not (match["matter"] or match["later"]):
        return None
    matter = match["matter"] or match["later"]
    return f"How much {matter} {match['left']}?", f"How much {matter} {match['right']}?"


def say_value(value: str, unit: str | None) -> str:
    """A decimal string with its unit as a person would write it: "11.03 billion USD", "490 TIVs"."""
    number = Decimal(value)
    for size, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if unit and unit.isupper() and abs(number) >= Decimal(10) ** size:
            scaled = (number / Decimal(10) ** size).normalize()
            return f"{scaled:f} {word} {unit}"
    return f"{number:f}%" if unit == "%" else f"{number:f} {unit or ''}".strip()
