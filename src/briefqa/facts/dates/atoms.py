"""Explicit dates: days, months, quarters, halves, seasons, years, decades and centuries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefqa.facts.dates import calendar
from briefqa.facts.dates.calendar import Moment
from briefqa.facts.dates.context import Anchor, this_year, year_for
from briefqa.facts.dates.words import DAY_WORD, YEAR_WORDS, day_number, spelled_year
from briefqa.facts.text import HAS_DIGIT, MONTHS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Atom:
    """One date at `text[start:end]` without hedges or ranges.

    `edtf` stands in for a date whose year nothing tells ("XXXX-04-04"); `moment` is None then.
    `relative` says that the words do not name the date themselves.
    """

    start: int
    end: int
    moment: Moment | None
    edtf: str
    relative: bool = False
    lacks_year: bool = False


_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?,?\s+(?:the\s+)?)?"
_DAY = rf"(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{DAY_WORD})"
YEAR = r"(?:1[0-9]\d\d|20\d\d|21\d\d)"
_ERA_YEAR = rf"(?P<year>{YEAR}|{YEAR_WORDS})"
_SHORT_YEAR = r"'(?P<short>\d\d)"
_NOT_INSIDE = r"(?<![\w/.-])"
_END = r"(?![\w/]|[.,-]\d|-\w)"


def _pattern(body: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + body, flags)


_MONTH_DAY_YEAR = _pattern(rf"{_WEEKDAY}{_MONTH}\s*(?:the\s+)?{_DAY}(?:\s*,|\s+of)?\s*{_ERA_YEAR}(?![\w/]|[,.]\d)")
_DAY_MONTH_YEAR = _pattern(
    rf"{_WEEKDAY}(?:the\s+)?{_DAY}\.?\s*(?:of\s+)?{_MONTH}(?:\s*,|\s+of)?\s*(?:{_ERA_YEAR}|{_SHORT_YEAR})(?![\w/])"
)
_ISO = re.compile(
    rf"(?<![\w/.-])(?P<year>{YEAR})([-/.])(?P<month>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    rf"|dec)\2(?P<day>3[01]|[12]\d|0?[1-9])(?![\w/]|[-.]\d)",
    re.IGNORECASE,
)
_NO_ISO = re.compile(
    rf"(?<![\w/.-]){YEAR}-(?:(?:00|1[3-9]|[2-9]\d)-\d\d|(?:0\d|1[0-2])-(?:00|3[2-9]|[4-9]\d))(?![\w/]|[-.]\d)"
)
"""Written like an ISO day, in a month or on a day that no year has."""
_NUMERIC = re.compile(
    rf"(?<![\w/.-])(?P<first>[0-3]?\d)([-/.])(?P<second>[0-3]?\d)\2(?P<year>{YEAR}|\d\d)(?![\w/]|[-.]\d)"
)
_MONTH_YEAR = _pattern(rf"{_MONTH}(?:\s*,|\s+of)?\s*(?:{_ERA_YEAR}|{_SHORT_YEAR}){_END}")
_YEAR_MONTH = _pattern(rf"(?P<year>{YEAR})\s*,?\s+{_MONTH}(?![\w]|\s+\d)")
_NUMERIC_MONTH = re.compile(
    rf"(?<![\w/.,-])(?:(?P<year>{YEAR})(?:-(?P<month>0?[1-9]|1[0-2])|\s?/\s?(?P<month1>0?[1-9])|\s-\s?"
    rf"(?P<month3>0?[1-9]|1[0-2])"
    rf"|\s?/\s(?P<month4>1[0-2])|\s/(?P<month5>1[0-2]))|(?P<month2>0?[1-9]|1[0-2])\s?[-/]\s?(?P<year2>{YEAR}))"
    rf"(?![\w/%]|[-.,]\d)"
)
_MONTH_SHORT_YEAR = _pattern(rf"{_MONTH}\s+(?P<short>3[2-9]|[4-9]\d)(?![\w%]|[.,:]\d|\s+(?:per|million|billion))")
_MONTH_DAY = _pattern(rf"{_WEEKDAY}{_MONTH}\s*(?:the\s+)?{_DAY}(?![\w%/]|[.,:]\d|\s+(?:million|billion|per))")
_DAY_MONTH = _pattern(rf"{_WEEKDAY}(?:the\s+)?{_DAY}(?:\s+of\s+|\s*-?\s*){_MONTH}(?![\w])")
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
_OF_YEAR = (
    rf"(?:\s*[,/]?\s*(?:of\s+)?(?:the\s+)?(?:(?P<year>{YEAR}|{YEAR_WORDS})|(?P<which>this|last|next|the"
    rf"\s+current|the\s+previous)\s+year))"
)
_QUARTER = _pattern(
    rf"(?:(?:the\s+)?(?P<ordinal>first|1st|second|2nd|third|3rd|fourth|4th|final|last)[\s-]+quarter|q"
    rf"(?P<number>[1-4])){_OF_YEAR}?(?!\w)"
)
_YEAR_QUARTER = _pattern(rf"(?P<year>{YEAR})[\s-]?q(?P<number>[1-4])(?!\w)")
_HALF = _pattern(rf"(?:(?:the\s+)?(?P<ordinal>first|1st|second|2nd)\s+half\s+of|h(?P<number>[12])){_OF_YEAR}(?!\w)")
_SEASON = _pattern(rf"(?P<season>spring|summer|autumn|fall|winter)(?:\s*,|\s+of)?\s+{_ERA_YEAR}{_END}")
_YEAR_SEASON = _pattern(rf"{_ERA_YEAR}\s+(?P<season>spring|summer|autumn|fall|winter)(?!\w)")
_FISCAL = re.compile(
    rf"\b(?:FY|fiscal\s+(?:year\s+)?|financial\s+year\s+)\s?(?P<year>{YEAR}|\d\d)(?:[/–-](?P<to>\d\d|{YEAR}))?(?!\w)"
)
_DECADE = _pattern(r"(?:the\s+)?(?:(?P<century>1\d|20)?(?P<tens>\d)0'?s|'(?P<short>\d)0s)(?!\w)")
_DECADE_WORD = _pattern(
    r"the\s+(?:(?P<nineteen>nineteen)[\s-])?(?P<word>twenties|thirties|forties|fifties|sixties|seventies"
    r"|eighties|nineties)(?!\w)"
)
_CENTURY = _pattern(r"(?:the\s+)?(?P<number>[12]?\d)(?:st|nd|rd|th)[\s-]century(?!\w)")
_DECADE_NAMES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_SHORT_YEAR_ALONE = re.compile(r"(?<=\s)'(?P<short>\d\d)(?![\w'])")

_MAY_NAME_DATE = re.compile(
    rf"\d|\b(?:{'|'.join(MONTHS)})\b|quarter|\bhalf of|\b(?:twenties|thirties|forties|fifties|sixties|seventies"
    rf"|eighties|nineties)\b"
    r"|\b(?:spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
Build = Callable[[re.Match[str], Anchor], tuple[Moment | None, str, bool] | None]


def _year_of(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("short"):
        return _century_for(int(groups["short"]))
    written = groups.get("year") or groups.get("year2")
    if written is None:
        return None
    if written.isdigit():
        return int(written) if len(written) > 2 else _century_for(int(written))
    return spelled_year(written)


def _century_for(two_digits: int) -> int:
    """'24 is 2024 and '82 is 1982: two-digit years lie between 1950 and 2049."""
    return two_digits + (2000 if two_digits < 50 else 1900)


def _month_number(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.casefold()]


def _full_day(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    number, of_year = day_number(match.group("day")), _year_of(match)
    if number is None or of_year is None:
        return None
    return _named(calendar.day(of_year, _month_number(match.group("month")), number))


def _named(moment: Moment | None) -> tuple[Moment | None, str, bool] | None:
    return None if moment is None else (moment, moment.edtf, False)


def _numeric_day(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    """Day first, as policy texts write it, unless only the other order is a date."""
    first, second, of_year = int(match.group("first")), int(match.group("second")), _year_of(match)
    if of_year is None:
        return None
    return _named(calendar.day(of_year, second, first) or calendar.day(of_year, first, second))


def _month_of_year(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    of_year = _year_of(match)
    written = next((text for name, text in match.groupdict().items() if name.startswith("month") and text), "1")
    return None if of_year is None else _named(calendar.month(of_year, _month_number(written)))


def _day_without_year(match: re.Match[str], anchor: Anchor) -> tuple[Moment | None, str, bool] | None:
    number, of_month = day_number(match.group("day")), _month_number(match.group("month"))
    if number is None or calendar.day(2000, of_month, number) is None:
        return None
    of_year = year_for(anchor, of_month, number)
    moment = None if of_year is None else calendar.day(of_year, of_month, number)
    return moment, f"XXXX-{of_month:02d}-{number:02d}" if moment is None else moment.edtf, True


def _which_year(match: re.Match[str], anchor: Anchor) -> int | None:
    of_year = _year_of(match)
    if of_year is not None:
        return of_year
    current = this_year(anchor)
    if current is None:
        return None
    which = (match.groupdict().get("which") or "").casefold()
    return current.earliest.year + {"last": -1, "the previous": -1, "next": 1}.get(" ".join(which.split()), 0)


def _quarter(match: re.Match[str], anchor: Anchor) -> tuple[Moment | None, str, bool] | None:
    number = int(match.group("number") or 0) or _ORDINALS[match.groupdict()["ordinal"].casefold()]
    of_year = _which_year(match, anchor)
    return (None, f"XXXX-{32 + number}", True) if of_year is None else _named(calendar.quarter(of_year, number))


def _half(match: re.Match[str], anchor: Anchor) -> tuple[Moment | None, str, bool] | None:
    number = int(match.group("number") or 0) or _ORDINALS[match.group("ordinal").casefold()]
    of_year = _which_year(match, anchor)
    return None if of_year is None else _named(calendar.half(of_year, number))


def _season(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    of_year = _year_of(match)
    return None if of_year is None else _named(calendar.season(of_year, match.group("season").casefold()))


def _fiscal(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    of_year = _year_of(match)
    if of_year is None:
        return None
    if match.group("to") is None:
        return _named(calendar.year(of_year))
    last = calendar.year(of_year + 1)
    first = calendar.year(of_year)
    return Moment(f"{first.edtf}/{last.edtf}", first.earliest, last.latest, "year"), f"{first.edtf}/{last.edtf}", False


def _decade(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    tens = match.group("tens") or match.group("short")
    century = int(match.group("century") or (19 if int(tens) >= 3 else 20)) * 100
    if match.group("century") is None and match.group("short") is None and "the" not in match.group().casefold():
        return None
    return _named(calendar.decade(century + int(tens) * 10))


def _decade_word(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    tens = _DECADE_NAMES.index(match.group("word").casefold()) + 2
    return _named(calendar.decade(1900 + tens * 10))


def _century(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    number = int(match.group("number"))
    return _named(calendar.century(number)) if 1 <= number <= 21 else None


def _short_year(match: re.Match[str], _: Anchor) -> tuple[Moment | None, str, bool] | None:
    return _named(calendar.year(_century_for(int(match.group("short")))))


_READERS: tuple[tuple[re.Pattern[str], Build], ...] = (
    (_MONTH_DAY_YEAR, _full_day),
    (_DAY_MONTH_YEAR, _full_day),
    (_ISO, _full_day),
    (_NUMERIC, _numeric_day),
    (_MONTH_YEAR, _month_of_year),
    (_YEAR_MONTH, _month_of_year),
    (_NUMERIC_MONTH, _month_of_year),
    (_MONTH_SHORT_YEAR, _month_of_year),
    (_MONTH_DAY, _day_without_year),
    (_DAY_MONTH, _day_without_year),
    (_QUARTER, _quarter),
    (_YEAR_QUARTER, _quarter),
    (_HALF, _half),
    (_SEASON, _season),
    (_YEAR_SEASON, _season),
    (_FISCAL, _fiscal),
    (_DECADE, _decade),
    (_DECADE_WORD, _decade_word),
    (_CENTURY, _century),
    (_SHORT_YEAR_ALONE, _short_year),
)


def explicit_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Every reading of folded `text` as an explicit date; readings may overlap."""
    if not _MAY_NAME_DATE.search(text):
        return
    for pattern, build in _READERS:
        for match in pattern.finditer(text):
            built = build(match, anchor)
            if built is not None:
                moment, edtf, lacks_year = built
                yield Atom(match.start(), match.end(), moment, edtf, lacks_year=lacks_year)


def impossible_days(text: str) -> Iterator[tuple[int, int]]:
    """Where folded `text` writes a day that no calendar has: "31 February", "2023-13-45"."""
    if HAS_DIGIT.search(text) is None:
        return
    yield from (match.span() for match in _NO_ISO.finditer(text))
    for match in _NUMERIC.finditer(text):
        if len(match.group("year")) == 4 and _numeric_day(match, Anchor()) is None:
            yield match.span()
    for pattern in (_MONTH_DAY_YEAR, _DAY_MONTH_YEAR, _ISO, _MONTH_DAY, _DAY_MONTH):
        for match in pattern.finditer(text):
            number = day_number(match.group("day"))
            of_year = _year_of(match) if "year" in match.groupdict() else 2000
            if (
                number is not None
                and calendar.day(of_year or 2000, _month_number(match.group("month")), number) is None
            ):
                yield match.start(), match.end()
