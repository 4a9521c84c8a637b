"""What the scores on general text share: explicit dates, pairs of spans, counts, and dates in two notations."""

from __future__ import annotations

import re

from briefqa.facts.dates.calendar import parse_edtf
from briefqa.facts.scoring import Score

EXPLICIT = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*\.?\s+\d"
    r"|\d(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
Span = tuple[int, int]


def overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def paired(wanted: list[Span], made: list[Span]) -> list[tuple[int, int]]:
    pairs, taken = [], set()
    for number, span in enumerate(wanted):
        index = next((i for i, other in enumerate(made) if i not in taken and overlaps(span, other)), None)
        if index is not None:
            taken.add(index)
            pairs.append((number, index))
    return pairs


class Tally:
    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.differences: list[str] = []

    def add(self, name: str, right: int, made: int, wanted: int) -> None:
        row = self.counts.setdefault(name, [0, 0, 0])
        row[0], row[1], row[2] = row[0] + right, row[1] + made, row[2] + wanted

    def scores(self) -> dict[str, Score]:
        return {name: Score(*row) for name, row in self.counts.items()}


def same_date(timex: str, edtf: str) -> bool:
    """A TIMEX3 value against EDTF: quarters and seasons are written differently, openings and hedges do not count."""
    seasons = {"SP": "21", "SU": "22", "FA": "23", "WI": "24", "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36"}
    head, _, tail = timex.partition("-")
    plain = f"{head}-{seasons[tail]}" if tail in seasons else timex
    stated = edtf.replace("~", "").replace("/..", "").replace("../", "")
    if plain == stated:
        return True
    week = re.match(r"(\d{4})-W(\d\d)$", timex)
    return (
        week is not None
        and "/" in edtf
        and (when := parse_edtf(edtf[:10])) is not None
        and when.earliest.isocalendar()[:2] == (int(week.group(1)), int(week.group(2)))
    )
