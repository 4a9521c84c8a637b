"""Questions said again in the words that tables and the reader know: "how far along is it?" asks for a status.

A scale that the answer should have ("in billions?") is left out: a document's amounts are quoted in their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from briefqa.answering.asked_periods import name_quarters
from briefqa.facts.text import STOPWORDS, is_common

_NOW = r"(?:\s+(?:now|today|currently|at present|at the moment))?"
_STANDS = re.compile(rf"^where (?P<verb>do|does|did) (?P<matter>.+?) stand{_NOW}\W*$", re.IGNORECASE)
_FAR = re.compile(rf"^how far (?:along|advanced) (?P<verb>is|are|was|were) (?P<matter>.+?){_NOW}\W*$", re.IGNORECASE)
_SCALES = r"(?:thousand|million|billion|trillion)"
_IN_SCALE = re.compile(
    rf"(?<=\w),? in (?:(?:US)?[$€£¥₩] ?|(?:USD|EUR|GBP) )?{_SCALES}s?"
    r"(?P<currency> of (?:\w+ )?(?:dollars|euros|pounds))?(?P<end>\s*\W*)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\b(?P<asking>how many {_SCALES})s of\b", re.IGNORECASE)
STATUS_WORDS = ("status", "stage", "phase", "state", "progress")
"""What tables call the column that tells how far a thing has come."""


_OPENINGS = ("what", "when", "where", "which", "who", "whose", "why", "how")
_AMOUNTS = ("many", "much", "long", "large", "often")


def spell_opening(question: str) -> str:
    """The question with the word that asks, and the one behind "how", spelled right: "wat", "hw mny".

    A word of English is never taken for a misspelt one, and a word that may be two of them stays.
    """
    words = question.split(" ")
    words[0] = _spelled(words[0], _OPENINGS)
    if words[0].casefold() == "how" and len(words) > 1:
        words[1] = _spelled(words[1], _AMOUNTS)
    return " ".join(words)


def _spelled(word: str, known: Sequence[str]) -> str:
    """The one of `known` that `word` is a letter away from, in the case of `word`; else `word` itself."""
    lower = word.casefold()
    if not lower.isalpha() or len(lower) < 2 or is_common(lower) or lower in STOPWORDS or lower in known:
        return word
    near = [one for one in known if OSA.distance(lower, one) == 1]
    if len(near) > 1:  # a letter left out is likelier than a wrong one
        near = [one for one in near if len(one) > len(lower)]
    if len(near) != 1:
        return word
    return near[0].capitalize() if word[0].isupper() else near[0]


def restate(question: str) -> str:
    """The question in words that documents use, where it is asked in a turn of phrase that they do not."""
    match = _STANDS.match(question) or _FAR.match(question)
    if match is not None:
        verb = "was" if match["verb"].lower() in {"did", "was", "were"} else "is"
        question = f"What {verb} the status of {match['matter']}?"
    return name_quarters(_COUNTED.sub(r"\g<asking>", _IN_SCALE.sub(_without_scale, question)))


def _without_scale(match: re.Match[str]) -> str:
    """What is left of "in billions of dollars?": the currency, and how the question ends."""
    currency = match["currency"]
    return (currency.replace(" of ", " in ", 1) if currency else "") + match["end"]
