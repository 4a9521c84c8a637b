"""Lists come whole: the enumeration around one of its members."""

from __future__ import annotations

import re

from briefqa.types import Span

_BRACKETS = re.compile(r"\([^()]*\)")
_NO_NAME = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
_NAME = _NO_NAME + r"[A-Z][\w’'&.-]*(?: (?:of|the|de|der|von|van|for|[A-Z0-9][\w’'&.-]*))*(?: \([^()]*\))?"
_ADVERBIAL = re.compile(
    r"(?:In|On|By|At|Since|Until|After|Before|From|During|For|Between) (?:the )?(?:(?:early|late|mid|spring|summer|"
    r"autumn|winter|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"\d[\d–-]*),? ?)*"
)
_LEADING_NAME = re.compile(rf"(?:the )?{_NAME}")
_CLOSING_NAME = re.compile(rf"(?:the )?{_NAME}$")
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
    plain = _BRACKETS.sub(lambda match: "(" + "_" * (len(match.group()) - 2) + ")", body)
    cuts = [(match.start(), match.end()) for match in _ITEM_BREAK.finditer(plain)]
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
    names = _names_around(body, items, inside[0])
    if names is not None and span.overlap(Span(claim.start + names[0], claim.start + names[1])):
        return Span(claim.start + names[0], claim.start + names[1])
    first, last = inside[0], inside[-1]
    while last + 1 < len(items) and _is_member(body, items, last + 1):
        last += 1
    while first > 0 and _is_member(body, items, first) and _is_listed(body, items, first):
        first -= 1
    if first == last:
        return span
    start = min(span.start, claim.start + items[first][0]) if first < inside[0] else span.start
    end = max(span.end, claim.start + items[last][1])
    return Span(start, end)


def _names_around(body: str, items: list[tuple[int, int]], inside: int) -> tuple[int, int] | None:
    """The run of plain names that item `inside` is one of; None where it stands alone or is no name.

    "In July Elering, AST and Litgrid gave notice" lists "Elering, AST and Litgrid": a name that opens or closes a
    longer piece still belongs to the list, and the list ends with it.
    """
    start, end = _first_name(body, items[inside]), _last_name(body, items[inside])
    if start is None or end != items[inside][1]:  # a clause that closes with the first name of a list
        closing = _first_name(body, items[inside], closing=True)
        if closing is not None:
            start, end = closing, items[inside][1]
    if start is None or end is None:
        return None
    first = last = inside
    while first > 0 and start == items[first][0]:
        before = _first_name(body, items[first - 1], closing=True)
        if before is None:
            break
        first, start = first - 1, before
    while last + 1 < len(items) and end == items[last][1]:
        after = _last_name(body, items[last + 1])
        if after is None:
            break
        last, end = last + 1, after
    return (start, end) if last > first else None


def _first_name(body: str, item: tuple[int, int], *, closing: bool = False) -> int | None:
    """Where the name that fills or (`closing`) ends the item begins; None where it is no name."""
    text = body[item[0] : item[1]]
    opening = _ADVERBIAL.match(text)
    skipped = opening.end() if opening else 0
    found = _CLOSING_NAME.search(text, skipped) if closing or skipped else _LEADING_NAME.match(text)
    return item[0] + found.start() if found else None


def _last_name(body: str, item: tuple[int, int]) -> int | None:
    """Where the name that opens the item ends; None where it opens with none."""
    opening = _ADVERBIAL.match(body, item[0], item[1])
    found = _LEADING_NAME.match(body, opening.end() if opening else item[0], item[1])
    return found.end() if found else None


def _is_member(body: str, items: list[tuple[int, int]], index: int) -> bool:
    start, end = items[index]
    item = body[start:end]
    return len(item.split()) <= _LONGEST_ITEM and not _CLAUSE_START.match(item)


def _is_listed(body: str, items: list[tuple[int, int]], index: int) -> bool:
    """Whether the item before is short enough to be a member, so that the list began before this one."""
    start, end = items[index - 1]
    return len(body[start:end].split()) <= 6 and not _CLAUSE_START.match(body[start:end])
