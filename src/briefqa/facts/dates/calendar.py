"""Moments of the calendar with their precision, written as EDTF (ISO 8601-2:2019) and bounded by days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""EDTF codes of seasons without a hemisphere; bounds are those of the northern one."""
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_QUARTER_CODE, _HALF_CODE = 33, 40
_LAST_YEAR = 9998


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, quarter, season, year, decade or century: its EDTF with the first and last day.

    `precision` is one of day, week, month, quarter, season, half, year, decade, century.
    """

    edtf: str
    earliest: date
    latest: date
    precision: str


def day(year: int, month: int, number: int) -> Moment | None:
    """One day, or None when the calendar has no such day ("31 February")."""
    if not 1 <= year <= _LAST_YEAR or not 1 <= month <= 12 or not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    when = date(year, month, number)
    return Moment(when.isoformat(), when, when, "day")


def day_of(when: date) -> Moment:
    """The day `when` as a moment."""
    return Moment(when.isoformat(), when, when, "day")


def month(year: int, number: int) -> Moment:
    """One month of a year; `number` may run over and counts on into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    last = calendar.monthrange(year, number)[1]
    return Moment(f"{year:04d}-{number:02d}", date(year, number, 1), date(year, number, last), "month")


def year(number: int) -> Moment:
    """One year."""
    return Moment(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), "year")


def quarter(of_year: int, number: int) -> Moment:
    """A quarter, 1 to 4, in the sub-year grouping of EDTF level 2 (33 to 36)."""
    first, last = month(of_year, 3 * number - 2), month(of_year, 3 * number)
    return Moment(f"{of_year:04d}-{_QUARTER_CODE + number - 1}", first.earliest, last.latest, "quarter")


def half(of_year: int, number: int) -> Moment:
    """A half of a year, 1 or 2, in the sub-year grouping of EDTF level 2 (40 and 41)."""
    first, last = month(of_year, 6 * number - 5), month(of_year, 6 * number)
    return Moment(f"{of_year:04d}-{_HALF_CODE + number - 1}", first.earliest, last.latest, "half")


def season(of_year: int, name: str) -> Moment:
    """A season of a year; winter runs into the next one."""
    code = SEASONS[name]
    first, last = _SEASON_MONTHS[code]
    start, end = month(of_year, first), month(of_year + (last < first), last)
    return Moment(f"{of_year:04d}-{code}", start.earliest, end.latest, "season")


def decade(first_year: int) -> Moment:
    """The ten years from `first_year`."""
    return Moment(f"{first_year // 10:03d}X", date(first_year, 1, 1), date(first_year + 9, 12, 31), "decade")


def century(number: int) -> Moment:
    """The `number`th century, 1901 to 2000 read as the years 19XX."""
    first = (number - 1) * 100
    return Moment(f"{number - 1:02d}XX", date(max(first, 1), 1, 1), date(first + 99, 12, 31), "century")


def week_of(when: date) -> Moment:
    """The week from Monday to Sunday that holds `when`, as an interval of days."""
    monday = when - timedelta(days=when.weekday())
    sunday = monday + timedelta(days=6)
    return Moment(f"{monday.isoformat()}/{sunday.isoformat()}", monday, sunday, "week")


def shifted(when: date, *, years: int = 0, months: int = 0, days: int = 0) -> date | None:
    """`when` moved on; a day that the month lacks becomes its last. None outside of the calendar."""
    total = when.year * 12 + when.month - 1 + years * 12 + months
    target_year, target_month = total // 12, total % 12 + 1
    if not 1 <= target_year <= _LAST_YEAR:
        return None
    number = min(when.day, calendar.monthrange(target_year, target_month)[1])
    try:
        return date(target_year, target_month, number) + timedelta(days=days)
    except OverflowError:
        return None


_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?$")


def parse_edtf(written: str | None) -> Moment | None:
    """The moment of a simple EDTF date ("2025-04~", "2010", "2024-11-03"), or None for anything else."""
    match = _EDTF.match(written or "")
    if match is None or match.group(1) == "0000":
        return None
    of_year, of_month, of_day = (int(part) if part else None for part in match.groups())
    if of_year is None or of_month is None:
        return year(of_year or 1)
    if of_day is not None:
        return day(of_year, of_month, of_day)
    if of_month > 12:
        return None
    return month(of_year, of_month)
