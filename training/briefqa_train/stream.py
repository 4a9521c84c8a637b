"""The endless, repeatable stream of batches that training follows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tokenizers import Tokenizer

from briefqa_train.checkpoint import Progress
from briefqa_train.data import Example
from briefqa_train.features import Batch, build_batches, build_features
from briefqa_train.lists import build_list_window
from briefqa_train.records import build_record_window
from briefqa_train.settings import TrainingSettings
from briefqa_train.swaps import find_names, swap_question
from briefqa_train.tables import build_table_window
from briefqa_train.windows import Window, build_window

MADE_UP = (build_table_window, build_table_window, build_record_window, build_record_window, build_list_window)
"""Kinds of made-up windows, drawn evenly."""


def build_chunk(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    settings: TrainingSettings,
    epoch: int,
    chunk: int,
) -> list[Batch]:
    """The batches of one chunk: the same for the same seed, epoch and number, whenever asked."""
    order = list(range(len(examples)))
    random.Random(f"{settings.seed} {epoch}").shuffle(order)
    chosen = order[chunk * settings.chunk_size : (chunk + 1) * settings.chunk_size]
    source = random.Random(f"{settings.seed} {epoch} {chunk}")
    names = sorted({name for number in chosen for name in find_names(examples[number].question)})
    windows: list[Window] = []
    for number in chosen:
        example = examples[number]
        if example.answers and source.random() < settings.swapped_share:
            example = swap_question(example, names, source) or example
        window = build_window(example, source)
        if window is not None:
            windows.append(window)
        if source.random() < settings.made_up_share:
            windows.append(source.choice(MADE_UP)(source))
    return build_batches(build_features(tokenizer, windows), settings.token_budget, source)


def iterate_batches(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    settings: TrainingSettings,
    progress: Progress,
) -> Iterator[Batch]:
    """Batches from where `progress` stands, without end, moving it forward with each."""
    chunks = -(-len(examples) // settings.chunk_size)
    while True:
        batches = build_chunk(examples, tokenizer, settings, progress.epoch, progress.chunk)
        for batch in batches[progress.batch :]:
            progress.batch += 1
            yield batch
        progress.batch, progress.chunk = 0, progress.chunk + 1
        if progress.chunk >= chunks:
            progress.epoch, progress.chunk = progress.epoch + 1, 0
