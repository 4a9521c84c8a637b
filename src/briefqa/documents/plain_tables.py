"""Tables flattened into plain text: rows parted by bars, tabs or columns of spaces."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.documents import cues
from briefqa.documents.drafts import Draft, DraftCell
from briefqa.documents.furniture import is_front_matter
from briefqa.documents.grid import is_value
from briefqa.documents.lines import RULE_LINE, Line, split_cells
from briefqa.types import BlockKind


def table_end(lines: Sequence[Line], start: int) -> int:
    """Where the table that begins at `start` ends; `start` where none does.

    A blank line ends a table, unless blank lines part all of its rows.
    """
    end, columns, rows = start, 0, 0
    spaced = start + 1 < len(lines) and lines[start + 1].blank_above
    while end < len(lines) and (end == start or lines[end].blank_above == spaced or (rows == 1 and not spaced)):
        cells = split_cells(lines[end].text)
        if cells is None and not (end > start and RULE_LINE.fullmatch(lines[end].text)):
            break
        rows += cells is not None
        columns = max(columns, len(list(filter(None, cells or ()))))
        end += 1
    while end > start and split_cells(lines[end - 1].text) is None:
        end -= 1
    links = all(is_front_matter(line.bare) for line in lines[start:end])
    return end if rows >= 2 and columns >= 2 and not links else start


def read_table(lines: Sequence[Line]) -> list[Draft]:
    """The table of these lines, with the captions that stand in its first or last row as blocks of their own."""
    rows = [split_cells(line.text) or [] for line in lines if not RULE_LINE.fullmatch(line.text)]
    above: list[Draft] = []
    below: list[Draft] = []
    while (
        len(rows) > 2 and (caption := _only(rows[0])) and _is_table_title(caption) and rows[1][0] and any(rows[1][1:])
    ):
        above.append(Draft(BlockKind.CAPTION, caption))
        rows = rows[1:]
    while len(rows) > 2 and (note := _only(rows[-1])) and cues.is_source_line(note):
        below.insert(0, Draft(BlockKind.CAPTION, note))
        rows = rows[:-1]
    rows = _with_places(rows)
    width = max(map(len, rows), default=0)
    return [
        *above,
        Draft(
            BlockKind.TABLE,
            rows=tuple(tuple(DraftCell(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows),
            caption=above[-1].text if above else None,
        ),
        *below,
    ]


def _with_places(rows: list[list[str]]) -> list[list[str]]:
    """Put the cells of two header rows back over their columns, where merged cells were lost with their places.

    The rows below give the width. Where the second row has a cell for each column but the first, all headers beside
    the first share it; where it has fewer, one header is taken to stand over the columns of figures that it fits.
    """
    if len(rows) < 3 or any(map(is_value, rows[1])) or not all((*rows[0], *rows[1])):
        return rows
    width = len(rows[2])
    first, second = rows[0], rows[1]
    if any(len(row) != width for row in rows[2:]) or not 1 < len(first) < width or not 1 < len(second) < width:
        return rows
    if len(second) == width - 1:
        return [first, ["", *second], *rows[2:]]
    if len(first) - 1 + len(second) != width:
        return rows
    for start in range(1, len(first)):
        under = range(start, start + len(second))
        if all(is_value(row[column]) for row in rows[2:] for column in under):
            gap = [""] * (len(second) - 1)
            above = [*first[: start + 1], *gap, *first[start + 1 :]]
            return [above, [*[""] * start, *second, *[""] * (width - start - len(second))], *rows[2:]]
    return rows


def _is_table_title(cell: str) -> bool:
    """Whether a first row's only cell names the table rather than a column of it."""
    return cues.is_caption(cell) or (cues.word_count(cell) >= 4 and not is_value(cell))


def _only(row: Sequence[str]) -> str | None:
    """The text of a row's only filled cell, where it is the first."""
    return row[0] if row[0] and not any(row[1:]) else None
