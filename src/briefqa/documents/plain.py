"""Plain text: lines into headings, paragraphs, lists, tables, captions, notes and boilerplate, by their shape alone."""

from __future__ import annotations

from collections.abc import Sequence

from briefqa.documents import cues
from briefqa.documents.drafts import Draft, ParsedFile
from briefqa.documents.furniture import is_contents_line, is_disclaimer, is_furniture, opens_link_box
from briefqa.documents.lines import RULE_LINE, Line, split_cells, split_lines
from briefqa.documents.normalise import clean_text, collapse, decode
from briefqa.documents.plain_front import Front, read_front
from briefqa.documents.plain_headings import is_heading, with_levels, with_table_titles
from briefqa.documents.plain_notes import NoteLine, find_notes, mark_references
from briefqa.documents.plain_tables import read_table, table_end
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
    lines = split_lines(clean_text(decode(content)))
    notes = find_notes(lines)
    lines = mark_references(lines, notes)
    front = read_front(lines, title=title, names=names)
    drafts = [*front.drafts, *_classify_lines(lines, front, notes)]
    return ParsedFile(
        tuple(with_levels(with_table_titles(drafts))),
        MEDIA_TYPE,
        title=front.title,
        author=front.author,
        published=front.published,
    )


def _classify_lines(lines: Sequence[Line], front: Front, notes: dict[int, NoteLine]) -> list[Draft]:
    """Tell what each line below the front is; the lines of a table and the halves of a caption become one draft."""
    drafts = list(front.drafts)
    position = front.length
    while position < len(lines):
        if position in notes:
            drafts.append(Draft(BlockKind.FOOTNOTE, notes[position].text, mark=notes[position].label))
            position += 1
            continue
        for read in (_table_at, _links_at, _list_at):
            found, end = read(lines, position, drafts)
            if end > position:
                break
        else:
            draft = _classify(lines, position, drafts)
            found, end = [draft] if draft else [], position + 1
        for draft in found:
            _append(drafts, draft, joins=not lines[position].blank_above)
        position = end
    return drafts[front.length :]


def _append(drafts: list[Draft], draft: Draft, *, joins: bool) -> None:
    """Append a draft; a caption goes on in the line after it until it ends a sentence or credits a source."""
    last = drafts[-1] if drafts else None
    if (
        joins
        and last is not None
        and last.kind is draft.kind is BlockKind.CAPTION
        and not cues.ends_sentence(last.text)
        and not cues.is_source_line(last.text)
        and not cues.is_source_line(draft.text)
    ):
        drafts[-1] = Draft(BlockKind.CAPTION, f"{last.text} {draft.text}")
    else:
        drafts.append(draft)


def _table_at(lines: Sequence[Line], start: int, _drafts: Sequence[Draft]) -> tuple[list[Draft], int]:
    """The table that begins at a line, with its captions, and where it ends."""
    end = table_end(lines, start)
    return (read_table(lines[start:end]), end) if end > start else ([], start)


def _links_at(lines: Sequence[Line], start: int, _drafts: Sequence[Draft]) -> tuple[list[Draft], int]:
    """A box of links that begins at a line ("Related articles"): its heading and the titles below it."""
    if not opens_link_box(lines[start].bare):
        return [], start
    end = start + 1
    while end < len(lines) and cues.could_be_heading(lines[end].bare) and not lines[end].bare.endswith(":"):
        end += 1
    if end < len(lines) and end - start > 1 and is_heading(lines, end - 1, after_break=True):
        end -= 1
    return [Draft(BlockKind.BOILERPLATE, line.bare) for line in lines[start:end]], end


def _list_at(lines: Sequence[Line], start: int, drafts: Sequence[Draft]) -> tuple[list[Draft], int]:
    """A list that lost its bullets: short lines without a full stop below a line that ends with a colon."""
    last = drafts[-1] if drafts else None
    if last is None or last.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING} or not last.text.endswith(":"):
        return [], start
    end = start
    while end < len(lines) and _is_bare_item(lines[end], blank=lines[start].blank_above):
        end += 1
    if end < len(lines) and end - start > 1 and cues.could_be_heading(lines[end - 1].bare):
        end -= is_heading(lines, end - 1, after_break=True)
    if end - start < 2:
        return [], start
    return [Draft(BlockKind.LIST_ITEM, line.bare, level=1) for line in lines[start:end]], end


def _is_bare_item(line: Line, *, blank: bool) -> bool:
    """Whether a line could be an item of a list without bullets."""
    text = line.bare
    return (
        len(text) < cues.PROSE_CHARACTERS
        and line.blank_above <= blank
        and not (cues.split_bullet(line.text) or cues.split_number(line.text) or split_cells(line.text))
        and not (cues.ends_sentence(text) and not text.endswith(";"))
        and not (cues.is_caption(text) or is_furniture(text) or RULE_LINE.fullmatch(text))
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
    last = drafts[-1] if drafts else None
    warned = (
        last is not None and last.kind is BlockKind.BOILERPLATE and last.text.rstrip(":").casefold() == "disclaimer"
    )
    if warned or is_disclaimer(line) or is_furniture(line) or is_contents_line(line):
        return Draft(BlockKind.BOILERPLATE, line)
    labelled = last is not None and last.kind is BlockKind.CAPTION and cues.is_caption_label(last.text)
    rest = labelled and not raw.blank_above and cues.could_be_heading(line)
    if rest or cues.is_caption(line) or _is_orphan(line, drafts) or _opens_caption(lines, position):
        return Draft(BlockKind.CAPTION, line)
    after_break = last is not None and (last.kind is not BlockKind.PARAGRAPH or cues.ends_sentence(last.text))
    if is_heading(lines, position, after_break=after_break):
        return Draft(BlockKind.HEADING, line, level=cues.heading_level(line))
    return Draft(BlockKind.PARAGRAPH, line)


def _in_numbered_list(lines: Sequence[Line], position: int) -> bool:
    """Whether a neighbour is numbered too; a single numbered short line is a heading."""
    text = lines[position].text
    after = position > 0 and cues.follow_each_other(lines[position - 1].text, text)
    before = position + 1 < len(lines) and cues.follow_each_other(text, lines[position + 1].text)
    return after or before or not cues.could_be_heading(lines[position].bare)


def _is_orphan(line: str, drafts: Sequence[Draft]) -> bool:
    """Whether a short line begins mid-sentence although the text above it has ended: the rest of a lost caption."""
    if not cues.starts_lower(line) or len(line) >= cues.PROSE_CHARACTERS:
        return False
    last = drafts[-1] if drafts else None
    return last is None or last.kind is not BlockKind.PARAGRAPH or cues.ends_sentence(last.text)


def _opens_caption(lines: Sequence[Line], position: int) -> bool:
    """Whether a short line stops in mid-sentence and the next one ends it with a source: a caption in two lines."""
    if (
        position + 1 == len(lines)
        or lines[position + 1].blank_above
        or len(lines[position].bare) >= cues.PROSE_CHARACTERS
    ):
        return False
    line, following = lines[position].bare, lines[position + 1].bare
    return cues.closes_caption(following) and not cues.ends_sentence(line) and not cues.is_title_case(line)
