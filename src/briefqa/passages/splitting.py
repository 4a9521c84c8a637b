"""Document -> claim-level passages with their views."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from briefqa.passages.bylines import is_byline
from briefqa.passages.clauses import split_clauses
from briefqa.passages.references import claim_about
from briefqa.passages.sentences import split_sentences
from briefqa.passages.views import row_view, sentence_view
from briefqa.types import Block, BlockKind, Cell, Document, Passage, PassageKind, Span, View

_PROSE = {
    BlockKind.PARAGRAPH: PassageKind.SENTENCE,
    BlockKind.LIST_ITEM: PassageKind.LIST_ITEM,
    BlockKind.CAPTION: PassageKind.CAPTION,
    BlockKind.FOOTNOTE: PassageKind.FOOTNOTE,
}


@dataclass(frozen=True, slots=True)
class _Claim:
    span: Span
    kind: PassageKind
    view: View
    cells: tuple[Cell, ...] = ()


def document_version(document: Document) -> str:
    """Hash of what passages are made of: the canonical text and the title that views carry."""
    return hashlib.sha256(f"{document.title}\n{document.text}".encode()).hexdigest()[:16]


def split_passages(document: Document) -> tuple[Passage, ...]:
    """Every claim of a document in reading order; titles, headings and boilerplate but bylines make no claims."""
    version = document_version(document)
    passages: list[Passage] = []
    for paragraph, block in enumerate(document.blocks):
        for claim in _claims(document, block):
            page, last_page = block.pages_of(claim.span)
            passages.append(
                Passage(
                    id=_passage_id(document.id, version, claim.span),
                    document_id=document.id,
                    span=claim.span,
                    kind=claim.kind,
                    view=claim.view,
                    position=len(passages),
                    paragraph=paragraph,
                    section=block.section,
                    page=page,
                    last_page=last_page,
                    cells=claim.cells,
                    table=block.caption if block.kind is BlockKind.TABLE else None,
                )
            )
    return tuple(passages)


def _passage_id(document_id: str, version: str, span: Span) -> str:
    return hashlib.sha256(f"{document_id}\n{version}\n{span.start}-{span.end}".encode()).hexdigest()[:16]


def _claims(document: Document, block: Block) -> Iterator[_Claim]:
    if block.kind is BlockKind.TABLE:
        yield from _row_claims(document, block)
    elif is_byline(document, block):
        yield _Claim(block.span, PassageKind.BYLINE, sentence_view(document, block.section, block.span, None))
    elif block.kind in _PROSE:
        yield from _prose_claims(document, block, _PROSE[block.kind])


def _prose_claims(document: Document, block: Block, kind: PassageKind) -> Iterator[_Claim]:
    before: Span | None = None
    for sentence in split_sentences(block.span.cut(document.text)):
        text = document.text[block.span.start + sentence.start : block.span.start + sentence.end]
        if not any(character.isalnum() for character in text):
            continue
        clauses = split_clauses(text) if kind is not PassageKind.CAPTION else (Span(0, len(text)),)
        for clause in clauses:
            start = block.span.start + sentence.start
            span = Span(start + clause.start, start + clause.end)
            claim_kind = PassageKind.CLAUSE if len(clauses) > 1 and kind is PassageKind.SENTENCE else kind
            yield _Claim(span, claim_kind, sentence_view(document, block.section, span, before))
            before = span


def _row_claims(document: Document, block: Block) -> Iterator[_Claim]:
    about = claim_about(document, block.caption)
    table = f"{block.caption}: {about.cut(document.text)}" if about is not None else block.caption
    body = sorted((cell for cell in block.cells if not cell.is_header), key=lambda cell: (cell.row, cell.column))
    for row, group in groupby(body, key=lambda cell: cell.row):
        cells = tuple(cell for cell in group if cell.span.cut(document.text).strip())
        if not cells:
            continue
        in_row = [cell.span for cell in block.cells if cell.row == row and cell.span.start < cell.span.end]
        span = Span(min(part.start for part in in_row), max(part.end for part in in_row))
        view = row_view(document, block.section, table, cells)
        yield _Claim(span, PassageKind.TABLE_ROW, view, cells)
