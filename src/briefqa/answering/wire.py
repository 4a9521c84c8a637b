"""Answers, citations and records as plain JSON values, the same for the CLI, HTTP and saved files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
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


def answer_id(answer: Answer, documents: Sequence[str] | None, max_citations: int, reader: str | None) -> str:
    """Hash of everything an answer depends on and of the answer itself, `took_ms` aside; `reader` is its name."""
    content = as_json(answer)
    content.pop("took_ms")
    content["settings"] = [list(documents) if documents is not None else None, max_citations, reader]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]
