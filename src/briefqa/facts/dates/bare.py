"""Months and years by themselves, which are dates only where the words around them say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.facts.dates import calendar
from briefqa.facts.dates.atoms import YEAR, Atom
from briefqa.facts.dates.context import Anchor, year_for
from briefqa.facts.dates.words import YEAR_WORDS, spelled_year
from briefqa.facts.figures.currencies import currency_after, currency_before
from briefqa.facts.figures.units import counted_noun, measure_after
from briefqa.facts.text import MONTHS, words

_YEAR = re.compile(
    rf"(?<![\w.,$€£¥₩#/])(?<!\d[-–])(?P<year>{YEAR})(?![\w%]|[.,]\d|/\d|\s?(?:%|million|billion|thousand|bn|mn))"
)
_YEAR_AFTER_DASH = re.compile(rf"(?<=\d[-–])(?P<year>{YEAR})(?![\w%]|[.,/]\d|\s?(?:%|million|billion|bn|mn))")
_TIME_BEFORE = re.compile(
    r"\b(?:in|since|by|from|until|till|during|after|before|between|through|throughout|of|year|years|to|and|for"
    r"|late|early|mid|"
    r"circa|around|late-|mid-|early-|end|summer|spring|winter|autumn|as of|than|versus|vs\.?|against)[\s-]+"
    r"(?:about\s+|around\s+|at least\s+|the\s+)?$",
    re.IGNORECASE,
)
_OWNER_BEFORE = re.compile(r"(?:\b(?:the|its|their|his|her|our|a|an|this|that)|'s|s')\s+(?:\w+\s+)?$", re.IGNORECASE)
_PEOPLE = words("counted_collectives")
_SPELLED = re.compile(
    rf"(?<=\bin )(?P<year>{YEAR_WORDS})(?![\w-])|(?<=\byear )(?P<year2>{YEAR_WORDS})(?![\w-])", re.IGNORECASE
)

_MONTH_NAMES = [name.capitalize() for name in MONTHS if len(name) > 3 or name == "may"]
_MONTH = re.compile(rf"(?<![\w-])(?P<month>{'|'.join(_MONTH_NAMES)})(?![\w-]|\s+\d|'s\s+[A-Z])")
_SHORT_NAMES = "|".join(name.capitalize() for name in MONTHS if len(name) <= 4 and name != "may")
_SHORT_MONTH = re.compile(
    r"(?:(?<=\bin )|(?<=\bsince )|(?<=\bthis )|(?<=\bearly )|(?<=\blate )|(?<=\bmid-)|(?<=\bmonth of ))"
    rf"(?P<month>{_SHORT_NAMES})\b(?![\w-]|\.?\s*\d)"
)
"""Abbreviated months, which are names and words too, only behind words that say when."""
_PREPOSITION = re.compile(
    r"\b(?:in|since|by|from|until|till|during|after|before|between|through|throughout|of|for|to|and|or|late"
    r"|early|mid|this|every|end)[\s-]+$",
    re.IGNORECASE,
)
_MONTH_OR_WORD = frozenset({"May", "March", "August"})
_FUTURE = re.compile(r"\b(?:will|next|upcoming|plans? to|is to|are to|due|scheduled|expected)\b", re.IGNORECASE)


def bare_years(text: str) -> Iterator[Atom]:
    """The years of folded `text`, each a four-digit number from 1000 to 2199 that counts nothing."""
    for pattern in (_YEAR, _YEAR_AFTER_DASH):
        for match in pattern.finditer(text):
            if pattern is _YEAR_AFTER_DASH or _is_year(text, match):
                yield _year_atom(match.start(), match.end(), int(match.group("year")))
    for match in _SPELLED.finditer(text):
        number = spelled_year(match.group("year") or match.group("year2"))
        if number is not None:
            yield _year_atom(match.start(), match.end(), number)


def _year_atom(start: int, end: int, number: int) -> Atom:
    moment = calendar.year(number)
    return Atom(start, end, moment, moment.edtf)


def _is_year(text: str, match: re.Match[str]) -> bool:
    start, end = match.start(), match.end()
    if currency_before(text, start) is not None or currency_after(text, end) is not None:
        return False
    told = _TIME_BEFORE.search(text, max(0, start - 24), start) is not None
    recent = match.group("year")[:2] in ("19", "20")
    if measure_after(text, end) is not None and text[end : end + 1] != "-":
        return False
    if told:
        noun = counted_noun(text, end)
        return recent or noun is None
    if not recent:
        return False
    noun = counted_noun(text, end)
    opens = not text[:start].strip()
    if noun is not None and opens and noun[0].split()[-1].casefold() in _PEOPLE:
        return False
    if noun is None or opens or _OWNER_BEFORE.search(text, max(0, start - 24), start) is not None:
        return True
    last = noun[0].split()[-1]
    return not (last.islower() and ((last.endswith("s") and not last.endswith("ss")) or last in _PEOPLE))


def bare_months(text: str, anchor: Anchor) -> Iterator[Atom]:
    """The months of folded `text` that stand without day and year."""
    for match in (*_MONTH.finditer(text), *_SHORT_MONTH.finditer(text)):
        told = _PREPOSITION.search(text, max(0, match.start() - 12), match.start()) is not None
        if not told and match.group("month") in _MONTH_OR_WORD:
            continue
        number = MONTHS[match.group("month").casefold()]
        clause = re.split(r"[.;]", text[: match.start()])[-1] + re.split(r"[.;]", text[match.end() :])[0]
        of_year = year_for(anchor, number, None, future=_FUTURE.search(clause) is not None)
        if of_year is None:
            yield Atom(match.start(), match.end(), None, f"XXXX-{number:02d}", lacks_year=True)
        else:
            moment = calendar.month(of_year, number)
            yield Atom(match.start(), match.end(), moment, moment.edtf, lacks_year=True)
