"""The extractive reader: question and texts -> spans, with the chance that a text holds no answer.

It runs an ordinary extractive question-answering model of the BERT family, exported to ONNX: inputs `input_ids`,
`attention_mask` and `token_type_ids`, (batch, length) int64; outputs `start_logits` and `end_logits`, (batch,
length) float32. The null score is the sum of both logits at the first token (Devlin et al., 2019, section 4.3).
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError

_STRIDE = 64  # tokens that two windows of a long text share
_LONGEST_ANSWER = 40  # tokens
_SPANS = 12  # spans kept for each text

_Logits: TypeAlias = "tuple[NDArray[np.float32], NDArray[np.float32]]"  # of starts and ends, (tokens,) each


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A candidate answer: `text[start:end]`, with the sum of its start and end logits less the null score."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one text: its best spans, best first, and the token scores behind them.

    `offsets` is (tokens, 2) int64, code points in the text; `starts` and `ends` are (tokens,) float32 logits less half
    of the null score, so that any other span can be scored by `span_score`.
    """

    spans: tuple[ReadSpan, ...]
    offsets: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]

    def span_score(self, start: int, end: int) -> float:
        """The score of `text[start:end]`, by the tokens at its two ends; -inf where it holds no token."""
        inside = np.flatnonzero((self.offsets[:, 1] > start) & (self.offsets[:, 0] < end))
        if len(inside) == 0:
            return float("-inf")
        return float(self.starts[inside[0]] + self.ends[inside[-1]])

    def peak_score(self, start: int, end: int) -> float:
        """The best start and end score of any tokens inside `text[start:end]`, for spans the model cut otherwise."""
        inside = np.flatnonzero((self.offsets[:, 1] > start) & (self.offsets[:, 0] < end))
        if len(inside) == 0:
            return float("-inf")
        return float(self.starts[inside].max() + self.ends[inside].max())


class Reader(Protocol):
    """Anything that reads answers out of texts."""

    @property
    def name(self) -> str:
        """The name and version of the weights."""

    def read(self, question: str, texts: Sequence[str]) -> tuple[Reading, ...]:
        """One reading for each text, in order."""


class OnnxReader:
    """A reader in a folder with reader.onnx, tokenizer.json and reader.json; safe to use from many threads.

    Raises:
        ModelError: a file is missing, truncated or of another shape.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        card = _read_card(folder)
        self.name = f"{card.get('name', folder.name)}/{card.get('version', '1')}"
        self.card = card
        self._limit = int(card.get("max_length", 384))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise bare Exception subclasses of their own
            raise ModelError(f"The reader in {folder.name} cannot be loaded; install it again.") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        outputs = {output.name for output in self._session.get_outputs()}
        inputs = {tensor.name for tensor in self._session.get_inputs()}
        if not {"start_logits", "end_logits"} <= outputs or "input_ids" not in inputs:
            raise ModelError(f"The reader in {folder.name} is no extractive question-answering model.")
        self._inputs = inputs
        first, separator = self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")
        if first is None or separator is None:
            raise ModelError(
                f"The tokenizer of the reader in {folder.name} knows no [CLS] and [SEP]; name another one."
            )
        self._first, self._separator = first, separator
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="briefqa-read")
        self._counting, self._reading = Lock(), 0

    def read(self, question: str, texts: Sequence[str]) -> tuple[Reading, ...]:
        """One reading for each text, in order; texts longer than the model's window are read in several.

        Windows are read side by side on all cores, each on one, as long as nobody else is reading.
        """
        encoded = self._encode(question, texts)
        logits = self._run_all([window for windows in encoded for window in windows])
        readings, position = [], 0
        for windows in encoded:
            readings.append(_merge(windows, logits[position : position + len(windows)]))
            position += len(windows)
        return tuple(readings)

    def _encode(self, question: str, texts: Sequence[str]) -> list[list[_Window]]:
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        first, separator = self._first, self._separator
        question_ids = asked.ids[: self._limit // 2]
        room = self._limit - len(question_ids) - 3
        pieces = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            [
                _Window(
                    [first, *question_ids, separator, *piece.ids[start : start + room], separator],
                    len(question_ids) + 2,
                    np.array(piece.offsets[start : start + room], dtype=np.int64).reshape(-1, 2),
                )
                for start in _starts(len(piece.ids), room)
            ]
            for piece in pieces
        ]

    def _run_all(self, windows: Sequence[_Window]) -> list[_Logits]:
        """Start and end logits of each window.

        Where several questions are read at a time they fill the cores themselves: handing their windows around among
        threads would cost them a tenth.
        """
        with self._counting:
            alone = self._reading == 0
            self._reading += 1
        try:
            return list((self._workers.map if alone and len(windows) > 1 else map)(self._run, windows))
        finally:
            with self._counting:
                self._reading -= 1

    def _run(self, window: _Window) -> _Logits:
        """Start and end logits of one window.

        Windows are run one by one: one fills a core's vector units already, and padding several to the longest makes
        a quarter more tokens to compute.
        """
        ids = np.array([window.ids], dtype=np.int64)
        types = np.zeros_like(ids)
        types[0, window.opening :] = 1
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        starts, ends = self._session.run(
            ["start_logits", "end_logits"], {name: value for name, value in feeds.items() if name in self._inputs}
        )
        return starts[0], ends[0]


@dataclass(frozen=True, slots=True)
class _Window:
    """Token ids of one input, where its text begins, and the text's offsets (tokens, 2)."""

    ids: list[int]
    opening: int
    offsets: NDArray[np.int64]


def _read_card(folder: Path) -> dict[str, Any]:
    for name in ("reader.onnx", "tokenizer.json", "reader.json"):
        if not (folder / name).is_file():
            raise ModelError(f"The reader lacks its file {name}; install briefqa again or name another reader.")
    try:
        card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError("The reader's reader.json is no JSON; install briefqa again.") from error
    if not isinstance(card, dict):
        raise ModelError("The reader's reader.json holds no object; install briefqa again.")
    return card


def _starts(length: int, room: int) -> list[int]:
    """Where the windows of a text begin, so that every token is read with context."""
    starts = [0]
    while starts[-1] + room < length:
        starts.append(starts[-1] + room - _STRIDE)
    return starts


def _merge(windows: Sequence[_Window], logits: Sequence[_Logits]) -> Reading:
    """One reading out of the windows of a text; where they overlap the better score counts."""
    readings = []
    for window, (starts, ends) in zip(windows, logits, strict=True):
        null = float(starts[0] + ends[0])
        inside = slice(window.opening, window.opening + len(window.offsets))
        own_starts, own_ends = starts[inside] - null / 2, ends[inside] - null / 2
        readings.append(
            Reading(_best_spans(window.offsets, own_starts, own_ends), window.offsets, own_starts, own_ends)
        )
    if len(readings) == 1:
        return readings[0]
    spans = sorted({span for reading in readings for span in reading.spans}, key=lambda span: (-span.score, span.start))
    return Reading(
        tuple(spans[:_SPANS]),
        np.concatenate([reading.offsets for reading in readings]),
        np.concatenate([reading.starts for reading in readings]),
        np.concatenate([reading.ends for reading in readings]),
    )


def _best_spans(
    offsets: NDArray[np.int64], starts: NDArray[np.float32], ends: NDArray[np.float32]
) -> tuple[ReadSpan, ...]:
    if len(offsets) == 0:
        return ()
    table = starts[:, None] + ends[None, :]
    index = np.arange(len(offsets))
    allowed = (index[None, :] >= index[:, None]) & (index[None, :] < index[:, None] + _LONGEST_ANSWER)
    table = np.where(allowed, table, -np.inf)
    flat = table.ravel()
    count = min(_SPANS, int(allowed.sum()))
    best = np.argpartition(-flat, count - 1)[:count]
    best = best[np.lexsort((best, -np.round(flat[best], 4)))]
    return tuple(
        ReadSpan(int(offsets[at // len(offsets), 0]), int(offsets[at % len(offsets), 1]), round(float(flat[at]), 4))
        for at in best
    )
