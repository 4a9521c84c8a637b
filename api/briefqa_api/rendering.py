"""Answers as bytes, and those that are ready, kept per generation."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from briefqa.answering.wire import as_json
from briefqa.types import Answer


def dump(value: object) -> bytes:
    """JSON as UTF-8; an unpaired surrogate, which UTF-8 cannot hold, stays escaped."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class RenderedAnswer:
    """An answer as JSON but for `took_ms`, which differs each time it is sent."""

    id: str
    generation: str
    question: str
    answered: bool
    kind: str
    missing: tuple[str, ...]
    before: bytes
    after: bytes

    def body(self, took_ms: float) -> bytes:
        """The whole JSON object."""
        return b'%s,"took_ms":%.1f%s' % (self.before, took_ms, self.after)

    @property
    def size(self) -> int:
        """Bytes that it occupies, roughly."""
        return len(self.before) + len(self.after) + 4 * len(self.question)


def render(answer: Answer) -> RenderedAnswer:
    """The contract's JSON of an answer, split at `took_ms`."""
    return render_json(as_json(answer))


def render_json(value: dict[str, Any]) -> RenderedAnswer:
    """The same for an answer that is JSON already."""
    names = list(value)
    at = names.index("took_ms")
    before = dump({name: value[name] for name in names[:at]})[:-1]
    rest = dump({name: value[name] for name in names[at + 1 :]})
    return RenderedAnswer(
        value["id"],
        value["generation"],
        value["question"],
        value["answered"],
        str(value["kind"]),
        tuple(value["missing"]),
        before,
        b"}" if rest == b"{}" else b"," + rest[1:],
    )


def sealed(body: bytes, seal: Callable[[str], str | None]) -> bytes:
    """The same answer with its viewer links sealed, for callers whose browser cannot send their key along."""
    value = json.loads(body)
    _seal_links(value, seal)
    return dump(value)


def _seal_links(value: object, seal: Callable[[str], str | None]) -> None:
    if isinstance(value, dict):
        url, document_id = value.get("url"), value.get("document_id")
        if isinstance(url, str) and isinstance(document_id, str):
            value["url"] = _with_access(url, seal(document_id))
        for item in value.values():
            _seal_links(item, seal)
    elif isinstance(value, list):
        for item in value:
            _seal_links(item, seal)


def _with_access(url: str, seal: str | None) -> str:
    if seal is None or not url.startswith("/v1/documents/"):
        return url
    head, mark, fragment = url.partition("#")
    return f"{head}{'&' if '?' in head else '?'}access={seal}{mark}{fragment}"


CacheKey = tuple[str, str, tuple[str, ...] | None, tuple[str, ...], int]


def cache_key(
    generation: str, question: str, documents: Sequence[str] | None, history: Sequence[str], max_citations: int
) -> CacheKey:
    """Everything that an answer depends on."""
    return generation, question, None if documents is None else tuple(documents), tuple(history), max_citations


class AnswerCache:
    """The answers used last, in at most `room` bytes; those of another generation are never found."""

    def __init__(self, room: int) -> None:
        self._room, self._used = room, 0
        self._answers: OrderedDict[CacheKey, RenderedAnswer] = OrderedDict()
        self._by_id: dict[str, CacheKey] = {}
        self._lock = Lock()

    def find(self, key: CacheKey) -> RenderedAnswer | None:
        """The answer to the same question on the same generation."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def find_id(self, answer_id: str) -> RenderedAnswer | None:
        """The answer with this id."""
        with self._lock:
            key = self._by_id.get(answer_id)
            return None if key is None else self._answers.get(key)

    def save(self, key: CacheKey, answer: RenderedAnswer) -> None:
        """Keep an answer under the generation that gave it, and drop those not used for longest."""
        with self._lock:
            self._drop(key)
            if answer.size > self._room:
                return
            self._answers[key] = answer
            self._by_id[answer.id] = key
            self._used += answer.size
            while self._used > self._room:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: CacheKey) -> None:
        dropped = self._answers.pop(key, None)
        if dropped is not None:
            self._used -= dropped.size
            if self._by_id.get(dropped.id) == key:
                del self._by_id[dropped.id]
