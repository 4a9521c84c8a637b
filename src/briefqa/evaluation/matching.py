"""Whether an answer is right: numbers as numbers, words as words, claims by their place."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.facts.comparison import same_value

TOLERATED_F1 = 0.75
"""Least token F1 at which a short answer with other bounds is still the accepted one ("the UAE's Tawazun")."""

LIST_PRECISION = 0.5
"""Least share of a list answer's words that were asked for; a whole page that names every item is no list."""

VALUE_SLACK = 4
"""How many words a value's statement may have beyond the accepted one: unit, hedge, what is counted."""

_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_][^\W_]*(?:'s\b)?|[$€£¥₩%]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_DROPPED = frozenset({"a", "an", "the"})
_EDGES = frozenset({"in", "on", "at", "by", "of", "from", "since", "with", "and", "to", "for", "between"})


@dataclass(frozen=True, slots=True)
class Match:
    """How a short answer stands to the accepted ones: right, equal word for word, and the best token F1."""

    right: bool
    exact: bool
    f1: float


def answer_tokens(text: str) -> tuple[str, ...]:
    """The words of an answer as SQuAD's normaliser leaves them, except that numbers stay what they are.

    Lower case, without articles, punctuation and possessive endings; decimal points, signs of currency
    and percent signs are kept and commas between thousands dropped, so that "€1.5 billion" and
    "€15 billion" differ and "547,450,930" equals "547450930".
    """
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).casefold())
    words = (word.removesuffix("'s") for word in _TOKEN.findall(plain))
    return tuple(word for word in words if word not in _DROPPED)


def core_tokens(text: str) -> tuple[str, ...]:
    """The answer's words without the prepositions at its ends ("in April 2024" and "April 2024" are one answer)."""
    words = list(answer_tokens(text))
    while len(words) > 1 and words[0] in _EDGES:
        words.pop(0)
    while len(words) > 1 and words[-1] in _EDGES:
        words.pop()
    return tuple(words)


def token_f1(said: str, accepted: str) -> float:
    """Harmonic mean of token precision and recall as in SQuAD (Rajpurkar et al. 2016), after `core_tokens`."""
    left, right = Counter(core_tokens(said)), Counter(core_tokens(accepted))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def same_numbers(said: str, accepted: str) -> bool:
    """Whether both hold the same tokens with digits, as often: years, figures, names such as K2."""
    return _numbers(said) == _numbers(accepted)


def _numbers(text: str) -> Counter[str]:
    return Counter(word for word in answer_tokens(text) if any(sign.isdigit() for sign in word))


def match_short_answer(said: str, accepted: Sequence[str]) -> Match:
    """Compare a short answer with the accepted ones.

    It is right when it states the same value as one of them, or the same words, or nearly the same
    words (`TOLERATED_F1`) with exactly the same numbers.
    """
    exact = any(core_tokens(said) == core_tokens(one) for one in accepted)
    scores = [(token_f1(said, one), one) for one in accepted]
    near = any(score >= TOLERATED_F1 and same_numbers(said, one) for score, one in scores)
    right = exact or near or any(_same_value(said, one) for one in accepted)
    return Match(right, exact, max((score for score, _ in scores), default=0.0))


def _same_value(said: str, accepted: str) -> bool:
    """Whether a short text states the accepted value; a whole claim that mentions it somewhere does not count."""
    return len(core_tokens(said)) <= len(core_tokens(accepted)) + VALUE_SLACK and same_value(said, accepted)


def match_list(said: str, items: Sequence[str], accepted: Sequence[str]) -> Match:
    """Compare a list with the items it must name: all of them, and little else."""
    words = answer_tokens(said)
    text = " ".join(words)
    named = all(re.search(rf"\b{re.escape(' '.join(answer_tokens(item)))}\b", text) for item in items)
    asked_for = {word for source in (*items, *accepted) for word in answer_tokens(source)}
    belonging = sum(1 for word in words if word in asked_for or word in _EDGES)
    short = match_short_answer(said, accepted)
    precise = bool(words) and belonging / len(words) >= LIST_PRECISION
    return Match(named and precise, short.exact, short.f1)
