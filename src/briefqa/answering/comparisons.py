"""Questions whose answer has to be computed: what is asked for, and what of the text states it already."""

from __future__ import annotations

import re
from decimal import Decimal

from briefqa.answering.computation import Computation
from briefqa.answering.degrees import DEGREE
from briefqa.answering.sums import read_sum
from briefqa.answering.two_sided import read_two_sided
from briefqa.facts import Lexicon, Operation
from briefqa.types import FigureRecord

_POINTS = re.compile(r"\bpercentage points?\b", re.IGNORECASE)
_SAYS_TOTAL = re.compile(
    r"\b(?:totals?|totall?ed|together|combined|altogether|overall|sum|jointly|in all)\b", re.IGNORECASE
)
_SAYS_DIFFERENCE = re.compile(rf"\s+(?:\w+\s+){{0,2}}?{DEGREE}\b|\s+(?:difference|gap)\b", re.IGNORECASE)
_CHANGES = r"(?:increases?|rise|growth|gain|jump|drop|fall|declines?|decreases?|reductions?|cut)"
_CHANGED = (
    r"(?:r[io]se|risen|grew|grown|increased|climbed|jumped|soared|fell|fallen|dropped|declined|decreased|shr[au]nk)"
)
_SAYS_CHANGE = re.compile(rf"\b(?:by|up|down|{_CHANGES} of|{_CHANGED})\s+(?:\w+\s+)?$", re.IGNORECASE)
_CHANGE_SAID = re.compile(rf"\s+(?:\w+\s+)?{_CHANGES}\b", re.IGNORECASE)


def read_computation(question: str, lexicon: Lexicon) -> Computation | None:
    """What has to be computed to answer the question; None where it asks for nothing of the kind.

    "How much higher were exports in 2023 than in 2020?" asks "How much were exports in 2023?" and the same for 2020.
    """
    asked = _POINTS.sub("percent", question.strip())
    return read_two_sided(asked, lexicon) or read_sum(asked, lexicon)


def is_stated(computation: Computation, record: FigureRecord) -> bool:
    """Whether a figure of the text is itself the result: "three times", "21%", "a total of $5 billion"."""
    quote, end = record.citation.quote, record.citation.answer_end or 0
    if computation.operation is Operation.RATIO:
        return record.unit == "times"
    if computation.operation is Operation.PART:
        return record.unit == "%"
    if computation.is_change:
        before = quote[: record.citation.answer_start or 0]
        return bool(_SAYS_CHANGE.search(before) or _CHANGE_SAID.match(quote, end))
    if computation.operation is Operation.TOTAL:
        says = _SAYS_TOTAL.search(f"{quote} {record.row or ''} {record.column or ''}") is not None
        return says and record.unit not in ("%", "times")
    return _SAYS_DIFFERENCE.match(quote, end) is not None


def say_value(value: str, unit: str | None) -> str:
    """A decimal string with its unit as a person would write it: "11.03 billion USD", "490 TIVs"."""
    number = Decimal(value)
    for size, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if abs(number) >= Decimal(10) ** size:
            scaled = (number / Decimal(10) ** size).normalize()
            return f"{scaled:f} {word} {unit or ''}".strip()
    return f"{number:f}%" if unit == "%" else f"{number:f} {unit or ''}".strip()
