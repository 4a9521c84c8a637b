"""Exact match, F1 and ranking measures of SQuAD 2.0, and a comparator that knows numbers."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def normalise_answer(text: str) -> str:
    """SQuAD's normal form: lower case, no punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def split_comparable(text: str) -> list[str]:
    """SQuAD's tokens, but numbers keep their decimal point: "€1.5 billion" is not "€15 billion"."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_plain_number(match.group()))
        return f" numberplaceholder{len(kept) - 1}x "

    words = normalise_answer(_NUMBER.sub(keep, text)).split()
    return [_restore(word, kept) for word in words]


def _plain_number(digits: str) -> str:
    """Digits without thousands separators and trailing zeros of a decimal part."""
    plain = re.sub(r",(?=\d{3}\b)", "", digits)
    if plain.count(".") == 1:
        plain = plain.rstrip("0").rstrip(".")
    return plain


def _restore(word: str, kept: list[str]) -> str:
    match = re.fullmatch(r"numberplaceholder(\d+)x", word)
    return kept[int(match.group(1))] if match else word


def score_tokens(given: list[str], gold: list[str]) -> tuple[float, float]:
    """Exact match and F1 of two token lists, each 0 to 1."""
    exact = float(given == gold)
    if not given or not gold:
        return exact, exact
    common = sum((Counter(given) & Counter(gold)).values())
    return exact, 2 * common / (len(given) + len(gold))


def score_answer(given: str, gold: Sequence[str]) -> tuple[float, float]:
    """Best exact match and F1 against any gold answer, by SQuAD's normal form."""
    tokens = normalise_answer(given).split()
    scores = [score_tokens(tokens, normalise_answer(text).split()) for text in gold or ("",)]
    return max(exact for exact, _ in scores), max(f1 for _, f1 in scores)


def score_answer_with_numbers(given: str, gold: Sequence[str]) -> tuple[float, float]:
    """As `score_answer`, numbers compared as numbers."""
    tokens = split_comparable(given)
    scores = [score_tokens(tokens, split_comparable(text)) for text in gold or ("",)]
    return max(exact for exact, _ in scores), max(f1 for _, f1 in scores)


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that a random positive scores above a random negative, ties counting half."""
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    rank_sum, position = 0.0, 0
    while position < len(ranked):
        end = position
        while end < len(ranked) and ranked[end][0] == ranked[position][0]:
            end += 1
        mean_rank = (position + 1 + end) / 2
        rank_sum += mean_rank * sum(label for _, label in ranked[position:end])
        position = end
    count = len(positive) * len(negative)
    if not count:
        return float("nan")
    return (rank_sum - len(positive) * (len(positive) + 1) / 2) / count


def best_threshold(margins: Sequence[float], f1_read: Sequence[float], null: Sequence[bool]) -> tuple[float, float]:
    """The margin above which to answer that gives the greatest mean F1, and that F1 (0 to 1).

    `f1_read` is what each question scores when answered, `null` whether refusing is right.
    """
    order = sorted(range(len(margins)), key=lambda i: -margins[i])
    total = float(sum(null))
    best, threshold = total, float("inf")
    for position, i in enumerate(order):
        total += f1_read[i] - float(null[i])
        following = margins[order[position + 1]] if position + 1 < len(order) else margins[i] - 1.0
        if total > best and following < margins[i]:
            best, threshold = total, (margins[i] + following) / 2
    return threshold, best / max(1, len(margins))
