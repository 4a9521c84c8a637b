"""The process that reads files for another one: it limits itself first, then answers one request after the other.

Requests and replies are JSON behind an 8-byte length, so that a parser taken over by a hostile file can at worst send
a wrong document, never an object that runs. Run as `python -m briefqa.documents.worker`; the first message holds the
limits, every other one a source.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.reading import read_document
from briefqa.documents.sources import Source
from briefqa.errors import DocumentError
from briefqa.types import Document

LENGTH_BYTES = 8
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "ctypes.dlopen",
)
_CODE = (".py", ".pyc", ".so")


def main() -> None:
    """Serve requests on standard input until it ends."""
    requests, replies = sys.stdin.buffer, _own_standard_output()
    limits = TypeAdapter(ReadLimits).validate_json(_receive(requests) or b"")
    sources: TypeAdapter[Source] = TypeAdapter(Source)
    outcomes: TypeAdapter[Document | ReadFailure] = TypeAdapter(Document | ReadFailure)
    _preload()
    allowed: set[str] = set()
    _limit_process(limits, allowed)
    while (request := _receive(requests)) is not None:
        source = sources.validate_json(request)
        allowed.clear()
        allowed.add(os.fspath(source.path))
        _limit_cpu(limits)
        send(replies, outcomes.dump_json(_read(source, limits)))


def send(stream: BinaryIO, payload: bytes) -> None:
    """Write one message."""
    stream.write(len(payload).to_bytes(LENGTH_BYTES, "big"))
    stream.write(payload)
    stream.flush()


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH_BYTES)
    return stream.read(int.from_bytes(head, "big")) if len(head) == LENGTH_BYTES else None


def _read(source: Source, limits: ReadLimits) -> Document | ReadFailure:
    """Read one file; whatever a parser raises becomes the file's failure."""
    try:
        return read_document(source, limits)
    except DocumentError as error:
        return ReadFailure(source.file, str(error))
    except MemoryError:
        return ReadFailure(
            source.file, f"reading it takes more than {limits.memory_bytes >> 20} MiB of memory; split it"
        )
    except Exception as error:  # the boundary: one file's defect must not cost the others
        return ReadFailure(
            source.file, f"its parser failed on it ({type(error).__name__}); save it again or convert it"
        )


def _own_standard_output() -> BinaryIO:
    """Keep the reply pipe to ourselves, so that nothing a library prints gets between the messages."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.dup2(sink, sys.stderr.fileno())
    return replies


def _preload() -> None:
    """Import the parsers before files can no longer be opened freely."""
    from briefqa.documents import docx, html, markdown, pdf, plain  # noqa: F401 - imported for their libraries


def _limit_process(limits: ReadLimits, allowed: set[str]) -> None:
    """Bound memory, forbid written files and core dumps, and refuse network, other processes and foreign files."""
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    code = tuple(os.fspath(Path(folder).resolve()) for folder in {*sys.path, sys.prefix, sys.base_prefix} if folder)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"reading a document does not need {event}")
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.fsdecode(arguments[0])
            if path not in allowed and not (path.endswith(_CODE) and path.startswith(code)):
                raise PermissionError(f"reading a document does not need {path}")

    sys.addaudithook(refuse)


def _limit_cpu(limits: ReadLimits) -> None:
    """Give the next file its own processor time; the kernel ends the process when it is used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
