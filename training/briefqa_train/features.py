"""Windows turned into token spans, and into batches of equal padded length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
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
    """Tensors of one step: (rows, length) int64 inputs, (rows,) int64 first and last answer token."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor


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
        length = -(-len(feature.ids) // LENGTH_STEP) * LENGTH_STEP
        buckets.setdefault(length, []).append(feature)
    groups: list[list[Feature]] = []
    for length, members in sorted(buckets.items()):
        random_source.shuffle(members)
        rows = max(1, token_budget // length)
        groups.extend(members[i : i + rows] for i in range(0, len(members), rows))
    random_source.shuffle(groups)
    return [build_batch(group) for group in groups]


def build_batch(features: Sequence[Feature]) -> Batch:
    """One padded batch."""
    length = max(len(feature.ids) for feature in features)
    shape = (len(features), length)
    ids, mask, types = (torch.zeros(shape, dtype=torch.int64) for _ in range(3))
    for row, feature in enumerate(features):
        size = len(feature.ids)
        ids[row, :size] = torch.tensor(feature.ids)
        types[row, :size] = torch.tensor(feature.types)
        mask[row, :size] = 1
    starts = torch.tensor([feature.start for feature in features])
    ends = torch.tensor([feature.end for feature in features])
    return Batch(ids, mask, types, starts, ends)
