"""Checkpoints: an ordinary transformers folder with the training state beside it."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering

LATEST = "latest"
PREVIOUS = "previous"
STATE_FILE = "training_state.pt"


@dataclass(slots=True)
class Progress:
    """How far training has come; `chunk` and `batch` are the next to be trained on."""

    seed: int
    minutes: float
    elapsed: float = 0.0
    """Seconds of training time so far, all runs together."""
    step: int = 0
    epoch: int = 0
    chunk: int = 0
    batch: int = 0
    tokens: int = 0
    questions: int = 0


def save_checkpoint(
    folder: Path,
    model: BertForQuestionAnswering,
    optimizer: torch.optim.Optimizer,
    progress: Progress,
    tokenizer_file: Path,
) -> None:
    """Write `latest` in one rename, keeping the one before as `previous`."""
    fresh = folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    model.save_pretrained(fresh)
    shutil.copyfile(tokenizer_file, fresh / "tokenizer.json")
    state = {"optimizer": optimizer.state_dict(), "progress": asdict(progress)}
    torch.save(state, fresh / STATE_FILE)
    latest, previous = folder / LATEST, folder / PREVIOUS
    shutil.rmtree(previous, ignore_errors=True)
    if latest.exists():
        latest.rename(previous)
    fresh.rename(latest)


def find_checkpoint(folder: Path) -> Path | None:
    """The newest complete checkpoint, None where there is none."""
    for name in (LATEST, PREVIOUS):
        if (folder / name / STATE_FILE).exists():
            return folder / name
    return None


def load_state(checkpoint: Path, optimizer: torch.optim.Optimizer, device: torch.device) -> Progress:
    """Restore the optimizer and return the progress."""
    state = torch.load(checkpoint / STATE_FILE, map_location=device, weights_only=True)
    optimizer.load_state_dict(state["optimizer"])
    return Progress(**state["progress"])
