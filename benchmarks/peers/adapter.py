"""What every contestant runs inside its own environment: JSON lines in, JSON lines out; the standard library only.

A line {"do": "index", ...} calls the method of that name with the other fields; what comes back is printed as one line,
with the seconds that the method took.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol


class Contestant(Protocol):
    """A program that finds passages and, where it can, reads answers."""

    def index(self, passages: list[dict[str, str]], paragraphs: list[dict[str, str]], folder: str) -> None:
        """Make texts searchable and keep them in `folder`; each has an "id" and a "text"."""

    def open(self, folder: str) -> None:
        """Open what `index` kept."""

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the best passages, best first."""

    def ask(self, question: str) -> dict[str, Any]:
        """{"answer": text or None, "score": float}."""


def main(contestant: Contestant) -> None:
    """Answer requests until the input ends."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    for line in sys.stdin:
        request = json.loads(line)
        name = request.pop("do")
        began = time.perf_counter()
        if name == "serve":
            result: Any = _serve(contestant)
        else:
            result = getattr(contestant, name)(**request)
        seconds = time.perf_counter() - began
        output.write(json.dumps({"result": result, "seconds": seconds}) + "\n")
        output.flush()


def _serve(contestant: Contestant) -> int:
    """Serve `ask` over HTTP from threads, as people wrap such a library; gives the port.

    One question is asked at a time: txtai fails where several threads ask at once.
    """
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                answer = contestant.ask(json.loads(content)["question"])
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_address[1])
