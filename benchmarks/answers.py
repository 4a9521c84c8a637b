"""Answers to the evaluation's questions, and their consistency under variation, as small result files.

    python -m benchmarks.answers [--quick]

Builds the brief in a temporary folder and runs `briefqa eval` twice; writes results/answers.json and
results/variations.json. --quick leaves out the variations.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine
from benchmarks.results import save_result

ROOT = Path(__file__).parents[1]
POINTS = 60
"""Points of the risk-coverage curve that are kept."""


def main() -> None:
    """Build, evaluate, condense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the variations")
    chosen = parser.parse_args()
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="briefqa-answers-") as temporary:
        folder = Path(temporary)
        _briefqa("build", "--corpus", str(ROOT / "corpus"), "--index", str(folder / "index"))
        evaluated = _evaluate(folder)
        print(save_result("answers", {"machine": machine, **_condensed(evaluated["summary"])}))
        if not chosen.quick:
            varied = _evaluate(folder, "--metamorphic", "--corpus", str(ROOT / "corpus"))
            print(save_result("variations", {"machine": machine, "families": varied["families"]}))


def _evaluate(folder: Path, *options: str) -> dict[str, Any]:
    path = folder / "evaluated.json"
    questions = str(ROOT / "eval" / "questions.jsonl")
    _briefqa("eval", "--index", str(folder / "index"), "--questions", questions, "--json", str(path), *options)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _briefqa(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "briefqa", *arguments], check=True, stdout=subprocess.DEVNULL)


def _condensed(summary: dict[str, Any]) -> dict[str, Any]:
    """The summary with a thinned curve and without the id of the generation, which changes with every build."""
    curve = summary["confidence"]["curve"]
    step = max(1, len(curve) // POINTS)
    confidence = {**summary["confidence"], "curve": curve[::step]}
    return {**{name: value for name, value in summary.items() if name != "generation"}, "confidence": confidence}


if __name__ == "__main__":
    main()
