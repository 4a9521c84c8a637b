"""What the server sends, as the core's types, and as a few of its own where the core has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefqa.errors import ServerError
from briefqa.types import (
    Block,
    BlockKind,
    Cell,
    Document,
    FactRecord,
    Header,
    PageTurn,
    Passage,
    PassageKind,
    Segment,
    Span,
    View,
)

_ABOUT = ("author", "publisher", "published", "url", "licence")


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """How a build is going; `state` is queued, running, done or failed, `failures` pairs of file and reason."""

    id: str
    state: str
    step: str | None
    done: int
    total: int
    generation: str | None
    failures: tuple[tuple[str, str], ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something with a date: ISO days of its bounds, the date as EDTF, what happened, and the record behind it."""

    earliest: str
    latest: str
    edtf: str
    label: str
    record: FactRecord


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """What somebody said about an answer; `verdict` is up or down, `at` ISO 8601 in UTC."""

    id: str
    at: str
    answer_id: str
    verdict: str
    comment: str | None
    generation: str
    question: str


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Refused questions that lacked the same thing; `newest` is ISO 8601 in UTC."""

    missing: str
    asked: int
    questions: tuple[str, ...]
    newest: str


def read_document(value: Mapping[str, Any]) -> Document:
    """The document of GET /v1/documents/{id}; raises ServerError when it has another shape."""
    try:
        return Document(
            value["id"],
            value["title"],
            value["text"],
            tuple(_block(block) for block in value["blocks"]),
            value["sha256"],
            value["file"],
            value["media_type"],
            **{name: value[name] for name in _ABOUT},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ServerError(f"The server describes a document in another way than this client knows: {error}.") from error


def read_passage(value: Mapping[str, Any]) -> Passage:
    """The passage of GET /v1/passages/{id}; raises ServerError when it has another shape."""
    try:
        return Passage(
            value["id"],
            value["document_id"],
            _span(value),
            PassageKind(value["kind"]),
            View(tuple(_segment(segment) for segment in value["view"])),
            value["position"],
            value["paragraph"],
            tuple(value["section"]),
            value["page"],
            value["last_page"],
            tuple(_cell(cell) for cell in value["cells"]),
            value["table"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ServerError(f"The server describes a passage in another way than this client knows: {error}.") from error


def read_build(value: Mapping[str, Any]) -> BuildStatus:
    """The build of GET /v1/builds/{id}."""
    return BuildStatus(
        id=value["id"],
        state=value["state"],
        step=value["step"],
        done=value["done"],
        total=value["total"],
        generation=value["generation"],
        failures=tuple((one["document"], one["reason"]) for one in value["failures"]),
        reason=value["reason"],
    )


def _span(value: Mapping[str, Any]) -> Span:
    return Span(value["start"], value["end"])


def _segment(value: Mapping[str, Any]) -> Segment:
    return Segment(value["text"], None if value["start"] is None else _span(value))


def _header(value: Mapping[str, Any]) -> Header:
    return Header(value["text"], _span(value))


def _cell(value: Mapping[str, Any]) -> Cell:
    return Cell(
        value["row"],
        value["column"],
        _span(value),
        tuple(_header(header) for header in value["row_headers"]),
        tuple(_header(header) for header in value["column_headers"]),
        value["is_header"],
    )


def _block(value: Mapping[str, Any]) -> Block:
    return Block(
        BlockKind(value["kind"]),
        _span(value),
        tuple(value["section"]),
        value["page"],
        value["last_page"],
        value["level"],
        tuple(_cell(cell) for cell in value["cells"]),
        value["caption"],
        value.get("mark"),
        None if value.get("anchor") is None else Span(value["anchor"], value["anchor"]),
        tuple(PageTurn(turn["start"], turn["page"]) for turn in value.get("turns", ())),
    )
