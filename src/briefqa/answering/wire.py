"""Answers, citations and records as plain JSON values, the same for the CLI, HTTP and saved files."""

from __future__ import annotations

from typing import Any

from briefqa.plain import as_plain
from briefqa.types import Answer, Citation, FactRecord, Hit, Passage


def as_json(value: Answer | Citation | FactRecord | Passage) -> dict[str, Any]:
    """The fields of `value` in the order of its definition; tuples become lists."""
    plain: dict[str, Any] = as_plain(value)
    return plain


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """A hit with what a person needs to judge it."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "kind": passage.kind,
        "start": passage.span.start,
        "end": passage.span.end,
        "section": " > ".join(passage.section) or None,
        "page": passage.page,
        "last_page": passage.last_page,
        "view": passage.view.text,
    }
