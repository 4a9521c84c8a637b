"""Question -> ranked passages: candidates by meaning and by words, then one ranker over both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.expectation import fits
from briefqa.answering.question import Question
from briefqa.answering.ranking import FIT, LENGTH, Coverage, Signals, cover, features_of
from briefqa.index.level import Level
from briefqa.models.encoder import Encoder
from briefqa.models.ranker import Ranker, shipped_ranker
from briefqa.passages import claim_text
from briefqa.types import Hit, Passage, PassageKind

_CANDIDATES = 60  # of each kind; more changed success at 10 on SQuAD by less than 0.001
_PARAGRAPHS = 12
_LONGEST = 60
_READ = 24  # passages that are looked at closely; on SQuAD the answer is in one of them for 99.6% of questions


class Searchable(Protocol):
    """What a generation offers to retrieval."""

    @property
    def passages(self) -> Level:
        """The claims, one row each."""

    @property
    def paragraphs(self) -> Level:
        """The paragraphs, one row each."""

    @property
    def paragraph_of(self) -> NDArray[np.int32]:
        """The paragraph row of each passage row, ascending."""

    def read_passages(self, rows: Sequence[int] | NDArray[np.int64]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order given."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the features it was ranked by (the columns of `ranking.FEATURES`)."""

    hit: Hit
    row: int
    features: tuple[float, ...]
    covered: tuple[bool, ...]


class Retriever:
    """Ranks the passages of one generation; safe to use from many threads."""

    def __init__(self, index: Searchable, encoder: Encoder, ranker: Ranker | None = None) -> None:
        self._index = index
        self._encoder = encoder
        self._ranker = ranker or shipped_ranker()

    def search(
        self,
        question: Question,
        k: int,
        rows: NDArray[np.int64] | None = None,
        paragraph_rows: NDArray[np.int64] | None = None,
    ) -> tuple[Candidate, ...]:
        """The `k` best passages, best first; `rows` and `paragraph_rows` restrict the search to some documents.

        Bylines are left out: what they say is about a document, and is found by asking for that.
        """
        chosen, matrix, coverage = self.score(question, rows, paragraph_rows)
        if not len(chosen):
            return ()
        rough = matrix @ self._ranker.rough
        best = np.lexsort((chosen, -rough))[: max(_READ, k)]
        passages = self._index.read_passages(chosen[best])
        for index, passage in zip(best, passages, strict=True):
            matrix[index, [FIT, LENGTH]] = look_closely(question, passage)
        scores = self._ranker.scores(matrix[best])
        claims = [at for at in range(len(best)) if passages[at].kind is not PassageKind.BYLINE]
        order = sorted(claims, key=lambda at: (-round(float(scores[at]), 5), passages[at].id))[:k]
        return tuple(
            Candidate(
                Hit(passages[at], round(float(scores[at]), 5), rank),
                int(chosen[best[at]]),
                tuple(matrix[best[at]].tolist()),
                tuple(coverage.present[:, best[at]].tolist()),
            )
            for rank, at in enumerate(order, start=1)
        )

    def likeness(self, text: str, others: Sequence[str]) -> NDArray[np.float32]:
        """The likeness in meaning of a text and each of others, (n,) float32 cosines."""
        vectors = self._encoder.encode([text, *others])
        return np.asarray(vectors[1:] @ vectors[0], dtype=np.float32)

    def score(
        self,
        question: Question,
        rows: NDArray[np.int64] | None = None,
        paragraph_rows: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], Coverage]:
        """Candidate rows (ascending), their features without fit and length, and which units they cover."""
        index = self._index
        query = self._encoder.encode([question.corrected])[0]
        chosen = self._candidates(question, query, rows, paragraph_rows)
        paragraphs = index.paragraph_of[chosen].astype(np.int64)
        distinct, inverse = np.unique(paragraphs, return_inverse=True)
        passage_coverage = cover(question.units, index.passages.lexical, chosen)
        by_paragraph = cover(question.units, index.paragraphs.lexical, distinct)
        signals = Signals(
            chosen,
            paragraphs,
            index.passages.dense.scores(query, chosen),
            index.paragraphs.dense.scores(query, distinct)[inverse],
            index.passages.lexical.scores(question.corrected, chosen),
            index.paragraphs.lexical.scores(question.corrected, distinct)[inverse],
            passage_coverage,
            Coverage(by_paragraph.present[:, inverse], by_paragraph.weights),
        )
        return chosen, features_of(question, signals), passage_coverage

    def _candidates(
        self,
        question: Question,
        query: NDArray[np.float32],
        rows: NDArray[np.int64] | None,
        paragraph_rows: NDArray[np.int64] | None,
    ) -> NDArray[np.int64]:
        """Every passage of the paragraphs that hold a candidate of either kind, ascending."""
        index = self._index
        words = " ".join(
            [question.corrected, *(" ".join(terms) for unit in question.units for terms in unit.alternatives[:3])]
        )
        by_meaning, _ = index.passages.dense.search(query, _CANDIDATES, rows)
        by_words, _ = index.passages.lexical.search(words, _CANDIDATES, rows)
        near, _ = index.paragraphs.dense.search(query, _PARAGRAPHS, paragraph_rows)
        named, _ = index.paragraphs.lexical.search(words, _PARAGRAPHS, paragraph_rows)
        found = np.concatenate([by_meaning, by_words]).astype(np.int64)
        # of the type of paragraph_of, which would else be copied to be searched
        paragraphs = np.unique(np.concatenate([index.paragraph_of[found], near, named]).astype(np.int32))
        starts = np.searchsorted(index.paragraph_of, paragraphs, side="left")
        ends = np.searchsorted(index.paragraph_of, paragraphs, side="right")
        sizes = ends - starts
        return np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum(), dtype=np.int64)


def look_closely(question: Question, passage: Passage) -> tuple[float, float]:
    """The features that need the text: whether it can hold what is expected, and its length, log(words + 1)."""
    text = claim_text(passage)
    return fits(question.expectation, text, question.asked), math.log1p(min(len(text.split()), _LONGEST))
