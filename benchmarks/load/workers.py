"""What one worker more costs in memory, and how much of it is the index that all of them map.

    python benchmarks/load/workers.py --index index --workers 1 2 3 --questions 100

Each number of workers is served in turn and asked the same questions on fresh connections, so that all get some. PSS
counts a page that n processes share as an nth of it for each: the sum over all of them is what the machine gives. Linux
only: it reads /proc. Exits with 1 when a second worker maps no page of the index together with the first.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from run import QUESTIONS, children, read_questions, serve

SHARED = ("Shared_Clean", "Shared_Dirty")
PATIENCE = 120
PRIVATE = ("Private_Clean", "Private_Dirty")
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of one process or of some of its mappings."""

    resident: float
    proportional: float
    shared: float
    private: float


def memory_of(process: int) -> Memory:
    """All memory of a process."""
    return _add_up(Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines())


def mapped_memory(process: int, folder: Path) -> Memory:
    """The memory of a process that is files below `folder`, mapped."""
    lines, inside = [], False
    for line in Path(f"/proc/{process}/smaps").read_text(encoding="utf-8").splitlines():
        heading = _MAPPING.match(line)
        if heading:
            inside = heading.group(1).startswith(f"{folder}/")
        elif inside:
            lines.append(line)
    return _add_up(lines)


def _add_up(lines: list[str]) -> Memory:
    total: dict[str, float] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if value.endswith(" kB"):
            total[name] = total.get(name, 0.0) + int(value.split()[0]) / 1024
    sums = [sum(total.get(name, 0.0) for name in names) for names in (("Rss",), ("Pss",), SHARED, PRIVATE)]
    return Memory(*sums)


def ask_everyone(url: str, questions: list[str], workers: int) -> None:
    """Ask on a new connection each time, with as many at once as there are workers."""
    for start in range(0, len(questions), workers):
        clients = [httpx.Client(base_url=url, timeout=60) for _ in range(workers)]
        for client, question in zip(clients, questions[start:], strict=False):
            ask(client, question)
        for client in clients:
            client.close()


def ask(client: httpx.Client, question: str) -> None:
    """Ask one worker, which may still be opening the index."""
    for _ in range(PATIENCE):
        response = client.post("/v1/ask", json={"question": question})
        if response.status_code != 503:
            break
        time.sleep(0.5)
    response.raise_for_status()


def serving(pid: int) -> list[int]:
    """The processes that answer: the server itself, or those of its children that opened the index."""
    return sorted(children(pid), key=lambda child: -memory_of(child).resident) if children(pid) else [pid]


def measure(index: Path, workers: int, questions: list[str]) -> bool:
    """Print one line for each worker and one for all; False where workers share nothing of the index."""
    server = {"examples": questions[:1], "workers": workers, "cache_bytes": 0, "rate_limit": "100000/minute"}
    with tempfile.TemporaryDirectory() as folder, serve(index, Path(folder), **server) as (url, pid):
        ask_everyone(url, questions, workers)
        processes = serving(pid)[:workers]
        shares = True
        for number, process in enumerate(processes, 1):
            own, mapped = memory_of(process), mapped_memory(process, index.resolve())
            shares = shares and mapped.shared > 0
            print(
                f"{f'worker {number} of {workers}':18} {own.resident:9.0f} {own.proportional:9.0f} {own.shared:9.0f} "
                f"{own.private:9.0f} {mapped.resident:12.1f} {mapped.shared:12.1f}"
            )
        everything = sum(memory_of(process).proportional for process in {pid, *children(pid)})
        print(f"{f'{workers} workers':18} {'':9} {everything:9.0f}   with the process that watches over them")
    return shares or workers == 1


def main() -> int:
    """Measure each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--file", type=Path, default=QUESTIONS)
    chosen = parser.parse_args()
    questions = read_questions(chosen.file)[: chosen.questions]
    print(f"{'MB':18} {'resident':>9} {'PSS':>9} {'shared':>9} {'private':>9} {'of the index':>12} {'shared':>12}")
    shared = [measure(chosen.index, workers, questions) for workers in chosen.workers]
    return 0 if all(shared) else 1


if __name__ == "__main__":
    raise SystemExit(main())
