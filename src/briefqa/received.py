"""Documents and passages as the server shows them, back as the core's types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefqa.errors import ServerError
from briefqa.types import Block, BlockKind, Cell, Document, Header, PageTurn, Passage, PassageKind, Segment, Span, View

_ABOUT = ("author", "publisher", "published", "url", "licence")


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
