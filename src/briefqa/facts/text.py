"""Folding of source text and general English word lists, shared by names, figures and dates."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources

_PLAIN = {
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u202f": " ",
    "\u3000": " ",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "–",
    "\u201c": '"',
    "\u201d": '"',
    "\u066a": "%",
    "\u066b": ".",
    "\u066c": ",",
}
_BIDIRECTIONAL = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
"""Day names to 0 (Monday) .. 6 (Sunday)."""


@cache
def words(name: str) -> frozenset[str]:
    """The list of general English words `name` of `data/english.json`; KeyError for an unknown list."""
    content = resources.files("briefqa.facts").joinpath("data/english.json").read_text(encoding="utf-8")
    return frozenset(json.loads(content)[name].split())


STOPWORDS = words("stopwords")
"""Closed-class words and discourse openers."""

HAS_DIGIT = re.compile(r"\d")


@cache
def _fold_table() -> dict[int, str]:
    table = {ord(source): target for source, target in _PLAIN.items()}
    table.update({ord(mark): " " for mark in _BIDIRECTIONAL})
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0)
    table[0xFFE1], table[0xFFE5] = "£", "¥"
    table[0xFFE6] = "₩"
    for code in range(0x0660, 0x10000):
        digit = unicodedata.digit(chr(code), None) if unicodedata.category(chr(code)) == "Nd" else None
        if digit is not None:
            table[code] = str(digit)
    return table


def fold(text: str) -> str:
    """`text` with digits, spaces, dashes, quotes and full-width forms made plain, one code point for each.

    The result has the same length, so that every offset holds in both.
    """
    return text.translate(_fold_table())


@cache
def common_words() -> frozenset[str]:
    """Ordinary lower-case English words, so that none of them is mistaken for a misspelt name.

    The list holds the lower-case words that at least three articles of the SQuAD 2.0 training set use.
    """
    content = resources.files("briefqa.facts").joinpath("data/common_words.txt").read_text(encoding="utf-8")
    return frozenset(content.split())


def is_common(word: str) -> bool:
    """Whether `word` is an ordinary English word in any inflection that the list knows."""
    lowered = word.casefold()
    words = common_words()
    if lowered in words or lowered in STOPWORDS:
        return True
    if lowered.endswith("s") and lowered[:-1] in words:
        return True
    return "-" in lowered and all(part in words for part in lowered.split("-") if part)


def strip_possessive(word: str) -> str:
    """`word` without a closing 's or s'."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word.rstrip("'’")
