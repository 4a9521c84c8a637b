"""The folder that ships: reader.onnx, tokenizer.json and reader.json."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from briefqa_train.checkpoint import STATE_FILE
from briefqa_train.export import Variant, export_float, export_variant, hash_file
from briefqa_train.reading import LONGEST_ANSWER, MAX_LENGTH, STRIDE

VERSION = "3"
LICENCE = "CC-BY-SA-4.0"
SOURCES = ("SQuAD 2.0", "QED (Natural Questions)", "QAMR", "made-up table rows, lists, deals and statistics")


def package_reader(
    checkpoint: Path, folder: Path, variant: Variant, report: Path | None = None, before: Path | None = None
) -> Path:
    """Write the three files under `folder` and return the ONNX file.

    `report` is what `briefqa-train evaluate --report` wrote: its scores and threshold go into reader.json. `before` is
    the reader.json of the reader that training started from: its runs are named before this one.

    Raises:
        FileNotFoundError: the checkpoint or the report is not there.
    """
    weights = checkpoint / "model.safetensors"
    if not weights.exists():
        raise FileNotFoundError(f"No checkpoint in {checkpoint}: expected {weights.name}, write one with train.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "reader.onnx"
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "float32.onnx"
        export_float(checkpoint, source)
        export_variant(source, target, variant)
    shutil.copyfile(checkpoint / "tokenizer.json", folder / "tokenizer.json")
    scores = json.loads(report.read_text(encoding="utf-8")) if report is not None else None
    card = describe_reader(checkpoint, target, variant, scores)
    card["training"] = [*_read_runs(before), *([card["training"]] if card["training"] else [])]
    (folder / "reader.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return target


def describe_reader(
    checkpoint: Path, target: Path, variant: Variant, scores: dict[str, dict[str, float]] | None
) -> dict[str, Any]:
    """What reader.json says; JSON values of several types, hence Any.

    `null_threshold` is compared with (best start + end logit) - (start + end logit at [CLS]).
    """
    return {
        "name": "briefqa-minilm",
        "version": VERSION,
        "architecture": "BertForQuestionAnswering",
        "backbone": "sentence-transformers/all-MiniLM-L6-v2",
        "variant": str(variant),
        "inputs": ["input_ids", "attention_mask", "token_type_ids"],
        "outputs": ["start_logits", "end_logits"],
        "max_length": MAX_LENGTH,
        "stride": STRIDE,
        "longest_answer": LONGEST_ANSWER,
        "null_threshold": scores["paragraphs"]["threshold"] if scores else 0.0,
        "null_threshold_windows": scores["windows"]["threshold"] if scores else 0.0,
        "scores": scores,
        "training": _read_progress(checkpoint),
        "trained_on": list(SOURCES),
        "licence": LICENCE,
        "checkpoint_sha256": hash_file(checkpoint / "model.safetensors"),
        "reader_sha256": hash_file(target),
    }


def _read_runs(card: Path | None) -> list[dict[str, Any]]:
    """The runs that a reader.json names, oldest first; none without one."""
    if card is None:
        return []
    training = json.loads(card.read_text(encoding="utf-8")).get("training") or []
    return training if isinstance(training, list) else [training]


def _read_progress(checkpoint: Path) -> dict[str, Any] | None:
    """Steps, questions, tokens and minutes of the training run, None for a foreign checkpoint."""
    import torch

    if not (checkpoint / STATE_FILE).exists():
        return None
    progress = torch.load(checkpoint / STATE_FILE, weights_only=True)["progress"]
    return {
        "seed": progress["seed"],
        "steps": progress["step"],
        "questions": progress["questions"],
        "tokens": progress["tokens"],
        "minutes": round(progress["elapsed"] / 60, 1),
    }
