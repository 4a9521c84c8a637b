"""Lists come whole: the enumeration around one of its members."""

from __future__ import annotations

import re

from briefqa.types import Span

_ITEM_BREAK = re.compile(r",\s+(?:and|or|as well as)\s+|,\s+|;\s+(?:and\s+)?|\s+and\s+|\s+as well as\s+")
_CLAUSE_START = re.compile(
    r"^(?:which|who|whom|whose|where|when|while|whereas|but|so|because|after|before|since|although|as|if|that|"
    r"it|he|she|they|we|there|this|these|those|has|have|had|is|are|was|were|will|would|could|may|might|"
    r"including|developed|according|seeing|considering|explaining|leading|sending|making)\b",
    re.IGNORECASE,
)
_LONGEST_ITEM = 12  # words; what is longer is a clause, not a member of a list


def whole_enumeration(text: str, span: Span, claim: Span) -> Span:
    """The enumeration inside `claim` that `span` is part of; `span` itself when it stands alone.

    The members of a list are parted by commas and a final "and"; a piece that opens a clause ends the list.
    """
    body = claim.cut(text)
    cuts = [(match.start(), match.end()) for match in _ITEM_BREAK.finditer(body)]
    edges = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(body.rstrip(" .!?;"))]
    items = [(start, end) for start, end in zip(edges, ends, strict=True) if start < end]
    inside = [
        index
        for index, (start, end) in enumerate(items)
        if min(end, span.end - claim.start) > max(start, span.start - claim.start)
    ]
    if not inside:
        return span
    first, last = inside[0], inside[-1]
    while last + 1 < len(items) and _is_member(body, items, last + 1):
        last += 1
    while first > 0 and _is_member(body, items, first) and _is_listed(body, items, first):
        first -= 1
    start = min(span.start, claim.start + items[first][0]) if first < inside[0] else span.start
    end = max(span.end, claim.start + items[last][1])
    return Span(start, end)


def _is_member(body: str, items: list[tuple[int, int]], index: int) -> bool:
    start, end = items[index]
    item = body[start:end]
    return len(item.split()) <= _LONGEST_ITEM and not _CLAUSE_START.match(item)


def _is_listed(body: str, items: list[tuple[int, int]], index: int) -> bool:
    """Whether the item before is short enough to be a member, so that the list began before this one."""
    start, end = items[index - 1]
    return len(body[start:end].split()) <= 6 and not _CLAUSE_START.match(body[start:end])
