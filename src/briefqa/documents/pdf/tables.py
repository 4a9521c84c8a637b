"""Ruled tables: the grid that drawn lines make, with merged cells where a line between two cells is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.documents.drafts import DraftCell
from briefqa.documents.pdf.layout import Glyph, PageTable, Rule
from briefqa.documents.pdf.segments import glyphs_text

_SNAP = 3.0
"""Lines closer than this are one line (points)."""
_MIN_FILLED = 0.4
_MAX_LINES = 400


@dataclass(frozen=True, slots=True)
class _Mesh:
    """Where the lines of one table run, and the rules themselves."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def wall_right_of(self, row: int, column: int) -> bool:
        """Whether a line parts a cell from the one to its right."""
        x, middle = self.xs[column + 1], (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.x0 - x) <= _SNAP and rule.y0 - _SNAP <= middle <= rule.y1 + _SNAP for rule in self.down)

    def wall_below(self, row: int, column: int) -> bool:
        """Whether a line parts a cell from the one below it."""
        y, middle = self.ys[row + 1], (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(rule.y0 - y) <= _SNAP and rule.x0 - _SNAP <= middle <= rule.x1 + _SNAP for rule in self.across)


def find_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[PageTable], list[Glyph]]:
    """The ruled tables of a page, and the glyphs that stand in none of them.

    A frame around one text is no table, nor is a chart's grid with hardly any text in it.
    """
    tables: list[PageTable] = []
    left = list(glyphs)
    for group in _connected(rules):
        mesh = _mesh(group)
        if mesh is None:
            continue
        table, rest = _read_table(mesh, left)
        if table is not None:
            tables.append(table)
            left = rest
    return tables, left


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that touch each other; a group needs lines in both directions."""
    parents = list(range(len(rules)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    order = sorted(range(len(rules)), key=lambda index: rules[index].y0)
    open_rules: list[int] = []
    for index in order:
        rule = rules[index]
        open_rules = [other for other in open_rules if rules[other].y1 >= rule.y0 - _SNAP]
        for other in open_rules:
            if rules[other].x0 - _SNAP <= rule.x1 and rule.x0 - _SNAP <= rules[other].x1:
                parents[root(index)] = root(other)
        open_rules.append(index)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _mesh(group: Sequence[Rule]) -> _Mesh | None:
    """The grid of a group of touching rules; None where it has fewer than two rows and two columns."""
    across = [rule for rule in group if rule.y0 == rule.y1 or rule.x1 - rule.x0 > rule.y1 - rule.y0]
    down = [rule for rule in group if rule not in across]
    xs = _clustered([*(rule.x0 for rule in down), *(x for rule in across for x in (rule.x0, rule.x1))])
    ys = _clustered([*(rule.y0 for rule in across), *(y for rule in down for y in (rule.y0, rule.y1))])
    if not down or not 3 <= len(xs) <= _MAX_LINES or not 3 <= len(ys) <= _MAX_LINES:
        return None
    return _Mesh(xs, ys, tuple(across), tuple(down))


def _clustered(values: Iterable[float]) -> tuple[float, ...]:
    """Values with those closer than `_SNAP` taken as one, their first."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return tuple(kept)


def _read_table(mesh: _Mesh, glyphs: Sequence[Glyph]) -> tuple[PageTable | None, list[Glyph]]:
    """Put glyphs into cells; None, and every glyph back, where the mesh holds no table."""
    owner = _owners(mesh)
    inside: dict[tuple[int, int], list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in glyphs:
        row = _interval(mesh.ys, (glyph.top + glyph.bottom) / 2)
        column = _interval(mesh.xs, (glyph.x0 + glyph.x1) / 2)
        if row is None or column is None:
            rest.append(glyph)
        else:
            inside.setdefault(owner[row, column], []).append(glyph)
    corners = sorted(set(owner.values()))
    texts = {corner: glyphs_text(inside.get(corner, [])) for corner in corners}
    filled = [corner for corner in corners if texts[corner]]
    few_rows = len({row for row, _ in filled}) < 2 or len({column for _, column in filled}) < 2
    if few_rows or len(filled) < _MIN_FILLED * len(corners):
        return None, list(glyphs)
    rows = tuple(
        tuple(DraftCell(texts[corner], *_extent(owner, corner)) for corner in corners if corner[0] == row)
        for row in range(len(mesh.ys) - 1)
    )
    return PageTable(mesh.xs[0], mesh.xs[-1], mesh.ys[0], mesh.ys[-1], rows), rest


def _owners(mesh: _Mesh) -> dict[tuple[int, int], tuple[int, int]]:
    """For each position of the grid the top left corner of the merged cell that covers it."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    height, width = len(mesh.ys) - 1, len(mesh.xs) - 1
    for row in range(height):
        for column in range(width):
            if (row, column) in owner:
                continue
            right = column
            while right + 1 < width and (row, right + 1) not in owner and not mesh.wall_right_of(row, right):
                right += 1
            below = row
            while below + 1 < height and not any(mesh.wall_below(below, one) for one in range(column, right + 1)):
                below += 1
            for y in range(row, below + 1):
                for x in range(column, right + 1):
                    owner.setdefault((y, x), (row, column))
    return owner


def _extent(owner: dict[tuple[int, int], tuple[int, int]], corner: tuple[int, int]) -> tuple[int, int]:
    """Rowspan and colspan of a merged cell."""
    row, column = corner
    height = 1
    while owner.get((row + height, column)) == corner:
        height += 1
    width = 1
    while owner.get((row, column + width)) == corner:
        width += 1
    return height, width


def _interval(edges: Sequence[float], value: float) -> int | None:
    """The index of the interval between two edges that holds a value."""
    if not edges[0] <= value <= edges[-1]:
        return None
    return next(index for index in range(len(edges) - 1) if value <= edges[index + 1])
