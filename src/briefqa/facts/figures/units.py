"""Units of figures: percentages, points, times, durations, measures, and the nouns that counts count."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from briefqa.facts.text import STOPWORDS, is_common, words

PERCENT, POINTS, BASIS_POINTS, TIMES = "%", "percentage points", "basis points", "times"

_RELATIVE = re.compile(
    r"[\s-]*(?:(?P<points>(?:percentage|per\s?cent|%)[\s-]+points?|pp\b|p\.p\.|pps\b)"
    r"|(?P<basis>basis\s+points?|bps\b)|(?P<percent>%|per\s?cents?\b|pct\b|percentages?\b))",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?:[\s-]+times\b|[\s-]?fold\b|x(?=\s))", re.IGNORECASE)
_DURATION = re.compile(
    r"[\s-]+(?:(?:straight|consecutive|full|whole|calendar|working|business|successive)\s+)?"
    r"(?P<unit>years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries|century|quarters?)\b"
    r"(?:[\s-]+old\b)?",
    re.IGNORECASE,
)


def _read_measures() -> dict[str, tuple[str, Decimal]]:
    content = resources.files("briefqa.facts").joinpath("data/measures.json").read_text(encoding="utf-8")
    return {written: (row["name"], Decimal(row["factor"])) for row in json.loads(content) for written in row["written"]}


_MEASURES = _read_measures()
_MEASURE = re.compile(
    r"(?P<gap>[\s-]*)(?P<unit>"
    + "|".join(
        re.escape(name).replace(r"\ ", r"\s+") + (r"s?" if name[-1:].isalpha() else "")
        for name in sorted(_MEASURES, key=len, reverse=True)
    )
    + r")(?![\w²³])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends at `end`: its name, what one of it counts, and which kind of quantity it makes."""

    name: str
    end: int
    kind: str
    factor: Decimal = Decimal(1)


def measure_after(text: str, end: int) -> Unit | None:
    """The percentage, multiple, duration or measure that directly follows `end` of folded `text`, or None."""
    relative = _RELATIVE.match(text, end)
    if relative is not None:
        name = POINTS if relative.group("points") else BASIS_POINTS if relative.group("basis") else PERCENT
        return Unit(name, relative.end(), "percent")
    times = _TIMES.match(text, end)
    if times is not None:
        return Unit(TIMES, times.end(), "multiple")
    duration = _DURATION.match(text, end)
    if duration is not None:
        return _duration(duration)
    measure = _MEASURE.match(text, end)
    if measure is None:
        return None
    written = " ".join(measure.group("unit").casefold().split())
    name, factor = _MEASURES.get(written) or _MEASURES[written.rstrip("s")]
    if written == "m" and not measure.group("unit").islower():
        return None
    return Unit(name, measure.end(), "measure", factor)


def _duration(match: re.Match[str]) -> Unit:
    word = match.group("unit").casefold()
    if word.startswith("decade"):
        return Unit("years", match.end(), "duration", Decimal(10))
    if word.startswith("centur"):
        return Unit("years", match.end(), "duration", Decimal(100))
    return Unit(word if word.endswith("s") else f"{word}s", match.end(), "duration")


_NOUN_WORD = re.compile(r"[\s-]+(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-'][^\W\d_]+)*)")
_CALIBRE = re.compile(
    r"\s+\d+(?:\.\d+)?(?:\s?x\s?\d+)?[\s-]?(?:mm|cm|millimet(?:re|er)s?|inch(?:es)?)\b", re.IGNORECASE
)
_DESIGNATION = re.compile(r"\s+(?=\S*\d)[A-Z][\w-]*(?:/[\w-]+)*\b(?!,)")
_BREAKS = words("count_breaks") | STOPWORDS
_ADJECTIVES = words("unit_adjectives")
_ADJECTIVE_ENDINGS = ("ous", "ful", "ible", "able", "ish", "ical", "less", "ary", "ive", "ian")
_PLURAL_MODIFIERS = words("plural_modifiers")
_SUPERLATIVES = words("superlatives")
_LONGEST_NOUN_PHRASE = 5


def counted_noun(text: str, end: int) -> tuple[str, int] | None:
    """What a count counts: the noun that follows `end`, without adjectives, and where it ends.

    A calibre or designation between number and noun is passed over ("300,000 155 mm artillery shells").
    None when a verb, preposition or mark follows.
    """
    position = end
    for between in (_CALIBRE, _DESIGNATION):
        passed = between.match(text, position)
        if passed is not None:
            position = passed.end()
    phrase: list[tuple[str, int]] = []
    while len(phrase) < _LONGEST_NOUN_PHRASE:
        passed = _DESIGNATION.match(text, position) if phrase else None
        if (
            passed is not None
            and _NOUN_WORD.match(text, passed.end())
            and text[passed.end() : passed.end() + 2].strip().islower()
        ):
            phrase, position = [], passed.end()
        match = _NOUN_WORD.match(text, position)
        if match is None or match.group("word").casefold() in _BREAKS:
            break
        word = match.group("word")
        if phrase and _looks_like_verb(word, phrase[-1][0]):
            break
        phrase.append((word, match.end()))
        position = match.end()
        if word.endswith("'s"):
            return None
    while phrase and (phrase[-1][0].casefold() in _ADJECTIVES or phrase[-1][0] in _SUPERLATIVES):
        phrase.pop()
    if not phrase or (len(phrase) == 1 and phrase[0][0].endswith("ed") and is_common(phrase[0][0])):
        return None
    return _without_adjectives([word for word, _ in phrase]), phrase[-1][1]


def _looks_like_verb(word: str, before: str) -> bool:
    """Whether `word` after a plural noun is its verb: "470 soldiers served", not "470 army doctors"."""
    if (
        not before.endswith("s")
        or before.endswith("ss")
        or before[0].isupper()
        or before.casefold() in _PLURAL_MODIFIERS
    ):
        return False
    return word.islower() and not (word.endswith("s") and not word.endswith("ss"))


def _without_adjectives(phrase: list[str]) -> str:
    while len(phrase) > 1 and _is_adjective(phrase[0]):
        phrase = phrase[1:]
    return " ".join(phrase)


def _is_adjective(word: str) -> bool:
    lowered = word.casefold()
    if lowered in _ADJECTIVES or "-" in lowered:
        return True
    return lowered.endswith(_ADJECTIVE_ENDINGS) and not lowered.endswith(
        ("military", "dictionary", "library", "secretary")
    )
