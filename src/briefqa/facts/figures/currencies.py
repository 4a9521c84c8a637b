"""Currencies: symbols, ISO 4217 codes and names, before or after an amount."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from briefqa.facts.text import fold

RISKY_CODES = frozenset(
    {"ALL", "TOP", "TRY", "CUP", "PEN", "SOS", "GEL", "MAD", "LAK", "MOP", "BAM", "COP", "XXX", "XTS"}
)
"""ISO codes that headlines in capitals use as words; they count only beside a magnitude or separators."""
_HAS_CENTS = frozenset({"EUR", "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "ZAR", "JMD", "BND"})
_CENTS_LOOK_BACK = 120
_WORD_LIKE = frozenset(
    {"won", "sol", "rand", "dong", "crown", "crowns", "lev", "lei", "leu", "birr", "pound", "pounds"}
)
"""Names of currencies that are other words too; they need a magnitude or a large amount beside them."""


@dataclass(frozen=True, slots=True)
class CurrencyMark:
    """A currency written beside an amount: its ISO code, and whether the amount counts its hundredths.

    `doubtful` marks writings that could be another word.
    """

    code: str
    start: int
    end: int
    is_minor: bool = False
    doubtful: bool = False


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str], frozenset[str]]:
    import pycountry

    content = resources.files("briefqa.facts").joinpath("data/currencies.json").read_text(encoding="utf-8")
    rows = json.loads(content)
    symbols = {fold(symbol): row["code"] for row in rows for symbol in row["symbols"]}
    names = {name.casefold(): row["code"] for row in rows for name in row["names"]}
    minor = {name.casefold(): row["code"] for row in rows for name in row["minor"]}
    codes = frozenset(currency.alpha_3 for currency in pycountry.currencies)
    return symbols, names, minor, codes


def _alternatives(words: object) -> str:
    ordered = sorted((str(word) for word in words), key=lambda word: (-len(word), word))  # type: ignore[attr-defined]
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def _before() -> re.Pattern[str]:
    symbols, _, _, codes = _tables()
    return re.compile(
        rf"(?:(?<![\w$€£¥])(?P<code>{_alternatives(codes)})\s?(?P<extra>[$€£¥]?)|(?<![^\W\d_])"
        rf"(?P<symbol>{_alternatives(symbols)}))"
        r"[\s]?$"
    )


@cache
def _after() -> re.Pattern[str]:
    symbols, names, minor, codes = _tables()
    return re.compile(
        rf"(?:[\s]?(?P<symbol>{_alternatives(symbols)})(?!\w|\d)|[\s]?(?P<code>{_alternatives(codes)})(?!\w)"
        rf"|[\s-]+(?P<name>(?i:{_alternatives(names)}))(?!\w)|[\s-]*(?P<minor>(?i:{_alternatives(minor)}))(?!\w)"
        rf"|(?P<cent>¢))"
    )


def currency_before(text: str, start: int) -> CurrencyMark | None:
    """The currency that stands directly before `start` of folded `text`, or None."""
    window = max(0, start - 8)
    match = _before().search(text, window, start)
    if match is None:
        return None
    symbols, _, _, _ = _tables()
    code = match.group("code") or symbols[match.group("symbol")]
    begin = match.start()
    return CurrencyMark(code, begin, start, doubtful=match.group("code") in RISKY_CODES)


def currency_after(text: str, end: int) -> CurrencyMark | None:
    """The currency that stands directly after `end` of folded `text`, or None."""
    match = _after().match(text, end)
    if match is None:
        return None
    symbols, names, minor, _ = _tables()
    if match.group("symbol"):
        return CurrencyMark(symbols[match.group("symbol")], match.start(), match.end())
    if match.group("code"):
        return CurrencyMark(
            match.group("code"), match.start(), match.end(), doubtful=match.group("code") in RISKY_CODES
        )
    if match.group("name"):
        name = " ".join(match.group("name").casefold().split())
        return CurrencyMark(names[name], match.start(), match.end(), doubtful=name in _WORD_LIKE)
    if match.group("minor"):
        name = " ".join(match.group("minor").casefold().split())
        code = _cents_of(text[:end]) if name in ("cent", "cents") else minor[name]
        return CurrencyMark(code, match.start(), match.end(), True)
    return CurrencyMark("USD", match.start(), match.end(), True)


def _cents_of(before: str) -> str:
    """The currency whose hundredths "cents" are: the last one that the text names, or the dollar."""
    window = before[-_CENTS_LOOK_BACK:]
    named = [code for code in currencies_named(re.sub(r"(?<=[$€])(?=\d)", " ", window)) if code in _HAS_CENTS]
    return named[-1] if named else "USD"


@cache
def _anywhere() -> re.Pattern[str]:
    symbols, names, _, codes = _tables()
    return re.compile(
        rf"(?P<symbol>{_alternatives(symbols)})(?!\w)|(?<!\w)(?P<code>{_alternatives(codes - RISKY_CODES)})(?!\w)"
        rf"|(?<!\w)(?P<name>(?i:{_alternatives(set(names) - _WORD_LIKE)}))(?!\w)"
    )


def currencies_named(text: str) -> tuple[str, ...]:
    """The ISO codes of all currencies that a header or a question names, in order: "Trade Value (US$)"."""
    folded = fold(text)
    symbols, names, _, _ = _tables()
    found = []
    for match in _anywhere().finditer(folded):
        name = " ".join((match.group("name") or "").casefold().split())
        found.append(symbols.get(match.group("symbol") or "") or match.group("code") or names[name])
    return tuple(dict.fromkeys(found))


def is_currency_code(word: str) -> bool:
    """Whether `word` is an ISO 4217 code or one of the signs made of letters ("US", "Rs")."""
    symbols, _, _, codes = _tables()
    return word in codes or word in symbols or f"{word}$" in symbols
