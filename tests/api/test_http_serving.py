"""The server as a process: signals, killed workers, hostile connections, generations that change under load."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.server_process import Server, serve, status_of, wait_until
from briefqa.errors import SettingsError
from briefqa.settings import Settings
from briefqa_api.serving import run


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("single"), header_seconds=0.5, send_seconds=0.5, connections=20) as made:
        yield made


def _read_all(connection: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            received += part
    return received


def test_a_head_that_trickles_is_cut_off_while_others_are_served(server: Server) -> None:
    with server.connect() as silent, server.connect() as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert status_of(server.url + "/healthz") == 200
        assert b" 408 " in _read_all(slow)
        assert b" 408 " in _read_all(silent)


def test_an_endless_head_is_refused(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX-Long: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                connection.sendall(b"a" * 4096)
        answer = _read_all(connection)
    assert answer == b"" or b" 431 " in answer
    assert status_of(server.url + "/healthz") == 200


def test_a_client_that_does_not_read_loses_its_connection(server: Server) -> None:
    length = len(httpx.get(server.url + "/openapi.json").content)
    asked = 50_000_000 // length  # far more than the buffers of both sides hold
    with server.connect() as connection:
        connection.settimeout(30)
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * asked)
        time.sleep(2)
        received = _read_all(connection)
    assert received.count(b"HTTP/1.1 200") < asked
    assert status_of(server.url + "/healthz") == 200


def test_connections_beyond_the_limit_are_refused_and_the_server_recovers(server: Server) -> None:
    opened = [server.connect() for _ in range(30)]
    answers = [_read_all(connection) for connection in opened]
    assert sum(b" 503 " in answer for answer in answers) >= 10
    assert all(b"application/problem+json" in answer for answer in answers)
    for connection in opened:
        connection.close()
    wait_until(lambda: status_of(server.url + "/healthz") == 200)


def test_an_oversize_chunked_body_is_refused_by_the_real_server(server: Server) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(300):
            yield b"a" * 16384

    status = 413
    with contextlib.suppress(httpx.TransportError):
        headers = {"Content-Type": "application/json"}
        status = httpx.post(server.url + "/v1/ask", content=chunks(), headers=headers, timeout=10).status_code
    assert status == 413
    assert status_of(server.url + "/healthz") == 200


def test_a_signal_lets_running_questions_finish(tmp_path: Path) -> None:
    with serve(tmp_path) as made:
        statuses: list[int] = []

        connected = threading.Barrier(4)

        def ask(number: int) -> None:
            body = {"question": f"How many howitzers did Poland order {number}?"}
            with httpx.Client(timeout=60) as client:
                client.get(made.url + "/healthz")
                connected.wait()
                statuses.append(client.post(made.url + "/v1/ask", json=body).status_code)

        askers = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for asker in askers:
            asker.start()
        wait_until(lambda: bool(statuses))
        made.process.send_signal(signal.SIGTERM)
        for asker in askers:
            asker.join()
        assert made.process.wait(30) == 0
    assert statuses == [200] * 4


@dataclass
class Load:
    """Clients that ask without pause; what they got is in `answers`, what they did not in `broken` and `refused`."""

    url: str
    clients: int = 4

    def __post_init__(self) -> None:
        self.answers: list[dict[str, object]] = []
        self.broken: list[float] = []
        self.refused: list[int] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(self.clients)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        client = httpx.Client(timeout=20)
        while not self._stop.is_set():
            try:
                question = f"How many howitzers did Poland order {number + len(self.answers) % 7}?"
                response = client.post(self.url + "/v1/ask", json={"question": question})
            except httpx.TransportError:
                self.broken.append(time.monotonic())
                client.close()
                client = httpx.Client(timeout=20)
                continue
            if response.status_code == 200:
                self.answers.append(response.json())
            else:
                self.refused.append(response.status_code)
        client.close()


def test_fifty_generations_change_under_load_without_a_failed_or_mixed_answer(tmp_path: Path) -> None:
    with serve(tmp_path) as made:
        made.swap(0)
        with Load(made.url) as load:
            for number in range(1, 51):
                made.swap(number)
                wait_until(lambda wanted=f"g{number}": httpx.get(made.url + "/readyz").json()["generation"] == wanted)
        assert (load.broken, load.refused) == ([], [])
        assert len({answer["generation"] for answer in load.answers}) > 25
        for answer in load.answers:
            number = str(answer["generation"])[1:]
            assert answer["answer"] == f"Poland ordered {number} howitzers in generation g{number}."


def test_a_killed_worker_is_replaced_under_load(tmp_path: Path) -> None:
    with serve(tmp_path, workers=2) as made:

        def pids() -> list[int]:
            events = [str(line["event"]) for line in made.lines()]
            return [int(event.split("[")[1][:-1]) for event in events if event.startswith("Started server process")]

        wait_until(lambda: len(pids()) == 2)
        with Load(made.url) as load:
            wait_until(lambda: len(load.answers) > 20)
            os.kill(pids()[0], signal.SIGKILL)
            wait_until(lambda: len(pids()) == 3)
            count = len(load.answers)
            wait_until(lambda: len(load.answers) > count + 50)
        text = httpx.get(made.url + "/metrics").text
        assert "briefqa_admitted 0.0" in text, [line for line in text.splitlines() if "admitted" in line]
        # a connection of the killed process breaks once; nothing else does
        assert len(load.broken) <= load.clients
        assert load.refused == []


def test_workers_do_not_outlive_the_process_that_started_them(tmp_path: Path) -> None:
    with serve(tmp_path, workers=2) as made:
        made.process.kill()
        wait_until(lambda: status_of(made.url + "/healthz") == 0)
        with socket.create_server(("127.0.0.1", made.port)):
            pass


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1], server={"state": tmp_path})
        with pytest.raises(SettingsError, match="choose another with --host and --port"):
            run(settings)
