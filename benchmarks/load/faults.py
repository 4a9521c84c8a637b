"""What clients notice while workers are killed and generations change under load.

    python benchmarks/load/faults.py kill --index index --kills 5
    python benchmarks/load/faults.py swap --generations 50

`kill` serves an index with two workers and ends one of them again and again without warning; only connections of a
killed process may break, once each. `swap` builds a small corpus again and again while clients ask about the one number
that changes in it; no question may fail, and each answer has to hold the number of the generation that it names. Both
exit with 1 when something else came back.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
from run import children, read_questions, serve

from briefqa.build import build_index
from briefqa.settings import Settings

CLIENTS = 4
EXAMPLES = ("How many howitzers did Poland order?",)
SENTENCE = "Howitzers abroad\n\nPoland ordered {number} howitzers from the northern works in March 2022.\n"
QUESTION = "How many howitzers did Poland order from the northern works in March 2022?"


class Askers:
    """Clients that ask without pause until they are stopped; what they got is in `statuses` and `answers`."""

    def __init__(self, url: str, questions: list[str]) -> None:
        self.statuses: Counter[str] = Counter()
        self.answers: list[dict[str, object]] = []
        self._url, self._questions = url, questions
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self) -> Askers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        client = httpx.Client(timeout=60)
        while not self._stop.is_set():
            number += 1
            body = {"question": self._questions[number % len(self._questions)], "max_citations": 1 + number % 20}
            try:
                response = client.post(self._url + "/v1/ask", json=body)
            except httpx.TransportError:
                self.statuses["broken"] += 1
                client.close()
                client = httpx.Client(timeout=60)
                continue
            self.statuses[str(response.status_code)] += 1
            if response.status_code == 200:
                self.answers.append(response.json())
        client.close()


def kill(index: Path, kills: int) -> bool:
    """End a worker again and again, each time when both are ready; True when only its own connections noticed."""
    server = {"workers": 2, "cache_bytes": 0, "examples": EXAMPLES}
    with tempfile.TemporaryDirectory() as folder, serve(index, Path(folder), **server) as (url, pid):
        with Askers(url, read_questions()) as askers:
            for killed in range(kills):
                wait_for_opened(Path(folder) / "log", 2 + killed)
                time.sleep(2)
                os.kill(workers(pid)[0], signal.SIGKILL)
            wait_for_opened(Path(folder) / "log", 2 + kills)
            time.sleep(2)
        last = httpx.post(url + "/v1/ask", json={"question": EXAMPLES[0]}, timeout=60).status_code
    print(f"{kills} workers killed: {dict(askers.statuses)}, afterwards {last}")
    return set(askers.statuses) <= {"200", "broken"} and askers.statuses["broken"] <= kills * CLIENTS and last == 200


def wait_for_opened(log: Path, count: int) -> None:
    """Wait until so many workers, dead ones included, have opened the index."""
    for _ in range(1200):
        if log.read_text("utf-8").count('"index opened"') >= count:
            return
        time.sleep(0.1)
    raise SystemExit("A worker did not open the index within two minutes.")


def workers(pid: int) -> list[int]:
    """The processes that serve: those of the server's children that were started to run a function."""
    return [one for one in children(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def swap(generations: int) -> bool:
    """Build new generations under load; True when each answer is that of the generation it names."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "corpus").mkdir()
        settings = Settings(corpus=place / "corpus", index=place / "index", encoder="hashed", build_workers=1)
        expected: dict[object, str] = {}

        def build(number: int) -> None:
            (settings.corpus / "howitzers.txt").write_text(SENTENCE.format(number=number))
            expected[build_index(settings.corpus, settings.index, settings).generation] = str(number)

        build(1000)
        state = place / "state"
        state.mkdir()
        with serve(settings.index, state, refresh_seconds=0.05, examples=EXAMPLES) as (url, _):
            with Askers(url, [QUESTION]) as askers:
                for number in range(1001, 1001 + generations):
                    build(number)
            seen = {answer["generation"] for answer in askers.answers}
    mixed = sum(expected[answer["generation"]] not in json.dumps(answer) for answer in askers.answers)
    print(f"{generations} generations, {len(seen)} of them asked: {dict(askers.statuses)}, {mixed} mixed answers")
    return set(askers.statuses) == {"200"} and mixed == 0


def main() -> int:
    """Do one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fault", choices=("kill", "swap"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--generations", type=int, default=50)
    chosen = parser.parse_args()
    held = kill(chosen.index, chosen.kills) if chosen.fault == "kill" else swap(chosen.generations)
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
