"""Reading order: columns left to right, each from top to bottom, parted by what runs across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from briefqa.documents.pdf.layout import Line, Segment
from briefqa.documents.pdf.segments import line_text, main_type

_EDGE = 2.0
"""Left edges within so many points are one edge."""
_MIN_LINES = 3
_MIN_FILL = 0.4
"""The middle one of a column's lines is at least this share of the longest; cells of an unruled table vary more."""
_MIN_CHARACTERS = 14
_MIN_LETTERS = 0.6
_SAME_LINE = 0.3
_MAX_DEPTH = 4


def order_lines(segments: Sequence[Segment], page: int) -> list[Line]:
    """The lines of a page in reading order; segments on one baseline of one column are one line."""
    lines: list[Line] = []
    for column, group in enumerate(_regions(list(segments), 0)):
        left, right = min(one.x0 for one in group), max(one.x1 for one in group)
        lines.extend(_line(row, page, column, left, right) for row in _by_baseline(group))
    return lines


def _regions(segments: list[Segment], depth: int) -> Iterator[list[Segment]]:
    """Groups of segments that make one column each, in reading order."""
    if not segments:
        return
    edge = _gutter(segments) if depth < _MAX_DEPTH and len(segments) >= 2 * _MIN_LINES else None
    if edge is None:
        yield segments
        return
    crossing = sorted((one for one in segments if _crosses(one, edge)), key=lambda one: one.base)
    across: list[Segment] = []
    for band, after in _bands(segments, crossing, edge):
        left, right = [one for one in band if one.x1 <= edge + _EDGE], [one for one in band if one.x0 >= edge - _EDGE]
        if left and right:
            if across:
                yield across
                across = []
            yield from _regions(left, depth + 1)
            yield from _regions(right, depth + 1)
        else:
            across.extend(band)
        if after is not None:
            across.append(after)
    if across:
        yield across


def _bands(
    segments: Sequence[Segment], crossing: Sequence[Segment], edge: float
) -> Iterator[tuple[list[Segment], Segment | None]]:
    """What stands between two segments that cross an edge, with the crossing segment below it."""
    others = sorted((one for one in segments if not _crosses(one, edge)), key=lambda one: one.base)
    position = 0
    for below in crossing:
        band: list[Segment] = []
        while position < len(others) and others[position].base < below.base:
            band.append(others[position])
            position += 1
        yield band, below
    yield others[position:], None


def _crosses(segment: Segment, edge: float) -> bool:
    return segment.x0 < edge - _EDGE and segment.x1 > edge + _EDGE


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The left edge of a right-hand column, or None where the segments make one column."""
    edges = Counter(round(one.x0 / _EDGE) for one in segments)
    leftmost = min(one.x0 for one in segments)
    best: tuple[int, float] | None = None
    for rounded, count in edges.items():
        edge = min(one.x0 for one in segments if round(one.x0 / _EDGE) == rounded)
        if count < _MIN_LINES or edge <= leftmost + 5 * _EDGE:
            continue
        crossing = sum(_crosses(one, edge) for one in segments)
        left = [one for one in segments if one.x1 <= edge + _EDGE]
        right = [one for one in segments if one.x0 >= edge - _EDGE]
        gain = min(len(left), len(right)) - crossing
        if gain > 0 and _is_column(left) and _is_column(right) and (best is None or (gain, -edge) > best):
            best = (gain, -edge)
    return -best[1] if best else None


def _is_column(segments: Sequence[Segment]) -> bool:
    """Whether segments, row by row, are as long and as even as lines of running text, and mostly letters."""
    rows = _by_baseline([one for one in segments if one.table is None])
    if len(segments) < _MIN_LINES or not rows:
        return False
    widths = sorted(row[-1].x1 - row[0].x0 for row in rows)
    texts = ["".join(glyph.text for one in row for glyph in one.glyphs) for row in rows]
    characters = sorted(map(len, texts))
    letters = sum(character.isalpha() for text in texts for character in text)
    return (
        widths[len(widths) // 2] >= _MIN_FILL * widths[-1]
        and characters[len(characters) // 2] >= _MIN_CHARACTERS
        and letters >= _MIN_LETTERS * sum(characters)
    )


def _by_baseline(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments of a column row by row, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.base, one.x0)):
        last = rows[-1][0] if rows else None
        same = last is not None and last.table is None and segment.table is None
        if same and last is not None and segment.base - last.base <= _SAME_LINE * min(segment.size, last.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _line(row: Sequence[Segment], page: int, column: int, left: float, right: float) -> Line:
    glyphs = sorted((glyph for segment in row for glyph in segment.glyphs), key=lambda one: one.x0)
    shown = [glyph for glyph in glyphs if glyph.text]
    size, base = main_type(shown) if shown else (row[0].size, row[0].base)
    return Line(
        text=line_text(glyphs),
        x0=min(one.x0 for one in row),
        x1=max(one.x1 for one in row),
        top=min(one.top for one in row),
        base=base,
        size=size,
        bold=bool(shown) and all(glyph.bold for glyph in shown),
        page=page,
        column=column,
        left=left,
        right=right,
        table=row[0].table,
    )
