"""Markdown: CommonMark with tables, footnotes and front matter; HTML inside it is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefqa.documents.builder import note_mark
from briefqa.documents.cues import could_be_heading, kind_of_paragraph
from briefqa.documents.drafts import Draft, DraftCell, ParsedFile
from briefqa.documents.limits import ReadLimits
from briefqa.documents.metadata import read_day, read_name
from briefqa.documents.normalise import clean_text, collapse, decode
from briefqa.errors import DocumentError
from briefqa.types import BlockKind

MEDIA_TYPE = "text/markdown"
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]+)\s*:\s*(.+?)\s*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\]:\s*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_TAG = re.compile(r"</?[A-Za-z][^>]*>|<!--.*?-->", re.DOTALL)
_MARKS = re.compile(r"^(?:#{1,6} +\S.*|(?:\*\*|__)[^*_\n]+(?:\*\*|__):?)$", re.MULTILINE)
_WHOLE_LINE = 120
"""A line at least this long is a paragraph of its own in text that was copied without its empty lines."""
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")


def looks_like_markdown(content: bytes) -> bool:
    """Whether a text file without the suffix is written in Markdown: several lines are marked as headings.

    Raises:
        DocumentError: the file is binary or its encoding is unknown.
    """
    return len(_MARKS.findall(clean_text(decode(content)))) >= 2


def parse_markdown(content: bytes, limits: ReadLimits, *, copied: bool = False) -> ParsedFile:
    """Parse a Markdown file.

    Args:
        content: the bytes of the file.
        limits: how deep it may be nested.
        copied: whether the text may lack the empty lines between its paragraphs.

    Raises:
        DocumentError: the file is binary or nested too deeply.
    """
    text = clean_text(decode(content))
    fields, text = _front_matter(_with_empty_lines(text) if copied else text)
    text, notes = _cut_notes(text)
    parser = MarkdownIt("commonmark", {"maxNesting": limits.depth}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= limits.depth - 1 for token in tokens):
        raise DocumentError(f"its blocks are nested more than {limits.depth} deep; write it in a simpler form")
    known = {label for label, _ in notes}
    drafts = _with_title(list(_read_blocks(tokens, known, limits)), fields.get("title"))
    footnotes = [_footnote(parser, label, note) for label, note in notes]
    title = fields.get("title") or next((one.text for one in drafts if one.kind is BlockKind.TITLE), None)
    return ParsedFile(
        (*drafts, *footnotes),
        MEDIA_TYPE,
        title=read_name(title),
        author=read_name(fields.get("author") or fields.get("authors")),
        publisher=read_name(fields.get("publisher")),
        published=read_day(fields.get("date") or fields.get("published")),
    )


def _with_empty_lines(text: str) -> str:
    """An empty line above each line that follows a whole paragraph, and above each table."""
    lines = text.split("\n")
    spaced = lines[:1]
    for above, line in pairwise(lines):
        table = line.lstrip().startswith("|") and not above.lstrip().startswith("|")
        if line.strip() and above.strip() and (table or len(above) >= _WHOLE_LINE):
            spaced.append("")
        spaced.append(line)
    return "\n".join(spaced)


def _footnote(parser: MarkdownIt, label: str, note: str) -> Draft:
    return Draft(BlockKind.FOOTNOTE, _inline_text(parser.parseInline(note), set()), mark=label)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The simple fields of a YAML block at the top, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    fields = {name.lower(): value.strip("\"'[] ") for name, value in _FIELD.findall(found.group(1))}
    return fields, text[found.end() :]


def _cut_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Take the definitions of footnotes out of a text, fenced code apart: the text and each label with its note."""
    kept: list[str] = []
    notes: list[tuple[str, str]] = []
    in_note = in_fence = False
    for line in text.split("\n"):
        in_fence ^= bool(_FENCE.match(line))
        opening = None if in_fence else _NOTE.match(line)
        if opening:
            notes.append((opening.group(1), opening.group(2)))
        elif in_note and line[:1].isspace() and line.strip():
            notes[-1] = (notes[-1][0], f"{notes[-1][1]} {line.strip()}")
        else:
            kept.append(line)
        in_note = bool(opening) or (in_note and (not line.strip() or line[:1].isspace()))
    return "\n".join(kept), [(label, note) for label, note in notes if note.strip()]


def _with_title(drafts: list[Draft], title: str | None) -> list[Draft]:
    """Make the only heading of the first level the title, if it opens the text."""
    tops = [one for one in drafts if one.kind is BlockKind.HEADING and one.level == 1]
    opens = bool(drafts) and drafts[0] in tops
    if opens and (len(tops) == 1 or (title and collapse(title) == collapse(drafts[0].text))):
        return [Draft(BlockKind.TITLE, drafts[0].text), *drafts[1:]]
    return drafts


def _read_blocks(tokens: list[Token], notes: set[str], limits: ReadLimits) -> Iterator[Draft]:
    """The blocks of a token stream, in order."""
    lists = 0
    heading: int | None = None
    table: list[list[str]] | None = None
    in_head = 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists -= 1
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = None
        elif token.type == "table_open":
            table = []
        elif token.type == "tr_open" and table is not None:
            table.append([])
        elif token.type == "thead_close" and table is not None:
            in_head = len(table)
        elif token.type == "table_close" and table is not None:
            rows = tuple(tuple(DraftCell(cell) for cell in row) for row in table)
            yield Draft(BlockKind.TABLE, rows=rows, header_rows=in_head)
            table = None
        elif token.type == "inline" and table is not None:
            table[-1].append(_inline_text(token.children or [], set()))
        elif token.type == "inline":
            yield from _read_inline(token, notes, heading, lists)
        elif token.type in {"fence", "code_block"}:
            yield Draft(BlockKind.PARAGRAPH, collapse(token.content))
        elif token.type == "html_block":
            yield from _read_html(token.content, limits)


def _read_inline(token: Token, notes: set[str], heading: int | None, lists: int) -> Iterator[Draft]:
    """A heading, a list item or a paragraph out of one inline token; one in bold alone is a heading."""
    children = token.children or []
    text = collapse(_inline_text(children, notes))
    if not text:
        return
    if heading is not None:
        yield Draft(BlockKind.HEADING, text, level=heading)
    elif lists:
        yield Draft(BlockKind.LIST_ITEM, text, level=lists)
    elif _all_bold(children) and could_be_heading(text):
        yield Draft(BlockKind.HEADING, text, level=6)
    else:
        yield Draft(kind_of_paragraph(text), text)


def _inline_text(tokens: list[Token], notes: set[str]) -> str:
    """The visible text of inline tokens, references to known notes as note marks."""
    pieces: list[str] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            pieces.append(_REFERENCE.sub(lambda found: _mark(found, notes), token.content))
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            pieces.append(" ")
        elif token.type == "inline":
            pieces.append(_inline_text(token.children or [], notes))
    return "".join(pieces)


def _mark(found: re.Match[str], notes: set[str]) -> str:
    return note_mark(found.group(1)) if found.group(1) in notes else found.group(0)


def _all_bold(children: list[Token]) -> bool:
    depth = 0
    for token in children:
        depth += (token.type == "strong_open") - (token.type == "strong_close")
        if token.type in {"text", "code_inline"} and token.content.strip() and not depth:
            return False
    return True


def _read_html(markup: str, limits: ReadLimits) -> Iterator[Draft]:
    """The blocks of HTML between Markdown's own; markup without text has none."""
    from briefqa.documents.html import parse_tree, read_tree

    if _TAG.sub("", markup).strip():
        yield from read_tree(parse_tree(markup, limits))
