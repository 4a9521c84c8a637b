"""The server with the fake assistant as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

TESTS = Path(__file__).parent.parent


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    state: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.state / "log").read_text().splitlines()]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def swap(self, number: int) -> None:
        draft = self.state / "draft"
        draft.write_text(str(number))
        draft.replace(self.state / "generation")


@contextlib.contextmanager
def serve(state: Path, **server: object) -> Iterator[Server]:
    state.mkdir(parents=True, exist_ok=True)
    server.setdefault("refresh_seconds", 0.02)
    options = [f"{name}={json.dumps(value)}" for name, value in server.items()]
    command = [sys.executable, str(TESTS / "api" / "serve_fake.py"), str(state), "0", *options]
    with (state / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, env={**os.environ, "PYTHONPATH": str(TESTS)})
    try:
        made = Server(process, _port(state / "log", process), state)
        wait_until(lambda: status_of(made.url + "/readyz") == 200)
        yield made
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    found: list[int] = []

    def look() -> bool:
        assert process.poll() is None, log.read_text()
        found.extend(
            json.loads(line)["port"] for line in log.read_text().splitlines() if '"event": "listening"' in line
        )
        return bool(found)

    wait_until(look)
    return found[0]


def status_of(url: str) -> int:
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return 0


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
