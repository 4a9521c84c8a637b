"""A table block as an HTML table with real headers.

A document gives a header once, at its top left corner; how far it reaches is read back from the cells that name it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.types import Block, Cell, Span
from briefqa_api.viewer.marking import MarkedText, text_as_html

# figures read best flush right; anything with a word in it does not
_FIGURE = re.compile(r"^[^\w\s]{0,2}\d[\d.,\s]*[^\w\s]{0,2}$")

Position = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table by position; the first `head` rows head its columns.

    `columns` and `rows` say which ones a header covers, `figures` which columns hold nothing but figures.
    """

    cells: dict[Position, Cell]
    columns: dict[Span, set[int]]
    rows: dict[Span, set[int]]
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
    columns: dict[Span, set[int]] = defaultdict(set)
    rows: dict[Span, set[int]] = defaultdict(set)
    for cell in cells:
        for header in cell.column_headers:
            columns[header.span].add(cell.column)
        for header in cell.row_headers:
            rows[header.span].add(cell.row)
    # where a source only hints at merging, a header may have been given beside the columns that name it
    placed = {(cell.row, min(columns.get(cell.span, ()), default=cell.column)): cell for cell in cells}
    height, width = 1 + max(row for row, _ in placed), 1 + max(column for _, column in placed)
    group_rows = {cell.row for cell in cells if cell.is_header and cell.span in rows}
    head = min({cell.row for cell in cells if not cell.is_header} | group_rows, default=height)
    placed |= _unplaced_headers(placed, columns, head)
    body = [(cell.column, bool(_FIGURE.match(cell.span.cut(text).strip()))) for cell in cells if not cell.is_header]
    words = {column for column, is_figure in body if not is_figure}
    return _Grid(placed, columns, rows, head, height, width, frozenset(column for column, _ in body) - words)


def _unplaced_headers(placed: dict[Position, Cell], columns: dict[Span, set[int]], head: int) -> dict[Position, Cell]:
    """Headers that cells name but the table does not list, in the first free place above, so that no text is lost."""
    listed = {cell.span for cell in placed.values()}
    found: dict[Position, Cell] = {}
    for span in columns.keys() - listed:
        column = min(columns[span])
        row = next((row for row in range(head) if (row, column) not in placed), None)
        if row is not None:
            found[row, column] = Cell(row, column, span, is_header=True)
    return found


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
    """How many rows and columns a cell at `column` covers.

    A header covers the empty positions of the rows or columns that name it; a merged cell of the body stands at each
    of its positions with the same span.
    """
    if cell.row >= grid.head and cell.is_header and _is_alone(grid, cell, column):
        return 1, grid.width - column  # heads a group of rows
    columns, rows = grid.columns.get(cell.span, set()), grid.rows.get(cell.span, set())

    def is_covered(row: int, beside: int) -> bool:
        other = grid.cells.get((row, beside))
        if not cell.is_header:
            return other is not None and other.span == cell.span and cell.span.start < cell.span.end
        return other is None and (row < grid.head if cell.row < grid.head else row in rows)

    across = down = 1
    while is_covered(cell.row, column + across) and (not cell.is_header or column + across in columns):
        across += 1
    while all(is_covered(cell.row + down, column + beside) for beside in range(across)):
        down += 1
    return down, across


def _is_alone(grid: _Grid, cell: Cell, column: int) -> bool:
    return not any((cell.row, other) in grid.cells for other in range(grid.width) if other != column)


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
