"""Windows turned into token spans, and into batches of equal padded length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from briefqa_train.windows import Window

LENGTH_STEP = 16


@dataclass(frozen=True, slots=True)
class Feature:
    """Token ids of "[CLS] question [SEP] view [SEP]" and the answer's tokens, (0, 0) for null."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of one step: (rows, length) int64 inputs, (rows,) int64 first and last answer token."""

    input_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_type_ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def load_tokenizer(path: str, max_length: int) -> Tokenizer:
    """The tokenizer at `path`, cutting views (never questions) at `max_length` tokens."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length, strategy="only_second")
    return tokenizer


def build_features(tokenizer: Tokenizer, windows: Sequence[Window]) -> list[Feature]:
    """Features of the windows; those whose answer was cut away, or whose question is too long, fall out."""
    fitting = [window for window in windows if len(window.question) < 400 and window.text]
    encodings = tokenizer.encode_batch([(window.question, window.view) for window in fitting])
    features = []
    for window, encoding in zip(fitting, encodings, strict=True):
        place = find_token_span(encoding, window.span)
        if place is not None:
            ids, types = tuple(encoding.ids), tuple(encoding.type_ids)
            features.append(Feature(ids, types, *place))
    return features


def find_token_span(encoding: Encoding, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """First and last token of code points `[start, end)` of the view; (0, 0) for null, None if cut."""
    if span is None:
        return 0, 0
    first = last = None
    for position, (sequence, (start, end)) in enumerate(zip(encoding.sequence_ids, encoding.offsets, strict=True)):
        if sequence == 1 and start < span[1] and end > span[0]:
            first = position if first is None else first
            last = position
            reached = end
    if first is None or last is None or reached < span[1]:
        return None
    return first, last


def build_batches(features: Sequence[Feature], token_budget: int, random_source: random.Random) -> list[Batch]:
    """Batches of features of one length bucket, about `token_budget` tokens each, in random order."""
    buckets: dict[int, list[Feature]] = {}
    for feature in features:
        buckets.setdefault(_round_up(len(feature.ids)), []).append(feature)
    groups: list[list[Feature]] = []
    for length, members in sorted(buckets.items()):
        random_source.shuffle(members)
        rows = max(1, token_budget // length)
        groups.extend(members[i : i + rows] for i in range(0, len(members), rows))
    random_source.shuffle(groups)
    return [build_batch(group) for group in groups]


def _round_up(length: int) -> int:
    return -(-length // LENGTH_STEP) * LENGTH_STEP


def build_batch(features: Sequence[Feature]) -> Batch:
    """One batch, padded to a multiple of `LENGTH_STEP`: few shapes, which the attention of a GPU is laid out for."""
    length = _round_up(max(len(feature.ids) for feature in features))
    shape = (len(features), length)
    ids, mask, types = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, feature in enumerate(features):
        size = len(feature.ids)
        ids[row, :size] = feature.ids
        types[row, :size] = feature.types
        mask[row, :size] = 1
    starts = np.array([feature.start for feature in features], dtype=np.int64)
    ends = np.array([feature.end for feature in features], dtype=np.int64)
    return Batch(ids, mask, types, starts, ends)
