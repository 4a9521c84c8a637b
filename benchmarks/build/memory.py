"""Resident memory of the server, fresh and after many questions.

    python benchmarks/build/memory.py --index index --questions 200

The target: 400 MB. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

QUESTIONS = (
    "What were the howitzers from America worth?",
    "When did Poland buy K2 tanks?",
    "Why does Seoul want a partnership?",
    "Which companies build the jets?",
    "How much did exports grow?",
)


def memory(process: int) -> str:
    """Resident memory of a process in MB, and how much of it is mapped files, which processes share."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    values = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return f"resident {values['Rss']:.0f} MB, of it files in memory {values['Rss'] - values['Anonymous']:.0f} MB"


def ask(port: int, question: str) -> None:
    """Ask over HTTP."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        response.read()


def main() -> None:
    """Start a server, ask it, and read its memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "briefqa",
            "serve",
            "--index",
            str(arguments.index.resolve()),
            "--port",
            str(port),
        ]
        with subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "BRIEFQA_SERVER__RATE_LIMIT": "100000/minute", "BRIEFQA_SERVER__CACHE_BYTES": "0"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                started = time.perf_counter()
                while time.perf_counter() - started < 60:
                    try:
                        urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
                        break
                    except OSError:
                        time.sleep(0.05)
                print(f"ready after {time.perf_counter() - started:.2f} s: {memory(server.pid)}")
                for number in range(arguments.questions):
                    ask(port, f"{QUESTIONS[number % len(QUESTIONS)]} {number}")
                print(f"after {arguments.questions} questions: {memory(server.pid)}")
            finally:
                server.terminate()
                server.wait(30)


if __name__ == "__main__":
    main()
