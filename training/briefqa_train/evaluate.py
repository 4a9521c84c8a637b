"""Scores of a reader on development questions with their paragraph, or on windows of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertForQuestionAnswering

from briefqa_train.data import Example
from briefqa_train.metrics import (
    area_under_curve,
    best_threshold,
    score_answer,
    score_answer_with_numbers,
)
from briefqa_train.reading import Logits, Reader, read_spans
from briefqa_train.windows import build_window

CLOSED = -1e4
"""The logit of padding."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Percentages, except `area_under_curve` (0 to 1) and `threshold` (logits)."""

    questions: int
    answerable: int
    exact_match: float
    f1: float
    exact_match_with_numbers: float
    f1_with_numbers: float
    f1_best_threshold: float
    threshold: float
    area_under_curve: float


def build_torch_reader(model: BertForQuestionAnswering) -> Reader:
    """A reader over a torch model, on the device that the model is on."""
    device = next(model.parameters()).device

    def read(ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Logits:
        with torch.inference_mode():
            output = model(
                input_ids=torch.from_numpy(ids).to(device),
                attention_mask=torch.from_numpy(mask).to(device),
                token_type_ids=torch.from_numpy(types).to(device),
            )
        return output.start_logits.float().cpu().numpy(), output.end_logits.float().cpu().numpy()

    return read


def build_onnx_reader(path: Path, threads: int = 2) -> Reader:
    """A reader over an ONNX file, one text at a time as the product reads: activations are quantised text by text."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def read(ids: NDArray[np.int64], mask: NDArray[np.int64], types: NDArray[np.int64]) -> Logits:
        starts, ends = (np.full(ids.shape, CLOSED, np.float32) for _ in range(2))
        for row, size in enumerate(mask.sum(axis=1)):
            one = (slice(row, row + 1), slice(0, size))
            inputs = {"input_ids": ids[one], "attention_mask": mask[one], "token_type_ids": types[one]}
            starts[one], ends[one] = session.run(["start_logits", "end_logits"], inputs)
        return starts, ends

    return read


def sample_examples(examples: Sequence[Example], limit: int | None, seed: int) -> list[Example]:
    """All examples, or `limit` of them drawn by `seed`."""
    if limit is None or limit >= len(examples):
        return list(examples)
    return random.Random(seed).sample(list(examples), limit)


def score_examples(reader: Reader, tokenizer: Tokenizer, examples: Sequence[Example], texts: Sequence[str]) -> Scores:
    """Scores of reading each example's question over the text beside it."""
    pairs = [(example.question, text) for example, text in zip(examples, texts, strict=True)]
    readings = read_spans(reader, tokenizer, pairs)
    gold = [[answer.text for answer in example.answers] for example in examples]
    given = [text[r.start : r.end] for text, r in zip(texts, readings, strict=True)]
    plain = [score_answer(g, e) for g, e in zip(given, gold, strict=True)]
    numeric = [score_answer_with_numbers(g, e) for g, e in zip(given, gold, strict=True)]
    margins = [reading.margin for reading in readings]
    null = [not answers for answers in gold]
    f1_read = [0.0 if empty else f1 for (_, f1), empty in zip(plain, null, strict=True)]
    threshold, f1_best = best_threshold(margins, f1_read, null)
    answerable = [i for i, empty in enumerate(null) if not empty]
    positive = [margins[i] for i in answerable]
    negative = [margins[i] for i, empty in enumerate(null) if empty]
    return Scores(
        len(examples),
        len(answerable),
        _percent([plain[i][0] for i in answerable]),
        _percent([plain[i][1] for i in answerable]),
        _percent([numeric[i][0] for i in answerable]),
        _percent([numeric[i][1] for i in answerable]),
        round(100 * f1_best, 2),
        round(threshold, 3),
        round(area_under_curve(positive, negative), 4),
    )


def _percent(values: Sequence[float]) -> float:
    return round(100 * sum(values) / len(values), 2) if values else float("nan")


def score_paragraphs(
    reader: Reader, tokenizer: Tokenizer, examples: Sequence[Example], *, titled: bool = False
) -> Scores:
    """Scores over whole paragraphs, with "Title. " in front where `titled`."""
    texts = [
        f"{example.title}. {example.context}" if titled and example.title else example.context for example in examples
    ]
    return score_examples(reader, tokenizer, examples, texts)


def score_windows(reader: Reader, tokenizer: Tokenizer, examples: Sequence[Example], seed: int = 0) -> Scores:
    """Scores over windows drawn as in training: what the product reads."""
    source = random.Random(seed)
    kept: list[Example] = []
    texts: list[str] = []
    for example in examples:
        window = build_window(example, source)
        if window is not None:
            answers = example.answers if window.span is not None else ()
            kept.append(Example(example.id, example.title, example.context, example.question, answers))
            texts.append(window.view)
    return score_examples(reader, tokenizer, kept, texts)


def as_dictionary(scores: Scores) -> dict[str, float]:
    """The scores as JSON values."""
    return asdict(scores)
