"""Rows whose columns are set apart by spaces, as in text written for a fixed-width type."""

from __future__ import annotations

import re
from itertools import pairwise

from briefqa.documents import cues
from briefqa.documents.grid import is_value

_GAP = re.compile(r"[^\s.!?:;,] {2,}(?=\S)")
"""Spaces between columns; those behind a sentence's end are a typist's habit."""
_MAX_WORDS = 8
"""A column of a table set with spaces holds fewer words than this on average."""


def align_columns(lines: list[str]) -> list[str]:
    """Write rows whose columns are set apart by spaces with tabs between their cells."""
    written = list(lines)
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _is_spaced(lines[end]):
            end += 1
        if end - start >= 2:
            written[start:end] = _with_tabs(lines[start:end])
        start = max(end, start + 1)
    return written


def _is_spaced(line: str) -> bool:
    """Whether a line has a gap between columns, its bullet or number aside."""
    if "|" in line or "\t" in line.strip():
        return False
    _, text = cues.split_bullet(line) or cues.split_number(line) or (0, line.strip())
    return bool(_GAP.search(text))


def _with_tabs(rows: list[str]) -> list[str]:
    """Rows cut at the columns of spaces that they share; as they are where that gives no table."""
    width = max(map(len, rows))
    blank = [all(column >= len(row) or row[column] == " " for row in rows) for column in range(width)]
    edges: list[int] = []
    column = min(len(row) - len(row.lstrip()) for row in rows)
    while column < width:
        end = column
        while end < width and blank[end]:
            end += 1
        if end - column >= 2 and end < width:
            edges.append(end)
        column = max(end, column + 1)
    cuts = [0, *edges, width]
    cells = [[row[left:right].strip() for left, right in pairwise(cuts)] for row in rows]
    filled = [cell for row in cells for cell in row if cell]
    full = sum(len(list(filter(None, row))) >= 2 for row in cells)
    words = sum(len(cell.split()) for cell in filled) / max(len(filled), 1)
    if not edges or full < 2 or words > _MAX_WORDS or (len(rows) < 3 and not any(map(is_value, filled))):
        return rows
    return ["\t".join(row) for row in cells]
