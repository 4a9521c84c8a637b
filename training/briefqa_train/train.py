"""The training loop: a time budget, a linear schedule over it, checkpoints that resume."""

from __future__ import annotations

import contextlib
import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import torch
from transformers import BertForQuestionAnswering

from briefqa_train.checkpoint import Progress, find_checkpoint, load_state, save_checkpoint
from briefqa_train.data import Example
from briefqa_train.features import Batch, load_tokenizer
from briefqa_train.model import choose_device, compute_loss, find_backbone, load_model, move_batch
from briefqa_train.settings import TrainingSettings
from briefqa_train.stream import iterate_batches

DevScorer = Callable[[BertForQuestionAnswering], dict[str, float]]


def learning_rate_factor(elapsed: float, minutes: float, warm_up: float) -> float:
    """Linear rise over the share `warm_up` of the budget, then linear fall to 0 at its end."""
    done = min(1.0, elapsed / (minutes * 60))
    if done < warm_up:
        return max(0.02, done / warm_up)
    return (1.0 - done) / (1.0 - warm_up)


def build_optimizer(model: BertForQuestionAnswering, settings: TrainingSettings) -> torch.optim.AdamW:
    """AdamW with a lower rate for embeddings and no decay on biases and layer norms."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        key = ("embeddings." in name, parameter.ndim > 1)
        groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": members,
                "rate_factor": settings.embedding_rate_factor if embedding else 1.0,
                "weight_decay": settings.weight_decay if decays else 0.0,
            }
            for (embedding, decays), members in groups.items()
        ],
        lr=settings.learning_rate,
        fused=True,
    )


def train(
    examples: Sequence[Example],
    folder: Path,
    settings: TrainingSettings,
    *,
    start: Path | None = None,
    teachers: Sequence[Path] = (),
    resume: bool = False,
    score_dev: DevScorer | None = None,
) -> Progress:
    """Train until the budget of minutes is used up; `latest` under `folder` is the result.

    Starts from the checkpoint folder `start`, else from the backbone; `resume` goes on from `folder` instead.
    `teachers` are checkpoints whose probabilities are learnt beside the gold answers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    device = choose_device()
    torch.manual_seed(settings.seed)
    source = (find_checkpoint(folder) if resume else None) or start or find_backbone()
    model = load_model(source, settings.dropout)
    torch.nn.Module.to(model, device)
    masters = [load_model(path).train(False) for path in teachers]
    for master in masters:
        torch.nn.Module.to(master, device)
    optimizer = build_optimizer(model, settings)
    progress = Progress(settings.seed, settings.minutes)
    if source.parent == folder:
        progress = load_state(source, optimizer, device)
        progress.minutes = settings.minutes
    tokenizer_file = source / "tokenizer.json"
    tokenizer = load_tokenizer(str(tokenizer_file), settings.max_length)
    run = _Run(model, masters, optimizer, settings, progress, folder, tokenizer_file, device, score_dev)
    run.follow(iterate_batches(examples, tokenizer, settings, progress))
    return progress


class _Run:
    """One stretch of training between start and end, or between resume and end."""

    def __init__(
        self,
        model: BertForQuestionAnswering,
        teachers: Sequence[BertForQuestionAnswering],
        optimizer: torch.optim.Optimizer,
        settings: TrainingSettings,
        progress: Progress,
        folder: Path,
        tokenizer_file: Path,
        device: torch.device,
        score_dev: DevScorer | None,
    ) -> None:
        self.model, self.teachers, self.optimizer, self.settings = model, teachers, optimizer, settings
        self.progress, self.folder, self.tokenizer_file = progress, folder, tokenizer_file
        self.device, self.score_dev = device, score_dev
        self.callable = torch.compile(model, dynamic=True) if settings.compile else model
        self.parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.threads = max(1, torch.get_num_threads() // settings.workers)
        self.model.train()
        self.began = time.monotonic() - progress.elapsed
        self.saved = self.scored = progress.elapsed
        self.losses: list[torch.Tensor] = []
        self.logged_at, self.logged_tokens = progress.elapsed, progress.tokens

    def follow(self, batches: Iterator[Batch]) -> None:
        """Take batches until the budget ends, saving and scoring on the way; the clock starts at the first batch."""
        settings, progress = self.settings, self.progress
        batches = itertools.chain([next(batches)], batches)
        self.began = time.monotonic() - progress.elapsed
        with ThreadPoolExecutor(settings.workers, initializer=torch.set_num_threads, initargs=(self.threads,)) as pool:
            for taken in itertools.count(1):
                self.step(list(itertools.islice(batches, settings.workers)), pool)
                if progress.step % settings.log_steps == 0:
                    self.log_step()
                if progress.elapsed - self.saved >= settings.checkpoint_seconds:
                    self.save()
                if progress.elapsed - self.scored >= settings.score_seconds:
                    self.score()
                if progress.elapsed >= settings.minutes * 60 or taken == settings.max_steps:
                    break
        self.save()

    def step(self, batches: Sequence[Batch], pool: Executor) -> None:
        """One update from the batches, each worker taking one."""
        progress, settings = self.progress, self.settings
        factor = learning_rate_factor(progress.elapsed, settings.minutes, settings.warm_up)
        for group in self.optimizer.param_groups:
            group["lr"] = settings.learning_rate * factor * group["rate_factor"]
        rows = sum(len(batch.starts) for batch in batches)
        results = list(pool.map(self._differentiate, batches, [len(batch.starts) / rows for batch in batches]))
        for number, parameter in enumerate(self.parameters):
            gradient = results[0][1][number]
            for _, others in results[1:]:
                gradient += others[number]
            parameter.grad = gradient
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.losses.append(torch.stack([loss for loss, _ in results]).sum())
        progress.step += 1
        progress.tokens += sum(int(batch.attention_mask.sum()) for batch in batches)
        progress.questions += rows
        progress.elapsed = time.monotonic() - self.began

    def _differentiate(self, batch: Batch, weight: float) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        """The batch's weighted loss and its gradient, kept apart from those of other workers."""
        inputs = move_batch(batch, self.device)
        with self._precision():
            loss = compute_loss(self.callable, inputs, self.teachers, self.settings.soft_share) * weight
        return loss.detach(), torch.autograd.grad(loss, self.parameters)

    def _precision(self) -> contextlib.AbstractContextManager[object]:
        if self.device.type == "cuda" or self.settings.bfloat16:
            return torch.autocast(self.device.type, dtype=torch.bfloat16)
        return contextlib.nullcontext()

    def save(self) -> None:
        """Write the checkpoint."""
        save_checkpoint(self.folder, self.model, self.optimizer, self.progress, self.tokenizer_file)
        self.saved = self.progress.elapsed

    def score(self) -> None:
        """Score the development sample and log it."""
        if self.score_dev is not None:
            self.model.train(False)
            self._log({"dev": self.score_dev(self.model)})
            self.model.train()
        self.scored = self.progress.elapsed = time.monotonic() - self.began

    def log_step(self) -> None:
        """Log the mean loss since the last line, and the speed."""
        progress = self.progress
        seconds = max(1e-6, progress.elapsed - self.logged_at)
        self._log(
            {
                "loss": round(float(torch.stack(self.losses).mean()), 4),
                "learning_rate": self.optimizer.param_groups[-1]["lr"],
                "tokens_per_second": round((progress.tokens - self.logged_tokens) / seconds),
            }
        )
        self.losses.clear()
        self.logged_at, self.logged_tokens = progress.elapsed, progress.tokens

    def _log(self, values: dict[str, object]) -> None:
        progress = self.progress
        line = {
            "step": progress.step,
            "elapsed": round(progress.elapsed, 1),
            "epoch": progress.epoch,
            "questions": progress.questions,
            "tokens": progress.tokens,
            **values,
        }
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
