"""Paragraphs into blocks: headings by their type, lists, notes at the foot of a page, sentences over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefqa.documents import cues
from briefqa.documents.builder import MARK, note_mark, page_mark, strip_marks
from briefqa.documents.drafts import Draft
from briefqa.documents.grid import is_value
from briefqa.documents.joining import Vocabulary, join, join_lines
from briefqa.documents.pdf.layout import Line, Page
from briefqa.documents.pdf.paragraphs import LEADER, Paragraph, Typography, bullet_text, size_step, split_paragraphs
from briefqa.types import BlockKind

_LARGER = 1.08
_NOTE_SIZE = 0.94
_MAX_HEADING = 220
_NOTE_START = re.compile(r"^[\[(]?(\d{1,3}|[*†‡§¶]{1,3})[\]).]?\s+(?=\S)")
_NOTES_HEADING = re.compile(
    r"^(?:\d+\.?\s+)?(?:end\s?notes|notes|footnotes|references|sources|bibliography)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Styled:
    """A draft with the paragraph it came from and its style, which tells a heading's level."""

    draft: Draft
    paragraph: Paragraph
    style: tuple[float, bool]


def read_blocks(pages: Sequence[Page], typography: Typography, vocabulary: Vocabulary) -> list[Draft]:
    """The blocks of all pages in reading order; the notes of a page follow its text."""
    flow: list[_Styled] = []
    notes: list[Draft] = []
    in_notes = False
    for page in pages:
        body, foot = _part_notes(page, typography)
        notes += _page_notes(foot, page.number, vocabulary)
        labels = {note.mark: note for note in notes if note.page == page.number}
        for paragraph in split_paragraphs(body, typography):
            styled = _styled(paragraph, typography, vocabulary)
            if styled.draft.kind is BlockKind.HEADING:
                in_notes = bool(_NOTES_HEADING.match(styled.draft.text))
            styled = _as_note(styled) if in_notes else styled
            flow.append(replace(styled, draft=_mark_page(styled.draft, page.number, set(labels))))
    return [*_level(_continued(_with_whole_tables(flow), vocabulary)), *notes]


def _with_whole_tables(flow: Sequence[_Styled]) -> list[_Styled]:
    """Join a table that begins a page with the one of as many columns that ended the page before, if it has no head."""
    whole = list(flow[:1])
    for styled in flow[1:]:
        last, draft = whole[-1].draft, styled.draft
        if draft.page is not None and _goes_on_in_rows(last, draft):
            first, *others = draft.rows
            turned = tuple(replace(cell, page=draft.page if at == 0 else None) for at, cell in enumerate(first))
            joined = replace(last, rows=(*last.rows, turned, *others), last_page=draft.last_page)
            whole[-1] = replace(whole[-1], draft=joined)
        else:
            whole.append(styled)
    return whole


def _goes_on_in_rows(last: Draft, draft: Draft) -> bool:
    """Whether a table goes on with the rows of the one before it, on the page after."""
    if last.kind is not BlockKind.TABLE or draft.kind is not BlockKind.TABLE or last.last_page is None:
        return False
    widths = {sum(cell.colspan for cell in row) for row in (last.rows[0], draft.rows[0])}
    in_body = bool(draft.rows[0][0].text) and any(is_value(cell.text) for cell in draft.rows[0][1:])
    return draft.page == last.last_page + 1 and len(widths) == 1 and in_body


def _part_notes(page: Page, typography: Typography) -> tuple[list[Line], list[Line]]:
    """The lines of a page's text and those of its footnotes: small type at the foot of a column, after a mark."""
    body: list[Line] = []
    foot: list[Line] = []
    for column in dict.fromkeys(line.column for line in page.lines):
        lines = [line for line in page.lines if line.column == column]
        start = len(lines)
        while start and lines[start - 1].table is None and lines[start - 1].size < _NOTE_SIZE * typography.body:
            start -= 1
        first = next((at for at in range(start, len(lines)) if _note_label(lines[at].text) is not None), len(lines))
        low = first < len(lines) and lines[first].base > 0.4 * page.height
        body += lines[:first] if low else lines
        foot += lines[first:] if low else []
    return body, foot


def _note_label(text: str) -> tuple[str, str] | None:
    """The label and the rest of a line that begins a note."""
    raised = MARK.match(text)
    if raised:
        return raised.group(1), text[raised.end() :].lstrip()
    plain = _NOTE_START.match(text)
    return (plain.group(1), text[plain.end() :]) if plain else None


def _page_notes(lines: Sequence[Line], page: int, vocabulary: Vocabulary) -> list[Draft]:
    """The footnotes of a page; a line without a label goes on with the note above it."""
    notes: list[tuple[str, list[str]]] = []
    for line in lines:
        found = _note_label(line.text)
        if found is not None:
            notes.append((found[0], [found[1]]))
        elif notes:
            notes[-1][1].append(line.text)
    return [
        Draft(BlockKind.FOOTNOTE, join_lines(texts, vocabulary), mark=_key(label, page), page=page, last_page=page)
        for label, texts in notes
    ]


def _key(label: str, page: int) -> str:
    """Labels that start again on each page are told apart by the page."""
    return f"{label} (page {page})"


def _mark_page(draft: Draft, page: int, labels: set[str | None]) -> Draft:
    """Point the marks of a block to the notes of its page; a mark without a note there keeps its bare label."""

    def point(found: re.Match[str]) -> str:
        key = _key(found.group(1), page)
        return note_mark(key if key in labels else found.group(1))

    return replace(draft, text=MARK.sub(point, draft.text))


def _styled(paragraph: Paragraph, typography: Typography, vocabulary: Vocabulary) -> _Styled:
    """Tell what a paragraph is."""
    first = paragraph.first
    style = (size_step(first.size), all(line.bold for line in paragraph.lines))
    draft = Draft(BlockKind.PARAGRAPH, page=first.page, last_page=paragraph.last.page)
    if first.table is not None:
        table = replace(draft, kind=BlockKind.TABLE, rows=first.table.rows, merged=True)
        return _Styled(table, paragraph, style)
    text = join_lines([line.text for line in paragraph.lines], vocabulary)
    bare = strip_marks(text)
    item, number = bullet_text(text), cues.split_number(bare)
    if LEADER.search(bare):
        draft = replace(draft, kind=BlockKind.BOILERPLATE, text=text)
    elif item is not None:
        level = 1 + min(max(int((first.x0 - first.left) / (1.5 * typography.body)), 0), 8)
        draft = replace(draft, kind=BlockKind.LIST_ITEM, text=item, level=level)
    elif _is_heading(bare, style, typography):
        draft = replace(draft, kind=BlockKind.HEADING, text=text, level=1)
    elif number is not None and not re.match(r"[A-Za-z]\.\s", bare):
        draft = replace(draft, kind=BlockKind.LIST_ITEM, text=text[len(bare) - len(number[1]) :], level=1)
    else:
        draft = replace(draft, kind=cues.kind_of_paragraph(bare), text=text)
    return _Styled(draft, paragraph, style)


def _is_heading(text: str, style: tuple[float, bool], typography: Typography) -> bool:
    """Whether type says heading: larger than the body's and short, or bold and of a heading's form."""
    size, bold = style
    if len(text) > _MAX_HEADING or cues.is_caption(text) or not any(map(str.isalpha, text)):
        return False
    larger = size > _LARGER * typography.body
    if larger and (bold or size > 1.15 * typography.body) and not text.rstrip().endswith((".", ",", ";")):
        return True
    return bold and size >= _NOTE_SIZE * typography.body and cues.could_be_heading(text)


def _as_note(styled: _Styled) -> _Styled:
    """Under a heading such as "Endnotes" a numbered paragraph is a note."""
    text = join_lines([line.text for line in styled.paragraph.lines], Vocabulary(frozenset(), frozenset()))
    found = _note_label(text) if styled.draft.kind in {BlockKind.LIST_ITEM, BlockKind.PARAGRAPH} else None
    if found is None:
        return styled
    kept = styled.draft.text if styled.draft.kind is BlockKind.LIST_ITEM else _note_label(styled.draft.text)
    rest = kept if isinstance(kept, str) else kept[1] if kept else found[1]
    return replace(styled, draft=replace(styled.draft, kind=BlockKind.FOOTNOTE, text=rest, mark=found[0], level=None))


def _continued(flow: Sequence[_Styled], vocabulary: Vocabulary) -> Iterator[_Styled]:
    """Join a paragraph that a column's or page's end interrupts with the one that goes on after it."""
    pending: list[_Styled] = []
    for styled in flow:
        opened = next((one for one in reversed(pending) if one.draft.kind in _FLOWING), None)
        if opened is not None and _goes_on(opened, styled):
            joined = replace(
                opened.draft,
                text=_join_over(opened, styled, vocabulary),
                last_page=styled.draft.last_page,
            )
            merged = Paragraph([*opened.paragraph.lines, *styled.paragraph.lines], opened.paragraph.bullet)
            pending[pending.index(opened)] = replace(opened, draft=joined, paragraph=merged)
            continue
        if styled.draft.kind in _FLOWING or styled.draft.kind is BlockKind.HEADING:
            yield from pending
            pending = []
        pending.append(styled)
    yield from pending


def _join_over(opened: _Styled, styled: _Styled, vocabulary: Vocabulary) -> str:
    """The text of two paragraphs that are one, with a mark where a new page begins."""
    joined = join(opened.draft.text, styled.draft.text, vocabulary)
    if styled.draft.page is None or styled.draft.page == opened.draft.last_page:
        return joined
    start = len(joined) - len(styled.draft.text.lstrip())
    return f"{joined[:start]}{page_mark(styled.draft.page)}{joined[start:]}"


_FLOWING = frozenset([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE])


def _goes_on(opened: _Styled, styled: _Styled) -> bool:
    """Whether a paragraph goes on with an unfinished one from the column or page before."""
    above, below = opened.paragraph.last, styled.paragraph.first
    moved = (above.page, above.column) != (below.page, below.column)
    if not moved or below.page > above.page + 1 or styled.draft.kind is not BlockKind.PARAGRAPH:
        return False
    if size_step(above.size) != size_step(below.size):
        return False
    text = strip_marks(opened.draft.text)
    if cues.ends_sentence(text) and not text.endswith(";"):
        return False
    lower = styled.draft.text[:1].islower()
    full = above.x1 > above.left + 0.6 * (above.right - above.left)
    return lower or text.endswith(("-", ",")) or full


def _is_title(headings: Sequence[_Styled], styled: Sequence[_Styled]) -> bool:
    """Whether the first heading is the title: on page 1, none larger, and alone in its type or above another."""
    first = headings[0]
    if first.draft.page != 1 or any(one.style[0] > first.style[0] for one in headings):
        return False
    following = styled[styled.index(first) + 1 : styled.index(first) + 2]
    alone = all(one.style[0] < first.style[0] for one in headings[1:])
    return alone or any(one.draft.kind is BlockKind.HEADING for one in following)


def _level(flow: Iterator[_Styled]) -> Iterator[Draft]:
    """Give headings their level, larger type above smaller; the largest, where it opens the document, is the title."""
    styled = list(flow)
    headings = [one for one in styled if one.draft.kind is BlockKind.HEADING]
    title = headings[0] if headings and _is_title(headings, styled) else None
    styles = sorted({one.style for one in headings if one is not title}, reverse=True)
    for one in styled:
        if one is title:
            yield replace(one.draft, kind=BlockKind.TITLE, level=None)
        elif one.draft.kind is BlockKind.HEADING:
            yield replace(one.draft, level=styles.index(one.style) + 1)
        else:
            yield one.draft
