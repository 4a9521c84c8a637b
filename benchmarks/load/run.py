"""Ask a server from many clients at once and print what came of it.

    python benchmarks/load/run.py steady   --index index --clients 8 --seconds 60
    python benchmarks/load/run.py overload --index index --clients 200 --seconds 20

`steady` starts a server on a free loopback port, with the answer cache off, and asks the questions of a file in turn.
`overload` sends more than the server can take, then looks whether a single client is served as before and whether
memory stayed bounded; it exits with 1 when anything but 200 and 503 came back. Generator and server share the
machine, so the numbers are those of a busy one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx

QUESTIONS = Path("eval/questions.jsonl")
SERVE = """
import json, sys
from briefqa.settings import read_settings
from briefqa_api.serving import run
run(read_settings(**json.loads(sys.argv[1])))
"""


@dataclass(slots=True)
class Outcome:
    """What a number of clients got: seconds of each answer, and how often each status came."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0

    def row(self, name: str) -> str:
        """One line of the table."""
        times = sorted(self.seconds) or [0.0]
        p50, p95 = statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        rate = len(self.seconds) / self.elapsed if self.elapsed else 0.0
        return f"{name:24} {rate:8.1f} {p50 * 1000:8.0f} {p95 * 1000:8.0f}   {statuses}"


@contextmanager
def serve(index: Path, state: Path, **server: object) -> Iterator[tuple[str, int]]:
    """A server of its own; gives its address and process id."""
    settings = {"index": str(index), "port": 0, "server": {"state": str(state), **server}}
    log = state / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen([sys.executable, "-c", SERVE, json.dumps(settings)], stderr=sink)
    try:
        url = f"http://127.0.0.1:{_port(log, process)}"
        _wait_until_ready(url)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(60)


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    while process.poll() is None:
        for line in log.read_text().splitlines():
            if '"listening"' in line:
                return int(json.loads(line)["port"])
        time.sleep(0.05)
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


def _wait_until_ready(url: str) -> None:
    for _ in range(600):
        if httpx.get(url + "/readyz", timeout=60).status_code == 200:
            return
        time.sleep(0.1)
    raise SystemExit("The server did not become ready; is there an index?")


def read_questions(file: Path = QUESTIONS) -> list[str]:
    """The questions of an evaluation set."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines if line.strip()]


def resident_mb(pid: int) -> tuple[float, float]:
    """Resident memory of a process and its children now and at its highest, in MB; pages they share count for each."""
    now = highest = 0.0
    for process in (pid, *children(pid)):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        values = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
        now, highest = now + int(values["VmRSS"]) / 1024, highest + int(values["VmHWM"]) / 1024
    return now, highest


def children(pid: int) -> list[int]:
    """The processes that a process started itself."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def ask_all(url: str, questions: list[str], clients: int, seconds: float) -> Outcome:
    """Let `clients` ask without pause for `seconds`."""
    outcome, ends, turns = Outcome(), time.monotonic() + seconds, cycle(questions)

    async def ask(client: httpx.AsyncClient) -> None:
        while time.monotonic() < ends:
            started = time.perf_counter()
            try:
                response = await client.post("/v1/ask", json={"question": next(turns)})
            except httpx.TransportError as error:
                outcome.statuses[type(error).__name__] += 1
                continue
            outcome.statuses[str(response.status_code)] += 1
            if response.status_code == 200:
                outcome.seconds.append(time.perf_counter() - started)
            else:
                await asyncio.sleep(float(response.headers.get("Retry-After", "1")))

    started = time.monotonic()
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        await asyncio.gather(*(ask(client) for _ in range(clients)))
    outcome.elapsed = time.monotonic() - started
    return outcome


def main() -> int:
    """Run one of the two loads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("load", choices=("steady", "overload"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--clients", type=int)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--concurrency", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cache", action="store_true", help="leave the answer cache on")
    chosen = parser.parse_args()
    questions = read_questions(chosen.questions)
    server = {
        "examples": questions[:1],  # none have to be looked for, which would count against the questions
        "concurrency": chosen.concurrency,
        "workers": chosen.workers,
        **({} if chosen.cache else {"cache_bytes": 0}),
    }
    with tempfile.TemporaryDirectory() as folder, serve(chosen.index, Path(folder), **server) as (url, pid):
        print(f"{'':24} {'answers/s':>8} {'p50 ms':>8} {'p95 ms':>8}   statuses")
        if chosen.load == "steady":
            outcome = asyncio.run(ask_all(url, questions, chosen.clients or 8, chosen.seconds))
            print(outcome.row(f"{chosen.clients or 8} clients"))
            print(f"resident memory {resident_mb(pid)[0]:.0f} MB, at most {resident_mb(pid)[1]:.0f} MB")
            return 0 if set(outcome.statuses) == {"200"} else 1
        return overload(url, pid, questions, chosen.clients or 200, chosen.seconds)


def overload(url: str, pid: int, questions: list[str], clients: int, seconds: float) -> int:
    """Too many clients between two looks at what a single one gets."""
    before = asyncio.run(ask_all(url, questions, 1, 5))
    print(before.row("1 client before"))
    memory = resident_mb(pid)[0]
    during = asyncio.run(ask_all(url, questions, clients, seconds))
    print(during.row(f"{clients} clients"))
    after = asyncio.run(ask_all(url, questions, 1, 5))
    print(after.row("1 client after"))
    now, highest = resident_mb(pid)
    print(f"resident memory {memory:.0f} MB before, at most {highest:.0f} MB, {now:.0f} MB after")
    clean = set(during.statuses) <= {"200", "503"} and set(after.statuses) == {"200"}
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
