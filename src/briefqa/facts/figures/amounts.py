"""One amount: a numeral with the currency, percent sign, measure or noun that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from briefqa.facts.figures.currencies import CurrencyMark, currency_after, currency_before
from briefqa.facts.figures.numerals import MAGNITUDES, Numeral
from briefqa.facts.figures.scanning import numeral_at
from briefqa.facts.figures.units import PERCENT, counted_noun, measure_after

DOUBTFUL_FROM = Decimal(1000)
"""The smallest amount at which a doubtful currency word ("won", "pounds") is read as money."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at `text[start:end]` in base units; `noun_end` is where a counted noun ends."""

    start: int
    end: int
    value: Decimal | None
    step: Decimal
    unit: str | None
    kind: str
    numeral: Numeral | None = None
    noun_end: int | None = None


_PER = re.compile(
    r"\s?/\s?(?P<short>kg|t|tonne|km|unit|share|litre|l|barrel|year|month|hour|MWh|kWh|head|capita)\b"
    r"|\s+(?:per|a|an|each)\s+(?P<noun>kilogram|kilo|kg|tonne|ton|metric ton|share|barrel|litre|liter|gallon"
    r"|unit|item|piece|shell|"
    r"round|person|head|capita|year|month|week|day|hour|minute|megawatt[\s-]hour|kilowatt[\s-]hour|MWh|kWh"
    r"|troy ounce|ounce|"
    r"ticket|dose|job|student|pupil|patient|permit|visa|flight|passenger|household|employee|worker|kilowatt|megawatt"
    r"|watt|trip|call|gram|vehicle|aircraft|mile|kilomet(?:re|er)|km|square met(?:re|er)|hectare|acre|annum|quarter)\b",
    re.IGNORECASE,
)
_PER_NAMES = {
    "kilogram": "kg",
    "kilo": "kg",
    "t": "tonne",
    "l": "litre",
    "liter": "litre",
    "annum": "year",
    "metric ton": "tonne",
    "kilometre": "km",
    "kilometer": "km",
    "megawatt hour": "MWh",
    "kilowatt hour": "kWh",
    "mwh": "MWh",
    "kwh": "kWh",
}
_PERCENT_OF = re.compile(r"\b(?:percentages?|per\s?cents?)\s+of\s+$", re.IGNORECASE)
_PLURAL_MAGNITUDE = re.compile(
    rf"\b(?:(?:tens|dozens|scores|hundreds|thousands)\s+of\s+)?(?:{'|'.join(f'{word}s' for word in MAGNITUDES)}"
    rf"|dozens|scores|tens)\b",
    re.IGNORECASE,
)
_SPACED_SHORT = re.compile(r"\s[MBk](?=[€$£])")
_FEW = re.compile(r"\b(?:several|(?:a|some|the\s+(?:last|past)|another)\s+few|a\s+couple\s+of|many)\s+$", re.IGNORECASE)
_BARE_MAGNITUDES = re.compile(rf"(?:{'|'.join(MAGNITUDES)})(?:\s+(?:{'|'.join(MAGNITUDES)}))*\b", re.IGNORECASE)
_SIGN_INSIDE = re.compile(r"[$€£¥₩]\s?-\s?$")
_A_PERCENT = re.compile(r"\s+(?:of\s+)?(?:an?|one)(?=\s+(?:per\s?cent|percentage))", re.IGNORECASE)
_OF_WHOLE = re.compile(
    r"\s+(?:out\s+)?of\s+(?:the|its|their|these|those|all|our|his|her)\s+(?:(?:\d[\d,]*|two|three|four|five|six"
    r"|seven|eight|"
    r"nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?)(?=\s))?",
    re.IGNORECASE,
)
_SIGN_BEFORE = re.compile(r"(?:^|(?<!-)[\s(|])(?:-|minus\s+|negative\s+)$", re.IGNORECASE)


def amount_at(text: str, start: int) -> Amount | None:
    """The amount whose numeral begins at `start` of folded `text`, or None when no numeral does."""
    if _SIGN_INSIDE.search(text, 0, start):
        return None
    before = currency_before(text, start)
    numeral = numeral_at(text, start, money=before is not None)
    if numeral is None:
        return None
    if before is not None and not (before.doubtful and not _is_large(numeral)):
        return _money(text, numeral, before)
    following = text[numeral.end : numeral.end + 1]
    short = following.isalpha() or following in "€$£" or _SPACED_SHORT.match(text, numeral.end) is not None
    if not numeral.has_magnitude and short and not numeral.in_words:
        numeral = _glued(text, start) or numeral
    after = currency_after(text, numeral.end)
    if after is not None and not (after.doubtful and not _is_large(numeral)):
        return _money(text, numeral, after)
    return _relative(text, numeral) or _counted(text, numeral)


def _is_large(numeral: Numeral) -> bool:
    return numeral.has_magnitude or numeral.value >= DOUBTFUL_FROM


def _glued(text: str, start: int) -> Numeral | None:
    """A numeral with a one-letter magnitude when a currency follows it: "3m euros"."""
    numeral = numeral_at(text, start, money=True)
    if numeral is not None and numeral.has_magnitude and currency_after(text, numeral.end) is not None:
        return numeral
    return None


def _sign_start(text: str, start: int) -> int:
    """Where the minus sign or word before `start` begins."""
    written = text[:start].rstrip()
    return len(written) - (1 if written.endswith("-") else len(written.rsplit(None, 1)[-1]))


def _money(text: str, numeral: Numeral, mark: CurrencyMark) -> Amount:
    start, end = min(numeral.start, mark.start), max(numeral.end, mark.end)
    factor = Decimal("0.01") if mark.is_minor else Decimal(1)
    value, step = numeral.value * factor, numeral.step * factor
    if mark.end <= numeral.start:
        repeated = currency_after(text, end)
        if repeated is not None and repeated.code == mark.code:
            end = repeated.end
    if _SIGN_BEFORE.search(text, 0, start):
        start, value = _sign_start(text, start), -value
    unit = mark.code
    rate = _PER.match(text, end)
    if rate is not None:
        name = " ".join((rate.group("short") or rate.group("noun")).casefold().replace("-", " ").split())
        unit, end = f"{unit}/{_PER_NAMES.get(name, name)}", rate.end()
    return Amount(start, end, value, step, unit, "money", numeral)


def _relative(text: str, numeral: Numeral) -> Amount | None:
    of_a_percent = _A_PERCENT.match(text, numeral.end) if numeral.is_fraction else None
    unit = measure_after(text, of_a_percent.end() if of_a_percent is not None else numeral.end)
    start, value = numeral.start, numeral.value
    if unit is None:
        of = _PERCENT_OF.search(text, 0, start)
        if of is not None:
            return Amount(of.start(), numeral.end, value, numeral.step, PERCENT, "percent", numeral)
        if numeral.is_fraction:
            return Amount(start, numeral.end, value * 100, numeral.step, PERCENT, "fraction", numeral)
        return None
    if numeral.is_fraction and unit.kind == "multiple":
        return None
    if _SIGN_BEFORE.search(text, 0, start) and not numeral.in_words:
        start, value = _sign_start(text, start), -value
    return Amount(start, unit.end, value * unit.factor, numeral.step * unit.factor, unit.name, unit.kind, numeral)


def _counted(text: str, numeral: Numeral) -> Amount:
    noun = counted_noun(text, numeral.end)
    whole = _OF_WHOLE.match(text, numeral.end) if noun is None else None
    shared = counted_noun(text, whole.end() if text[whole.end() - 1] != " " else whole.end() - 1) if whole else None
    if shared is not None:
        return Amount(numeral.start, numeral.end, numeral.value, numeral.step, shared[0], "count", numeral)
    sign = _SIGN_BEFORE.search(text, 0, numeral.start)
    if noun is None:
        if sign is not None and not numeral.in_words:
            start = _sign_start(text, numeral.start)
            return Amount(start, numeral.end, -numeral.value, numeral.step, None, "number", numeral)
        return Amount(numeral.start, numeral.end, numeral.value, numeral.step, None, "number", numeral)
    name, end = noun
    return Amount(numeral.start, numeral.end, numeral.value, numeral.step, name, "count", numeral, noun_end=end)


def vague_amount_at(text: str, start: int) -> Amount | None:
    """An amount without a number: "billions of dollars", "tens of thousands of troops", "several hundred tanks"."""
    few = _FEW.search(text, max(0, start - 20), start)
    bare = _BARE_MAGNITUDES.match(text, start) if few is not None else None
    if few is not None and bare is not None:
        return _vague(text, few.start(), bare.end())
    match = _PLURAL_MAGNITUDE.match(text, start)
    if match is None:
        return None
    of = re.compile(r"\s+(?:more\s+|of\s+)").match(text, match.end())
    return None if of is None else _vague(text, start, of.end() - 1)


def _vague(text: str, start: int, end: int) -> Amount | None:
    money = currency_after(text, end)
    if money is not None and not money.doubtful:
        return Amount(start, money.end, None, Decimal(1), money.code, "money")
    noun = counted_noun(text, end)
    if noun is None:
        return None
    return Amount(start, noun[1], None, Decimal(1), noun[0], "count", noun_end=noun[1])


def with_unit_of(amount: Amount, other: Amount) -> Amount:
    """`amount` with the magnitude and unit that only the other end of its range states: "$2-3 billion"."""
    scaled = amount
    mine, theirs = amount.numeral, other.numeral
    if mine is not None and theirs is not None and theirs.power and not mine.has_magnitude and mine.value < 1000:
        power = Decimal(10) ** theirs.power
        scaled = replace(scaled, value=None if scaled.value is None else scaled.value * power, step=scaled.step * power)
    if scaled.unit is None or (scaled.kind in ("count", "number") and other.kind not in ("count", "number")):
        scaled = replace(scaled, unit=other.unit, kind=other.kind)
    return scaled
