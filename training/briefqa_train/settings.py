"""What a training run is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """What one run is made of; times in minutes or seconds as named."""

    minutes: float
    seed: int = 20
    learning_rate: float = 1.5e-4
    embedding_rate_factor: float = 0.5
    weight_decay: float = 0.01
    warm_up: float = 0.04
    token_budget: int = 1500
    """Tokens of one worker's batch, padding included; an update takes one batch from each worker."""
    workers: int = 2
    """Threads that each take a whole batch: they wait for each other once an update, not once a layer."""
    max_length: int = 256
    chunk_size: int = 8192
    made_up_share: float = 0.1
    """Made-up windows for each real one."""
    swapped_share: float = 0.07
    """Answerable questions that are asked about another year or name, as null."""
    stray_share: float = 0.07
    """Windows, for each answerable question, that ask it of another paragraph of its article, as null."""
    dropout: float = 0.0
    """Share of hidden values and attention weights left out; one pass needs none, several do."""
    soft_share: float = 0.7
    """Weight of the teachers' probabilities in the loss, where there are teachers; the rest is the gold answer's."""
    loaders: int = 0
    """Processes that make batches ahead of the model; 0 makes them between its steps."""
    bfloat16: bool = False
    """Matrix products in bfloat16 on a CPU too; weights and updates stay float32."""
    checkpoint_seconds: float = 180.0
    log_steps: int = 20
    score_seconds: float = 900.0
    max_steps: int | None = None
    compile: bool = False
