"""A build with the time of each of its stages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from briefqa.build import BuildSummary, build_index
from briefqa.settings import Settings


@dataclass(slots=True)
class StageClock:
    """Adds up, by stage, what passes between two reports of progress."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = "opening"
    _since: float = field(default_factory=time.perf_counter)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of the stage that is at work from now on."""
        now = time.perf_counter()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def timed_build(corpus: Path, index: Path, encoder: str) -> tuple[BuildSummary, dict[str, float]]:
    """Build, and give the seconds of each stage."""
    clock = StageClock()
    summary = build_index(corpus, index, Settings(encoder=encoder), progress=clock)
    clock("done", 0, 0)
    return summary, clock.seconds
