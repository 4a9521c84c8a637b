"""Small documents with passages and facts, made by hand so that a test can say what stands where."""

import hashlib

from briefqa.types import (
    Block,
    BlockKind,
    Cell,
    CellReference,
    Citation,
    DateRecord,
    DealRecord,
    Document,
    FactKind,
    FactRecord,
    FigureRecord,
    Header,
    Party,
    Passage,
    PassageKind,
    Segment,
    Span,
    View,
)


def make_document(identifier: str, *sentences: str, title: str = "A brief") -> Document:
    """A document with one paragraph for each string; a " | " in it makes a table row of cells."""
    blocks, start = [], 0
    for text in sentences:
        span = Span(start, start + len(text))
        if " | " in text:
            cells, place = [], start
            for column, part in enumerate(text.split(" | ")):
                header = (
                    (Header(text.split(" | ")[0], Span(start, start + len(text.split(" | ")[0]))),) if column else ()
                )
                cells.append(Cell(0, column, Span(place, place + len(part)), row_headers=header, is_header=column == 0))
                place += len(part) + 3
            blocks.append(Block(BlockKind.TABLE, span, ("Section",), cells=tuple(cells), caption="A table"))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, span, ("Section",), page=1, last_page=1))
        start = span.end + 1
    text = "\n".join(sentences)
    return Document(identifier, title, text, tuple(blocks), hash_text(text), f"{identifier}.txt", "text/plain")


def make_passages(document: Document) -> tuple[Passage, ...]:
    """Every sentence of the document that ends in a full stop, and every table."""
    passages: list[Passage] = []
    for paragraph, block in enumerate(document.blocks):
        start = block.span.start
        for piece in block.span.cut(document.text).split(". "):
            span = Span(start, min(start + len(piece) + 1, block.span.end))
            start = span.end + 1
            view = View((Segment(f"{document.title}. "), Segment(span.cut(document.text), span)))
            kind = PassageKind.TABLE_ROW if block.cells else PassageKind.SENTENCE
            cells = tuple(cell for cell in block.cells if not cell.is_header)
            identifier = hash_text(f"{document.id} {document.sha256} {span}")[:16]
            passages.append(
                Passage(
                    identifier,
                    document.id,
                    span,
                    kind,
                    view,
                    len(passages),
                    paragraph,
                    block.section,
                    block.page,
                    block.last_page,
                    cells,
                    block.caption,
                )
            )
    return tuple(passages)


def make_facts(passage: Passage, document: Document) -> tuple[FactRecord, ...]:
    """One record of each kind for a passage."""
    quote = passage.span.cut(document.text)
    cell = CellReference("A table", "row", "column") if passage.cells else None
    citation = Citation(
        document.id,
        document.title,
        passage.id,
        quote,
        passage.span.start,
        passage.span.end,
        0,
        1,
        "",
        "",
        "Section",
        1,
        cell,
        f"/v1/documents/{document.id}/view",
    )
    common = {"document_id": document.id, "passage_id": passage.id, "citation": citation, "extractor": "sample/1"}
    figure = FigureRecord(
        id=f"f-{passage.id}", kind=FactKind.FIGURE, surface=quote[:1], value="1", unit="EUR", subject="Äpfel", **common
    )
    date = DateRecord(
        id=f"d-{passage.id}",
        kind=FactKind.DATE,
        surface=quote[:1],
        edtf="2024-05",
        earliest="2024-05-01",
        latest="2024-05-31",
        participants=("Seoul",),
        **common,
    )
    deal = DealRecord(
        id=f"x-{passage.id}",
        kind=FactKind.DEAL,
        surface=quote[:1],
        parties=(Party("Poland", "recipient"),),
        item="tanks",
        designation="K2",
        quantity="180",
        deal_type="purchase",
        deal_status="signed",
        date="2022",
        value=None,
        citations=(citation,),
        **common,
    )
    return figure, date, deal


def hash_text(text: str) -> str:
    """The sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


FIRST = make_document(
    "first",
    "Poland bought 180 K2 tanks in 2022. The price was €5.8 billion.",
    "Howitzers | $977 million | €3.476 billion",
    "Seoul wants a market share of 68.64%.",
    title="Tanks for Europe",
)
SECOND = make_document("second", "Norway chose the FA-50. It paid $1,000.", title="Aircraft – für Norwegen")
