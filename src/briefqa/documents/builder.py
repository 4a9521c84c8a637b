"""Drafts into a Document: canonical text, offsets, sections, table cells with their header paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from briefqa.documents.cues import is_labelled_caption, is_table_caption
from briefqa.documents.drafts import Draft, DraftCell
from briefqa.documents.grid import Grid, resolve_grid
from briefqa.documents.normalise import MARK_CLOSE, MARK_OPEN, TURN_OPEN, clean_text
from briefqa.types import Block, BlockKind, Cell, Header, PageTurn, Span

CELL_GLUE = " | "
"""Stands between the cells of a row in a document's text."""
MARK = re.compile(f" ?{MARK_OPEN}([^{MARK_CLOSE}]*){MARK_CLOSE}")
"""A note mark in a draft's text, with the space before it; its group is the label."""
_TOKEN = re.compile(f"{MARK.pattern}|{TURN_OPEN}(\\d+){MARK_CLOSE}")
_WHITE_SPACE = re.compile(r"\s+")
_REACH = 3
"""A table's caption is at most so many captions, notes and sources away."""
_TABLE_REFERENCE = re.compile(r"\b[Tt]able (\d{1,3})\b")


@dataclass(slots=True)
class _Text:
    """The canonical text as it grows."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> Span:
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        return Span(start, self.length)


def build_blocks(drafts: Iterable[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Lay drafts out as one text, one newline between blocks, and give every block and cell its span.

    Drafts without visible text are left out. Tables without a caption are named "Table 1", "Table 2" in reading
    order where the prose refers to them by such names. A footnote's `anchor` is the place of its mark in the text.
    """
    text = _Text()
    blocks: list[Block] = []
    anchors: dict[str, Span] = {}
    sections: list[tuple[int, str]] = []
    for draft in drafts:
        block = _add_block(text, draft, anchors, separated=bool(blocks))
        if block is None:
            continue
        blocks.append(replace(block, section=_section(sections, block, draft)))
    whole = "".join(text.pieces)
    return whole, tuple(_name_tables(_link_notes(blocks, anchors), whole))


def note_mark(label: str) -> str:
    """What stands in a draft's text where the note with this label is referred to."""
    return f"{MARK_OPEN}{label}{MARK_CLOSE}"


def page_mark(page: int) -> str:
    """What stands in a draft's text where a page begins."""
    return f"{TURN_OPEN}{page}{MARK_CLOSE}"


def strip_marks(text: str) -> str:
    """A draft's text without its note and page marks."""
    return _cut_marks(text).text


def _add_block(text: _Text, draft: Draft, anchors: dict[str, Span], *, separated: bool) -> Block | None:
    """Append a draft to the text; None where it has nothing visible."""
    if draft.kind is BlockKind.TABLE:
        return _add_table(text, draft, anchors, separated=separated)
    cut = _cut_marks(draft.text)
    if not cut.text:
        return None
    if separated:
        text.add("\n")
    span = text.add(cut.text)
    for label, offset in cut.marks:
        anchors.setdefault(label, Span(span.start + offset, span.start + offset))
    turns = tuple(PageTurn(span.start + offset, page) for page, offset in cut.turns)
    block = Block(draft.kind, span, page=draft.page, last_page=draft.last_page, level=draft.level, mark=draft.mark)
    return replace(block, turns=turns)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A draft's text without marks: the label of each note mark and the number of each page with their offsets."""

    text: str
    marks: tuple[tuple[str, int], ...]
    turns: tuple[tuple[int, int], ...]


def _cut_marks(text: str) -> _Cut:
    """Clean a text and take its note and page marks out."""
    marks: list[tuple[str, int]] = []
    turns: list[tuple[int, int]] = []
    cleaned, start = "", 0
    for found in [*_TOKEN.finditer(text), None]:
        piece = _WHITE_SPACE.sub(" ", clean_text(text[start : found.start() if found else None]))
        cleaned += piece.lstrip() if not cleaned or cleaned.endswith(" ") else piece
        if found is not None and found[2]:
            turns.append((int(found[2]), len(cleaned)))
        elif found is not None:
            marks.append((found[1], len(cleaned.rstrip())))
        start = found.end() if found else start
    cleaned = unicodedata.normalize("NFC", cleaned.rstrip())
    end = len(cleaned)
    return _Cut(
        cleaned,
        tuple((label, min(offset, end)) for label, offset in marks),
        tuple((page, min(offset, end)) for page, offset in turns),
    )


def _section(sections: list[tuple[int, str]], block: Block, draft: Draft) -> tuple[str, ...]:
    """The headings above a block; a heading itself joins `sections`."""
    if block.kind in {BlockKind.TITLE, BlockKind.BOILERPLATE}:
        return ()
    if block.kind is not BlockKind.HEADING:
        return tuple(name for _, name in sections)
    level = block.level or 1
    while sections and sections[-1][0] >= level:
        sections.pop()
    path = tuple(name for _, name in sections)
    sections.append((level, strip_marks(draft.text).removesuffix(":").rstrip()))
    return path


def _link_notes(blocks: list[Block], anchors: dict[str, Span]) -> list[Block]:
    """Give each footnote the place of its mark and the section that the mark stands in."""
    linked: list[Block] = []
    for block in blocks:
        anchor = anchors.get(block.mark) if block.mark else None
        home = next((one for one in blocks if one.span.contains(anchor)), block) if anchor else block
        linked.append(replace(block, anchor=anchor, section=home.section) if anchor else block)
    return linked


def _add_table(text: _Text, draft: Draft, anchors: dict[str, Span], *, separated: bool) -> Block | None:
    """Append a table, one line per row, and resolve its headers."""
    rows = [[_clean_cell(cell) for cell in row] for row in draft.rows]
    grid = resolve_grid(rows, merged=draft.merged, header_rows=draft.header_rows)
    if not grid.cells:
        return None
    if separated:
        text.add("\n")
    start = text.length
    spans = _add_rows(text, grid)
    for cell, span in zip(grid.cells, spans, strict=True):
        for label, offset in cell.draft.marks:
            anchors.setdefault(label, Span(span.start + offset, span.start + offset))
    placed = zip(grid.cells, spans, strict=True)
    turns = (PageTurn(span.start, cell.draft.page) for cell, span in placed if cell.draft.page is not None)
    caption = strip_marks(draft.caption) if draft.caption else None
    return Block(
        BlockKind.TABLE,
        Span(start, text.length),
        page=draft.page,
        last_page=draft.last_page,
        cells=_cells(grid, spans),
        caption=caption or None,
        turns=tuple(sorted(turns, key=lambda turn: turn.start)),
    )


def _clean_cell(cell: DraftCell) -> DraftCell:
    cut = _cut_marks(cell.text)
    return replace(cell, text=cut.text, marks=cut.marks)


def _add_rows(text: _Text, grid: Grid) -> list[Span]:
    """Append the cells row by row, each once, at its top left corner."""
    spans: dict[int, Span] = {}
    last_row = -1
    for index, cell in sorted(enumerate(grid.cells), key=lambda pair: (pair[1].row, pair[1].column)):
        if last_row >= 0:
            text.add(CELL_GLUE if cell.row == last_row else "\n")
        spans[index] = text.add(cell.draft.text)
        last_row = cell.row
    return [spans[index] for index in range(len(grid.cells))]


def _cells(grid: Grid, spans: Sequence[Span]) -> tuple[Cell, ...]:
    """Every header cell once, where it begins, and every body cell once per position it covers."""

    def path(indices: Sequence[int]) -> tuple[Header, ...]:
        return tuple(Header(grid.cells[index].draft.text, spans[index]) for index in indices)

    cells: list[Cell] = []
    listed: set[int] = set()
    for row, line in enumerate(grid.at):
        for column, index in enumerate(line):
            if index is None:
                continue
            if grid.is_header(index):
                if index not in listed:
                    listed.add(index)
                    cells.append(Cell(row, column, spans[index], is_header=True))
                continue
            cells.append(Cell(row, column, spans[index], path(grid.row_path(row)), path(grid.column_path(column))))
    return tuple(cells)


def _name_tables(blocks: list[Block], text: str) -> list[Block]:
    """Give tables the caption beside them, else the number by which the prose refers to them."""
    captioned = [_with_neighbour(blocks, position, text) for position in range(len(blocks))]
    tables = [position for position, block in enumerate(captioned) if block.kind is BlockKind.TABLE]
    prose = (block.span.cut(text) for block in blocks if block.kind not in {BlockKind.TABLE, BlockKind.BOILERPLATE})
    referred = {int(number) for part in prose for number in _TABLE_REFERENCE.findall(part)}
    if not referred or max(referred) > len(tables):
        return captioned
    for number, position in enumerate(tables, 1):
        if captioned[position].caption is None and number in referred:
            captioned[position] = replace(captioned[position], caption=f"Table {number}")
    return captioned


def _with_neighbour(blocks: Sequence[Block], position: int, text: str) -> Block:
    """A table with the table caption right before it, else right after it, that belongs to no other table."""
    block = blocks[position]
    if block.kind is not BlockKind.TABLE or block.caption is not None:
        return block
    for step in (-1, 1):
        near = position + step
        while 0 <= near < len(blocks) and blocks[near].kind is BlockKind.CAPTION and abs(near - position) <= _REACH:
            caption = blocks[near].span.cut(text)
            claimed = near > position and near + 1 < len(blocks) and blocks[near + 1].kind is BlockKind.TABLE
            adjacent = near == position - 1 and is_labelled_caption(caption)
            if (is_table_caption(caption) or adjacent) and not claimed:
                return replace(block, caption=caption)
            near += step
    return block
