"""What Prometheus reads at /metrics.

One worker counts in memory. Several workers count in files that they share (`PROMETHEUS_MULTIPROC_DIR`, set by
`briefqa serve` before they start), so that a scrape of any of them sees all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """The counters of one application; a second one in the same process counts for itself."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        known = self._registry
        self.requests = Counter(
            "briefqa_requests", "Requests by route, method and status.", ("route", "method", "status"), registry=known
        )
        self.request_seconds = Histogram(
            "briefqa_request_seconds", "Time from head to last byte.", ("route",), buckets=_SECONDS, registry=known
        )
        self.stage_seconds = Histogram(
            "briefqa_stage_seconds",
            "Time by stage: wait in the queue, answer (of which read, for each run of the reader), write.",
            ("stage",),
            buckets=_SECONDS,
            registry=known,
        )
        self.answers = Counter("briefqa_answers", "Answers by outcome and kind.", ("outcome", "kind"), registry=known)
        self.cache = Counter("briefqa_cache", "Look-ups of ready answers.", ("result",), registry=known)
        self.rejected = Counter("briefqa_rejected", "Requests refused, by reason.", ("reason",), registry=known)
        self.lost = Counter("briefqa_lost_records", "Records that could not be stored.", ("kind",), registry=known)
        self.admitted = Gauge(
            "briefqa_admitted",
            "Requests worked on or waiting for their turn.",
            registry=known,
            multiprocess_mode="livesum",
        )
        self.waiting = Gauge(
            "briefqa_queue", "Requests that wait for their turn.", registry=known, multiprocess_mode="livesum"
        )
        self.builds = Counter("briefqa_builds", "Builds by how they ended.", ("state",), registry=known)

    def exposition(self, generation: Callable[[], str | None]) -> bytes:
        """Everything in Prometheus' text format; `generation` names the open one."""
        registry = self._registry
        folder = os.environ.get(MULTIPROCESS_VARIABLE)
        if folder:
            _forget_dead_workers(Path(folder))
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        present = CollectorRegistry()
        present.register(_Generation(generation))
        return generate_latest(registry) + generate_latest(present)


def _forget_dead_workers(folder: Path) -> None:
    """Drop the gauges of workers that were killed, which would count what they were doing for ever."""
    for file in folder.glob("gauge_live*_*.db"):
        worker = int(file.stem.rpartition("_")[2])
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            mark_process_dead(worker, str(folder))  # type: ignore[no-untyped-call]


class _Generation(Collector):
    """The open generation as a gauge that is always 1, its name in a label."""

    def __init__(self, generation: Callable[[], str | None]) -> None:
        self._generation = generation

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("briefqa_generation", "The open generation.", labels=["generation"])
        name = self._generation()
        if name is not None:
            family.add_metric([name], 1)
        yield family
