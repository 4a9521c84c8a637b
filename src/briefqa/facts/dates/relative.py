"""Relative dates: "last year", "three years later", "two days after the vote", resolved against an anchor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from briefqa.facts.dates import calendar
from briefqa.facts.dates.atoms import Atom
from briefqa.facts.dates.calendar import Moment
from briefqa.facts.dates.context import Anchor
from briefqa.facts.figures.scanning import numeral_at
from briefqa.facts.text import MONTHS, WEEKDAYS

_UNIT = r"(?P<unit>day|week|month|quarter|year|decade)"
_NUMBER = (
    r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty"
    r"|thirty|forty|fifty)"
)
_SPAN = rf"{_NUMBER}[\s-]+(?:full\s+|more\s+)?{_UNIT}s?"
_AGO = re.compile(rf"\b{_SPAN}\s+(?:ago|earlier than now)\b", re.IGNORECASE)
_LATER = re.compile(rf"\b{_SPAN}\s+(?P<way>later|earlier|afterwards?|after that|before that)\b", re.IGNORECASE)
_FROM_EVENT = re.compile(
    rf"\b{_SPAN}\s+(?P<way>after|before|following|prior to)\s+(?P<event>(?:the|his|her|its|their|a|an)?"
    rf"\s*[\w'’ -]{{3,60}}?)(?=[,.;:)]|$)",
    re.IGNORECASE,
)
_IN_SPAN = re.compile(
    rf"\b(?:in|within)\s+{_SPAN}(?:'s?\s+time|\s+from\s+now)\b|\b{_NUMBER.replace('number', 'number2')}"
    rf"\s+{_UNIT.replace('unit', 'unit2')}s?\s+from\s+now\b",
    re.IGNORECASE,
)
_PAST_SPAN = re.compile(
    rf"\b(?:the\s+)?(?P<which>past|last|next|coming|previous)\s+(?P<number>\d{{1,3}}|two|three|four|five|six"
    rf"|seven|eight|nine|ten|"
    rf"eleven|twelve|fifteen|twenty|thirty|forty|fifty)\s+{_UNIT}s\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"\b(?P<which>this|last|next|the\s+previous|the\s+past|the\s+following|the\s+same|that|the\s+coming|the"
    rf"\s+next|the\s+last|(?:the\s+)?current|past|"
    rf"earlier\s+this|later\s+this|(?:earlier|later)\s+in\s+the|(?:rest|remainder|end|beginning|start|middle)\s+of\s+the)"
    rf"\s+(?:calendar\s+)?{_UNIT}\b(?!\s*['’]s?\s)(?!-)(?!\s+\d)",
    re.IGNORECASE,
)
_NAMES = [name for name in (*MONTHS, *WEEKDAYS) if len(name) > 3 or name == "may"]
_NAMED = re.compile(
    rf"\b(?:(?P<which>last|next|this|this\s+past|past|the\s+following|the\s+previous)\s+"
    rf"(?P<name>{'|'.join(_NAMES)}|spring|summer|autumn|fall|winter)"
    rf"|(?P<name2>{'|'.join(MONTHS)}|spring|summer|autumn)\s+(?:of\s+)?(?P<which2>this|last|next)\s+year)\b",
    re.IGNORECASE,
)
_PLAIN_DAY = re.compile(
    r"\b(?P<word>(?:the\s+day\s+before\s+)?yesterday|(?:the\s+day\s+after\s+)?tomorrow|(?:earlier\s+|later"
    r"\s+)?today)\b",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:a|the)\s+year\s+(?P<way>earlier|before|previously|previous|ago|after|later)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"\b(?:on\s+)?(?P<name>{'|'.join(name.capitalize() for name in WEEKDAYS if len(name) > 5)})\b")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}

Built = tuple[Moment | None, str]


def _unresolved(unit: str) -> str:
    return {"day": "XXXX-XX-XX", "week": "XXXX-XX-XX", "month": "XXXX-XX"}.get(unit, "XXXX")


def _number(written: str) -> int:
    if written.casefold() in ("a", "an"):
        return 1
    numeral = numeral_at(written, 0)
    return 1 if numeral is None else int(numeral.value)


def _moved(start: date, number: int, unit: str) -> Moment | None:
    """The moment `number` units after `start`, as precise as the unit."""
    unit = unit.casefold()
    years = {"year": number, "decade": 10 * number}.get(unit, 0)
    months = {"month": number, "quarter": 3 * number}.get(unit, 0)
    when = calendar.shifted(start, years=years, months=months, days={"day": number, "week": 7 * number}.get(unit, 0))
    return None if when is None else _as_precise(when, unit)


def _as_precise(when: date, unit: str) -> Moment:
    if unit in ("year", "decade"):
        return calendar.year(when.year)
    if unit == "quarter":
        return calendar.quarter(when.year, (when.month + 2) // 3)
    if unit == "month":
        return calendar.month(when.year, when.month)
    return calendar.day_of(when)


def _ago(match: re.Match[str], anchor: Anchor) -> Built:
    moment = None if anchor.now is None else _moved(anchor.now, -_number(match.group("number")), match.group("unit"))
    return moment, _unresolved(match.group("unit"))


def _later(match: re.Match[str], anchor: Anchor) -> Built:
    sign = 1 if match.group("way").casefold().startswith(("later", "after")) else -1
    story = anchor.story
    if story is None:
        return None, _unresolved(match.group("unit"))
    start = story.earliest if sign < 0 else story.latest
    if match.group("unit").casefold() in ("year", "decade", "month", "quarter"):
        start = story.earliest
    return _moved(start, sign * _number(match.group("number")), match.group("unit")), _unresolved(match.group("unit"))


def _from_event(match: re.Match[str], _: Anchor) -> Built:
    return None, _unresolved(match.group("unit"))


def _in_span(match: re.Match[str], anchor: Anchor) -> Built:
    number, unit = match.group("number") or match.group("number2"), match.group("unit") or match.group("unit2")
    return (None if anchor.now is None else _moved(anchor.now, _number(number), unit)), _unresolved(unit)


def _past_span(match: re.Match[str], anchor: Anchor) -> Built | None:
    """A stretch up to now or from now on: "the past three years"."""
    if anchor.now is None:
        return None
    sign = -1 if match.group("which").casefold() in ("past", "last", "previous") else 1
    unit = match.group("unit")
    far = _moved(anchor.now, sign * _number(match.group("number")), unit)
    here = _as_precise(anchor.now, unit.casefold())
    if far is None:
        return None
    first, last = (far, here) if sign < 0 else (here, far)
    if match.group("which").casefold() == "previous" and unit.casefold() == "year" and anchor.story is not None:
        last = calendar.year(anchor.now.year - 1)
    return Moment(f"{first.edtf}/{last.edtf}", first.earliest, last.latest, unit.casefold()), ""


def _which_offset(which: str) -> int:
    words = which.casefold().split()
    return -1 if words[-1] in ("last", "previous", "past") else 1 if words[-1] in ("next", "following", "coming") else 0


def _which(match: re.Match[str], anchor: Anchor) -> Built:
    unit, which = match.group("unit").casefold(), match.group("which").casefold()
    refers_back = which.split()[-1] in ("following", "same", "that", "previous", "the")
    start = anchor.story.earliest if refers_back and anchor.story is not None else anchor.now
    if start is None:
        return None, _unresolved(unit)
    offset = _which_offset(which)
    if unit == "week":
        return calendar.week_of(start + timedelta(days=7 * offset)), "XXXX-XX-XX"
    if unit == "decade":
        return calendar.decade(max((start.year // 10 + offset) * 10, 10)), "XXXX"
    return _part_of(_moved(start, offset, unit), which), _unresolved(unit)


def _part_of(moment: Moment | None, which: str) -> Moment | None:
    """The last third of a period for its end, the first for its beginning."""
    if moment is None or which.split()[0] not in ("end", "beginning", "start"):
        return moment
    third = timedelta(days=(moment.latest - moment.earliest).days // 3)
    if which.startswith("end"):
        return replace(moment, earliest=moment.latest - third)
    return replace(moment, latest=moment.earliest + third)


def _named(match: re.Match[str], anchor: Anchor) -> Built | None:
    name = (match.group("name") or match.group("name2")).casefold()
    which = (match.group("which") or match.group("which2")).casefold()
    if name in ("may", "march", "fall") and which == "this" and (match.group("name") or "").islower():
        return None
    now = anchor.now
    if now is None:
        return None, f"XXXX-{MONTHS[name]:02d}" if name in MONTHS else "XXXX"
    offset = _which_offset(which)
    if name in WEEKDAYS and not match.group("name2"):
        return calendar.day_of(_weekday(now, WEEKDAYS[name], offset)), "XXXX-XX-XX"
    if name in MONTHS:
        of_year = now.year + offset if match.group("name2") else _year_of_month(now, MONTHS[name], offset)
        return calendar.month(of_year, MONTHS[name]), f"XXXX-{MONTHS[name]:02d}"
    return calendar.season(now.year + offset, name), "XXXX"


def _year_of_month(now: date, number: int, offset: int) -> int:
    if offset < 0:
        return now.year if number < now.month else now.year - 1
    return now.year + (offset > 0 and number <= now.month)


def _weekday(now: date, number: int, offset: int) -> date:
    if offset == 0:
        return now + timedelta(days=number - now.weekday())
    days = (number - now.weekday()) % 7 or 7
    return now + timedelta(days=days if offset > 0 else days - 7 if days != 7 else -7)


def _plain_day(match: re.Match[str], anchor: Anchor) -> Built:
    word = " ".join(match.group("word").casefold().split()).removeprefix("earlier ").removeprefix("later ")
    exact = anchor.published is None or anchor.published.precision == "day"
    now = anchor.now if exact else None
    return (None if now is None else calendar.day_of(now + timedelta(days=_DAYS[word]))), "XXXX-XX-XX"


def _year_before(match: re.Match[str], anchor: Anchor) -> Built:
    way = match.group("way").casefold()
    start = anchor.now if way == "ago" else (anchor.story.earliest if anchor.story is not None else anchor.now)
    return (None if start is None else _moved(start, 1 if way in ("after", "later") else -1, "year")), "XXXX"


def _weekday_alone(match: re.Match[str], anchor: Anchor) -> Built:
    """A weekday in a report is the latest one not after the day of the report."""
    now, published = anchor.now, anchor.published
    if now is None or (published is not None and published.precision != "day"):
        return None, "XXXX-XX-XX"
    return calendar.day_of(now - timedelta(days=(now.weekday() - WEEKDAYS[match.group("name").casefold()]) % 7)), ""


_MAY_BE_RELATIVE = re.compile(
    r"\b(?:days?|weeks?|months?|quarters?|years?|decades?|today|yesterday|tomorrow|last|next|past|this|following"
    r"|previous)\b|day\b",
    re.IGNORECASE,
)
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Anchor], Built | None]], ...] = (
    (_FROM_EVENT, _from_event),
    (_AGO, _ago),
    (_LATER, _later),
    (_PAST_SPAN, _past_span),
    (_IN_SPAN, _in_span),
    (_NAMED, _named),
    (_YEAR_BEFORE, _year_before),
    (_WHICH, _which),
    (_PLAIN_DAY, _plain_day),
    (_WEEKDAY, _weekday_alone),
)


def relative_atoms(text: str, anchor: Anchor) -> Iterator[Atom]:
    """Every relative date of folded `text`; one that the anchor cannot resolve has no moment."""
    if not _MAY_BE_RELATIVE.search(text):
        return
    for pattern, build in _READERS:
        for match in pattern.finditer(text):
            built = build(match, anchor)
            if built is None:
                continue
            moment, edtf = built
            yield Atom(match.start(), match.end(), moment, edtf if moment is None else moment.edtf, relative=True)
