"""Ranges whose ends share a part: "1-5 March 2024", "March-May 2024", "2022-24", "2023/24"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from briefqa.facts.dates import calendar
from briefqa.facts.dates.atoms import YEAR
from briefqa.facts.dates.calendar import Moment
from briefqa.facts.text import HAS_DIGIT, MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TO = r"\s*(?:-|–|—|to|until|through|and)\s*"
_PRE = r"(?<![\w/.-])(?:(?:between|from)\s+)?"
_DAYS_MONTH = re.compile(
    rf"{_PRE}(?P<a>\d{{1,2}})(?:st|nd|rd|th)?{_TO}(?P<b>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?P<month>{_MONTH})\.?,?\s+(?P<year>{YEAR})(?!\w)",
    re.IGNORECASE,
)
_MONTH_DAYS = re.compile(
    rf"{_PRE}(?P<month>{_MONTH})\.?\s+(?P<a>\d{{1,2}})(?:st|nd|rd|th)?{_TO}(?P<b>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>{YEAR})(?!\w)",
    re.IGNORECASE,
)
_MONTHS_YEAR = re.compile(
    rf"{_PRE}(?P<first>{_MONTH})\.?{_TO}(?P<second>{_MONTH})\.?,?\s+(?P<year>{YEAR})(?!\w)", re.IGNORECASE
)
_DATES_YEAR = re.compile(
    rf"{_PRE}(?:(?P<first>{_MONTH})\.?\s+(?P<a>\d{{1,2}})|(?P<a2>\d{{1,2}})\s+(?P<first2>{_MONTH})\.?){_TO}"
    rf"(?:(?P<second>{_MONTH})\.?\s+(?P<b>\d{{1,2}})|(?P<b2>\d{{1,2}})\s+(?P<second2>{_MONTH})\.?),?\s+"
    rf"(?P<year>{YEAR})(?!\w)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"(?:\bbetween\s+)?(?<![\w/.,$€£-])(?P<first>{YEAR})\s?[-–—/]\s?(?P<second>{YEAR}|\d\d)(?![\w%]|[.,/-]\d|"
    rf"\s?(?:million|billion|bn))"
)

PartialRange = tuple[int, int, str, date, date]


def partial_ranges(text: str) -> Iterator[PartialRange]:
    """(start, end, EDTF interval, first day, last day) of each such range of folded `text`."""
    if HAS_DIGIT.search(text) is None:
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_DATES_YEAR, _DAYS_MONTH, _MONTH_DAYS, _MONTHS_YEAR, _YEARS):
        for match in pattern.finditer(text):
            ends = _ends(match)
            if ends is None or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            first, last = ends
            if first.earliest > last.latest:
                continue
            taken.append((match.start(), match.end()))
            yield match.start(), match.end(), f"{first.edtf}/{last.edtf}", first.earliest, last.latest


def _ends(match: re.Match[str]) -> tuple[Moment, Moment] | None:
    groups = match.groupdict()
    if match.re is _YEARS:
        return _years(groups["first"], groups["second"])
    of_year = int(groups["year"])
    if match.re is _MONTHS_YEAR:
        first, second = MONTHS[groups["first"].casefold()], MONTHS[groups["second"].casefold()]
        return calendar.month(of_year - (first > second), first), calendar.month(of_year, second)
    if match.re is _DATES_YEAR:
        first = MONTHS[(groups["first"] or groups["first2"]).casefold()]
        second = MONTHS[(groups["second"] or groups["second2"]).casefold()]
        start = calendar.day(of_year - (first > second), first, int(groups["a"] or groups["a2"]))
        end = calendar.day(of_year, second, int(groups["b"] or groups["b2"]))
    else:
        number = MONTHS[groups["month"].casefold()]
        start, end = calendar.day(of_year, number, int(groups["a"])), calendar.day(of_year, number, int(groups["b"]))
    return None if start is None or end is None else (start, end)


def _years(first: str, second: str) -> tuple[Moment, Moment] | None:
    end = int(second) if len(second) == 4 else int(first[:2] + second)
    if end <= int(first) or (len(second) == 2 and end - int(first) > 50):
        return None
    return calendar.year(int(first)), calendar.year(end)
