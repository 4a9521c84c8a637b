"""Size, speed and scores of a checkpoint's variants beside float32."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from briefqa_train.data import Example
from briefqa_train.evaluate import as_dictionary, build_onnx_reader, score_paragraphs
from briefqa_train.export import Variant, export_float, export_variant
from briefqa_train.reading import Reader

TIMED_SHAPE = (8, 96)
"""Rows and tokens of the batch that speed is measured on: eight views, as the product reads them."""
TIMED_ROUNDS = 15


def measure_speed(reader: Reader) -> float:
    """Tokens per second on batches of eight views, by the median round."""
    ids = np.random.default_rng(0).integers(1000, 30000, TIMED_SHAPE)
    mask, types = np.ones_like(ids), np.zeros_like(ids)
    reader(ids, mask, types)
    seconds = []
    for _ in range(TIMED_ROUNDS):
        began = time.perf_counter()
        reader(ids, mask, types)
        seconds.append(time.perf_counter() - began)
    return ids.size / statistics.median(seconds)


def compare_variants(
    checkpoint: Path, tokenizer: Tokenizer, examples: Sequence[Example], threads: int
) -> dict[str, dict[str, float]]:
    """For each variant: megabytes, tokens per second, and scores over whole paragraphs."""
    compared: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.onnx"
        export_float(checkpoint, source)
        for variant in Variant:
            target = Path(folder) / f"{variant}.onnx"
            export_variant(source, target, variant)
            reader = build_onnx_reader(target, threads)
            compared[str(variant)] = {
                "megabytes": round(target.stat().st_size / 1e6, 1),
                "tokens_per_second": round(measure_speed(reader)),
                **as_dictionary(score_paragraphs(reader, tokenizer, examples)),
            }
    return compared
