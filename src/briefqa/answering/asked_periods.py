"""Periods that questions name in other forms than tables: "fiscal 2026" and FY26, "first quarter" and Q1."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ORDINALS = {"first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4"}
_NAMES = ("first", "second", "third", "fourth")
_YEAR = r"(?:19|20|21)\d\d"
_FISCAL = re.compile(
    rf"\b(?:FY\s?|(?:fiscal|financial)\s+(?:year\s+)?)['’]?(?P<year>{_YEAR}|\d\d)"
    r"(?P<to>[-–/]\d\d)?(?![\w%]|[-–/.,]\d)",
    re.IGNORECASE,
)
_CALENDAR = re.compile(rf"(?<![\w$€£.,/–-])(?P<year>{_YEAR})(?![\w%]|[-–/.,]\d)")
_OF_YEAR = rf"(?=\s+(?:of\s+)?(?:{_YEAR}|the\s+year|FY|fiscal|financial))"
_QUARTER = re.compile(
    rf"\bQ(?P<number>[1-4])\b|\b(?P<before>[1-4])Q(?=\d|\b)|\b(?P<ordinal>{'|'.join(_ORDINALS)})[\s-]quarter\b|"
    rf"\b(?P<end>(?:last|final)\squarter|(?:first|last)\s(?:three|3)\smonths){_OF_YEAR}",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"\bH(?P<number>[12])\b|\b(?P<before>[12])H(?=\d|\b)|\b(?P<ordinal>first|1st|second|2nd)\shalf{_OF_YEAR}|"
    rf"\b(?P<end>last\shalf|(?:first|last)\s(?:six|6)\smonths){_OF_YEAR}",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"\b(?P<which>first|last)\s(?:(?P<three>three|3)|six|6)\smonths{_OF_YEAR}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """A period in a question: where it stands, what a person calls it, and the `forms` that documents give it."""

    start: int
    end: int
    surface: str
    forms: tuple[str, ...]


def periods_asked(text: str) -> tuple[AskedPeriod, ...]:
    """The periods of a question that have several forms, in order, none overlapping another."""
    found = [_fiscal(match) for match in _FISCAL.finditer(text)]
    found += [_year(match, match["year"]) for match in _CALENDAR.finditer(text)]
    found += [_part(match, "Q", "quarter", "three months") for match in _QUARTER.finditer(text)]
    found += [_part(match, "H", "half", "six months") for match in _HALF.finditer(text)]
    found.sort(key=lambda period: (period.start, -period.end))
    apart: list[AskedPeriod] = []
    for period in found:
        if not apart or period.start >= apart[-1].end:
            apart.append(period)
    return tuple(apart)


def name_quarters(text: str) -> str:
    """A question that counts the months of a quarter or half with its name, by which tables and the reader know it."""
    return _MONTHS.sub(lambda match: f"{match['which']} {'quarter' if match['three'] else 'half'}", text)


def parts_of_years(text: str) -> frozenset[str]:
    """The quarters and halves that a text names, as Q1 and H1."""
    return frozenset(period.forms[0] for period in periods_asked(text) if period.forms[0][0] in "QH")


def _fiscal(match: re.Match[str]) -> AskedPeriod:
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    if not match["to"]:
        return _year(match, year)
    years = f"{year}/{match['to'][1:]}"
    return AskedPeriod(*match.span(), years, (years, f"FY{years}", f"FY{years[2:]}"))


def _year(match: re.Match[str], year: str) -> AskedPeriod:
    return AskedPeriod(*match.span(), year, (year, f"FY{year}", f"FY{year[2:]}"))


def _part(match: re.Match[str], letter: str, name: str, months: str) -> AskedPeriod:
    """A quarter or half of a year; the first and the last are also named by their months."""
    last = "4" if letter == "Q" else "2"
    end = (match["end"] or "").lower()
    number = match["number"] or match["before"] or _ORDINALS.get((match["ordinal"] or end.split()[0]).lower(), last)
    forms = (f"{letter}{number}", f"{_NAMES[int(number) - 1]} {name}", f"{number}{letter}")
    ends = {"1": (f"first {months}",), last: (f"last {months}", f"last {name}")}.get(number, ())
    return AskedPeriod(*match.span(), match.group(), (*forms, *ends))
