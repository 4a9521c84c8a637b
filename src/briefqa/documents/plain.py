"""Plain text: lines into headings, paragraphs, lists, tables, captions and boilerplate, by their shape alone."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.documents import cues
from briefqa.documents.drafts import Draft, DraftCell, ParsedFile
from briefqa.documents.lines import RULE_LINE, Line, begins_block, split_cells, split_lines
from briefqa.documents.metadata import read_spelled_day
from briefqa.documents.normalise import clean_text, collapse, decode
from briefqa.types import BlockKind

MEDIA_TYPE = "text/plain"


def parse_plain(content: bytes, *, title: str | None = None, names: Sequence[str] = ()) -> ParsedFile:
    """Parse a text file.

    Args:
        content: the bytes of the file, in any encoding.
        title: the document's title, where it is known; a line that says it is the title block.
        names: author and publisher, where they are known; lines that say only them are boilerplate.

    Raises:
        DocumentError: the file is binary or its encoding is unknown.
    """
    drafts = classify_lines(split_lines(clean_text(decode(content))), title=title, names=names)
    first = next((draft.text for draft in drafts if draft.kind is BlockKind.TITLE), None)
    front = [part for draft in drafts if draft.kind is BlockKind.BOILERPLATE for part in cues.front_parts(draft.text)]
    return ParsedFile(
        tuple(drafts),
        MEDIA_TYPE,
        title=first,
        author=next((cues.BYLINE.sub("", part) for part in front if cues.BYLINE.match(part)), None),
        published=next((day for day in map(read_spelled_day, front) if day), None),
    )


def classify_lines(lines: Sequence[Line], *, title: str | None = None, names: Sequence[str] = ()) -> list[Draft]:
    """Tell what each line is; the lines of a table and the halves of a caption become one draft."""
    drafts: list[Draft] = []
    position = 0
    known = {collapse(name).casefold() for name in names if name}
    front = True
    while position < len(lines):
        end = _table_end(lines, position)
        if end > position:
            drafts.append(_table(lines[position:end]))
            position, front = end, False
            continue
        draft = _front_line(lines, position, drafts, title, known) if front else None
        if draft is None:
            draft = _classify(lines, position, drafts)
            front = front and (draft is None or draft.kind in {BlockKind.BOILERPLATE, BlockKind.CAPTION})
        position += 1
        if draft is not None:
            _append(drafts, draft, joins=not lines[position - 1].blank_above)
    return drafts


def _append(drafts: list[Draft], draft: Draft, *, joins: bool) -> None:
    """Append a draft; a caption goes on in the line after it until it ends a sentence or credits a source."""
    last = drafts[-1] if drafts else None
    if (
        joins
        and last is not None
        and last.kind is draft.kind is BlockKind.CAPTION
        and not cues.ends_sentence(last.text)
        and not cues.is_source_line(last.text)
    ):
        drafts[-1] = Draft(BlockKind.CAPTION, f"{last.text} {draft.text}")
    else:
        drafts.append(draft)


def _table_end(lines: Sequence[Line], start: int) -> int:
    """Where the table that begins at `start` ends; `start` where none does."""
    end = start
    columns = 0
    while end < len(lines) and (end == start or not lines[end].blank_above):
        cells = split_cells(lines[end].text)
        if cells is None and not (end > start and RULE_LINE.fullmatch(lines[end].text)):
            break
        columns = max(columns, len(list(filter(None, cells or ()))))
        end += 1
    return end if end - start >= 2 and columns >= 2 else start


def _table(lines: Sequence[Line]) -> Draft:
    rows = [split_cells(line.text) or [] for line in lines if not RULE_LINE.fullmatch(line.text)]
    width = max(map(len, rows), default=0)
    return Draft(
        BlockKind.TABLE,
        rows=tuple(tuple(DraftCell(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows),
    )


def _front_line(
    lines: Sequence[Line], position: int, drafts: Sequence[Draft], title: str | None, known: set[str]
) -> Draft | None:
    """What a line before the first block of the text proper is: title, author, date; None for anything else."""
    line = lines[position].bare
    if title and line.casefold() == collapse(title).casefold() and not _has(drafts, BlockKind.TITLE):
        return Draft(BlockKind.TITLE, line)
    if line.casefold() in known or cues.is_front_matter(line):
        return Draft(BlockKind.BOILERPLATE, line)
    if title is None and not _has(drafts, BlockKind.TITLE):
        following = lines[position + 1].bare if position + 1 < len(lines) else ""
        if cues.looks_like_names(line) and (cues.is_furniture(following) or cues.is_byline_or_date(following)):
            return Draft(BlockKind.BOILERPLATE, line)
        opens = cues.could_be_heading(line) and not line.endswith(":") and not begins_block(line)
        if opens and ((following and len(following) < cues.PROSE_CHARACTERS) or lines[position].blank_below):
            return Draft(BlockKind.TITLE, line)
    if _has(drafts, BlockKind.TITLE) and cues.looks_like_names(line) and _before_text(lines, position):
        return Draft(BlockKind.BOILERPLATE, line)
    return None


def _has(drafts: Sequence[Draft], kind: BlockKind) -> bool:
    return any(draft.kind is kind for draft in drafts)


def _before_text(lines: Sequence[Line], position: int) -> bool:
    """Whether the line after the next is not yet running text, so that the line is a byline and no heading."""
    following = lines[position + 1].bare if position + 1 < len(lines) else ""
    return bool(following) and (
        cues.is_byline_or_date(following)
        or cues.is_furniture(following)
        or (cues.could_be_heading(following) and not cues.split_bullet(following))
    )


def _classify(lines: Sequence[Line], position: int, drafts: Sequence[Draft]) -> Draft | None:
    """What a line of the text proper is; None for a drawn rule."""
    line, raw = lines[position].bare, lines[position]
    if RULE_LINE.fullmatch(line):
        return None
    bullet = cues.split_bullet(raw.text)
    numbered = cues.split_number(raw.text) if bullet is None else None
    if bullet or (numbered and _in_numbered_list(lines, position)):
        indent, text = bullet or numbered or (0, line)
        return Draft(BlockKind.LIST_ITEM, collapse(text), level=1 + min(indent // 2, 8))
    if cues.is_disclaimer(line) or cues.is_furniture(line):
        return Draft(BlockKind.BOILERPLATE, line)
    if cues.is_caption(line) or _is_orphan(lines, position, drafts):
        return Draft(BlockKind.CAPTION, line)
    if _is_heading(lines, position):
        return Draft(BlockKind.HEADING, line, level=cues.heading_level(line))
    return Draft(BlockKind.PARAGRAPH, line)


def _in_numbered_list(lines: Sequence[Line], position: int) -> bool:
    """Whether a neighbour is numbered too; a single numbered short line is a heading."""
    near = [lines[index].text for index in (position - 1, position + 1) if 0 <= index < len(lines)]
    return any(cues.split_number(text) for text in near) or not cues.could_be_heading(lines[position].bare)


def _is_orphan(lines: Sequence[Line], position: int, drafts: Sequence[Draft]) -> bool:
    """Whether a short line begins mid-sentence although the text above it has ended: the rest of a lost caption."""
    line = lines[position].bare
    if not cues.starts_lower(line) or len(line) >= cues.PROSE_CHARACTERS:
        return False
    last = drafts[-1] if drafts else None
    return last is None or last.kind is not BlockKind.PARAGRAPH or cues.ends_sentence(last.text)


def _is_heading(lines: Sequence[Line], position: int) -> bool:
    """Whether a line that could be a heading is followed by what a heading stands above."""
    line = lines[position].bare
    if not cues.could_be_heading(line) or position + 1 == len(lines):
        return False
    following = lines[position + 1]
    opens_list = bool(cues.split_bullet(following.text) or cues.split_number(following.text))
    if line.endswith(":"):
        return opens_list or (cues.is_title_case(line) and cues.word_count(line) <= cues.MAX_HEADING_WORDS // 2)
    above_text = len(following.bare) >= cues.PROSE_CHARACTERS or cues.ends_sentence(following.bare)
    above_heading = cues.could_be_heading(following.bare) and position + 2 < len(lines)
    if cues.is_title_case(line):
        return above_text or opens_list or above_heading or bool(split_cells(following.text))
    ended = position > 0 and cues.ends_sentence(lines[position - 1].bare)
    runs_on = len(following.bare) >= cues.PROSE_CHARACTERS // (2 if ended else 1)
    alone = lines[position].blank_above or lines[position].blank_below or runs_on
    return alone and (above_text or opens_list or above_heading) and cues.word_count(line) <= cues.MAX_HEADING_WORDS - 4
