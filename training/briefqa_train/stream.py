"""The endless, repeatable stream of batches that training follows."""

from __future__ import annotations

import itertools
import multiprocessing
import random
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from tokenizers import Tokenizer

from briefqa_train.checkpoint import Progress
from briefqa_train.data import Example
from briefqa_train.deals import build_deal_window
from briefqa_train.features import Batch, build_batches, build_features
from briefqa_train.indicators import build_indicator_window
from briefqa_train.lists import build_list_window
from briefqa_train.records import build_record_window
from briefqa_train.settings import TrainingSettings
from briefqa_train.strays import Articles, build_stray_window, group_paragraphs
from briefqa_train.swaps import find_names, swap_question
from briefqa_train.tables import build_table_window
from briefqa_train.windows import Window, build_window

MADE_UP = (
    build_table_window, build_table_window, build_record_window, build_record_window, build_list_window,
    build_deal_window, build_deal_window, build_indicator_window, build_indicator_window,
)  # fmt: skip
"""Kinds of made-up windows, drawn evenly."""


@dataclass(frozen=True, slots=True)
class Source:
    """What chunks are drawn from."""

    examples: Sequence[Example]
    articles: Articles
    tokenizer: Tokenizer
    settings: TrainingSettings

    @property
    def chunks(self) -> int:
        """Chunks of one pass."""
        return -(-len(self.examples) // self.settings.chunk_size)


def build_chunk(source: Source, epoch: int, chunk: int) -> list[Batch]:
    """The batches of one chunk: the same for the same seed, epoch and number, whenever asked."""
    examples, settings = source.examples, source.settings
    order = list(range(len(examples)))
    random.Random(f"{settings.seed} {epoch}").shuffle(order)
    chosen = [examples[number] for number in order[chunk * settings.chunk_size : (chunk + 1) * settings.chunk_size]]
    draw = random.Random(f"{settings.seed} {epoch} {chunk}")
    names = sorted({name for example in chosen for name in find_names(example.question)})
    windows: list[Window | None] = []
    for example in chosen:
        if example.answers and draw.random() < settings.stray_share:
            windows.append(build_stray_window(example, source.articles, draw))
        if example.answers and draw.random() < settings.swapped_share:
            example = swap_question(example, names, draw) or example
        windows.append(build_window(example, draw))
        if draw.random() < settings.made_up_share:
            windows.append(draw.choice(MADE_UP)(draw))
    features = build_features(source.tokenizer, [window for window in windows if window is not None])
    return build_batches(features, settings.token_budget, draw)


def iterate_batches(
    examples: Sequence[Example],
    tokenizer: Tokenizer,
    settings: TrainingSettings,
    progress: Progress,
) -> Iterator[Batch]:
    """Batches from where `progress` stands, without end, moving it forward with each."""
    source = Source(examples, group_paragraphs(examples), tokenizer, settings)
    for batches in _iterate_chunks(source, progress.epoch, progress.chunk):
        for batch in batches[progress.batch :]:
            progress.batch += 1
            yield batch
        progress.batch, progress.chunk = 0, progress.chunk + 1
        if progress.chunk >= source.chunks:
            progress.epoch, progress.chunk = progress.epoch + 1, 0


def _iterate_chunks(source: Source, epoch: int, chunk: int) -> Iterator[list[Batch]]:
    """Chunks in order, without end, from the one named; made by other processes where the settings say so."""
    places = ((at // source.chunks, at % source.chunks) for at in itertools.count(epoch * source.chunks + chunk))
    loaders = source.settings.loaders
    if not loaders:
        for place in places:
            yield build_chunk(source, *place)
    with ProcessPoolExecutor(loaders, multiprocessing.get_context("fork"), _set_source, (source,)) as pool:
        ahead: deque[Future[list[Batch]]] = deque()
        for place in places:
            ahead.append(pool.submit(_build_chunk, place))
            if len(ahead) > 2 * loaders:
                yield ahead.popleft().result()


_sources: list[Source] = []
"""What a loader process draws from: set once when it starts."""


def _set_source(source: Source) -> None:
    _sources[:] = [source]


def _build_chunk(place: tuple[int, int]) -> list[Batch]:
    return build_chunk(_sources[0], *place)
