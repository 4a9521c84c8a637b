"""Everything that the tables of the documentation are made of, in one command.

    python -m benchmarks.bench --quick     ten minutes on two quiet cores, once the peers' environments are made
    python -m benchmarks.bench             every question and a million passages; hours

Each part writes its file in benchmarks/results; then the tables and the page are made of them. One that fails does not
keep the others from running.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

PARTS = ("answers", "scale.run", "peers.run")


def main() -> int:
    """Run the parts one after another, then render."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    chosen = parser.parse_args()
    options = ["--quick"] if chosen.quick else []
    steps = [[part, *options] for part in chosen.parts] + [["readme"], ["page"]]
    failed = []
    for step in steps:
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{step[0]}", *step[1:]], check=False)
        print(f"{step[0]}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
        if done.returncode:
            failed.append(step[0])
    if failed:
        print(f"These failed, and their tables are those of the last run: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
