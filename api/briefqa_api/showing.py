"""Documents and passages as JSON, with their text cut into pieces so that no client has to count offsets."""

from __future__ import annotations

import itertools
from typing import Any

from briefqa.types import Block, Cell, Document, Header, Passage, Span


def document_as_json(document: Document, generation: str, start: int | None, end: int | None) -> dict[str, Any]:
    """A document for `GET /v1/documents/{id}`; `start` and `end` mark a span in the pieces."""
    text = document.text
    return {
        "id": document.id,
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "licence": document.licence,
        "file": document.file.rpartition("/")[2],
        "media_type": document.media_type,
        "sha256": document.sha256,
        "text": text,
        "blocks": [_block(block, text) for block in document.blocks],
        "pieces": pieces(document, _cited(text, start, end)),
        "generation": generation,
    }


def pieces(document: Document, cited: Span | None) -> list[dict[str, Any]]:
    """The text in pieces that end where a block or the cited span begins or ends; joined they are the text."""
    text = document.text
    spans = [(block.span.start, block.span.end, index) for index, block in enumerate(document.blocks)]
    cuts = {0, len(text), *(place for start, end, _ in spans for place in (start, end))}
    if cited is not None:
        cuts |= {cited.start, cited.end}
    places = sorted(cuts)
    found, block = [], 0
    for start, end in itertools.pairwise(places):
        while block < len(spans) and spans[block][1] <= start:
            block += 1
        inside = block < len(spans) and spans[block][0] <= start
        found.append(
            {
                "text": text[start:end],
                "start": start,
                "end": end,
                "block": spans[block][2] if inside else None,
                "cited": cited is not None and cited.start <= start and end <= cited.end,
            }
        )
    return found


def passage_as_json(passage: Passage, text: str, url: str, generation: str) -> dict[str, Any]:
    """A passage for `GET /v1/passages/{id}`; `text` is that of its document."""
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "kind": passage.kind.value,
        "quote": passage.span.cut(text),
        "start": passage.span.start,
        "end": passage.span.end,
        "section": list(passage.section),
        "page": passage.page,
        "last_page": passage.last_page,
        "position": passage.position,
        "paragraph": passage.paragraph,
        "table": passage.table,
        "view": [
            {
                "text": segment.text,
                "start": segment.span.start if segment.span else None,
                "end": segment.span.end if segment.span else None,
            }
            for segment in passage.view.segments
        ],
        "cells": [_cell(cell, text) for cell in passage.cells],
        "url": url,
        "generation": generation,
    }


def _cited(text: str, start: int | None, end: int | None) -> Span | None:
    if start is None or end is None or not start < end <= len(text):
        return None
    return Span(start, end)


def _block(block: Block, text: str) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "start": block.span.start,
        "end": block.span.end,
        "text": block.span.cut(text),
        "section": list(block.section),
        "page": block.page,
        "last_page": block.last_page,
        "turns": [{"start": turn.start, "page": turn.page} for turn in block.turns],
        "level": block.level,
        "caption": block.caption,
        "mark": block.mark,
        "anchor": block.anchor.start if block.anchor else None,
        "cells": [_cell(cell, text) for cell in block.cells],
    }


def _cell(cell: Cell, text: str) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "start": cell.span.start,
        "end": cell.span.end,
        "text": cell.span.cut(text),
        "row_headers": [_header(header) for header in cell.row_headers],
        "column_headers": [_header(header) for header in cell.column_headers],
        "is_header": cell.is_header,
    }


def _header(header: Header) -> dict[str, Any]:
    return {"text": header.text, "start": header.span.start, "end": header.span.end}
