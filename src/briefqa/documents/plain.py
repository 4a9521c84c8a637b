"""Plain text: lines into headings, paragraphs, lists, tables, captions and boilerplate, by their shape alone."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.documents import cues
from briefqa.documents.drafts import Draft, DraftCell, ParsedFile
from briefqa.documents.normalise import clean_text, collapse, decode
from briefqa.types import BlockKind

MEDIA_TYPE = "text/plain"
_RULE_LINE = re.compile(r"[|+:\s=_*~#-]*[-=_*~]{3,}[|+:\s=_*~#-]*")
_WRAP_WIDTHS = range(40, 111)
"""Widths at which programs and people break the lines of running text."""
_FULL_LINE = 0.75


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line, and whether a blank one stands above and below it."""

    text: str
    blank_above: bool = False
    blank_below: bool = False

    @property
    def bare(self) -> str:
        """The line with white space collapsed."""
        return collapse(self.text)


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
    return ParsedFile(tuple(drafts), MEDIA_TYPE, title=first)


def split_lines(text: str) -> list[Line]:
    """The visible lines of a text; lines broken at a fixed width are joined again."""
    raw = text.split("\n")
    lines: list[Line] = []
    for position, line in enumerate(raw):
        if not line.strip():
            continue
        above = position == 0 or not raw[position - 1].strip()
        below = position + 1 == len(raw) or not raw[position + 1].strip()
        lines.append(Line(line.rstrip(), above, below))
    return _unwrap(lines)


def _unwrap(lines: list[Line]) -> list[Line]:
    """Join lines that a fixed width broke, where most lines of the text's paragraphs reach that width."""
    inner = [line for line in lines if not line.blank_below and not split_cells(line.text)]
    if len(inner) < 3:
        return lines
    width = int(statistics.quantiles([len(line.text) for line in inner], n=20)[-1])
    if width not in _WRAP_WIDTHS or max(len(line.text) for line in lines if not split_cells(line.text)) > width * 1.4:
        return lines
    if sum(len(line.text) >= _FULL_LINE * width for line in inner) < 0.6 * len(inner):
        return lines
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is None or line.blank_above or _begins_block(line.text) or _short(lines, joined, line, width):
            joined.append(line)
        else:
            glue = "" if re.search(r"[^\W\d_]-$", last.text) and line.text.lstrip()[:1].islower() else " "
            head = last.text[:-1] if not glue else last.text
            joined[-1] = Line(head + glue + line.text.strip(), last.blank_above, line.blank_below)
    return joined


def _begins_block(text: str) -> bool:
    return bool(cues.split_bullet(text) or cues.split_number(text) or split_cells(text) or _RULE_LINE.fullmatch(text))


def _short(lines: list[Line], joined: list[Line], line: Line, width: int) -> bool:
    """Whether the source line above `line` ended so early that its block ended there."""
    above = lines[lines.index(line) - 1].text
    first_word = line.text.split()[0]
    room = len(above) + 1 + len(first_word) <= width * _FULL_LINE
    return (
        room
        and (cues.could_be_heading(collapse(above)) or cues.ends_sentence(above))
        or bool(split_cells(joined[-1].text))
    )


def split_cells(text: str) -> list[str] | None:
    """The cells of a line of a flattened table, split at bars or tabs; None where it is none."""
    stripped = text.strip()
    if "|" in stripped:
        pieces = re.split(r"(?<!\\)\|", stripped)
        if stripped.startswith("|"):
            pieces = pieces[1:]
        if stripped.endswith("|") and not stripped.endswith("\\|"):
            pieces = pieces[:-1]
        return [collapse(piece.replace("\\|", "|")) for piece in pieces] if len(pieces) > 1 else None
    pieces = re.split(r"\t+", stripped)
    if len(pieces) > 1 and not cues.split_bullet(stripped) and not cues.split_number(stripped):
        return [collapse(piece) for piece in stripped.split("\t")]
    return None


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
        if cells is None and not (end > start and _RULE_LINE.fullmatch(lines[end].text)):
            break
        columns = max(columns, len(cells or ()))
        end += 1
    return end if end - start >= 2 and columns >= 2 else start


def _table(lines: Sequence[Line]) -> Draft:
    rows = [split_cells(line.text) or [] for line in lines if not _RULE_LINE.fullmatch(line.text)]
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
    if line.casefold() in known or cues.is_byline_or_date(line) or cues.is_furniture(line):
        return Draft(BlockKind.BOILERPLATE, line)
    if title is None and not _has(drafts, BlockKind.TITLE):
        following = lines[position + 1].bare if position + 1 < len(lines) else ""
        if cues.looks_like_names(line) and (cues.is_furniture(following) or cues.is_byline_or_date(following)):
            return Draft(BlockKind.BOILERPLATE, line)
        opens = cues.could_be_heading(line) and not line.endswith(":") and not _begins_block(line)
        if opens and (following and len(following) < cues.PROSE_CHARACTERS or lines[position].blank_below):
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
    if _RULE_LINE.fullmatch(line):
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
        return opens_list or cues.is_title_case(line) and cues.word_count(line) <= cues.MAX_HEADING_WORDS // 2
    above_text = len(following.bare) >= cues.PROSE_CHARACTERS or cues.ends_sentence(following.bare)
    above_heading = cues.could_be_heading(following.bare) and position + 2 < len(lines)
    if cues.is_title_case(line):
        return above_text or opens_list or above_heading or bool(split_cells(following.text))
    alone = lines[position].blank_above or lines[position].blank_below or len(following.bare) >= cues.PROSE_CHARACTERS
    return alone and (above_text or opens_list or above_heading) and cues.word_count(line) <= cues.MAX_HEADING_WORDS - 4
