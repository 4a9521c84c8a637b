"""Times in follow-up questions: "and two years later?" and "the quarter before?" by the time of the question before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.answering.asked_periods import AskedPeriod, periods_asked

_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"(?P<count>an?|{'|'.join(_COUNTS[1:])}|\d{{1,2}})"
_SHIFT = re.compile(
    rf"(?:\b(?:in|during|for)\s+)?(?:\b(?:the|that)\s+|\b{_COUNT}\s+)(?:(?:fiscal|financial|calendar)\s+)?"
    r"(?P<unit>year|decade|quarter)s?\s+(?:(?P<after>later|after(?:wards?)?|on|thereafter)|earlier|before(?:hand)?|prior)"
    r"(?:\s+(?:that|this|then))?(?=\W*$)"
    r"|(?:\b(?:in|during|for)\s+)?\bthe\s+(?:(?P<next>next|following|subsequent)|previous|preceding|prior)\s+"
    r"(?:(?:fiscal|financial|calendar)\s+)?(?P<one>year|quarter)(?=\W*$)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?P<fiscal>\bFY\s?)|(?<![\w,./–-]))(?P<year>(?:1[5-9]|20|21)\d\d)(?:\s*(?P<dash>[-–/])\s*(?P<to>\d{4}|\d\d))?(?![\w%])"
    r"|(?P<brief>\bFY\s?)(?P<short>\d\d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:\bFY\s?|\b)(?:1[5-9]|20|21)\d\d(?:\s*[-–/]\s*(?:1[5-9]|20|21)?\d\d)?\b|\bFY\s?\d\d\b")
_BEFORE_TIME = re.compile(r"(?<!\w)(?:in|during|for|of)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Time:
    """A year, or two that make one ("2022/23"), as a question writes it.

    `digits` are those of the last year written, 0 where only two of the first are ("FY24").
    """

    start: int
    end: int
    prefix: str
    year: int
    dash: str
    digits: int

    def moved(self, years: int) -> str:
        """The time so many years on, written alike."""
        year = self.year + years
        first = str(year) if self.digits else f"{year % 100:02d}"
        return f"{self.prefix}{first}" + (f"{self.dash}{str(year + 1)[-self.digits :]}" if self.dash else "")


def times_in(text: str) -> tuple[Time, ...]:
    """The years of a text in order; a span of more than two years is one that cannot be moved, and is left out."""
    found = []
    for match in _TIME.finditer(text):
        if match["short"]:
            found.append(Time(*match.span(), match["brief"], 2000 + int(match["short"]), "", 0))
            continue
        year, to = int(match["year"]), match["to"]
        if to and int(to) != (year + 1) % (100 if len(to) == 2 else 10000):
            return ()
        found.append(Time(*match.span(), match["fiscal"] or "", year, match["dash"] or "", len(to) if to else 4))
    return tuple(found)


def place_in_time(question: str, before: str) -> str | None:
    """A follow-up with "two years later" put as a year, by the one time that the question before names.

    None where the question has no such words; `question` itself where the time before cannot be told.
    """
    shift = _SHIFT.search(question)
    if shift is None:
        return None
    times, quarters = times_in(before), _quarters(before)
    if len(times) != 1:
        return question
    sign = 1 if shift["after"] or shift["next"] else -1
    unit = (shift["unit"] or shift["one"]).lower()
    count = _number(shift["count"]) * sign
    if unit == "quarter":
        if len(quarters) != 1:
            return question
        number = int(quarters[0].forms[0][1]) - 1 + count
        new = f"Q{number % 4 + 1} {times[0].moved(number // 4)}"
    else:
        new = times[0].moved(count * 10 if unit == "decade" else count)
    return f"{question[: shift.start()]}in {new}{question[shift.end() :]}"


def swap_times(before: str, rest: str) -> tuple[str, str]:
    """A question with the times of a follow-up in the place of its own, and what the follow-up says besides."""
    new = next(iter(_quarters(rest)), None)
    if new is not None:
        old = next(iter(_quarters(before)), None)
        rest = _without(rest, new.start, new.end)
        before = _put(before, (old.start, old.end) if old else None, new.surface)
    found = _YEAR.search(rest)
    if found is not None:
        held = _YEAR.search(before)
        year = found.group()
        if held and held.group().startswith("FY") and year.isdigit():
            year = f"FY{year}"
        before = _put(before, held.span() if held else None, year)
        rest = _without(rest, *found.span())
    return before, rest


def _without(text: str, start: int, end: int) -> str:
    """A text without a time and the preposition before it."""
    return f"{_BEFORE_TIME.sub('', text[:start]).rstrip()} {text[end:].lstrip()}".strip()


def _put(text: str, place: tuple[int, int] | None, time: str) -> str:
    return f"{text[: place[0]]}{time}{text[place[1] :]}" if place else f"{text.rstrip(' ?.!')} in {time}?"


def _quarters(text: str) -> list[AskedPeriod]:
    return [period for period in periods_asked(text) if period.forms[0][0] in "QH"]


def _number(word: str | None) -> int:
    if not word or word.lower() in ("a", "an"):
        return 1
    return int(word) if word.isdigit() else _COUNTS.index(word.lower())
