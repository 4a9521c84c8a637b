"""Figures that stand side by side: those of one table, or of one paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.retriever import Candidate
from briefqa.index.store import Store
from briefqa.index.terms import split_terms
from briefqa.types import BlockKind, Cell, Document, FigureRecord, Passage

TOTAL = re.compile(
    r"^(?:(?:in )?(?:total|sum|all|overall|subtotal|grand total)\b|(?:the )?(?:average|mean|median|world)\W*$)",
    re.IGNORECASE,
)
"""The header of a row or column that sums up or averages the others."""


Likeness = Callable[[str, Sequence[str]], NDArray[np.float32]]
"""Tells how alike in meaning a text and each of others are."""
_ALIKE, _CLEARLY = 0.33, 0.15
"""Likeness from which a header may be meant by other words, and by how much it has to lie above that of the next.

Over 34 questions for a column of eight tables the right header was found by both for 11 and a wrong one never."""


@dataclass(frozen=True, slots=True)
class Frame:
    """All passages of one block, with its figures.

    `similarity` is the likeness in meaning of the question and the best of these passages that search found.
    """

    document: Document
    passages: tuple[Passage, ...]
    records: tuple[FigureRecord, ...]
    similarity: float

    @property
    def is_table(self) -> bool:
        """Whether the figures are cells of a table."""
        return bool(self.passages[0].cells)

    @property
    def is_list(self) -> bool:
        """Whether the passages are items of one list."""
        return not self.is_table and self.passages[0].paragraph != self.passages[-1].paragraph

    def terms(self) -> frozenset[str]:
        """What caption and headings of a table, or a paragraph with its headings, speak of."""
        views = [passage.view.text for passage in self.passages]
        texts = [self.passages[0].table or ""] if self.is_table else views
        return frozenset(split_terms(" ".join([self.document.title, *self.passages[0].section, *texts])))


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that holds one exact number, with the terms of its row's and its column's headers."""

    passage: Passage
    cell: Cell
    record: FigureRecord
    line: frozenset[str]
    head: frozenset[str]


def gather_frames(store: Store, candidates: Sequence[Candidate]) -> tuple[Frame, ...]:
    """The blocks that hold the passages found, whole, in the order in which search found them."""
    documents = {candidate.hit.passage.document_id for candidate in candidates}
    passages = {one: store.document_passages(one) for one in sorted(documents)}
    frames: dict[tuple[str, int], Frame] = {}
    for candidate in candidates:
        place = candidate.hit.passage.document_id, candidate.hit.passage.paragraph
        if place not in frames:
            frames[place] = _frame(store, passages[place[0]], (place[1],), candidate.features[0])
    return tuple(frames.values())


def other_tables(store: Store, candidates: Sequence[Candidate]) -> tuple[Frame, ...]:
    """The tables of the documents of the passages found that none of these passages is of."""
    frames: list[Frame] = []
    for name in dict.fromkeys(one.hit.passage.document_id for one in candidates):
        found = {one.hit.passage.paragraph for one in candidates if one.hit.passage.document_id == name}
        passages = store.document_passages(name)
        tables = dict.fromkeys(one.paragraph for one in passages if one.cells and one.paragraph not in found)
        frames.extend(_frame(store, passages, (paragraph,), 0.0) for paragraph in tables)
    return tuple(frames)


def list_frames(store: Store, candidates: Sequence[Candidate]) -> tuple[Frame, ...]:
    """Lists of which a passage found is an item, each with all its items as one frame."""
    frames: dict[tuple[str, int], Frame] = {}
    for candidate in candidates:
        passage = candidate.hit.passage
        blocks = store.document(passage.document_id).blocks
        first = last = passage.paragraph
        while first and blocks[first - 1].kind is BlockKind.LIST_ITEM is blocks[first].kind:
            first -= 1
        while last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.LIST_ITEM is blocks[last].kind:
            last += 1
        place = passage.document_id, first
        if first < last and place not in frames:
            passages = store.document_passages(passage.document_id)
            frames[place] = _frame(store, passages, range(first, last + 1), candidate.features[0])
    return tuple(frames.values())


def _frame(store: Store, passages: Sequence[Passage], paragraphs: Container[int], similarity: float) -> Frame:
    own = tuple(passage for passage in passages if passage.paragraph in paragraphs)
    records = tuple(record for record in store.facts_of([one.id for one in own]) if isinstance(record, FigureRecord))
    return Frame(store.document(own[0].document_id), own, records, similarity)


def entries_of(frame: Frame) -> Iterator[Entry]:
    """The cells of a table that hold one exact number; what is a range or a bound cannot be computed with."""
    for passage in frame.passages:
        own = [record for record in frame.records if record.passage_id == passage.id]
        for cell in passage.cells:
            inside = [record for record in own if cell.span.contains(record.span)]
            if len(inside) == 1 and inside[0].value is not None and inside[0].low is None and inside[0].high is None:
                yield Entry(passage, cell, inside[0], _terms(cell, rows=True), _terms(cell, rows=False))


def _terms(cell: Cell, *, rows: bool) -> frozenset[str]:
    headers = cell.row_headers if rows else cell.column_headers
    return frozenset(split_terms(" ".join(header.text for header in headers)))


def corner_of(document: Document, row: Passage) -> str:
    """The header of the column in which the names of a table's rows stand: "Vaccine", "Country of origin"."""
    names = {cell.row_headers[-1].span for cell in row.cells if cell.row_headers}
    cells = document.blocks[row.paragraph].cells
    columns = {cell.column for cell in cells if cell.span in names}
    return " ".join(
        cell.span.cut(document.text)
        for cell in cells
        if cell.is_header and cell.column in columns and cell.row < min(one.row for one in row.cells)
    )


def meant_by_other_words(question: str, headers: Sequence[str], likeness: Likeness) -> int | None:
    """Which of several headers a question means though it says no word of them; None where that is not clear."""
    if len(headers) < 2:
        return None
    alike = likeness(question, headers)
    first, second = sorted(range(len(headers)), key=lambda at: -alike[at])[:2]
    return first if alike[first] >= _ALIKE and alike[first] - alike[second] >= _CLEARLY else None
