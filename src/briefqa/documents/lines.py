"""Lines of plain text: lines broken at a fixed width joined again, rows of flattened tables split into cells."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise

from briefqa.documents import cues
from briefqa.documents.joining import join, read_vocabulary
from briefqa.documents.normalise import collapse
from briefqa.documents.spaced_columns import align_columns

RULE_LINE = re.compile(r"[|+:\s=_*~#-]*[-=_*~]{3,}[|+:\s=_*~#-]*|-{2}|—+|_{2}|(?:[-*_~•·][ ]){2,}[-*_~•·]")
"""A line that only draws: a rule, or the separator below a table's header."""
_WRAP_WIDTHS = range(40, 111)
"""Widths at which programs and people break the lines of running text."""
_FULL_LINE = 0.75
_OVER_WIDTH = 1.4
"""Lines broken at a width are not longer than this share of it; a text with longer ones has its paragraphs whole."""
_MIN_RUNNING_ON = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line, and whether a blank one stands above and below it."""

    text: str
    blank_above: bool = False
    blank_below: bool = False

    @property
    def bare(self) -> str:
        """The line with white space collapsed."""
        return collapse(self.text)


def split_lines(text: str) -> list[Line]:
    """The visible lines of a text; lines broken at a fixed width are joined again."""
    raw = align_columns(text.split("\n"))
    lines: list[Line] = []
    for position, line in enumerate(raw):
        if not line.strip():
            continue
        above = position == 0 or not raw[position - 1].strip()
        below = position + 1 == len(raw) or not raw[position + 1].strip()
        lines.append(Line(line.rstrip(), above, below))
    return _unwrap(lines)


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join lines that a fixed width broke, where the text's lines reach that width or go on in mid-sentence."""
    prose = [line for line in lines if not split_cells(line.text)]
    inner = [line for line in prose if not line.blank_below]
    if len(inner) < 3:
        return lines
    width = int(statistics.quantiles([len(line.text) for line in inner], n=20)[-1])
    if width not in _WRAP_WIDTHS or _longest(prose) > width * _OVER_WIDTH:
        return lines
    full = sum(len(line.text) >= _FULL_LINE * width for line in inner)
    return _join(lines, width) if full >= 0.6 * len(inner) or _runs_on(lines, width) else lines


def _longest(lines: list[Line]) -> int:
    """The length of the longest line, addresses aside: nothing can break those."""
    return max((len(line.text) for line in lines if len(line.text.split()) > 2), default=0)


def _runs_on(lines: list[Line], width: int) -> bool:
    """Whether several full lines stop in mid-sentence above another line, one that begins with a small letter too."""
    going_on = [
        following.text.lstrip()
        for line, following in pairwise(lines)
        if len(line.text) >= _FULL_LINE * width
        and not (line.blank_below or cues.ends_sentence(line.text) or split_cells(line.text))
        and not begins_block(following.text)
    ]
    return len(going_on) >= _MIN_RUNNING_ON and any(map(cues.starts_lower, going_on))


def _join(lines: list[Line], width: int) -> list[Line]:
    """Join each line to the one above it unless a block begins there; a word broken at a line's end is mended."""
    joined: list[Line] = []
    vocabulary = read_vocabulary(line.text for line in lines)
    above = ""
    for line in lines:
        last = joined[-1] if joined else None
        if last is None or line.blank_above or begins_block(line.text) or _ended(above, line.text, width):
            joined.append(line)
        else:
            joined[-1] = Line(join(last.text, line.text.strip(), vocabulary), last.blank_above, line.blank_below)
        above = line.text
    return joined


def begins_block(text: str) -> bool:
    """Whether a line opens a block of its own by its shape: a bullet, a number, a table row, a drawn rule."""
    return bool(cues.split_bullet(text) or cues.split_number(text) or split_cells(text) or RULE_LINE.fullmatch(text))


def _ended(above: str, line: str, width: int) -> bool:
    """Whether the line above ended so early that its block ended there, or is a row of a table."""
    early = len(above) + 1 + len(line.split()[0]) <= width * _FULL_LINE
    return bool(split_cells(above) or RULE_LINE.fullmatch(above)) or (
        early and (cues.could_be_heading(collapse(above)) or cues.ends_sentence(above))
    )


def split_cells(text: str) -> list[str] | None:
    """The cells of a line of a flattened table, split at bars or tabs; None where it is none.

    A bar at the start leaves an empty first cell: in a framed table that makes an empty column, which the grid drops,
    and elsewhere the cell is empty indeed.
    """
    stripped = text.strip(" ")
    if "|" in stripped:
        pieces = re.split(r"(?<!\\)\|", stripped)
        if stripped.endswith("|") and not stripped.endswith("\\|"):
            pieces = pieces[:-1]
        return [collapse(piece.replace("\\|", "|")) for piece in pieces] if len(pieces) > 1 else None
    if "\t" in stripped.strip() and not cues.split_bullet(stripped) and not cues.split_number(stripped):
        return [collapse(piece) for piece in stripped.split("\t")]
    return None
