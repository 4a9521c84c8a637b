"""A virtual environment of its own for each contestant, made once, so that nothing of one reaches another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.results import CACHE

ROOT = Path(__file__).parents[2]
TORCH = "torch==2.13.0"
"""Installed first and alone, so that no later requirement brings a build with GPU libraries."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A contestant: what is installed for it, whether it reads, and the script that speaks for it."""

    name: str
    label: str
    requirements: tuple[str, ...]
    script: str
    reads: bool = True
    torch: bool = True


ENTRANTS = (
    Entrant("briefqa", "briefqa", (str(ROOT),), "with_briefqa.py", torch=False),
    Entrant(
        "haystack",
        "Haystack",
        ("haystack-ai==3.4.1", "transformers-haystack==2.0.0", "sentence-transformers-haystack==2.0.0"),
        "with_haystack.py",
    ),
    Entrant("txtai", "txtai", ("txtai==9.14.0",), "with_txtai.py"),
    Entrant(
        "langchain",
        "LangChain + FAISS",
        ("langchain-community==0.4.2", "langchain-huggingface==1.2.3", "sentence-transformers==6.2.0", "faiss-cpu"),
        "with_langchain.py",
        reads=False,
    ),
)
NAMED = {"briefqa", "haystack-ai", "transformers-haystack", "txtai", "langchain-community", "transformers", "torch"}


def make_environment(entrant: Entrant) -> Path:
    """The Python of the contestant's environment, which is made where it is missing."""
    folder = CACHE / "peers" / entrant.name
    python, stamp = folder / "bin" / "python", folder / "made.json"
    wanted = json.dumps([entrant.requirements, TORCH if entrant.torch else ""])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"making the environment of {entrant.label}, which takes minutes", file=sys.stderr)
    venv.create(folder, with_pip=True)
    first = [TORCH] if entrant.torch else []
    for step in ([first] if first else []) + [[*first, *entrant.requirements]]:
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *step]
        subprocess.run(command, check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def installed_megabytes(python: Path) -> float:
    """Size of everything that was installed, without pip's own cache."""
    packages = next((python.parent.parent / "lib").glob("python*")) / "site-packages"
    return sum(path.lstat().st_size for path in packages.rglob("*") if not path.is_dir()) / 1e6


def installed_versions(python: Path) -> dict[str, str]:
    """Versions of the packages that matter."""
    command = [str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {one["name"]: one["version"] for one in found if one["name"] in NAMED}


class Talk:
    """A running contestant."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    def do(self, name: str, **fields: Any) -> tuple[Any, float]:  # noqa: ANN401 - JSON
        """Call a method; gives its result and the seconds it took inside the process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"do": name, **fields}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The contestant ended while asked to {name}; run its script by hand to see why.")
        answer = json.loads(line)
        return answer["result"], answer["seconds"]

    def megabytes(self) -> float:
        """Resident memory now."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


@contextmanager
def start(entrant: Entrant, encoder: Path, reader: Path) -> Iterator[Talk]:
    """Run a contestant in its environment, offline and on the processor only."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src") if entrant.name == "briefqa" else "",
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "CUDA_VISIBLE_DEVICES": "",
    }
    python = CACHE / "peers" / entrant.name / "bin" / "python"
    script = Path(__file__).parent / entrant.script
    command = [str(python), str(script), str(encoder), str(reader)]
    with (CACHE / f"{entrant.name}.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
        )
        try:
            yield Talk(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.terminate()
            process.wait(60)
