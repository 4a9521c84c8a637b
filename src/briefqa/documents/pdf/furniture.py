"""Running headers, footers and page numbers: what stands at the same place near the edge of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefqa.documents.furniture import is_furniture
from briefqa.documents.pdf.layout import Line, Page

_ZONE = 0.12
"""Furniture stands in this share of the page's height at its top or its bottom."""
_ROWS = 3
"""Only so many rows from the edge can be furniture."""
_GAP = 1.6
"""Baselines further apart than this share of the size part furniture from the text."""
_PLACE = 4.0
_NUMBER = re.compile(r"\d{1,9}")
_ROMAN = re.compile(r"[-–\s]*[ivxlc]{1,7}[-–\s]*", re.IGNORECASE)
_EVERY = 4
"""A running header appears on at least one page in so many (chapters and odd pages have their own)."""


def drop_furniture(pages: Sequence[Page]) -> list[Page]:
    """Take out lines that are furniture: repeated near the edge but for the page's number, or page numbers alone."""
    edges = [_edge_lines(page) for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for page, lines in zip(pages, edges, strict=True):
        seen.update({key for line in lines for key in _keys(line, page)})
    needed = max(2, len(pages) // _EVERY) if len(pages) < 12 else 3
    kept: list[Page] = []
    for page, lines in zip(pages, edges, strict=True):
        gone = {line for line in lines if _is_page_number(line) or _count(seen, line, page) >= needed}
        kept.append(replace(page, lines=tuple(line for line in page.lines if line not in gone)))
    return kept


def _is_page_number(line: Line) -> bool:
    """Whether a line is nothing but a page number, alone or as "Page 3 of 20"."""
    return bool(_ROMAN.fullmatch(line.text) or (is_furniture(line.text) and _NUMBER.search(line.text)))


def _edge_lines(page: Page) -> list[Line]:
    """The lines in the top or bottom zone of a page that a gap parts from the text: at most `_ROWS` rows each."""
    texts = [line for line in page.lines if line.table is None]
    zone = _ZONE * page.height
    top = _before_gap(sorted(texts, key=lambda line: line.base))
    bottom = _before_gap(sorted(texts, key=lambda line: -line.base))
    return [line for line in {*top, *bottom} if not zone < line.base < page.height - zone]


def _before_gap(lines: Sequence[Line]) -> list[Line]:
    """The lines, from the edge of the page inwards, before the first wide gap; none where no gap comes soon."""
    rows = 0
    for position, (line, inner) in enumerate(pairwise(lines)):
        distance = abs(inner.base - line.base)
        rows += distance > 1.0
        if distance > _GAP * max(line.size, inner.size):
            return list(lines[: position + 1])
        if rows >= _ROWS:
            return []
    return list(lines)


def _keys(line: Line, page: Page) -> set[tuple[str, int]]:
    """What a line has in common with its like on other pages, with its place.

    That is its text, or its text with one number told by its distance from the page's number: a number that grows
    with the pages is theirs, any other belongs to the text. The place is the distance from the nearer edge in steps
    of `_PLACE`, negative at the bottom.
    """
    distance = 1 + round(min(line.base, page.height - line.base) / _PLACE)
    place = distance if line.base < page.height / 2 else -distance
    text = line.text.casefold()
    relative = (
        f"{text[: found.start()]}<{int(found.group()) - page.number}>{text[found.end() :]}"
        for found in _NUMBER.finditer(text)
    )
    return {(text, place), *((one, place) for one in relative)}


def _count(seen: Counter[tuple[str, int]], line: Line, page: Page) -> int:
    """On how many pages a line's like stands at its place or a step beside it."""
    return max(
        seen[text, place] + max(seen[text, place - 1], seen[text, place + 1]) for text, place in _keys(line, page)
    )
