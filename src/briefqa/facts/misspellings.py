"""Misspelt words and names: which word of the corpus a typed one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefqa.facts.text import is_common

_CUTOFF = 0.72
_ONE_EDIT, _TWO_EDITS, _THREE_EDITS = 4, 7, 12
"""Shortest words in which one, two or three edits count as a slip; shorter words must match exactly."""


def edits_allowed(length: int) -> int:
    """How many edits in a word of `length` letters count as slips of the keyboard."""
    return (length >= _ONE_EDIT) + (length >= _TWO_EDITS) + (length >= _THREE_EDITS)


@dataclass(frozen=True, slots=True)
class Spellings:
    """Words that can be meant, found by a word that slips of the keyboard made of them; use `of`.

    An edit is a letter too many, too few or another, or two neighbours exchanged (optimal string alignment). People
    seldom miss the first letter: a word that begins otherwise is only found by the one edit at its beginning. So a
    search compares the words of one first letter and of nearly the same length instead of all.
    """

    _words: frozenset[str]
    _by_start: Mapping[tuple[str, int], list[str]] = field(repr=False)
    _by_rest: Mapping[str, list[str]] = field(repr=False)

    @classmethod
    def of(cls, words: Iterable[str]) -> Spellings:
        """The spellings of `words`; those with figures or signs in them must be typed exactly and are left out."""
        kept = frozenset(word for word in words if word.isalpha() and len(word) >= _ONE_EDIT)
        by_start: dict[tuple[str, int], list[str]] = {}
        by_rest: dict[str, list[str]] = {}
        for word in sorted(kept):
            by_start.setdefault((word[0], len(word)), []).append(word)
            by_rest.setdefault(word[1:], []).append(word)
        return cls(kept, by_start, by_rest)

    def slips_of(self, typed: str) -> dict[str, int]:
        """Every word that `typed` can be a slip for, with the number of edits; `typed` itself has none."""
        if not typed.isalpha():
            return {}
        found = {typed: 0} if typed in self._words else {}
        for word in self._beginning_otherwise(typed):
            if word != typed and edits_allowed(min(len(typed), len(word))):
                found.setdefault(word, 1)
        most = edits_allowed(len(typed))
        for length in range(len(typed) - most, len(typed) + most + 1):
            edits = edits_allowed(min(len(typed), length))
            if abs(length - len(typed)) > edits:
                continue
            bucket = self._by_start.get((typed[0], length), ())
            for word, distance, _ in process.extract(
                typed, bucket, scorer=OSA.distance, score_cutoff=edits, limit=None
            ):
                found[word] = min(int(distance), found.get(word, int(distance)))
        return found

    def _beginning_otherwise(self, typed: str) -> Iterator[str]:
        """Words that are `typed` but for one edit at the beginning."""
        yield from self._by_rest.get(typed[1:], ())
        yield from self._by_rest.get(typed, ())
        for word in (typed[1:], typed[1:2] + typed[:1] + typed[2:]):
            if word in self._words:
                yield word


@dataclass(frozen=True, slots=True)
class NamedForm:
    """One form of a name that can be misspelt: its parts, whose name it is, and how often the corpus has it."""

    key: tuple[str, ...]
    entity_id: str
    frequency: int


@dataclass(frozen=True, slots=True)
class NameSpellings:
    """The forms of a corpus's names, found by misspelt ones; use `of`."""

    _parts: Spellings
    _by_first: Mapping[tuple[int, str], list[NamedForm]] = field(repr=False)

    @classmethod
    def of(cls, forms: Iterable[NamedForm]) -> NameSpellings:
        """The spellings of `forms`."""
        by_first: dict[tuple[int, str], list[NamedForm]] = {}
        words: set[str] = set()
        for form in forms:
            by_first.setdefault((len(form.key), form.key[0]), []).append(form)
            words.update(form.key)
        return cls(Spellings.of(words), by_first)

    def meant_by(self, part: str, vocabulary: frozenset[str]) -> frozenset[str]:
        """What one typed part of a name can mean; words of the language or of the corpus mean only themselves."""
        if len(part) < _ONE_EDIT or is_common(part) or part in vocabulary:
            return frozenset((part,))
        return frozenset((part, *self._parts.slips_of(part)))

    def nearest(
        self, typed: tuple[str, ...], meant: tuple[frozenset[str], ...]
    ) -> tuple[tuple[str, ...], float] | None:
        """The form that `typed` misspells, with the similarity in 0..1, or None.

        `meant` is what `meant_by` says of each part. Parts with digits must agree exactly, so that K2 is never K9.
        Two entities equally near give None.
        """
        if all(len(words) == 1 for words in meant):
            return None
        joined = " ".join(typed)
        fitting = [
            (score, form)
            for first in meant[0]
            for form in self._by_first.get((len(typed), first), ())
            if all(part in words for part, words in zip(form.key, meant, strict=True))
            and (score := OSA.normalized_similarity(joined, " ".join(form.key))) >= _CUTOFF
        ]
        fitting.sort(key=lambda item: (-item[0], -item[1].frequency, item[1].key))
        if not fitting:
            return None
        best_score, best = fitting[0]
        for score, other in fitting[1:]:
            if score == best_score and other.entity_id != best.entity_id and other.frequency == best.frequency:
                return None
        return best.key, best_score
