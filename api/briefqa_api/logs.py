"""Structured logs: one JSON object per line, without keys, paths, questions or document text.

An exception is logged by its type and the places in the code it passed through. Its message is left out, because
messages quote what they could not use.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from traceback import extract_tb
from typing import Any

LOGGER = logging.getLogger("briefqa.server")
_FIELDS = "fields"


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write one line about `event`."""
    LOGGER.log(level, event, extra={_FIELDS: fields})


def log_failure(event: str, error: BaseException, **fields: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write one line about an error that nobody expected, with its type and its places in the code."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    log(event, logging.ERROR, error=type(error).__name__, places=places[-8:], **fields)


class JsonFormatter(logging.Formatter):
    """One record as one JSON object; arguments and tracebacks of other libraries are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's time in UTC, level, event and fields."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.startswith(("briefqa", "uvicorn")) else record.msg,
        }
        line.update(getattr(record, _FIELDS, {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
        return json.dumps(line, ensure_ascii=True, default=str)


def configure_logging() -> None:
    """Send everything to standard error as JSON lines; done once per server process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    for name in ("briefqa", "uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name.startswith("uvicorn.")
    for name in ("briefqa", "uvicorn"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    logging.getLogger("uvicorn.access").disabled = True


class QuestionLog:
    """Questions in one file per day, kept for so many days; for those who switched it on.

    Files are opened for appending and lines are short, so several workers can share them.
    """

    def __init__(self, folder: Path, days: int) -> None:
        self._folder, self._days = folder, days
        self._lock = Lock()
        self._pruned: date | None = None

    def write(self, request_id: str | None, question: str, answered: bool) -> None:
        """Add one question, and drop the files that are over their time.

        Raises:
            OSError: the folder cannot be written.
        """
        if self._days == 0:
            return
        now = datetime.now(UTC)
        entry = {"time": now.isoformat(timespec="seconds"), "request_id": request_id}
        line = json.dumps({**entry, "question": question, "answered": answered}, ensure_ascii=True)
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self._folder / f"questions-{now.date().isoformat()}.jsonl").open("a", encoding="ascii") as file:
                file.write(line + "\n")
            if self._pruned != now.date():
                self._prune(now.date())

    def _prune(self, today: date) -> None:
        oldest = today - timedelta(days=self._days - 1)
        for file in self._folder.glob("questions-*.jsonl"):
            if file.stem.removeprefix("questions-") < oldest.isoformat():
                file.unlink(missing_ok=True)
        self._pruned = today
