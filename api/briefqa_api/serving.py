"""Running the application: one process, or several that share the port and, by memory map, the index."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import parent_process
from multiprocessing.connection import wait
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from briefqa.errors import SettingsError
from briefqa.settings import Settings
from briefqa_api.logs import configure_logging, log
from briefqa_api.metrics import MULTIPROCESS_VARIABLE
from briefqa_api.opened import AssistantLike
from briefqa_api.protocol import ServerConfig

# longer than what clients and proxies keep idle connections (nginx 60, httpx 5), so that they close them first
# a worker that imports and opens an index on a busy machine answers late; uvicorn's 5 seconds end it again and again
_STARTING_SECONDS = 120
_KEEP_ALIVE_SECONDS = 75
_BACKLOG = 1024


def run(settings: Settings, *, open_assistant: Callable[[], AssistantLike] | None = None) -> None:
    """Serve until a signal ends it; running requests are finished first.

    `open_assistant` has to be importable by name where there are several workers.

    Raises:
        SettingsError: a setting cannot be used, or the port is taken.
    """
    configure_logging()
    # made once here, so that a setting that cannot be used ends the command and not each worker
    make_application(settings, open_assistant)
    listening = _listen(settings)
    host, port = listening.getsockname()[:2]
    log("listening", host=host, port=port, workers=settings.server.workers)
    # uvicorn raises the signal that ended it once more when all is done; that is a good end, not a crash
    signal.signal(signal.SIGTERM, _end)
    with listening, _shared_metrics(settings.server.workers), suppress(KeyboardInterrupt):
        config = _config(settings, open_assistant)
        if settings.server.workers == 1:
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Multiprocess(config, sockets=[listening]).run()


def _end(*_: object) -> None:
    raise SystemExit(0)


def make_application(settings: Settings, open_assistant: Callable[[], AssistantLike] | None) -> FastAPI:
    """The application of one worker process, with its logs set up."""
    from briefqa_api.app import create_app

    configure_logging()
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), name="briefqa-parent", daemon=True).start()
    return create_app(settings, open_assistant=open_assistant, warm=True)


def _end_with(parent: int) -> None:
    """End this worker when the process that started it is gone; nobody else would, and the port would stay taken."""
    wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)


def _config(settings: Settings, open_assistant: Callable[[], AssistantLike] | None) -> ServerConfig:
    server = settings.server
    return ServerConfig(
        partial(make_application, settings, open_assistant),
        server,
        factory=True,
        workers=server.workers,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_worker_healthcheck=_STARTING_SECONDS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=server.shutdown_seconds,
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        made = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"The server cannot listen on {settings.host}, port {settings.port} ({error.strerror}); "
            "choose another with --host and --port."
        ) from error
    made.set_inheritable(True)
    return made


@contextmanager
def _shared_metrics(workers: int) -> Iterator[None]:
    """A folder in which several workers count together; it has to be named before they start."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="briefqa-metrics-") as folder:
        os.environ[MULTIPROCESS_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.pop(MULTIPROCESS_VARIABLE, None)
