"""What the text says about a table that has no caption of its own, where it refers to it."""

from __future__ import annotations

import re

from briefqa.passages.clauses import split_clauses
from briefqa.passages.sentences import split_sentences
from briefqa.types import BlockKind, Document, Span

_NUMBER = re.compile(r"table\s+(?P<number>\d+|[IVX]+)\W*", re.IGNORECASE)
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_OPENING_BRACKET = re.compile(r"[\s,]*[(\[][^()\[\]]*$")


def claim_about(document: Document, caption: str | None) -> Span | None:
    """The claim that first refers to the table called `caption`, up to the bracket of the reference.

    "Exports grew by 40% (see Table 2), while ..." says of Table 2 that exports grew by 40%. None where the caption says
    more than a number, or nothing refers to it.
    """
    named = _NUMBER.fullmatch(caption or "")
    if named is None:
        return None
    reference = re.compile(rf"\btables?\s+{named['number']}\b", re.IGNORECASE)
    for block in document.blocks:
        match = reference.search(block.span.cut(document.text)) if block.kind in _PROSE else None
        if match is not None:
            return _claim_up_to(document, block.span, match.start(), match.end())
    return None


def _claim_up_to(document: Document, block: Span, start: int, end: int) -> Span:
    """The clause around `start` to `end`, places in the block, up to a bracket that holds the reference."""
    text = block.cut(document.text)
    sentence = next(one for one in split_sentences(text) if one.start <= start < one.end)
    words = sentence.cut(text)
    clauses = split_clauses(words)
    clause = next((one for one in clauses if sentence.start + one.end >= end), clauses[-1])
    first = sentence.start + clause.start
    bracket = _OPENING_BRACKET.search(text[first:start])
    last = first + bracket.start() if bracket and bracket.start() else sentence.start + clause.end
    return Span(block.start + first, block.start + last)
