"""Lines into paragraphs: where one begins, told from spacing, indents, type and bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefqa.documents import cues
from briefqa.documents.builder import strip_marks
from briefqa.documents.pdf.layout import Line, Page

_LOOSE = 1.2
"""A distance between baselines larger than this times the usual one parts paragraphs."""
_HEADING_LEADING = 1.45
_INDENT = 0.6
_SHORT = 0.75
"""A line that ends before this share of its column, and a sentence with it, ends a paragraph."""
_SYMBOL_BULLET = re.compile(r"^[\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf06e]\s*(?=\S)")
LEADER = re.compile(r"(?:\.\s?){5,}\s*\d{1,4}$|(?:·\s?){5,}\s*\d{1,4}$")
"""Dots that lead to a page number, as in a table of contents."""
_LONE_BULLET = re.compile(r"^[•‣▪▸►●○◦■□⁃–·➤✓*-]$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `bullet` is the indent of a list item's text."""

    lines: list[Line] = field(default_factory=list)
    bullet: float | None = None

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class Typography:
    """The body type of a document: its size, and the usual distance of baselines for each size."""

    body: float
    leading: dict[float, float]

    def usual(self, size: float) -> float:
        """The usual distance between baselines of lines in this size."""
        return self.leading.get(size_step(size), 1.5 * size)


def size_step(size: float) -> float:
    """A size of type in half points, so that rounding does not part equal ones."""
    return round(size * 2) / 2


def read_typography(pages: Iterable[Page]) -> Typography:
    """Measure the body size, by characters, and the most frequent leading of each size."""
    sizes: Counter[float] = Counter()
    distances: dict[float, Counter[float]] = {}
    for page in pages:
        above: Line | None = None
        for line in page.lines:
            if line.table is not None:
                above = None
                continue
            sizes[size_step(line.size)] += len(line.text)
            if above is not None and above.column == line.column and size_step(above.size) == size_step(line.size):
                step = round((line.base - above.base) * 4) / 4
                if 0 < step < 2.5 * line.size:
                    distances.setdefault(size_step(line.size), Counter())[step] += 1
            above = line
    body = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
    leading = {
        size: min(max(counts.items(), key=lambda pair: (pair[1], -pair[0]))[0], 2.0 * size)
        for size, counts in distances.items()
    }
    return Typography(body, leading)


def split_paragraphs(lines: Sequence[Line], typography: Typography) -> list[Paragraph]:
    """Part the lines of a page, in reading order, into paragraphs; each table is one of its own."""
    paragraphs: list[Paragraph] = []
    for line in lines:
        last = paragraphs[-1] if paragraphs else None
        if last is not None and _is_lone_bullet(last) and not _starts(last, line, typography):
            last.lines.append(line)
        elif last is None or _starts(last, line, typography):
            paragraphs.append(Paragraph([line], line.x0 if bullet_text(line.text) is not None else None))
        else:
            last.lines.append(line)
    return paragraphs


def bullet_text(text: str) -> str | None:
    """The text behind a bullet, or None for a line without one."""
    symbol = _SYMBOL_BULLET.match(text)
    if symbol:
        return text[symbol.end() :]
    bullet = cues.split_bullet(text)
    return bullet[1] if bullet else None


def _is_lone_bullet(paragraph: Paragraph) -> bool:
    return len(paragraph.lines) == 1 and bool(_LONE_BULLET.match(paragraph.first.text))


def _starts(last: Paragraph, line: Line, typography: Typography) -> bool:
    """Whether a line begins a paragraph."""
    above = last.last
    if line.table is not None or above.table is not None or line.column != above.column or line.base <= above.base:
        return True
    if size_step(line.size) != size_step(above.size) and abs(line.size - above.size) > 0.06 * above.size:
        return True
    if LEADER.search(above.text):
        return True
    if bullet_text(line.text) is not None or _LONE_BULLET.match(line.text):
        return True
    heading = above.size > 1.1 * typography.body
    bound = _HEADING_LEADING * line.size if heading else _LOOSE * typography.usual(line.size)
    if line.base - above.base > bound or (heading and not _aligned(above, line)):
        return True
    if line.bold != above.bold and (line.bold or cues.could_be_heading(strip_marks(above.text))):
        return _weight_parts(above, line)
    if _is_numbered(line) and (
        cues.ends_sentence(strip_marks(above.text)) or last.bullet is not None or _is_numbered(last.first)
    ):
        return True
    return _indented(last, line) or _ended_short(last, line)


def _aligned(above: Line, line: Line) -> bool:
    """Whether two lines of a heading start, or are centred, at one place."""
    return abs(above.x0 - line.x0) < 0.5 * line.size or abs(above.x0 + above.x1 - line.x0 - line.x1) < line.size


def _weight_parts(above: Line, line: Line) -> bool:
    """Whether a change of weight parts paragraphs: a bold line that fills its column only emphasises its words."""
    if line.bold and cues.ends_sentence(strip_marks(above.text)):
        return True
    return above.x1 < above.left + (_SHORT if line.bold else 0.9) * (above.right - above.left)


def _is_numbered(line: Line) -> bool:
    return cues.split_number(line.text) is not None and not re.match(r"[A-Za-z]\.\s", line.text)


def _indented(last: Paragraph, line: Line) -> bool:
    """Whether a line is set in from the one above as a first line is, or a list ends before it."""
    above = last.last
    if last.bullet is not None:
        return line.x0 < last.bullet - 1.0
    if _is_numbered(last.first) and len(last.lines) == 1:
        return line.x0 < last.first.x0 - 1.0
    return line.x0 > above.x0 + _INDENT * line.size and above.x0 <= above.left + 0.3 * line.size + 1.0


def _ended_short(last: Paragraph, line: Line) -> bool:
    """Whether the line above ended a sentence so early that the next word would have found room."""
    above = last.last
    room = above.left + _SHORT * (above.right - above.left)
    return above.x1 < room and cues.ends_sentence(strip_marks(above.text)) and line.x0 <= above.left + line.size
