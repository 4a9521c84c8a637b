"""Hedges: the words before and after an amount that make it a bound or an approximation."""

from __future__ import annotations

import re

_BELOW = (
    "up to",
    "as much as",
    "as many as",
    "as high as",
    "at most",
    "at the most",
    "no more than",
    "not more than",
    "no fewer than",
    "no less than",
    "less than",
    "fewer than",
    "lower than",
    "under",
    "below",
    "a maximum of",
    "maximum of",
    "just under",
    "just below",
    "well under",
    "well below",
)
_ABOVE = (
    "at least",
    "at a minimum",
    "more than",
    "greater than",
    "higher than",
    "over",
    "above",
    "upwards of",
    "in excess of",
    "a minimum of",
    "minimum of",
    "no less than",
    "no fewer than",
    "not less than",
    "well over",
    "well above",
    "just over",
    "just above",
    "as few as",
    "as little as",
)
_ABOUT = (
    "about",
    "around",
    "approximately",
    "approx",
    "approx.",
    "roughly",
    "nearly",
    "almost",
    "some",
    "circa",
    "c.",
    "ca.",
    "close to",
    "an estimated",
    "estimated",
    "an estimated total of",
    "in the region of",
    "somewhere around",
    "on average",
    "an average of",
    "average of",
    "virtually",
    "~",
    "≈",
    "or so",
    "an approximate",
)
_EXACT = ("exactly", "precisely")
_AFTER_ABOVE = ("or more", "and above", "or above", "and more", "plus", "upwards", "+")
_AFTER_BELOW = ("or less", "or fewer", "or below", "at most")
_AFTER_ABOUT = ("or so", "or thereabouts", "approximately")


def _pattern(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_LOWER_BOUNDS = frozenset(_ABOVE) | frozenset(_AFTER_ABOVE)
_UPPER_BOUNDS = (frozenset(_BELOW) - {"no fewer than", "no less than"}) | frozenset(_AFTER_BELOW)
_BEFORE = re.compile(
    rf"(?<![\w-])(?:{_pattern(_BELOW + _ABOVE + _ABOUT + _EXACT)})(?:\s+(?:a|an|the|of))?,?\s*$", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?:\s+(?:{_pattern(tuple(w for w in _AFTER_ABOVE + _AFTER_BELOW + _AFTER_ABOUT if w != '+'))})\b|\+)",
    re.IGNORECASE,
)
_PLACE_NOT_HEDGE = re.compile(
    r"(?:spread|all|is|was|were|victory|power|control|concerns?|war|dispute|debate|talks?)\s+over\s*$", re.IGNORECASE
)
_OVER_A_TIME = re.compile(
    r"(?:^|[^\w\s]\s*|\b(?!for|after|of|took|take|takes|lasted|with|in|spent|than|at)\w+\s+)over\s+$", re.IGNORECASE
)
_TIME_AFTER = re.compile(
    r"[\w.,–-]+(?:\s+(?:to|or|and)\s+[\w.,]+)?[\s-]+(?:years?|months?|weeks?|days?|decades?|quarters?)\b"
)
_PLACE_BEFORE_ARTICLE = re.compile(r"\b(?:over|under|above|below)\s+an?\s*$", re.IGNORECASE)
_WINDOW = 28


def hedge_before(text: str, start: int) -> tuple[str, int] | None:
    """The hedge directly before `start` of folded `text` and where it begins, or None.

    Two in a row are one ("up to about").
    """
    words: list[str] = []
    begin = start
    while True:
        match = _BEFORE.search(text, max(0, begin - _WINDOW), begin)
        if match is None or _PLACE_NOT_HEDGE.search(text, max(0, begin - _WINDOW), match.end()):
            break
        if _is_preposition(text, match.start(), begin):
            break
        words.insert(0, " ".join(re.sub(r"(?i)(?<=\w)\s+(?:a|an|the|of),?\s*$|,\s*$", "", match.group()).split()))
        begin = match.start()
    return (" ".join(words), begin) if words else None


def _is_preposition(text: str, start: int, amount: int) -> bool:
    """Whether "over" or "under" is no hedge: "$8 million over five years", "in talks over a $1 billion swap"."""
    if _PLACE_BEFORE_ARTICLE.search(text, start, amount) and not _TIME_AFTER.match(text, amount):
        return text[amount : amount + 1] in "$€£¥" or text[amount : amount + 1].isdigit()
    over = _OVER_A_TIME.search(text, max(0, start - _WINDOW), amount)
    return over is not None and _TIME_AFTER.match(text, amount) is not None


def hedge_after(text: str, end: int) -> tuple[str, int] | None:
    """The hedge directly after `end` of folded `text` and where it ends, or None."""
    match = _AFTER.match(text, end)
    return None if match is None else (" ".join(match.group().split()), match.end())


def is_lower_bound(qualifier: str) -> bool:
    """Whether the value that `qualifier` hedges is the least it can be."""
    lowered = qualifier.casefold()
    return any(lowered == word or lowered.startswith(f"{word} ") for word in _LOWER_BOUNDS)


def is_upper_bound(qualifier: str) -> bool:
    """Whether the value that `qualifier` hedges is the most it can be."""
    lowered = qualifier.casefold()
    return not is_lower_bound(qualifier) and any(
        lowered == word or lowered.startswith(f"{word} ") for word in _UPPER_BOUNDS
    )
