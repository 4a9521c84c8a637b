"""Saved web pages: the main content as headings, paragraphs, lists, tables with merged cells, captions and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from briefqa.documents.cues import could_be_heading, kind_of_paragraph
from briefqa.documents.drafts import Draft, ParsedFile
from briefqa.documents.html_content import main_content
from briefqa.documents.html_fields import read_fields
from briefqa.documents.html_notes import Notes, find_notes
from briefqa.documents.html_tables import is_layout_table, read_caption, read_rows
from briefqa.documents.limits import ReadLimits
from briefqa.documents.normalise import clean_text, collapse, decode
from briefqa.errors import DocumentError
from briefqa.types import BlockKind

MEDIA_TYPE = "text/html"
_HEADING = re.compile(r"h([1-6])")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hgroup|hr|html|legend|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_LISTS = ("ul", "ol")


def parse_html(content: bytes, limits: ReadLimits) -> ParsedFile:
    """Parse a web page.

    Raises:
        DocumentError: it is binary, nested too deeply, or holds no markup that can be read.
    """
    root = parse_tree(_decode_page(content), limits)
    fields = read_fields(root)
    return ParsedFile(tuple(read_tree(root)), MEDIA_TYPE, **fields)


def parse_tree(markup: str, limits: ReadLimits) -> lxml_html.HtmlElement:
    """Build the element tree of a page, refusing trees deeper than `limits.depth`.

    Raises:
        DocumentError: the markup is empty or nested too deeply.
    """
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(_XML_DECLARATION.sub("", markup), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError("it holds no HTML that can be read; save the page again") from error
    deep = any("depth" in entry.message for entry in parser.error_log)
    if deep or any(event_depth > limits.depth for event_depth in _depths(root)):
        raise DocumentError(f"its elements are nested more than {limits.depth} deep; save the page in a simpler form")
    return root


def read_tree(root: lxml_html.HtmlElement) -> list[Draft]:
    """The blocks of a page's main content; the notes come last."""
    notes = find_notes(root)
    content = main_content(root)
    walker = _Walker(notes, one_title=sum(1 for _ in content.iter("h1")) == 1)
    walker.walk(content)
    walker.flush()
    return [*walker.drafts, *notes.drafts()]


def _decode_page(content: bytes) -> str:
    """Decode by byte order mark, else by the page's own declaration, else as any text file."""
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and 0 not in content[:4096]:
        try:
            return clean_text(content.decode(declared.group(1).decode("ascii")))
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the bytes themselves say more
    return clean_text(decode(content))


def _depths(root: lxml_html.HtmlElement) -> Iterator[int]:
    """The depth of each element, without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        yield depth


class _Walker:
    """Collects drafts; inline text gathers in a buffer until a block ends."""

    def __init__(self, notes: Notes, *, one_title: bool) -> None:
        self.drafts: list[Draft] = []
        self._notes = notes
        self._one_title = one_title
        self._buffer: list[str] = []
        self._plain = 0
        self._list_depth = 0
        self._in_item = False
        self._bold = 0

    def flush(self) -> None:
        """Turn the buffer into blocks; an empty line, two line breaks, parts paragraphs."""
        text, plain = "".join(self._buffer), self._plain
        self._buffer, self._plain = [], 0
        for part in re.split(r"\x0b\s*\x0b", text):
            line = collapse(part)
            if not line:
                continue
            if self._in_item:
                self.drafts.append(Draft(BlockKind.LIST_ITEM, line, level=max(self._list_depth, 1)))
            elif not plain and could_be_heading(line):
                self.drafts.append(Draft(BlockKind.HEADING, line, level=6))
            else:
                self.drafts.append(Draft(kind_of_paragraph(line), line))

    def walk(self, element: lxml_html.HtmlElement) -> None:
        """Read an element's text and children; the caller adds its tail."""
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str) and not self._notes.skips(child):
                self._child(child)
            self._add(child.tail)

    def _child(self, child: lxml_html.HtmlElement) -> None:
        tag = child.tag
        label = self._notes.label(child)
        if label is not None:
            self._buffer.append(label)
        elif tag == "br":
            self._buffer.append("\x0b")
        elif _BLOCK.fullmatch(tag):
            self.flush()
            self._block(child, tag)
            self.flush()
        else:
            bold = tag in {"b", "strong"}
            self._bold += bold
            self.walk(child)
            self._bold -= bold

    def _block(self, child: lxml_html.HtmlElement, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if heading:
            self._heading(child, int(heading.group(1)))
        elif tag in _LISTS:
            self._list(child)
        elif tag == "table":
            self._table(child)
        elif tag in {"figcaption", "caption"}:
            self._line(child, BlockKind.CAPTION)
        elif tag == "li":
            self._item(child)
        else:
            self.walk(child)

    def _heading(self, child: lxml_html.HtmlElement, level: int) -> None:
        is_title = level == 1 and self._one_title
        self._line(child, BlockKind.TITLE if is_title else BlockKind.HEADING, None if is_title else level)

    def _line(self, child: lxml_html.HtmlElement, kind: BlockKind, level: int | None = None) -> None:
        """Read an element whose whole text is one block."""
        inner = _Walker(self._notes, one_title=False)
        inner.walk(child)
        inner.flush()
        text = collapse(" ".join(draft.text for draft in inner.drafts if draft.kind is not BlockKind.TABLE))
        if text:
            self.drafts.append(Draft(kind, text, level=level))
        self.drafts.extend(draft for draft in inner.drafts if draft.kind is BlockKind.TABLE)

    def _list(self, child: lxml_html.HtmlElement) -> None:
        before = self._in_item
        self._list_depth, self._in_item = self._list_depth + 1, False
        self.walk(child)
        self.flush()
        self._list_depth, self._in_item = self._list_depth - 1, before

    def _item(self, child: lxml_html.HtmlElement) -> None:
        before, self._in_item = self._in_item, True
        self.walk(child)
        self.flush()
        self._in_item = before

    def _table(self, child: lxml_html.HtmlElement) -> None:
        if is_layout_table(child):
            self.walk(child)
            return
        caption = read_caption(child)
        if caption is not None:
            self._line(caption, BlockKind.CAPTION)
        rows, header_rows = read_rows(child, self._notes)
        text = self.drafts[-1].text if caption is not None and self.drafts else None
        self.drafts.append(Draft(BlockKind.TABLE, rows=rows, header_rows=header_rows, merged=True, caption=text))

    def _add(self, text: str | None) -> None:
        if text:
            self._buffer.append(text.replace("\x0b", " "))
            if not self._bold:
                self._plain += len(text.strip())
