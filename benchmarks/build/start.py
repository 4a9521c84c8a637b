"""From process start to the first answer of `briefqa ask`, without torch, on an index that is there.

    python benchmarks/build/start.py --index index --runs 10

The target: 1.5 s. Processor seconds do not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

QUESTION = "What were the howitzers from America worth?"


def main() -> None:
    """Ask in a fresh process, again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    command = [sys.executable, "-m", "briefqa", "ask", arguments.question, "--index", str(arguments.index), "--json"]
    seconds, used = [], []
    for _ in range(arguments.runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    seconds, used = seconds[1:], used[1:]
    print(f"to the first answer: median {statistics.median(seconds):.2f} s, least {min(seconds):.2f} s")
    print(f"processor time:      median {statistics.median(used):.2f} s, least {min(used):.2f} s")
    print(
        f"peak resident memory of one such process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB"
    )


if __name__ == "__main__":
    main()
