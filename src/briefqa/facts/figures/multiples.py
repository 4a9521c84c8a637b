"""Multiples said with a verb or adverb: "doubled", "to triple", "twice as many", "halved"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefqa.facts.figures.amounts import Amount
from briefqa.facts.figures.numerals import parse_words
from briefqa.facts.figures.units import TIMES

_FACTORS = {
    "doubl": "2",
    "tripl": "3",
    "trebl": "3",
    "quadrupl": "4",
    "quintupl": "5",
    "twice": "2",
    "thrice": "3",
    "halv": "0.5",
}
_FOLD = re.compile(
    r"(?<![\w-])(?P<number>two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred)-?fold"
    r"(?![\w-])",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?<![\w-])(?:(?P<stem>doubl|tripl|trebl|quadrupl|quintupl|halv)(?:e[sd]?|ing)|(?P<adverb>twice|thrice))(?![\w-])",
    re.IGNORECASE,
)
_ADJECTIVE_OF = re.compile(
    r"\s+(?:standards?|agents?|murders?|rooms?|blow|check|negative|digits?|jeopardy|meaning|bind|taxation|edged"
    r"|helix|room|bed|play|jump|majority)\b",
    re.IGNORECASE,
)


def multiples_in(text: str) -> Iterator[Amount]:
    """The multiples of folded `text` that are one word, "doubled" or "tenfold": each is a number of times."""
    for match in _WORD.finditer(text):
        stem = (match.group("stem") or match.group("adverb")).casefold()
        if _ADJECTIVE_OF.match(text, match.end()):
            continue
        yield Amount(match.start(), match.end(), Decimal(_FACTORS[stem]), Decimal(1), TIMES, "multiple")
    for match in _FOLD.finditer(text):
        word = match.group("number").casefold()
        value = Decimal(100) if word == "hundred" else parse_words([word])
        if value is not None:
            yield Amount(match.start(), match.end(), value, Decimal(1), TIMES, "multiple")
