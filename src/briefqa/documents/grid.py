"""Tables as grids: merged cells resolved, header rows and row headers told apart from the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefqa.documents.column_labels import is_open_band, names_period
from briefqa.documents.drafts import DraftCell

MAX_SPAN = 1000
"""A cell cannot span more rows or columns than this (the limit of HTML for colspan)."""
MAX_CELLS = 200_000
_MAX_HEADER_ROWS = 4

_VALUE = re.compile(
    r"[^\w\s]{0,3}\s*(?:[A-Z]{1,3}\$?|[~≈<>±about]{1,5})?\s*[^\w\s]{0,3}\s*\d[\d.,\s'’]*\s*"
    r"(?:[%‰×]|[^\W\d_.]{1,4}\.?|(?:thousand|million|billion|trillion)s?)?(?:\s*[(\[].*)?\W{0,3}"
    r"|[-–—…]|n/?a\.?|\.{2,}",
    re.IGNORECASE | re.DOTALL,
)


_TOTAL = re.compile(r"(?:grand )?total|overall|all |sum\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the source placed on the grid at its top left corner."""

    row: int
    column: int
    draft: DraftCell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose every position is known.

    `at[row][column]` is the index into `cells` or None for an empty position. The first `header_rows` rows are
    column headers, the first `stub` columns row headers. `groups` maps a body row to the index of the cell that
    heads its group of rows ("Northern Europe" over the whole width).
    """

    cells: tuple[GridCell, ...]
    at: tuple[tuple[int | None, ...], ...]
    header_rows: int
    stub: int
    groups: dict[int, int]

    def column_path(self, column: int) -> tuple[int, ...]:
        """Indices of the header cells above a column, outermost first."""
        return _distinct(self.at[row][column] for row in range(self.header_rows))

    def row_path(self, row: int) -> tuple[int, ...]:
        """Indices of the cells that head a body row, outermost first."""
        group = [self.groups[row]] if row in self.groups else []
        return _distinct([*group, *(self.at[row][column] for column in range(self.stub))])

    def is_header(self, index: int) -> bool:
        """Whether a cell heads a column, a row or a group of rows."""
        cell = self.cells[index]
        return cell.row < self.header_rows or cell.column < self.stub or index in self.groups.values()


def is_value(text: str) -> bool:
    """Whether a cell holds a figure, or a mark for a missing one, rather than words or a period."""
    return bool(_VALUE.fullmatch(text.strip())) and not names_period(text)


def resolve_grid(rows: Sequence[Sequence[DraftCell]], *, merged: bool, header_rows: int | None = None) -> Grid:
    """Place cells on a grid and tell headers from body.

    Args:
        rows: the cells row by row, as the source has them.
        merged: whether rowspan and colspan are known; where not, an empty cell of a header row continues the header
            to its left, or the headers share the columns evenly where the row below repeats itself.
        header_rows: how many rows are headers at least, where the format says so.
    """
    cells, at = _place(rows)
    if not at or not at[0]:
        return Grid((), (), 0, 0, {})
    count = max(_count_header_rows(cells, at, merged=merged), min(header_rows or 0, len(at)))
    if not merged:
        at = [*_continue_headers(cells, at, count), *at[count:]]
    groups = _row_groups(cells, at, count)
    return Grid(tuple(cells), tuple(tuple(row) for row in at), count, _count_stub(cells, at, count), groups)


def _distinct(indices: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(index for index in indices if index is not None))


def _place(rows: Sequence[Sequence[DraftCell]]) -> tuple[list[GridCell], list[list[int | None]]]:
    """Lay cells out by their spans (the algorithm of HTML for forming a table), without empty rows and columns."""
    placed: dict[tuple[int, int], int] = {}
    cells: list[GridCell] = []
    for row, drafts in enumerate(rows):
        column = 0
        for draft in drafts:
            while (row, column) in placed:
                column += 1
            height = min(max(draft.rowspan, 1), len(rows) - row, MAX_SPAN)
            width = min(max(draft.colspan, 1), MAX_SPAN)
            for below in range(row, row + height):
                for right in range(column, column + width):
                    placed.setdefault((below, right), len(cells))
            cells.append(GridCell(row, column, draft))
            column += width
            if len(placed) > MAX_CELLS:
                raise OverflowError(f"a table has more than {MAX_CELLS} cells")
    kept = [index for index, cell in enumerate(cells) if cell.draft.text]
    number = {old: new for new, old in enumerate(kept)}
    used_rows = sorted({row for (row, _), index in placed.items() if index in number})
    used_columns = sorted({column for (_, column), index in placed.items() if index in number})
    at = [[number.get(placed.get((row, column), -1)) for column in used_columns] for row in used_rows]
    row_number = {row: index for index, row in enumerate(used_rows)}
    column_number = {column: index for index, column in enumerate(used_columns)}
    moved = [
        replace(cells[old], row=row_number[cells[old].row], column=column_number[cells[old].column]) for old in kept
    ]
    return moved, at


def _texts(cells: Sequence[GridCell], row: Sequence[int | None]) -> list[str]:
    return ["" if index is None else cells[index].draft.text for index in row]


def _count_header_rows(cells: Sequence[GridCell], at: Sequence[Sequence[int | None]], *, merged: bool) -> int:
    """How many rows head the columns.

    Rows that the source marks as headers count; else the first row does unless it holds figures. A further row does
    where the one above has merged or empty cells and the row itself holds no figure while a later one does, or it
    repeats its labels.
    """
    marked = 0
    for row in at[:-1]:
        heads_group = marked and len(set(row)) == 1
        if heads_group or not all(index is None or cells[index].draft.is_header for index in row):
            break
        marked += 1
    if marked and marked < len(at):
        return marked
    if len(at) < 2 or len(at[0]) < 2 or _holds_figures(cells, at):
        return 0
    count = 1
    while count < min(_MAX_HEADER_ROWS, len(at) - 1) and _continues_header(cells, at, count, merged=merged):
        count += 1
    return count


def _holds_figures(cells: Sequence[GridCell], at: Sequence[Sequence[int | None]]) -> bool:
    """Whether the first row has a figure beside its first cell; an open band ("65+") beside other labels is none."""
    texts = _texts(cells, at[0])
    values = [column for column in range(1, len(texts)) if is_value(texts[column])]
    if not values or not any(text and column not in values for column, text in enumerate(texts) if column):
        return bool(values)
    return not all(is_open_band(texts[column], [_texts(cells, row)[column] for row in at[1:]]) for column in values)


def _continues_header(cells: Sequence[GridCell], at: Sequence[Sequence[int | None]], row: int, *, merged: bool) -> bool:
    """Whether `row` is another header row below header rows."""
    above = at[row - 1]
    spanning = len(set(above[1:])) < len(above[1:]) if merged else any(index is None for index in above[1:])
    labels = _texts(cells, at[row])[1:]
    shared = any(index is not None and index == over for index, over in zip(at[row], above, strict=True))
    if not (spanning or shared) or any(map(is_value, labels)) or not any(labels):
        return False
    filled = [label for label in labels if label]
    if len(set(labels)) == 1 and len(labels) > 1 and len(set(at[row])) == 1:
        return False
    later = [label for below in at[row + 1 :] for label in _texts(cells, below)[1:] if label]
    return len(set(filled)) < len(filled) or shared or sum(map(is_value, later)) * 2 >= len(later) > 0


def _continue_headers(
    cells: Sequence[GridCell], at: Sequence[Sequence[int | None]], count: int
) -> list[list[int | None]]:
    """Fill the empty cells of flattened header rows, the last of them apart, with the header that goes on there."""
    filled: list[list[int | None]] = []
    for row in range(count):
        line = list(at[row])
        if row + 1 < count:
            shared = _evenly(line[1:], _texts(cells, at[row + 1])[1:])
            line = line[:1] + (shared if shared is not None else _leftwards(line[1:], at[row + 1][1:]))
        filled.append(line)
    return filled


def _evenly(labels: list[int | None], below: list[str]) -> list[int | None] | None:
    """Share the columns evenly among headers that lost their places, where the row below repeats itself so often."""
    heads = [index for index in labels if index is not None]
    if len(heads) < 2 or labels[: len(heads)] != heads or len(labels) % len(heads):
        return None
    period = len(labels) // len(heads)
    if period < 2 or not all(below) or any(below[i] != below[i % period] for i in range(len(below))):
        return None
    return [heads[position // period] for position in range(len(labels))]


def _leftwards(labels: list[int | None], below: Sequence[int | None]) -> list[int | None]:
    """Let each empty cell above a filled one continue the header to its left."""
    line: list[int | None] = []
    for index, under in zip(labels, below, strict=True):
        line.append(line[-1] if index is None and under is not None and line else index)
    return line


def _row_groups(cells: Sequence[GridCell], at: Sequence[Sequence[int | None]], count: int) -> dict[int, int]:
    """Which full-width cell of the body heads which rows."""
    groups: dict[int, int] = {}
    heading: int | None = None
    totals = [row for row in range(count, len(at)) if _TOTAL.match(_texts(cells, at[row])[0])]
    for row in range(count, len(at)):
        only = _only_label(cells, at[row])
        if only is not None and row + 1 < len(at) and _only_label(cells, at[row + 1]) is None:
            heading = only
        elif heading is not None and not (totals == [row] and row + 1 == len(at)):
            groups[row] = heading
    return groups


def _only_label(cells: Sequence[GridCell], row: Sequence[int | None]) -> int | None:
    """The cell of a row that holds words over the whole width, or in the first column with nothing beside it."""
    filled = {index for index in row if index is not None}
    only = next(iter(filled)) if len(filled) == 1 and len(row) > 1 and row[0] is not None else None
    return None if only is None or is_value(cells[only].draft.text) else only


def _count_stub(cells: Sequence[GridCell], at: Sequence[Sequence[int | None]], count: int) -> int:
    """How many leading columns head the rows: one, and more where the first spans rows or only numbers them."""
    width = len(at[0])
    if width < 2 or count == len(at):
        return 0
    stub = 1
    while stub < width - 1:
        column = [row[stub - 1] for row in at[count:]]
        texts = ["" if index is None else cells[index].draft.text.rstrip(".") for index in column]
        spans_rows = len({index for index in column if index is not None}) < sum(index is not None for index in column)
        counts_rows = stub == 1 and len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]
        following = [_texts(cells, row)[stub] for row in at[count:]]
        marked = all(index is not None and cells[index].draft.is_header for index in (row[stub] for row in at[count:]))
        if not marked and (not (spans_rows or counts_rows) or any(map(is_value, following)) or not all(following)):
            break
        stub += 1
    return stub
