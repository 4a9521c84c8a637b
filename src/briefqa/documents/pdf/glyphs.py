"""Glyphs and rules of a page, as the PDF library gives them, turned so that the text runs from left to right."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from briefqa.documents.normalise import clean_text
from briefqa.documents.pdf.layout import Glyph, Rule

_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LINE_END_HYPHEN = 2
"""The code that the library gives a hyphen at which it would join two lines."""
_THIN = 3.0
"""A filled rectangle no thicker than this is a rule (points)."""
_ASCENT, _DESCENT = 0.75, 0.22
"""How far letters reach above and below the baseline, as shares of the size of the type."""
_QUARTER = math.pi / 2
_SPACES = frozenset(" \t\r\n\x00\xa0\u2002\u2003\u2009\u202f")


def read_glyphs(page: pdfium.PdfPage) -> tuple[list[Glyph], int]:
    """The glyphs of a page that run in its main direction, and that direction in quarter turns.

    Text at another angle is a watermark or the label of an axis and is left out. A space has empty text.
    """
    text_page = page.get_textpage()
    try:
        raw = list(_raw_glyphs(text_page))
    finally:
        text_page.close()
    turns = Counter(turn for turn, _ in raw if turn is not None)
    if not turns:
        return [], 0
    main = turns.most_common(1)[0][0]
    return [_turned(glyph, main) for turn, glyph in raw if turn == main], main


def read_rules(page: pdfium.PdfPage, turn: int, limit: int = 20_000) -> list[Rule]:
    """The horizontal and vertical lines drawn on a page: strokes, edges of rectangles, thin filled rectangles."""
    rules: list[Rule] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        rules.extend(_turned_rule(rule, turn) for rule in _path_rules(item.raw))
        if len(rules) > limit:
            return []
    return rules


def page_box(page: pdfium.PdfPage, turn: int) -> tuple[float, float]:
    """Top and bottom of a page after turning."""
    left, bottom, right, top = page.get_mediabox()
    corners = [_point(x, y, turn)[1] for x in (left, right) for y in (bottom, top)]
    return min(corners), max(corners)


def _raw_glyphs(text_page: pdfium.PdfTextPage) -> Iterator[tuple[int | None, Glyph]]:
    """Each glyph in the page's own coordinates with its direction in quarter turns, None for any other angle."""
    handle = text_page.raw
    box = pdfium_c.FS_RECTF()
    reference = ctypes.byref(box)
    shown = b""
    turn: int | None = 0
    bold, inside, size = False, 0.0, 0.0
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(handle, index)
        item = pdfium_c.FPDFText_GetTextObject(handle, index)
        if not item or not code:
            continue  # the library's own spaces and line ends belong to no object
        if not pdfium_c.FPDFText_GetLooseCharBox(handle, index, reference):
            continue
        address = bytes(item)  # the pointer itself, by far the quickest way to tell one object from the next
        if address != shown:
            shown, turn, bold = address, _direction(handle, index), _is_bold(handle, index)
            inside, size = _baseline(handle, index, box, turn), _size(handle, index)
        yield turn, Glyph(_text(code), box.left, box.right, box.top, box.bottom, inside, size, bold)


@cache
def _text(code: int) -> str:
    """What a character code shows; empty for a space. Codes are few, so every answer is kept."""
    text = "-" if code == _LINE_END_HYPHEN else chr(code)
    return "" if text in _SPACES else clean_text(text)


def _size(handle: Any, index: int) -> float:  # noqa: ANN401 - a ctypes handle
    """The size of the type as it shows: the font's nominal size scaled by the text matrix."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
    nominal: float = pdfium_c.FPDFText_GetFontSize(handle, index)
    return nominal * (math.hypot(matrix.c, matrix.d) or 1.0)


def _direction(handle: Any, index: int) -> int | None:  # noqa: ANN401 - a ctypes handle
    angle = pdfium_c.FPDFText_GetCharAngle(handle, index) / _QUARTER
    return round(angle) % 4 if abs(angle - round(angle)) < 0.02 else None


def _is_bold(handle: Any, index: int) -> bool:  # noqa: ANN401 - a ctypes handle
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(handle, index, name, len(name), ctypes.byref(flags))
    return bool(_BOLD.search(name.value)) or pdfium_c.FPDFText_GetFontWeight(handle, index) >= 600


def _baseline(handle: Any, index: int, box: Any, turn: int | None) -> float:  # noqa: ANN401 - ctypes objects
    """How far the baseline lies inside the box, from the edge below the glyph."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y))
    inside: Callable[[], float] = {
        0: lambda: y.value - box.bottom,
        1: lambda: x.value - box.left,
        2: lambda: box.top - y.value,
        3: lambda: box.right - x.value,
    }.get(turn or 0, lambda: 0.0)
    return inside()


def _point(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page turned so that text runs to the right, y downwards."""
    return ((x, -y), (-y, -x), (-x, y), (y, x))[turn]


def _turned(glyph: Glyph, turn: int) -> Glyph:
    """A glyph turned to run to the right; its height is told from its size, for boxes differ from glyph to glyph."""
    if not turn:
        base = -glyph.bottom - glyph.base
        reach = base - _ASCENT * glyph.size, base + _DESCENT * glyph.size
        return Glyph(glyph.text, glyph.x0, glyph.x1, *reach, base, glyph.size, glyph.bold)
    one, other = _point(glyph.x0, glyph.top, turn), _point(glyph.x1, glyph.bottom, turn)
    x0, x1 = sorted((one[0], other[0]))
    base = max(one[1], other[1]) - glyph.base
    top, bottom = base - _ASCENT * glyph.size, base + _DESCENT * glyph.size
    return Glyph(glyph.text, x0, x1, top, bottom, base, glyph.size, glyph.bold)


def _turned_rule(rule: Rule, turn: int) -> Rule:
    one, other = _point(rule.x0, rule.y0, turn), _point(rule.x1, rule.y1, turn)
    x0, x1 = sorted((one[0], other[0]))
    y0, y1 = sorted((one[1], other[1]))
    return Rule(x0, y0, x1, y1)


def _path_rules(item: Any) -> Iterator[Rule]:  # noqa: ANN401 - a ctypes handle
    """The straight lines along an axis in one path object, in the page's coordinates."""
    points = list(_path_points(item))
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    if len(points) >= 4 and min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
        middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        flat = max(ys) - min(ys) <= max(xs) - min(xs)
        yield Rule(min(xs), middle_y, max(xs), middle_y) if flat else Rule(middle_x, min(ys), middle_x, max(ys))
        return
    for (x0, y0, _), (x1, y1, starts) in itertools.pairwise(points):
        if starts:
            continue
        if abs(y0 - y1) <= 0.5 < abs(x0 - x1):
            yield Rule(min(x0, x1), y0, max(x0, x1), y0)
        elif abs(x0 - x1) <= 0.5 < abs(y0 - y1):
            yield Rule(x0, min(y0, y1), x0, max(y0, y1))


def _path_points(item: Any) -> Iterator[tuple[float, float, bool]]:  # noqa: ANN401 - a ctypes handle
    """The corners of a path in the page's coordinates, and whether a new line starts there."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for index in range(min(pdfium_c.FPDFPath_CountSegments(item), 2000)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        starts = pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO
        start = point if starts or start is None else start
        yield (*point, starts)
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield (*start, False)
