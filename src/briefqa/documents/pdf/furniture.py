"""Running headers, footers and page numbers: what stands at the same place near the edge of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefqa.documents.cues import is_furniture
from briefqa.documents.pdf.layout import Line, Page

_ZONE = 0.12
"""Furniture stands in this share of the page's height at its top or its bottom."""
_ROWS = 3
"""Only so many rows from the edge can be furniture."""
_PLACE = 4.0
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_EVERY = 4
"""A running header appears on at least one page in so many (chapters and odd pages have their own)."""


def drop_furniture(pages: Sequence[Page]) -> list[Page]:
    """Take out lines that are furniture: repeated near the edge with digits aside, or page numbers there."""
    edges = [_edge_lines(page) for page in pages]
    seen = Counter(
        key for page, lines in zip(pages, edges, strict=True) for key in {_key(line, page) for line in lines}
    )
    needed = max(2, len(pages) // _EVERY) if len(pages) < 12 else 3
    kept: list[Page] = []
    for page, lines in zip(pages, edges, strict=True):
        repeated = {line for line in lines if _count(seen, line, page) >= needed}
        alone = {line for line in lines if is_furniture(line.text) and _NUMBER.search(line.text)}
        kept.append(replace(page, lines=tuple(line for line in page.lines if line not in repeated | alone)))
    return kept


def _edge_lines(page: Page) -> list[Line]:
    """The lines in the outermost rows of a page that stand in its top or bottom zone."""
    texts = [line for line in page.lines if line.table is None]
    tops = sorted({round(line.base) for line in texts})
    outer = {*tops[:_ROWS], *tops[-_ROWS:]}
    zone = _ZONE * page.height
    return [line for line in texts if round(line.base) in outer and not zone < line.base < page.height - zone]


def _key(line: Line, page: Page) -> tuple[str, int]:
    """A line's text without its numbers, and its distance from the nearer edge in steps of `_PLACE`."""
    distance = min(line.base, page.height - line.base)
    side = 1 if line.base < page.height / 2 else -1
    return _NUMBER.sub("#", line.text.casefold()), side * (1 + round(distance / _PLACE))


def _count(seen: Counter[tuple[str, int]], line: Line, page: Page) -> int:
    text, place = _key(line, page)
    return seen[text, place] + max(seen[text, place - 1], seen[text, place + 1])
