"""Days and years spelled in words: "the twenty-first", "nineteen seventy eight", "two thousand and eighteen"."""

from __future__ import annotations

import re

from briefqa.facts.figures.numerals import TENS, UNITS, parse_words

_DAY_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_DAYS = {word: number for number, word in enumerate(_DAY_ORDINALS, 1)}
for _number, _word in enumerate(_DAY_ORDINALS[:9], 1):
    _DAYS[f"twenty {_word}"] = 20 + _number
_DAYS |= {"thirtieth": 30, "thirty first": 31}
DAY_WORD = "|".join(sorted((word.replace(" ", r"[\s-]") for word in _DAYS), key=len, reverse=True))

_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(list(UNITS)[1:10])}))?"
    rf"|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
)
YEAR_WORDS = (
    rf"(?:eighteen|nineteen|twenty)[\s-]+(?:(?:zero|oh|o)[\s-]+(?:{'|'.join(list(UNITS)[1:10])})|"
    rf"(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(list(UNITS)[1:10])}))?|ten|eleven|twelve|\w+teen)"
    rf"|two\s+thousand(?:\s+(?:and\s+)?{_BELOW_HUNDRED})?"
)


def day_number(written: str) -> int | None:
    """The day of the month that digits or an ordinal in words name, 1 to 31, or None."""
    digits = re.match(r"\d+", written)
    if digits is not None:
        number = int(digits.group())
        return number if 1 <= number <= 31 else None
    return _DAYS.get(" ".join(re.split(r"[\s-]+", written.casefold())))


def spelled_year(written: str) -> int | None:
    """The year that words spell, or None when they spell none."""
    words = [word for word in re.split(r"[\s-]+", written.casefold()) if word]
    if words[0] == "two":
        value = parse_words([word for word in words if word != "and"])
        return None if value is None else int(value)
    century = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}.get(words[0])
    rest = [word for word in words[1:] if word not in ("zero", "oh", "o")]
    value = parse_words(rest)
    return None if century is None or value is None or value >= 100 else century + int(value)
