"""Headings of plain text: which lines are ones, and how deep they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefqa.documents import cues
from briefqa.documents.drafts import Draft
from briefqa.documents.lines import Line, split_cells
from briefqa.types import BlockKind

_LETTERED = re.compile(r"[A-Z][.)]\s+\S")
_ROMAN = re.compile(r"[IVX]+[.)]?\s+\S")


def is_heading(lines: Sequence[Line], position: int, *, after_break: bool) -> bool:
    """Whether a line that could be a heading is followed by what a heading stands above.

    Args:
        lines: the lines of the text.
        position: which of them.
        after_break: whether what stands above it has ended, so that the line can begin something new.
    """
    line = lines[position].bare
    if not cues.could_be_heading(line) or position + 1 == len(lines):
        return False
    following = lines[position + 1]
    opens_list = bool(cues.split_bullet(following.text) or cues.split_number(following.text))
    opens_list = opens_list or cues.starts_with_figure(following.bare)
    if line.endswith(":"):
        return opens_list or (cues.is_title_case(line) and cues.word_count(line) <= cues.MAX_HEADING_WORDS // 2)
    above_text = len(following.bare) >= cues.PROSE_CHARACTERS or cues.ends_sentence(following.bare)
    above_heading = cues.could_be_heading(following.bare) and position + 2 < len(lines)
    if cues.is_title_case(line):
        return above_text or opens_list or above_heading or bool(split_cells(following.text))
    runs_on = len(following.bare) >= cues.PROSE_CHARACTERS // (2 if after_break else 1)
    alone = lines[position].blank_above or lines[position].blank_below or runs_on or (after_break and opens_list)
    short = cues.word_count(line) <= cues.MAX_HEADING_WORDS - 4
    return alone and short and (above_text or opens_list or above_heading)


def with_table_titles(drafts: Sequence[Draft]) -> list[Draft]:
    """Make a heading right above a table its caption, where the text below the table goes on under the last heading.

    A heading above a heading, with a number, or of a section that every brief has, stays one.
    """
    found = list(drafts)
    for position, (draft, following) in enumerate(pairwise(drafts)):
        if draft.kind is not BlockKind.HEADING or following.kind is not BlockKind.TABLE or following.caption:
            continue
        rest = (one for one in drafts[position + 2 :] if one.kind not in {BlockKind.TABLE, BlockKind.CAPTION})
        above = drafts[position - 1].kind if position else BlockKind.HEADING
        goes_on = next(rest, draft).kind is BlockKind.PARAGRAPH and above is BlockKind.PARAGRAPH
        if goes_on and not draft.text[0].isdigit() and not cues.is_generic_heading(draft.text):
            found[position] = replace(draft, kind=BlockKind.CAPTION, level=None)
            found[position + 1] = replace(following, caption=draft.text)
    return found


def with_levels(drafts: Sequence[Draft]) -> list[Draft]:
    """Give headings without a number of their own the depth that their form shows beside the others.

    Where several headings stand in capitals, those in small letters stand below them; lettered headings stand below
    those with Roman numbers.
    """
    headings = [draft.text for draft in drafts if draft.kind is BlockKind.HEADING]
    capitals = sum(map(cues.is_capitals, headings))
    roman = any(_ROMAN.match(text) for text in headings)
    return [_with_level(draft, below_capitals=capitals >= 2, below_roman=roman) for draft in drafts]


def _with_level(draft: Draft, *, below_capitals: bool, below_roman: bool) -> Draft:
    if draft.kind is not BlockKind.HEADING or draft.level != 1:
        return draft
    lettered = below_roman and _LETTERED.match(draft.text) and not _ROMAN.match(draft.text)
    small = below_capitals and not cues.is_capitals(draft.text) and not draft.text[0].isdigit()
    return replace(draft, level=2) if lettered or small else draft
