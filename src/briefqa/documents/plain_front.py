"""The lines above a plain text proper: title, authors, dates, series, and what a website's page has up there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.documents import cues
from briefqa.documents.drafts import Draft
from briefqa.documents.furniture import BYLINE, front_parts, is_front_matter
from briefqa.documents.lines import Line
from briefqa.documents.metadata import read_spelled_day
from briefqa.documents.normalise import collapse
from briefqa.documents.plain_tables import table_end
from briefqa.types import BlockKind

_MOST_LINES = 60
"""A text begins within so many lines, or it has no front."""
_SENTENCE_WORDS = 7
_TITLE_WORDS = 4
_NEAR = 4
"""A sentence with a date or byline within so many lines below it is a standfirst, not yet the text."""
_FEW_LINES = 6
"""A front of more lines than this is a website's page with its menu."""
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Front:
    """The drafts of the lines above the text proper, how many lines that are, and what they say about the text."""

    drafts: tuple[Draft, ...]
    length: int
    title: str | None = None
    author: str | None = None
    published: str | None = None


def read_front(lines: Sequence[Line], *, title: str | None, names: Sequence[str]) -> Front:
    """Tell what the lines before the first running text, list or table are.

    Args:
        lines: the lines of the whole text.
        title: the title, where it is known.
        names: author and publisher, where they are known.
    """
    opening = _opening(lines)
    zone = [line.bare for line in lines[:opening]]
    known = {collapse(name).casefold() for name in names if name}
    common = set(_WORD.findall(" ".join(line.text for line in lines[opening:]))) - {"and"}
    is_person = [_is_person(text, known, common) for text in zone]
    is_person = [
        person or (position > 0 and is_person[position - 1] and cues.is_role(zone[position]))
        for position, person in enumerate(is_person)
    ]
    at = _title_position(zone, is_person, title, closed=opening < len(lines))
    drafts: list[Draft] = []
    for position, text in enumerate(zone):
        last = position + 1 == len(zone)
        drafts.append(Draft(_kind(text, position, at, is_person[position], last=last), text))
    drafts = [_with_level(draft) for draft in drafts]
    aside = [part for draft in drafts if draft.kind is BlockKind.BOILERPLATE for part in front_parts(draft.text)]
    return Front(
        tuple(drafts),
        len(drafts),
        title=None if at is None else zone[at],
        author=_author(aside, zone, is_person, drafts),
        published=next((day for day in map(read_spelled_day, aside) if day), None),
    )


def _opening(lines: Sequence[Line]) -> int:
    """Where the text proper begins: with running text, a list, a table, or the line that introduces one."""
    skipped = 0
    for position in range(min(len(lines), _MOST_LINES)):
        if not _is_text(lines, position):
            continue
        near = [line.bare for line in lines[position + 1 : position + 1 + _NEAR]]
        if skipped == 0 and any(map(is_front_matter, near)) and not _opens_something(lines, position):
            skipped = 1
            continue
        return position
    return 0


def _is_text(lines: Sequence[Line], position: int) -> bool:
    """Whether a line belongs to the text proper."""
    line = lines[position].bare
    if is_front_matter(line) or cues.is_caption(line):
        return False
    return _is_sentence(line) or _opens_something(lines, position)


def _is_sentence(line: str) -> bool:
    """Whether a line is running text; a question in title case is a title."""
    if len(line) >= cues.PROSE_CHARACTERS:
        return True
    asks = cues.could_be_heading(line) and cues.is_title_case(line)
    return cues.ends_sentence(line) and cues.word_count(line) >= _SENTENCE_WORDS and not asks


def _opens_something(lines: Sequence[Line], position: int) -> bool:
    """Whether a line opens a list or a table, or introduces one."""
    text = lines[position].text
    return bool(cues.split_bullet(text) or text.rstrip().endswith(":") or table_end(lines, position) > position)


def _is_person(text: str, known: set[str], common: set[str]) -> bool:
    """Whether a line names people: known ones, or words in the form of names that the text never uses as words."""
    if text.casefold() in known or cues.is_name_with_role(text):
        return True
    return cues.looks_like_names(text) and not any(word.lower() in common for word in _WORD.findall(text))


def _title_position(zone: Sequence[str], is_person: Sequence[bool], title: str | None, *, closed: bool) -> int | None:
    """Which line is the title: the known one, else the first that could be, menus passed over."""
    wanted = collapse(title).casefold() if title else None
    said = [position for position, text in enumerate(zone) if text.casefold() == wanted]
    if said:
        return said[0]
    could = [
        position
        for position, text in enumerate(zone)
        if cues.could_be_heading(text)
        and not (is_front_matter(text) or cues.is_caption(text) or cues.is_generic_heading(text))
    ]
    named = [position for position in could if not is_person[position]]
    named = [position for position in named if not cues.is_organisation(zone[position])] or named
    if not named:
        return could[0] if could and len(zone) == 1 and closed else None
    repeated = [at for at in named if any(zone[at] in front_parts(zone[other])[:1] for other in named if other != at)]
    long = [position for position in named if cues.word_count(zone[position]) >= _TITLE_WORDS]
    if repeated or long:
        return (repeated or long)[0]
    return named[0] if len(zone) <= _FEW_LINES else max(named, key=lambda position: (len(zone[position]), -position))


def _kind(text: str, position: int, title: int | None, person: bool, *, last: bool) -> BlockKind:
    """What a line of the front is."""
    if position == title:
        return BlockKind.TITLE
    if is_front_matter(text) or person:
        return BlockKind.BOILERPLATE
    if cues.is_caption(text):
        return BlockKind.CAPTION
    if _is_sentence(text):
        return BlockKind.PARAGRAPH
    if last or cues.is_generic_heading(text):
        return BlockKind.HEADING
    return BlockKind.BOILERPLATE if title is not None and position < title else BlockKind.HEADING


def _with_level(draft: Draft) -> Draft:
    if draft.kind is not BlockKind.HEADING:
        return draft
    return Draft(BlockKind.HEADING, draft.text, level=cues.heading_level(draft.text))


def _author(
    aside: Sequence[str], zone: Sequence[str], is_person: Sequence[bool], drafts: Sequence[Draft]
) -> str | None:
    """Who wrote the text: the byline, else the first line that names people."""
    byline = next((BYLINE.sub("", part) for part in aside if BYLINE.match(part)), None)
    if byline is not None:
        return byline
    people = (
        text
        for text, person, draft in zip(zone, is_person, drafts, strict=True)
        if person and draft.kind is BlockKind.BOILERPLATE
    )
    return next(people, None)
