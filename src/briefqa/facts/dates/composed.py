"""Dates of two parts: "Friday next week", "the 20th of last month", "the first Monday of May", "1 month 2 days ago"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from briefqa.facts.dates import calendar
from briefqa.facts.dates.atoms import YEAR, Atom
from briefqa.facts.dates.calendar import Moment
from briefqa.facts.dates.context import Anchor, year_for
from briefqa.facts.dates.words import DAY_WORD, day_number
from briefqa.facts.figures.scanning import numeral_at
from briefqa.facts.text import MONTHS, WEEKDAYS

_WEEKDAY_NAMES = "|".join(sorted((name for name in WEEKDAYS if len(name) > 5), key=len, reverse=True))
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_WHICH = r"(?P<which>last|next|this|the\s+following|the\s+previous|the\s+coming)"
_DAY_OF_WEEK = re.compile(
    rf"\b(?:(?P<name>{_WEEKDAY_NAMES})\s+(?:of\s+)?{_WHICH}\s+week"
    rf"|{_WHICH.replace('which', 'which2')}\s+week\s+(?:on\s+)?(?P<name2>{_WEEKDAY_NAMES}))\b",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(
    rf"\b(?:the\s+)?(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)|{DAY_WORD})\s+of\s+{_WHICH}\s+month\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}
_WEEKDAY_OF_MONTH = re.compile(
    rf"\b(?:the\s+)?(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?P<name>{_WEEKDAY_NAMES})\s+(?:of|in)\s+"
    rf"(?P<month>{_MONTH_NAMES})\b(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(
    r"\b(?:the\s+)?(?P<ordinal>first|second|third|last|final)\s+(?:full\s+)?week\s+(?:of|in)\s+"
    rf"(?:(?P<month>{_MONTH_NAMES})\b(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?|(?P<year2>{YEAR}))(?!\w)",
    re.IGNORECASE,
)
_DAYS = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1}
_FROM_DAY = re.compile(
    r"\b(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]+(?P<unit>day|week)s?\s+"
    rf"(?P<way>from|after|before)\s+(?P<day>{'|'.join(_DAYS)})\b",
    re.IGNORECASE,
)
_PIECE = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]+(?:year|month|week|day)s?"
)
_SUM = re.compile(
    rf"\b(?P<pieces>{_PIECE}(?:,?\s+(?:and\s+)?{_PIECE})+)\s+(?P<way>ago|later|earlier|afterwards?)\b", re.IGNORECASE
)
_ONE = re.compile(r"(?P<number>\d{1,3}|[a-z]+)[\s-]+(?P<unit>year|month|week|day)s?", re.IGNORECASE)
_OFFSETS = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}

Built = tuple[Moment | None, str]


def _offset(which: str) -> int:
    return _OFFSETS.get(which.split()[-1].casefold(), 0)


def _day_of_week(match: re.Match[str], anchor: Anchor) -> Built | None:
    name, which = match.group("name") or match.group("name2"), match.group("which") or match.group("which2")
    if anchor.now is None:
        return None, "XXXX-XX-XX"
    monday = anchor.now - timedelta(days=anchor.now.weekday())
    return calendar.day_of(monday + timedelta(days=7 * _offset(which) + WEEKDAYS[name.casefold()])), "XXXX-XX-XX"


def _day_of_month(match: re.Match[str], anchor: Anchor) -> Built | None:
    number = day_number(match.group("day"))
    if number is None:
        return None
    if anchor.now is None:
        return None, f"XXXX-XX-{number:02d}"
    of_month = calendar.month(anchor.now.year, anchor.now.month + _offset(match.group("which"))).earliest
    moment = calendar.day(of_month.year, of_month.month, number)
    return None if moment is None else (moment, moment.edtf)


def _weekday_of_month(match: re.Match[str], anchor: Anchor) -> Built | None:
    number = MONTHS[match.group("month").casefold()]
    of_year = int(match.group("year")) if match.group("year") else year_for(anchor, number, None)
    if of_year is None:
        return None, f"XXXX-{number:02d}-XX"
    whole, weekday = calendar.month(of_year, number), WEEKDAYS[match.group("name").casefold()]
    place = _ORDINALS[match.group("ordinal").casefold()]
    if place < 0:
        day = whole.latest - timedelta(days=(whole.latest.weekday() - weekday) % 7)
    else:
        day = whole.earliest + timedelta(days=(weekday - whole.earliest.weekday()) % 7 + 7 * (place - 1))
    return calendar.day_of(day), day.isoformat()


def _week_of(match: re.Match[str], anchor: Anchor) -> Built | None:
    """Seven days counted from the beginning of the month or year, or to its end."""
    of_month = MONTHS[match.group("month").casefold()] if match.group("month") else None
    written = match.group("year") or match.group("year2")
    of_year = int(written) if written else year_for(anchor, of_month or 1, None)
    if of_year is None:
        return None, f"XXXX-{of_month:02d}"
    whole = calendar.month(of_year, of_month) if of_month else calendar.year(of_year)
    place = _ORDINALS[match.group("ordinal").casefold()]
    first = whole.latest - timedelta(days=6) if place < 0 else whole.earliest + timedelta(days=7 * (place - 1))
    last = first + timedelta(days=6)
    edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Moment(edtf, first, last, "week"), edtf


def _from_day(match: re.Match[str], anchor: Anchor) -> Built | None:
    if anchor.now is None:
        return None, "XXXX-XX-XX"
    days = _number(match.group("number")) * (7 if match.group("unit").casefold() == "week" else 1)
    days = _DAYS[match.group("day").casefold()] + (-days if match.group("way").casefold() == "before" else days)
    return calendar.day_of(anchor.now + timedelta(days=days)), "XXXX-XX-XX"


def _sum(match: re.Match[str], anchor: Anchor) -> Built | None:
    way = match.group("way").casefold()
    start = anchor.now if way == "ago" else _story_day(anchor, forward=way != "earlier")
    if start is None:
        return None, "XXXX-XX-XX"
    sign = -1 if way in ("ago", "earlier") else 1
    parts = {"year": 0, "month": 0, "week": 0, "day": 0}
    for piece in _ONE.finditer(match.group("pieces")):
        parts[piece.group("unit").casefold()] += sign * _number(piece.group("number"))
    when = calendar.shifted(start, years=parts["year"], months=parts["month"], days=7 * parts["week"] + parts["day"])
    return None if when is None else (calendar.day_of(when), when.isoformat())


def _story_day(anchor: Anchor, *, forward: bool) -> date | None:
    if anchor.story is None:
        return None
    return anchor.story.latest if forward else anchor.story.earliest


def _number(written: str) -> int:
    numeral = None if written.casefold() in ("a", "an") else numeral_at(written, 0)
    return 1 if numeral is None else int(numeral.value)


_MAY_BE_COMPOSED = re.compile(
    r"\b(?:weeks?|month|today|tomorrow|yesterday|ago|later|earlier|afterwards?)\b|day\s+(?:of|in)\b", re.IGNORECASE
)
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Anchor], Built | None]], ...] = (
    (_DAY_OF_WEEK, _day_of_week),
    (_DAY_OF_MONTH, _day_of_month),
    (_WEEKDAY_OF_MONTH, _weekday_of_month),
    (_WEEK_OF, _week_of),
    (_FROM_DAY, _from_day),
    (_SUM, _sum),
)


def composed_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Every such date of folded `text`; one that the anchor cannot resolve has no moment."""
    if not _MAY_BE_COMPOSED.search(text):
        return
    for pattern, build in _READERS:
        for match in pattern.finditer(text):
            built = build(match, anchor)
            if built is not None:
                moment, edtf = built
                yield Atom(match.start(), match.end(), moment, edtf if moment is None else moment.edtf, relative=True)
