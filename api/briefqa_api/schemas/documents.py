"""Documents, passages and builds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefqa_api.schemas.common import Model

Kind = Literal["title", "heading", "paragraph", "list_item", "table", "caption", "footnote", "boilerplate"]


class Summary(Model):
    """What a list of documents says about each."""

    id: str
    title: str
    sha256: str = Field(description="of the source file")
    file: str
    media_type: str
    author: str | None
    publisher: str | None
    published: str | None = Field(description="EDTF", examples=["2025-04~"])
    url: str | None
    licence: str | None
    passages: int = Field(ge=0)
    facts: int = Field(ge=0)


class DocumentList(Model):
    """The documents of the open generation."""

    documents: list[Summary]
    total: int = Field(ge=0)
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    generation: str | None


class Header(Model):
    """One header of a table cell."""

    text: str
    start: int
    end: int


class Cell(Model):
    """One cell of a table; rows and columns count from 0, header rows included."""

    row: int
    column: int
    start: int
    end: int
    text: str
    row_headers: list[Header]
    column_headers: list[Header]
    is_header: bool


class PageTurn(Model):
    """Where a page begins in the midst of a block."""

    start: int = Field(description="first code point on the new page")
    page: int


class Block(Model):
    """One block of a document in reading order; `text` is `text[start:end]` of the document."""

    kind: Kind
    start: int
    end: int
    text: str
    section: list[str]
    page: int | None
    last_page: int | None
    turns: list[PageTurn] = Field(description="the places inside the block at which a new page begins")
    level: int | None
    caption: str | None
    mark: str | None = Field(description="the label of a footnote")
    anchor: int | None = Field(description="where the footnote's mark stood in the text")
    cells: list[Cell]


class Piece(Model):
    """A piece of the document's text; all pieces joined are the text.

    Offsets count code points. Programs whose strings count otherwise (JavaScript, Java) show pieces instead of
    slicing.
    """

    text: str
    start: int
    end: int
    block: int | None = Field(description="index of the block; null between blocks")
    cited: bool = Field(description="whether the piece lies in the span that was asked for")


class Document(Model):
    """A document as canonical text with its blocks."""

    id: str
    title: str
    author: str | None
    publisher: str | None
    published: str | None = Field(description="EDTF", examples=["2025-04~"])
    url: str | None
    licence: str | None
    file: str
    media_type: str
    sha256: str = Field(description="of the source file")
    text: str
    blocks: list[Block]
    pieces: list[Piece]
    generation: str


class Segment(Model):
    """A piece of a view: source text with its place, or glue without one."""

    text: str
    start: int | None
    end: int | None


class Passage(Model):
    """One claim, verbatim, and how it is read."""

    id: str
    document_id: str
    kind: str
    quote: str
    start: int
    end: int
    section: list[str]
    page: int | None
    last_page: int | None
    position: int
    paragraph: int
    table: str | None
    view: list[Segment]
    cells: list[Cell]
    url: str
    generation: str


class BuildFailure(Model):
    """A document that could not be read."""

    document: str
    reason: str


class Build(Model):
    """A build that was asked for over HTTP."""

    id: str
    state: Literal["queued", "running", "done", "failed"]
    action: Literal["add", "replace", "delete"]
    document_id: str | None
    step: str | None = Field(description="what is being done now")
    done: int = Field(ge=0)
    total: int = Field(ge=0, description="0 while it is not known")
    started: str
    finished: str | None
    generation: str | None = Field(description="the generation that came of it")
    failures: list[BuildFailure]
    reason: str | None = Field(description="why it failed")
