"""Glyphs into segments of lines, and segments into text: spaces from gaps, raised numbers as note marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefqa.documents.builder import note_mark
from briefqa.documents.pdf.layout import Glyph, Segment

_SAME_LINE = 0.2
"""Baselines differ on one line by no more than this share of the size."""
_WORD_GAP = 0.13
_COLUMN_GAP = 1.0
"""A gap wider than this share of the size parts segments; justified words stand closer, columns wider apart."""
_OVERPRINT = (0.01, 0.06)
"""The same character again at this distance, in points and as a share of the size, was printed twice to look bold;
the letters of a ligature share one place exactly."""
_RUN = 6
_RAISED = 0.12
_SMALLER = 0.85
_TALLEST = 2.2
"""A glyph taller than this beside a small one is a drop cap or a heading, not the line of a superscript."""
_NOTE_LABEL = re.compile(r"\d{1,3}(?:[,;–-]\d{1,3})*|[*†‡§¶]{1,3}|[a-z]")
_UNIT_BEFORE = re.compile(r"(?:\d\s*|\b)(?:[cdmk]?m|ft|in|CO|s)$")


def split_segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Part glyphs into runs on one baseline without wide gaps; raised and lowered small glyphs join their line."""
    rows = _rows([glyph for glyph in glyphs if glyph.size > 0])
    return [segment for row in rows for segment in _split_row(row)]


def glyphs_text(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs that stand in lines below each other, such as those of a table cell."""
    rows = sorted(_rows([glyph for glyph in glyphs if glyph.size > 0]), key=lambda row: main_type(row)[1])
    texts = [line_text(sorted(row, key=lambda glyph: glyph.x0)) for row in rows]
    joined = ""
    for text in filter(None, texts):
        broken = joined.endswith("-") and joined[-2:-1].isalpha() and text[:1].islower()
        joined = joined[:-1] + text if broken else f"{joined} {text}".strip()
    return joined


def line_text(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs sorted by x: spaces where a gap is wide enough, a note mark for a raised number or sign."""
    size, base = main_type(glyphs) if glyphs else (0.0, 0.0)
    text, raised = "", ""
    last: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if not glyph.text:
            spaced = True
            continue
        if (
            last is not None
            and glyph.text == last.text
            and _OVERPRINT[0] < abs(glyph.x0 - last.x0) < _OVERPRINT[1] * size
        ):
            continue
        gap = spaced or (last is not None and glyph.x0 - last.x1 > _WORD_GAP * size)
        is_raised = glyph.size < _SMALLER * size and base - glyph.base > _RAISED * size
        if raised and (not is_raised or gap):
            text, raised = text + _raised_text(text, raised), ""
        if is_raised:
            raised += (" " if gap and text and not raised else "") + glyph.text
        else:
            text += (" " if gap and text else "") + glyph.text
        last, spaced = glyph, False
    return text + _raised_text(text, raised)


def _raised_text(before: str, raised: str) -> str:
    """A note mark for a raised number or sign; exponents and ordinals stay text."""
    label = raised.strip()
    exponent = before[-1:].isdigit() or (label in {"2", "3"} and _UNIT_BEFORE.search(before))
    if (
        not label
        or not _NOTE_LABEL.fullmatch(label)
        or (exponent and not raised.startswith(" "))
        or (label.isalpha() and before[-1:].isalnum())
    ):
        return raised
    return note_mark(label)


def main_type(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    """The size of most of the visible glyphs, and the baseline of most of those."""
    shown = [glyph for glyph in glyphs if glyph.text] or list(glyphs)
    size = Counter(glyph.size for glyph in shown).most_common(1)[0][0]
    return size, Counter(glyph.base for glyph in shown if glyph.size == size).most_common(1)[0][0]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline; a row of small glyphs beside a taller row's glyphs joins it."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.x0)):
        if rows and glyph.base - rows[-1][0].base <= _SAME_LINE * min(glyph.size, rows[-1][0].size) * 0.5:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return list(_attached(rows))


def _attached(rows: list[list[Glyph]]) -> Iterator[list[Glyph]]:
    """Rows with superscripts and subscripts moved into the line that they belong to."""
    sizes = [max(glyph.size for glyph in row) for row in rows]
    moved: dict[int, list[Glyph]] = {}
    kept: dict[int, list[Glyph]] = {}
    for index, row in enumerate(rows):
        for run in _runs(row):
            home = _home(run, index, rows, sizes)
            if home is None:
                kept.setdefault(index, []).extend(run)
            else:
                moved.setdefault(home, []).extend(run)
    for index in range(len(rows)):
        whole = [*kept.get(index, []), *moved.get(index, [])]
        if whole:
            yield whole


def _runs(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of a baseline in runs without gaps wider than the type is high."""
    run: list[Glyph] = []
    for glyph in sorted(row, key=lambda one: one.x0):
        if run and glyph.x0 - run[-1].x1 > glyph.size:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _home(run: Sequence[Glyph], index: int, rows: Sequence[list[Glyph]], sizes: Sequence[float]) -> int | None:
    """The row of taller glyphs beside which a short run of small ones is raised or lowered; None for any other run."""
    shown = [glyph for glyph in run if glyph.text]
    if not 0 < len(shown) <= _RUN:
        return None
    size = max(glyph.size for glyph in shown)
    near = (other for other in range(max(0, index - 5), min(len(rows), index + 6)) if other != index)
    return next((other for other in near if size < sizes[other] * _SMALLER and _beside(shown[0], rows[other])), None)


def _beside(glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a small glyph stands within the height of a taller one right beside it."""
    middle = (glyph.top + glyph.bottom) / 2
    reach = 2.5 * glyph.size
    return any(
        glyph.size < other.size * _SMALLER
        and other.size < _TALLEST * glyph.size
        and other.top <= middle <= other.bottom
        and glyph.x0 - reach <= other.x1
        and other.x0 <= glyph.x1 + reach
        for other in row
    )


def _split_row(row: Sequence[Glyph]) -> Iterator[Segment]:
    """A row in runs without wide gaps; spaces at the ends of a run are dropped."""
    run: list[Glyph] = []
    end = 0.0
    for glyph in sorted(row, key=lambda one: one.x0):
        if not glyph.text:
            run.append(glyph)
            continue
        visible = any(one.text for one in run)
        if visible and glyph.x0 - end > _COLUMN_GAP * glyph.size:
            yield _segment(run)
            run = []
        end = max(end, glyph.x1) if visible and run else glyph.x1
        run.append(glyph)
    if any(glyph.text for glyph in run):
        yield _segment(run)


def _segment(run: Sequence[Glyph]) -> Segment:
    shown = [glyph for glyph in run if glyph.text]
    size, base = main_type(shown)
    first, last = run.index(shown[0]), len(run) - 1 - list(reversed(run)).index(shown[-1])
    return Segment(
        x0=min(glyph.x0 for glyph in shown),
        x1=max(glyph.x1 for glyph in shown),
        top=min(glyph.top for glyph in shown),
        bottom=max(glyph.bottom for glyph in shown),
        base=base,
        size=size,
        glyphs=tuple(run[first : last + 1]),
    )
