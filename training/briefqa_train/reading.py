"""Spans read by a reader: the best span and the null score of each question over its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Logits = tuple[NDArray[np.float32], NDArray[np.float32]]
Reader = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], Logits]
"""(rows, length) ids, mask and types to (rows, length) start and end logits."""

MAX_LENGTH = 384
STRIDE = 128
LONGEST_ANSWER = 40
"""Tokens of the longest span considered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span `text[start:end]`, its logit sum, and the null score of the same text."""

    start: int
    end: int
    score: float
    null_score: float

    @property
    def margin(self) -> float:
        """How far the span stands above null; higher is surer that the text answers."""
        return self.score - self.null_score


def read_spans(
    reader: Reader,
    tokenizer: Tokenizer,
    pairs: Sequence[tuple[str, str]],
    *,
    token_budget: int = 3000,
) -> list[Reading]:
    """One reading for each (question, text), long texts in overlapping windows of 384 tokens."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_LENGTH, stride=STRIDE, strategy="only_second")
    parts: list[tuple[int, Encoding]] = []
    for number, encoding in enumerate(tokenizer.encode_batch(list(pairs))):
        parts.extend((number, part) for part in (encoding, *encoding.overflowing))
    parts.sort(key=lambda part: (len(part[1].ids), part[0]))
    best: dict[int, Reading] = {}
    for group in _split_groups(parts, token_budget):
        starts, ends = reader(*_pad([encoding for _, encoding in group]))
        for row, (number, encoding) in enumerate(group):
            reading = find_best_span(encoding, starts[row], ends[row])
            best[number] = _join(best.get(number), reading)
    return [best[number] for number in range(len(pairs))]


def _join(known: Reading | None, new: Reading) -> Reading:
    """The best span of two windows; the text is null only as far as its least null window is."""
    if known is None:
        return new
    best = max(known, new, key=lambda reading: reading.score)
    return Reading(best.start, best.end, best.score, min(known.null_score, new.null_score))


def _split_groups(parts: list[tuple[int, Encoding]], token_budget: int) -> list[list[tuple[int, Encoding]]]:
    groups: list[list[tuple[int, Encoding]]] = [[]]
    for part in parts:
        if groups[-1] and (len(groups[-1]) + 1) * len(part[1].ids) > token_budget:
            groups.append([])
        groups[-1].append(part)
    return [group for group in groups if group]


def _pad(
    encodings: list[Encoding],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, encoding in enumerate(encodings):
        size = len(encoding.ids)
        ids[row, :size] = encoding.ids
        types[row, :size] = encoding.type_ids
        mask[row, :size] = 1
    return ids, mask, types


def find_best_span(encoding: Encoding, starts: NDArray[np.float32], ends: NDArray[np.float32]) -> Reading:
    """The span of the second sequence with the greatest sum of start and end logit."""
    positions = [i for i, sequence in enumerate(encoding.sequence_ids) if sequence == 1]
    null_score = float(starts[0] + ends[0])
    if not positions:
        return Reading(0, 0, float("-inf"), null_score)
    first, last = positions[0], positions[-1] + 1
    sums = starts[first:last, None] + ends[None, first:last]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), LONGEST_ANSWER)
    start, end = divmod(int(np.where(allowed, sums, -np.inf).argmax()), last - first)
    offsets = encoding.offsets
    return Reading(
        offsets[first + start][0],
        offsets[first + end][1],
        float(sums[start, end]),
        null_score,
    )
