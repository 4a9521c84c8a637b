"""Lists come whole: the enumeration around one of its members."""

from __future__ import annotations

import re

from briefqa.facts.text import is_common, words
from briefqa.types import Span

_BRACKETS = re.compile(r"\([^()]*\)")
_NO_NAME = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
_ROLES = "|".join(
    sorted(words("titles_of_office") | words("institutions") | words("organisation_heads"), key=len, reverse=True)
)
_ROLE = (
    rf"(?:[a-z]+ )?(?:{_ROLES}|operator|utility|company|firm|developer|builder|manufacturer|producer|supplier|airline|"
    r"group|state|country|city|port|governments?|ministers)s?"
)
_NAMED = _NO_NAME + r"(?:\d+)?[A-Z][\w’'&.-]*(?: (?:of|the|de|der|von|van|for|[A-Z0-9][\w’'&.-]*))*"
_NAME = rf"(?:(?:[A-Z][a-z]+ )?{_ROLE} (?:of (?:the )?)?)?{_NAMED}(?: \([^()]*\))?"
_ADVERBIAL = re.compile(
    r"(?:In|On|By|At|Since|Until|After|Before|From|During|For|Between) (?:the )?(?:(?:early|late|mid|spring|summer|"
    r"autumn|winter|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"\d[\d–-]*),? ?)*"
)
_LEADING_NAME = re.compile(rf"(?:(?:with|to|from|for|by|in) )?(?:the )?{_NAME}")
_CLOSING_NAME = re.compile(rf"(?:the )?{_NAME}$")
_NEXT_WORD = re.compile(r" ([a-z][^\W\d_]{3,})\b")
_VERBS = words("finite_verbs") | words("auxiliaries")
_ITEM_BREAK = re.compile(r",\s+(?:and|or|as well as)\s+|,\s+|;\s+(?:and\s+)?|\s+and\s+|\s+as well as\s+")
_JOINED_BEFORE = re.compile(
    r"(?:,|;|\band|\bor|\bas well as)\s+(?:(?:perhaps|possibly|probably|maybe|even|also)\s+)?(?:to \w+\s+)?"
    r"(?:(?:with|to|from|by|for|in|of)\s+)?[“\"']?(?:the\s+)?$"
)
_JOINED_BEHIND = re.compile(
    r"^(?:\s\([^()]*\))?[”\"'’]?(?:,\s+(?:and\s+|or\s+|as well as\s+)?|;\s+(?:and\s+)?|\s+(?:and|or|as well as)\s+)"
)
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
    body, items, inside = _split(text, span, claim)
    if not inside:
        return span
    run = run_of_names(text, span, claim)
    if run is not None:
        return run
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


def run_of_names(text: str, span: Span, claim: Span) -> Span | None:
    """The enumeration of plain names that `span` is part of; None where it is part of none."""
    body, items, inside = _split(text, span, claim)
    place = span.start - claim.start, span.end - claim.start
    names = _names_around(body, items, inside[0], place) if inside else None
    if names is None:
        return None
    run = Span(claim.start + names[0], claim.start + names[1])
    return _with_rest(text, run, span) if span.overlap(run) else None


def _split(text: str, span: Span, claim: Span) -> tuple[str, list[tuple[int, int]], list[int]]:
    """The text of a claim, the pieces of it that commas and "and" part, and which of them `span` touches."""
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
    return body, items, inside


def _with_rest(text: str, run: Span, span: Span) -> Span:
    """The run of names, with what `span` has behind it where that still belongs to the last one and is no clause."""
    rest = text[run.end : span.end]
    if rest and not any(mark in rest for mark in ",;:") and not any(word in _VERBS for word in rest.split()):
        return Span(run.start, span.end)
    return run


def members_of(text: str, span: Span) -> tuple[Span, ...]:
    """The members of the enumeration that fills `span`; `span` alone where it is none."""
    listed = _BRACKETS.sub(lambda match: "(" + "_" * (len(match.group()) - 2) + ")", span.cut(text))
    found, start = [], 0
    for match in _ITEM_BREAK.finditer(listed):
        found.append(Span(span.start + start, span.start + match.start()))
        start = match.end()
    return (*found, Span(span.start + start, span.end))


def is_longer_list(text: str, part: Span, whole: Span) -> bool:
    """Whether `whole` is `part` with further members of its enumeration before or behind it."""
    if part == whole or not whole.contains(part):
        return False
    before, behind = text[whole.start : part.start], text[part.end : whole.end]
    opened = not before.strip() or (_JOINED_BEFORE.search(before) is not None and not _CLAUSE_START.match(before))
    if before.split() and before.split()[0] in _VERBS and part.cut(text).split()[0] not in _VERBS:
        return False  # a verb before its objects
    joined = _JOINED_BEHIND.match(behind)
    closed = not behind.strip() or (joined is not None and not _CLAUSE_START.match(behind[joined.end() :]))
    return opened and closed


def _names_around(
    body: str, items: list[tuple[int, int]], inside: int, place: tuple[int, int]
) -> tuple[int, int] | None:
    """The run of plain names that item `inside` is one of; None where it stands alone or is no name.

    "In July Elering, AST and Litgrid gave notice" lists "Elering, AST and Litgrid": a name that opens or closes a
    longer piece still belongs to the list, and the list ends with it. Of two names in the piece that at `place` counts.
    """
    start, end = _first_name(body, items[inside]), _last_name(body, items[inside])
    if start is None or end is None or end <= place[0]:  # a clause that closes with the first name of a list
        start, end = _first_name(body, items[inside], closing=True), items[inside][1]
    if start is None:
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
    if found is None:
        return None
    following = _NEXT_WORD.match(body, found.end(), item[1])  # "Svenska kraftnät"
    return following.end() if following and not is_common(following.group(1)) else found.end()


def _is_member(body: str, items: list[tuple[int, int]], index: int) -> bool:
    start, end = items[index]
    item = body[start:end]
    return len(item.split()) <= _LONGEST_ITEM and not _CLAUSE_START.match(item)


def _is_listed(body: str, items: list[tuple[int, int]], index: int) -> bool:
    """Whether the item before is short enough to be a member, so that the list began before this one."""
    start, end = items[index - 1]
    return len(body[start:end].split()) <= 6 and not _CLAUSE_START.match(body[start:end])
