"""A table block as an HTML table with real headers.

A document gives a merged cell once, at its top left corner. How far it reaches is read back from the cells that
name it as their header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefqa.types import Block, Cell, Span
from briefqa_api.viewer.marking import MarkedText, text_as_html

# figures read best flush right; anything with a word in it does not
_FIGURE = re.compile(r"^[^\w\s]{0,2}\d[\d.,\s]*[^\w\s]{0,2}$")

Position = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table by position; the first `head` rows head its columns."""

    cells: dict[Position, Cell]
    head: int
    height: int
    width: int
    figures: frozenset[int]


def table_as_html(marked: MarkedText, block: Block, number: int) -> str:
    """The table block `block`, the document's `number`th, scrollable by keyboard where it is too wide."""
    label = text_as_html(block.caption or f"Table {number}")
    if not block.cells:
        words = marked.html(block.span)
        return f'<pre class="table" tabindex="0" role="group" aria-label="{label}">{words}</pre>'
    grid = _grid(marked.text, block.cells)
    rows = list(_rows_as_html(marked, grid))
    head, body = "".join(rows[: grid.head]), "".join(rows[grid.head :])
    head = f"<thead>{head}</thead>" if head else ""
    body = f"<tbody>{body}</tbody>" if body else ""
    return f'<div class="table" tabindex="0" role="group" aria-label="{label}"><table>{head}{body}</table></div>'


def _grid(text: str, cells: tuple[Cell, ...]) -> _Grid:
    placed = {(cell.row, min(_columns_under(cells, cell), default=cell.column)): cell for cell in cells}
    height, width = 1 + max(row for row, _ in placed), 1 + max(column for _, column in placed)
    body_rows = {cell.row for cell in cells if not cell.is_header}
    head = min(body_rows, default=height)
    while head and any(cell.row == head - 1 and cell.span in _row_headers(cells) for cell in cells):
        head -= 1
    body = [(cell.column, bool(_FIGURE.match(cell.span.cut(text).strip()))) for cell in cells if not cell.is_header]
    words = {column for column, is_figure in body if not is_figure}
    return _Grid(placed, head, height, width, frozenset(column for column, _ in body) - words)


def _columns_under(cells: Iterable[Cell], header: Cell) -> frozenset[int]:
    """The columns whose cells name `header`; where a source only hints at merging, they may lie beside its own."""
    if not header.is_header:
        return frozenset()
    return frozenset(cell.column for cell in cells if any(header.span == head.span for head in cell.column_headers))


def _row_headers(cells: tuple[Cell, ...]) -> frozenset[Span]:
    return frozenset(header.span for cell in cells for header in cell.row_headers)


def _rows_as_html(marked: MarkedText, grid: _Grid) -> Iterator[str]:
    covered: set[Position] = set()
    for row in range(grid.height):
        parts: list[str] = []
        for column in range(grid.width):
            if (row, column) in covered:
                continue
            cell = grid.cells.get((row, column))
            if cell is None:
                parts.append("<td></td>")
                continue
            down, across = _reach(grid, cell, column)
            covered |= {(row + below, column + beside) for below in range(down) for beside in range(across)}
            parts.append(_cell_as_html(marked, grid, cell, down, across))
        yield f"<tr>{''.join(parts)}</tr>"


def _reach(grid: _Grid, cell: Cell, column: int) -> tuple[int, int]:
    """How many rows and columns a cell at `column` covers."""
    if not cell.is_header:
        return 1, 1
    columns = _columns_under(grid.cells.values(), cell)
    rows = {other.row for other in grid.cells.values() if any(cell.span == head.span for head in other.row_headers)}
    if cell.row >= grid.head and not any(row == cell.row for row, beside in grid.cells if beside != column):
        return 1, grid.width - column  # heads a group of rows
    across = down = 1
    while column + across in columns and (cell.row, column + across) not in grid.cells:
        across += 1
    while _continues_below(grid, cell, cell.row + down, range(column, column + across), rows):
        down += 1
    return down, across


def _continues_below(grid: _Grid, cell: Cell, row: int, columns: range, rows: set[int]) -> bool:
    within = row < grid.head if cell.row < grid.head else row in rows
    return within and all((row, column) not in grid.cells for column in columns)


def _cell_as_html(marked: MarkedText, grid: _Grid, cell: Cell, down: int, across: int) -> str:
    words = cell.span.cut(marked.text).strip()
    in_head = cell.row < grid.head
    is_figure = across == 1 and cell.column in grid.figures if in_head else bool(_FIGURE.match(words))
    attributes = ' class="number"' if is_figure and (in_head or not cell.is_header) else ""
    attributes += (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
    content = marked.html(cell.span)
    if not cell.is_header or not words:
        return f'<td{attributes} dir="auto">{content}</td>'
    scope = ("colgroup" if across > 1 else "col") if in_head else ("rowgroup" if down > 1 else "row")
    return f'<th scope="{scope}"{attributes} dir="auto">{content}</th>'
