"""Misspelt names: which form of the corpus a typed name was meant to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from briefqa.facts.text import is_common

_CUTOFF = 0.72
_ONE_EDIT, _TWO_EDITS, _THREE_EDITS = 4, 7, 12
"""Shortest words in which one, two or three edits count as a slip; shorter words must match exactly."""


def _edits_allowed(length: int) -> int:
    return (length >= _ONE_EDIT) + (length >= _TWO_EDITS) + (length >= _THREE_EDITS)


def _is_slip(typed: str, meant: str, vocabulary: frozenset[str]) -> bool:
    """Whether `typed` can be a slip of the keyboard for `meant` and is no word of its own."""
    if typed == meant:
        return True
    if not (typed.isalpha() and meant.isalpha()) or is_common(typed) or typed in vocabulary:
        return False
    edits = DamerauLevenshtein.distance(typed, meant)
    if edits > 1 and typed[0] != meant[0]:
        return False
    return edits <= _edits_allowed(min(len(typed), len(meant)))


def nearest_form(
    typed: tuple[str, ...],
    forms: Mapping[int, Mapping[str, tuple[tuple[str, ...], str, int]]],
    vocabulary: frozenset[str],
) -> tuple[tuple[str, ...], float] | None:
    """The form that `typed` misspells, with the similarity in 0..1, or None.

    `forms` maps a number of parts to joined keys, each with its key, entity id and frequency. Parts with
    digits must agree exactly, so that K2 is never K9. Two entities equally near give None.
    """
    candidates = forms.get(len(typed))
    if not candidates or all(is_common(part) or part in vocabulary or len(part) < _ONE_EDIT for part in typed):
        return None
    joined = " ".join(typed)
    near: Sequence[tuple[str, float, int]] = process.extract(
        joined, list(candidates), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_CUTOFF, limit=8
    )
    fitting = [
        (score, candidates[text])
        for text, score, _ in near
        if all(_is_slip(a, b, vocabulary) for a, b in zip(typed, candidates[text][0], strict=True))
    ]
    fitting.sort(key=lambda item: (-item[0], -item[1][2], item[1][0]))
    if not fitting:
        return None
    best_score, (key, entity_id, frequency) = fitting[0]
    for score, (_, other, other_frequency) in fitting[1:]:
        if score == best_score and other != entity_id and other_frequency == frequency:
            return None
    return key, best_score
