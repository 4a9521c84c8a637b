"""A table block as an HTML table with real headers; merged cells become one cell again."""

from __future__ import annotations

import re

from briefqa.types import Block, Cell, Span
from briefqa_api.viewer.marking import marked_html, text_as_html

# figures read best flush right; anything with a word in it does not
_NUMBER = re.compile(r"^[^\w\s]{0,2}\d[\d.,\s]*[^\w\s]{0,2}$")

Grid = dict[tuple[int, int], Cell]


def table_as_html(text: str, block: Block, cited: Span | None, number: int) -> str:
    """The table block `block`, the document's `number`th, scrollable by keyboard where it is too wide."""
    label = text_as_html(block.caption or f"Table {number}")
    if not block.cells:
        words = marked_html(text, block.span, cited)
        return f'<pre class="table" tabindex="0" role="group" aria-label="{label}">{words}</pre>'
    grid = {(cell.row, cell.column): cell for cell in block.cells}
    rows = sorted({row for row, _ in grid})
    head = _head_rows(grid, rows)
    parts = [f'<div class="table" tabindex="0" role="group" aria-label="{label}"><table>']
    for tag, members in (("thead", head), ("tbody", rows[len(head) :])):
        if members:
            lines = (_row_as_html(text, grid, row, cited, row in head) for row in members)
            parts.append(f"<{tag}>{''.join(lines)}</{tag}>")
    parts.append("</table></div>")
    return "".join(parts)


def _head_rows(grid: Grid, rows: list[int]) -> list[int]:
    head: list[int] = []
    for row in rows:
        if not all(cell.is_header for (at, _), cell in grid.items() if at == row):
            break
        head.append(row)
    return head


def _row_as_html(text: str, grid: Grid, row: int, cited: Span | None, in_head: bool) -> str:
    width = 1 + max(column for _, column in grid)
    cells: list[str] = []
    column = 0
    while column < width:
        cell = grid.get((row, column))
        if cell is None:
            cells.append("<td></td>")
            column += 1
            continue
        across = _columns_of(grid, cell, width)
        if not _continues_from_above(grid, cell):
            cells.append(_cell_as_html(text, cell, cited, in_head, across, _rows_of(grid, cell)))
        column += across
    return f"<tr>{''.join(cells)}</tr>"


def _cell_as_html(text: str, cell: Cell, cited: Span | None, in_head: bool, across: int, down: int) -> str:
    words = cell.span.cut(text).strip()
    size = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
    kind = ' class="number"' if _NUMBER.match(words) else ""
    content = marked_html(text, cell.span, cited)
    if not cell.is_header or not words:
        return f'<td{size}{kind} dir="auto">{content}</td>'
    scope = ("colgroup" if across > 1 else "col") if in_head else ("rowgroup" if down > 1 else "row")
    return f'<th scope="{scope}"{size} dir="auto">{content}</th>'


def _columns_of(grid: Grid, cell: Cell, width: int) -> int:
    """How many columns a cell covers: those that repeat its span, and for a header those nobody holds."""
    across = 1
    while cell.column + across < width:
        neighbour = grid.get((cell.row, cell.column + across))
        unclaimed = neighbour is None and cell.is_header
        if not unclaimed and (neighbour is None or not _is_same(neighbour, cell)):
            break
        across += 1
    return across


def _rows_of(grid: Grid, cell: Cell) -> int:
    down = 1
    while (below := grid.get((cell.row + down, cell.column))) is not None and _is_same(below, cell):
        down += 1
    return down


def _continues_from_above(grid: Grid, cell: Cell) -> bool:
    above = grid.get((cell.row - 1, cell.column))
    return above is not None and _is_same(above, cell)


def _is_same(one: Cell, other: Cell) -> bool:
    return one.span == other.span and one.span.start < one.span.end
