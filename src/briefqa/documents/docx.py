"""Word files: paragraphs, headings, lists, tables, notes and text boxes, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator

from briefqa.documents.cues import could_be_heading, kind_of_paragraph
from briefqa.documents.docx_package import WORD, Element, Package
from briefqa.documents.docx_runs import Runs, read_runs
from briefqa.documents.docx_styles import Style, is_on, list_level, number, outline_level, read_styles
from briefqa.documents.drafts import Draft, DraftCell, ParsedFile
from briefqa.documents.limits import ReadLimits
from briefqa.documents.metadata import read_day, read_name
from briefqa.documents.normalise import collapse
from briefqa.errors import DocumentError
from briefqa.types import BlockKind

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_WRAPPERS = frozenset(
    f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "txbxContent")
)


def parse_docx(content: bytes, limits: ReadLimits) -> ParsedFile:
    """Parse a Word file.

    Raises:
        DocumentError: it is damaged, encrypted, no Word file, or exceeds a limit.
    """
    package = Package(content, limits)
    body = package.tree(package.main).find(f"{WORD}body")
    if body is None:
        raise DocumentError("it is a Word file without a body; save the document again")
    reader = _Reader(read_styles(package.part("styles")))
    drafts = list(reader.read(body))
    for kind in ("footnote", "endnote"):
        if any(one == kind for one, _ in reader.labels):
            drafts += reader.read_notes(package.part(f"{kind}s"), kind)
    core = package.core()
    title = next((one.text for one in drafts if one.kind is BlockKind.TITLE), None)
    changed = _property(core, f"{_TERMS}modified") or _property(core, f"{_TERMS}created")
    return ParsedFile(
        tuple(drafts),
        MEDIA_TYPE,
        title=title or read_name(_property(core, f"{_DUBLIN}title")),
        author=read_name(_property(core, f"{_DUBLIN}creator")),
        publisher=read_name(_property(core, f"{_DUBLIN}publisher")),
        published=read_day(changed, uncertain=True),
    )


def _property(core: Element | None, name: str) -> str | None:
    return core.findtext(name) if core is not None else None


class _Reader:
    """Turns the content of a body, a cell or a text box into drafts; knows the styles and counts the notes."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.labels: dict[tuple[str, str], str] = {}
        self._styles = styles

    def read(self, container: Element) -> Iterator[Draft]:
        """The blocks of a container; the contents of a text box follow the paragraph that it is anchored in."""
        carried = Runs()
        for element in _content(container):
            if element.tag == f"{WORD}tbl":
                yield from self._table(element)
                continue
            runs = read_runs(element, self.labels, bold=self._style(element).bold)
            carried.join(runs)
            if _mark_deleted(element):
                continue
            runs, carried = carried, Runs()
            yield from self._paragraph(element, runs)
            for box in runs.boxes:
                yield from self.read(box)

    def read_notes(self, root: Element | None, kind: str) -> list[Draft]:
        """The notes of a part that the text refers to, in the order of their marks."""
        notes = {one.get(f"{WORD}id"): one for one in root.iter(f"{WORD}{kind}")} if root is not None else {}
        drafts = []
        for (known, key), label in [pair for pair in self.labels.items() if pair[0][0] == kind and pair[0][1] in notes]:
            del known
            paragraphs = notes[key].iter(f"{WORD}p")
            text = " ".join("".join(read_runs(one, dict(self.labels)).text) for one in paragraphs)
            drafts.append(Draft(BlockKind.FOOTNOTE, collapse(text), mark=label))
        return drafts

    def _style(self, paragraph: Element) -> Style:
        properties = paragraph.find(f"{WORD}pPr")
        element = properties.find(f"{WORD}pStyle") if properties is not None else None
        return self._styles.get(element.get(f"{WORD}val"), Style()) if element is not None else Style()

    def _paragraph(self, paragraph: Element, runs: Runs) -> Iterator[Draft]:
        """One paragraph by its style, its outline level, its numbering; one in bold alone is a heading."""
        text = collapse("".join(runs.text))
        if not text:
            return
        style, properties = self._style(paragraph), paragraph.find(f"{WORD}pPr")
        outline = outline_level(properties) or style.outline
        own = list_level(properties)
        listed = style.list_level if own is None else own
        if style.name in {"title", "subtitle"}:
            yield Draft(BlockKind.TITLE if style.name == "title" else BlockKind.PARAGRAPH, text)
        elif style.name.startswith("toc ") or style.name == "toc heading":
            yield Draft(BlockKind.BOILERPLATE, text)
        elif style.name == "caption":
            yield Draft(BlockKind.CAPTION, text)
        elif outline is not None:
            yield Draft(BlockKind.HEADING, text, level=outline)
        elif listed:
            yield Draft(BlockKind.LIST_ITEM, text, level=listed)
        elif not runs.plain and could_be_heading(text):
            yield Draft(BlockKind.HEADING, text, level=6)
        else:
            yield Draft(kind_of_paragraph(text), text)

    def _table(self, table: Element) -> Iterator[Draft]:
        """A table as cells with their spans; one of a single cell is a frame around its content."""
        rows = [row for row in _content(table) if row.tag == f"{WORD}tr" and not _row_deleted(row)]
        grid = [[cell for cell in _content(row) if cell.tag == f"{WORD}tc"] for row in rows]
        if sum(map(len, grid)) == 1:
            yield from self.read(next(cell for line in grid for cell in line))
            return
        headers = 0
        while headers < len(rows) and is_on(rows[headers].find(f"{WORD}trPr"), "tblHeader"):
            headers += 1
        lines = tuple(
            tuple(self._row(row, cells, grid, position))
            for position, (row, cells) in enumerate(zip(rows, grid, strict=True))
        )
        yield Draft(BlockKind.TABLE, rows=lines, header_rows=headers or None, merged=True)

    def _row(self, row: Element, cells: list[Element], grid: list[list[Element]], position: int) -> Iterator[DraftCell]:
        """The cells of a row; what a vertical merge continues is left to the cell that began it."""
        for _ in range(number(_grid_offset(row)) or 0):
            yield DraftCell("")
        column = number(_grid_offset(row)) or 0
        for cell in cells:
            width = _width(cell)
            if _merge(cell) != "continue":
                yield DraftCell(self._cell_text(cell), rowspan=_height(grid, position, column, cell), colspan=width)
            column += width

    def _cell_text(self, cell: Element) -> str:
        """The text of a cell, nested tables and text boxes included."""
        drafts = self.read(cell)
        texts = (one.text or " ".join(cell.text for row in one.rows for cell in row) for one in drafts)
        return collapse(" ".join(texts))


def _content(container: Element) -> Iterator[Element]:
    """Paragraphs, tables, rows and cells, those inside content controls and insertions included, deleted ones not."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from _content(child)
        elif child.tag in {f"{WORD}p", f"{WORD}tbl", f"{WORD}tr"} or (
            child.tag == f"{WORD}tc" and child.find(f"{WORD}tcPr/{WORD}cellDel") is None
        ):
            yield child


def _mark_deleted(paragraph: Element) -> bool:
    """Whether the end of a paragraph is deleted, so that it goes on in the next one."""
    properties = paragraph.find(f"{WORD}pPr/{WORD}rPr")
    return properties is not None and properties.find(f"{WORD}del") is not None


def _row_deleted(row: Element) -> bool:
    return row.find(f"{WORD}trPr/{WORD}del") is not None


def _grid_offset(row: Element) -> Element | None:
    return row.find(f"{WORD}trPr/{WORD}gridBefore")


def _width(cell: Element) -> int:
    return min(max(number(cell.find(f"{WORD}tcPr/{WORD}gridSpan")) or 1, 1), 1000)


def _merge(cell: Element) -> str | None:
    """What a vertical merge does in a cell: "restart" or "continue"; None for a cell outside any."""
    element = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    return None if element is None else element.get(f"{WORD}val") or "continue"


def _height(grid: list[list[Element]], position: int, column: int, cell: Element) -> int:
    """How many rows a cell spans: those below that continue its merge in its column."""
    if _merge(cell) != "restart":
        return 1
    height = 1
    for line in grid[position + 1 :]:
        at = 0
        below = None
        for other in line:
            if at == column:
                below = other
            at += _width(other)
        if below is None or _merge(below) != "continue":
            break
        height += 1
    return height
