"""What stands on a page: glyphs, rules, segments, lines. Lengths are in points, y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from briefqa.documents.drafts import DraftCell


class Glyph(NamedTuple):
    """One character in its box; `size` is that of the type, `base` the baseline."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool


class Rule(NamedTuple):
    """A drawn horizontal or vertical line; horizontal if `y0 == y1`."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table with its box on the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[tuple[DraftCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Glyphs on one baseline without a wide gap, sorted by x; or a table instead of glyphs."""

    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    glyphs: tuple[Glyph, ...] = ()
    table: PageTable | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column, with the column's edges; `text` has a note mark for each raised number or sign."""

    text: str
    x0: float
    x1: float
    top: float
    base: float
    size: float
    bold: bool
    page: int
    column: int
    left: float
    right: float
    table: PageTable | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order; `height` is that of the page."""

    number: int
    height: float
    lines: tuple[Line, ...]
