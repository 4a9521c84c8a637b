"""Where numerals stand in a text: digits, number words, fractions, with their magnitudes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from briefqa.facts.figures.numerals import (
    COLLECTIVES,
    DENOMINATORS,
    MAGNITUDES,
    SHORT_MAGNITUDES,
    TENS,
    UNAMBIGUOUS_SHORT,
    UNITS,
    VULGAR,
    Numeral,
    parse_digits,
    parse_words,
)

_NUMBER_WORD = "|".join(sorted((*UNITS, *TENS, *MAGNITUDES), key=len, reverse=True))
_CARDINAL = "|".join(sorted((*UNITS, *TENS), key=len, reverse=True))
_MAGNITUDE = "|".join(MAGNITUDES)
_DENOMINATOR = "|".join(sorted(DENOMINATORS, key=len, reverse=True))
_SHORT = "|".join(sorted(SHORT_MAGNITUDES, key=len, reverse=True))

DIGITS = re.compile(r"(?:(?<![\w.,])|(?<=\b[A-Z]{3}))\d+(?:[.,]\d+)*(?:[eE][+-]?\d{1,2}(?!\w))?|(?<![\w])\.\d+")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_SPACE_GROUPS = re.compile(r"\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)(?:[.,]\d{1,2})?(?!\d|[.,]\d)")
_WORDS = re.compile(
    rf"\b(?:a\s+(?=(?:{_MAGNITUDE})\b))?(?:{_NUMBER_WORD})(?:(?:\s+|-|\s+and\s+)(?:{_NUMBER_WORD}))*\b", re.IGNORECASE
)
_SLASHED = re.compile(r"(?:(\d{1,3}) )?(\d{1,3})/(\d{1,4})(?![\w/])")
_WORD_FRACTION = re.compile(
    rf"\b(a|an|one|{_CARDINAL})(?:\s+|-)({_DENOMINATOR})(s?)\b(?!-)|\bhalf(?=\s+(?:of|an?|the|its|their|his|her"
    rf"|all|that|"
    rf"this|these|those|as|percent|per cent|to|or|\d)|\s*(?:[.,;]|$))",
    re.IGNORECASE,
)
_IN_EVERY = re.compile(
    rf"\b(one|two|three|four|five|six|seven|eight|nine|\d{{1,3}})\s+(?:in|out of)\s+(?:every\s+)?({_CARDINAL}"
    rf"|\d{{1,4}})\b"
    r"(?!\s*(?:years?|months?|days?|%|\d))",
    re.IGNORECASE,
)
_OF_THEM_IN = re.compile(
    rf"\b(one)\s+[a-z]+\s+in\s+(?:every\s+)?({_CARDINAL})\b(?!\s*(?:years?|months?|days?|%|\d))"
    r"(?!\s+(?!(?:is|was|has|does|now|thus)\b)[a-z]+s\b)",
    re.IGNORECASE,
)
"""A share with what it is of in the middle: "one university in three", not "one plant in three countries"."""
_AND_A_HALF = re.compile(r"[\s-]+and[\s-]+(a[\s-]+half|a[\s-]+quarter|three[\s-]+quarters)\b", re.IGNORECASE)
_TIMES_MAGNITUDE = re.compile(rf"(?:\s*|-)({_MAGNITUDE})\b(?!s)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_TIMES_SHORT = re.compile(rf"\s?({_SHORT})(?:\.(?=\s?[€$£¥₩]))?(?![\w/])(?!\.\w)", re.IGNORECASE)
_COUNTED_MILLIONS = re.compile(
    r"[mM]\s+(?!(?:high|long|wide|deep|tall|apart|away|above|below|of|from|in|at|and|or|to)\b)(?:[a-z-]+\s+)?[a-z-]*[a-z]{2}s?\b"
)
_COLLECTIVE = re.compile(
    rf"\b(?:a|an|half\s+a|\w+)\s+(dozen|score(?=\s+of)|couple(?=\s+of\b(?!\s+(?:{_MAGNITUDE})\b)))\b", re.IGNORECASE
)


def numeral_at(text: str, start: int, *, money: bool = False) -> Numeral | None:
    """The numeral that begins at `start` of folded `text`, magnitude included, or None.

    With `money` the one-letter magnitudes count ("$3m", "€800bn"); without, only those that cannot be a
    unit of measure.
    """
    found = (
        _fraction_at(text, start) or _collective_at(text, start) or _words_at(text, start) or _digits_at(text, start)
    )
    if found is None:
        return None
    return _with_magnitude(text, found, money)


def _digits_at(text: str, start: int) -> Numeral | None:
    match = DIGITS.match(text, start)
    if match is None:
        return _vulgar_at(text, start, Decimal(0))
    if _ORDINAL.match(text, match.end()):
        return None
    spaced = _SPACE_GROUPS.match(text, start)
    digits, end = match.group(), match.end()
    if spaced is not None and match.group().isdigit() and not text[max(0, start - 2) : start].strip().isdigit():
        digits, end = re.sub("[ ']", "", spaced.group()), spaced.end()
    parsed = parse_digits(digits if digits[0] != "." else f"0{digits}")
    if parsed is None:
        return None
    whole = Numeral(*parsed, start, end, has_separator="," in digits or end != match.end())
    return _vulgar_at(text, end, whole.value, start) or whole


def _vulgar_at(text: str, start: int, whole: Decimal, begin: int | None = None) -> Numeral | None:
    if text[start : start + 1] not in VULGAR or not text[start : start + 1]:
        return None
    top, bottom = VULGAR[text[start]]
    value = whole + Decimal(top) / Decimal(bottom)
    return Numeral(value, Decimal("0.01"), start if begin is None else begin, start + 1, is_fraction=whole == 0)


def _words_at(text: str, start: int) -> Numeral | None:
    match = _WORDS.match(text, start)
    if match is None or text[start - 1 : start] == "-":
        return None
    surface = match.group()
    while surface:
        words = re.split(r"[\s-]+", surface.casefold())
        bare = words[0] in MAGNITUDES
        words = words[1:] if words[0] == "a" else words
        value = None if bare else parse_words(words)
        if value is not None and words[-1] != "and":
            power = MAGNITUDES.get(words[-1], 0) if len(words) > 1 else 0
            has_magnitude = any(word in MAGNITUDES for word in words)
            end = start + len(surface)
            return Numeral(value, Decimal(1), start, end, True, has_magnitude=has_magnitude, power=power)
        surface = re.sub(r"(?:[\s-]+)?[^\s-]+$", "", surface)
    return None


def _fraction_at(text: str, start: int) -> Numeral | None:
    slashed = _SLASHED.match(text, start)
    if slashed is not None and int(slashed.group(3)) > 0 and int(slashed.group(2)) < int(slashed.group(3)) <= 100:
        value = Decimal(int(slashed.group(1) or 0)) + Decimal(int(slashed.group(2))) / Decimal(int(slashed.group(3)))
        return Numeral(value, Decimal("0.01"), start, slashed.end(), is_fraction=slashed.group(1) is None)
    every = _IN_EVERY.match(text, start) or _OF_THEM_IN.match(text, start)
    if every is not None:
        top, bottom = (_small_number(every.group(number)) for number in (1, 2))
        if bottom and 0 < top < bottom and not _YEAR.fullmatch(every.group(2)):  # "and 56 in 2024"
            return Numeral(top / bottom, Decimal("0.01"), start, every.end(), True, is_fraction=True)
    match = _WORD_FRACTION.match(text, start)
    if match is None or text[start - 1 : start] == "-":
        return None
    return _word_fraction(text, match)


def _small_number(written: str) -> Decimal:
    return Decimal(written) if written.isdigit() else parse_words([written.casefold()]) or Decimal(0)


def _word_fraction(text: str, match: re.Match[str]) -> Numeral | None:
    if match.group(2) is None:
        if re.search(r"(?:first|second|other|better|latter)\s+$", text[: match.start()], re.IGNORECASE):
            return None
        return Numeral(Decimal("0.5"), Decimal("0.01"), match.start(), match.end(), True, is_fraction=True)
    top = match.group(1).casefold()
    number = Decimal(1) if top in ("a", "an") else _small_number(top)
    bottom = match.group(2).casefold()
    hyphenated = "-" in match.group()
    follows = text[match.end() :].lstrip()
    plural = bool(match.group(3)) or bottom == "halves"
    divides = re.match(rf"(?:of|or|more|less|{_MAGNITUDE})\b|[.,;]|$", follows)
    clear = hyphenated or plural or divides or re.match(r"(?:to|the|a)\b", follows)
    if not clear or (top in ("a", "an") and not divides):
        return None
    if (number == 1) == plural or number >= DENOMINATORS[bottom]:
        return None
    value = number / Decimal(DENOMINATORS[bottom])
    return Numeral(value, Decimal("0.01"), match.start(), match.end(), True, is_fraction=True)


def _collective_at(text: str, start: int) -> Numeral | None:
    match = _COLLECTIVE.match(text, start)
    if match is None:
        return None
    first = match.group().casefold().split()
    factor = Decimal("0.5") if first[0] == "half" else Decimal(1) if first[0] in ("a", "an") else None
    if factor is None:
        factor = Decimal(first[0]) if first[0].isdigit() else parse_words([first[0]])
    if factor is None:
        return None
    value = factor * COLLECTIVES[match.group(1).casefold()]
    return Numeral(value, Decimal(1), start, match.end(), True)


def _with_magnitude(text: str, found: Numeral, money: bool) -> Numeral:
    half = _AND_A_HALF.match(text, found.end)
    if half is not None and not found.is_fraction:
        part = {"a half": "0.5", "a quarter": "0.25"}.get(
            " ".join(half.group(1).casefold().replace("-", " ").split()), "0.75"
        )
        found = replace(found, value=found.value + Decimal(part), step=Decimal("0.1"), end=half.end())
    if found.is_fraction:
        scale = re.compile(rf"\s+(?:(?:of\s+)?an?\s+)?({_MAGNITUDE}|dozen)\b", re.IGNORECASE).match(text, found.end)
        if scale is None:
            return found
        word = scale.group(1).casefold()
        factor = Decimal(12) if word == "dozen" else Decimal(10) ** MAGNITUDES[word]
        return replace(
            found, value=found.value * factor, step=factor / 10, end=scale.end(), is_fraction=False, has_magnitude=True
        )
    while (match := _TIMES_MAGNITUDE.match(text, found.end)) is not None:
        found = _scaled(found, MAGNITUDES[match.group(1).casefold()], match.end())
    if not found.has_magnitude and not found.in_words:
        short = _TIMES_SHORT.match(text, found.end)
        broken = found.value != found.value.to_integral_value()
        glued = short is not None and (short.group() == "k" or (broken and short.group() in ("M", "B")))
        glued = glued or (short is not None and _COUNTED_MILLIONS.match(text, found.end) is not None)
        if short is not None and (money or glued or short.group(1).casefold() in UNAMBIGUOUS_SHORT):
            found = _scaled(found, SHORT_MAGNITUDES[short.group(1).casefold()], short.end())
    return found


def _scaled(found: Numeral, power: int, end: int) -> Numeral:
    factor = Decimal(10) ** power
    value, step = found.value * factor, found.step * factor
    return replace(found, value=value, step=step, end=end, has_magnitude=True, power=found.power + power)
