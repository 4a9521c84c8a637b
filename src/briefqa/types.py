"""The data that travels between the stages; nothing but data.

Offsets are half-open ranges of Unicode code points into `Document.text`, unless a docstring says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of a document is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"


class PassageKind(StrEnum):
    """What one claim was in its document; a byline only tells of the document itself."""

    SENTENCE = "sentence"
    CLAUSE = "clause"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    HEADING = "heading"
    BYLINE = "byline"


class AnswerKind(StrEnum):
    """What sort of thing an answer is."""

    FIGURE = "figure"
    DATE = "date"
    DEAL = "deal"
    ENTITY = "entity"
    LIST = "list"
    CLAIM = "claim"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `0 <= start <= end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}..{self.end}")

    def cut(self, text: str) -> str:
        """The piece of `text` that stands in this range."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """How many code points both ranges share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Header:
    """One header text of a table with the place it stands at."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    `row` and `column` count from 0 over the whole grid, header rows included. `row_headers` and
    `column_headers` are paths from the outermost header to the innermost, merged headers resolved;
    both are empty for a header cell.
    """

    row: int
    column: int
    span: Span
    row_headers: tuple[Header, ...] = ()
    column_headers: tuple[Header, ...] = ()
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Where in a document's text a page begins in the midst of a block."""

    start: int
    page: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document in reading order.

    `section` is the path of headings above the block. `level` is the depth of a heading or list item
    (1 is the outermost). `caption` is the text of the caption that belongs to a table. `page` and
    `last_page` count from 1 and are None where the format has no pages. A footnote has its `mark` and the
    `anchor`, the empty span where the mark stood in the running text, from which it is left out. `turns` are
    the places inside the block at which a new page begins.
    """

    kind: BlockKind
    span: Span
    section: tuple[str, ...] = ()
    page: int | None = None
    last_page: int | None = None
    level: int | None = None
    cells: tuple[Cell, ...] = ()
    caption: str | None = None
    mark: str | None = None
    anchor: Span | None = None
    turns: tuple[PageTurn, ...] = ()

    def pages_of(self, span: Span) -> tuple[int | None, int | None]:
        """The first and the last page of a range of the block."""
        if not self.turns:
            return self.page, self.last_page
        first = [turn.page for turn in self.turns if turn.start <= span.start]
        last = [turn.page for turn in self.turns if turn.start < span.end]
        return (first[-1] if first else self.page), (last[-1] if last else self.page)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as canonical text with its blocks.

    `text` is NFC, in reading order, with one newline between blocks and no page furniture other than
    blocks of kind boilerplate. `sha256` is that of the source file. `published` is EDTF.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    file: str
    media_type: str
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a view: source text with its span, or glue without one."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class View:
    """How a passage is read, as opposed to cited."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """What the encoder, BM25 and the reader see."""
        return "".join(segment.text for segment in self.segments)

    def place(self, span: Span) -> tuple[int, int] | None:
        """Where source text stands in `text`, as half-open offsets; None where it is not part of the view."""
        position = 0
        for segment in self.segments:
            if segment.span is not None and segment.span.contains(span):
                start = position + span.start - segment.span.start
                return start, start + span.end - span.start
            position += len(segment.text)
        return None

    def locate(self, start: int, end: int) -> Span | None:
        """The source span behind `text[start:end]` of the view, or None where it touches glue.

        A range over several segments is located when their spans follow each other in the source
        with nothing but glue that stands there too, that is, when the segments are contiguous.
        """
        found: Span | None = None
        position = 0
        for segment in self.segments:
            left, right = max(start, position), min(end, position + len(segment.text))
            if left < right:
                if segment.span is None:
                    return None
                piece = Span(segment.span.start + left - position, segment.span.start + right - position)
                if found is not None and found.end != piece.start:
                    return None
                found = piece if found is None else Span(found.start, piece.end)
            position += len(segment.text)
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """One claim, verbatim: a sentence, an independent clause, a bullet, one table row, a caption.

    `id` is the hash of document id, document version and span. `position` is the passage's rank in
    reading order and `paragraph` that of its block, both within the document. `cells` holds the body
    cells of a table row and `table` the caption of its table.
    """

    id: str
    document_id: str
    span: Span
    kind: PassageKind
    view: View
    position: int
    paragraph: int
    section: tuple[str, ...] = ()
    page: int | None = None
    last_page: int | None = None
    cells: tuple[Cell, ...] = ()
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query; higher scores are better, ties break on passage id."""

    passage: Passage
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class CellReference:
    """Where in a table a cited cell stands; header paths are joined with " > "."""

    table: str | None
    row: str | None
    column: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim claim with its exact place.

    `text[start:end] == quote` in the document; `quote[answer_start:answer_end]` is the answer, both None
    where the whole claim is only the nearest thing. `prefix` and `suffix` are the text around the quote
    (W3C TextQuoteSelector). `url` opens the document with the span highlighted. `last_page` is the page that the
    quote ends on, another one than `page` where it crosses the end of a page.
    """

    document_id: str
    document_title: str
    passage_id: str
    quote: str
    start: int
    end: int
    answer_start: int | None
    answer_end: int | None
    prefix: str
    suffix: str
    section: str | None
    page: int | None
    cell: CellReference | None
    url: str
    last_page: int | None = None


class FactKind(StrEnum):
    """What a fact record states."""

    FIGURE = "figure"
    DATE = "date"
    DEAL = "deal"


class FactStatus(StrEnum):
    """How the text stands to what a record says."""

    ASSERTED = "asserted"
    QUOTED = "quoted"
    PROJECTED = "projected"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a deal; role is supplier, recipient, partner, signatory or financier."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    """What every record has: its mention, verbatim in `surface`, with its own citation."""

    id: str
    kind: FactKind
    document_id: str
    passage_id: str
    citation: Citation
    surface: str
    status: FactStatus = FactStatus.ASSERTED
    attributed_to: str | None = None
    extractor: str

    @property
    def span(self) -> Span:
        """Where the mention stands in its document."""
        start = self.citation.start + (self.citation.answer_start or 0)
        return Span(start, start + len(self.surface))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord(FactRecord):
    """A quantity: decimal strings in base units; `low` and `high` bound a hedged value or a range."""

    value: str | None
    low: str | None = None
    high: str | None = None
    unit: str | None
    qualifier: str | None = None
    subject: str | None = None
    attribute: str | None = None
    period: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRecord(FactRecord):
    """A date or period as EDTF with its bounds as ISO days."""

    edtf: str
    earliest: str | None
    latest: str | None
    qualifier: str | None = None
    event: str | None = None
    participants: tuple[str, ...] = ()
    resolved_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRecord(FactRecord):
    """An agreement between parties; further mentions of the same deal are further citations."""

    parties: tuple[Party, ...]
    item: str | None
    designation: str | None
    quantity: str | None
    deal_type: str
    deal_status: str
    date: str | None
    value: str | None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another value that the documents state for the same thing."""

    answer: str
    reason: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Operand:
    """One cited number of a derivation."""

    name: str
    surface: str
    value: str
    unit: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a computed answer came about."""

    formula: str
    operands: tuple[Operand, ...]
    result: str
    unit: str | None
    rounding: str | None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or an honest refusal, with everything needed to check it.

    `read_as` is the question after follow-ups were resolved; None when it was read as typed.
    """

    id: str
    question: str
    answered: bool
    answer: str | None
    kind: AnswerKind
    confidence: float
    citations: tuple[Citation, ...]
    facts: tuple[FactRecord, ...]
    conflicts: tuple[Conflict, ...]
    derivation: Derivation | None
    missing: tuple[str, ...]
    nearest: tuple[Citation, ...]
    generation: str
    took_ms: float
    read_as: str | None = None
    threshold: float | None = None
    error_rate: float | None = None
