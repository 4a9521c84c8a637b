"""Units that cells take from the headers of their table: "Trade Value (US$)", "€ million", "Exports (TIVs)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from briefqa.facts.figures.currencies import currencies_named
from briefqa.facts.figures.numerals import MAGNITUDES, SHORT_MAGNITUDES
from briefqa.facts.figures.units import PERCENT, POINTS
from briefqa.facts.text import fold, words

_MAGNITUDE = re.compile(
    rf"\b(?:(?P<word>{'|'.join(MAGNITUDES)})s?|(?P<short>mn|mln|mio|bn|bln|tn|trn|m|k|b))\b|(?P<zeros>\b'?000s?\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|\bper\s?cent\b|\bpercent(?:age)?s?\b|\bshares?\b|\bproportion\b", re.IGNORECASE)
_POINTS = re.compile(r"\bpercentage points?\b|\bpp\b", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*$")
_IN_UNIT = re.compile(r"\bin\s+([^\W\d_][\w\s-]{1,30})$", re.IGNORECASE)
_PLACE = re.compile(r"\b[A-Z][a-z]+\b")  # "in the Baltic states" says where, "in TIVs" of what
_NO_UNIT = words("header_words")
_DATE_HEADER = re.compile(
    r"^\s*(?:(?:fiscal|financial|calendar)\s+)?(?:years?|dates?|months?|quarters?|periods?|time)\b"
    r"|^(?:[\w-]+\s+){0,3}(?:years?|dates?|start|beginning|end|completion|completed|opening|opened|launch(?:ed)?|since"
    r"|deadline|signature|signed|founded|established|adopted|ratified|expiry|expires|due|delivery"
    r"|entry into force|in service)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """What a header says of the numbers under it: their unit, None where it names none, and their factor."""

    unit: str | None
    factor: Decimal


def header_unit(headers: Iterable[str]) -> HeaderUnit:
    """The unit that the first of `headers` names; give them innermost first, columns before rows and caption."""
    for header in headers:
        folded = fold(header)
        found = _unit_in(folded)
        if found is not None:
            return found
    return HeaderUnit(None, Decimal(1))


def is_date_header(header: str) -> bool:
    """Whether the cells under `header` are dates."""
    return _DATE_HEADER.match(fold(header)) is not None


@lru_cache(maxsize=4096)
def _unit_in(header: str) -> HeaderUnit | None:
    currencies = currencies_named(header)
    factor = _factor(header, money=bool(currencies))
    if currencies:
        return HeaderUnit(currencies[0], factor)
    if _POINTS.search(header):
        return HeaderUnit(POINTS, Decimal(1))
    if _PERCENT.search(header):
        return HeaderUnit(PERCENT, Decimal(1))
    bracket = _BRACKET.search(header) or _IN_UNIT.search(header)
    if bracket is None:
        return None
    if bracket.re is _IN_UNIT and _PLACE.search(bracket.group(1)):
        return HeaderUnit(None, factor) if factor != 1 else None
    noun = _MAGNITUDE.sub(" ", bracket.group(1)) if factor != 1 else bracket.group(1)
    noun = " ".join(word for word in noun.split() if word.casefold() not in ("of", "in", "the"))
    if not re.search(r"[^\W\d_]", noun) or noun.casefold() in _NO_UNIT or re.search(r"\d", noun):
        return HeaderUnit(None, factor) if factor != 1 else None
    return HeaderUnit(noun, factor)


def _factor(header: str, *, money: bool) -> Decimal:
    for match in _MAGNITUDE.finditer(header):
        if match.group("word"):
            return Decimal(10) ** MAGNITUDES[match.group("word").casefold()]
        if match.group("zeros"):
            return Decimal(1000)
        short = match.group("short").casefold()
        if money or len(short) > 1:
            return Decimal(10) ** SHORT_MAGNITUDES[short]
    return Decimal(1)
