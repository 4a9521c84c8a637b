"""What the documents of a build add up to, before vectors are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

from briefqa.documents.limits import ReadFailure
from briefqa.documents.sources import Source
from briefqa.index.assembly import paragraph_texts
from briefqa.index.manifest import StoredDocument
from briefqa.index.sqlite_writer import SqliteWriter
from briefqa.index.versions import source_version
from briefqa.passages import claim_text
from briefqa.types import Document, Passage


@dataclass(slots=True)
class Gathered:
    """Texts in the order of rows, filled document by document.

    `views` are what is embedded and indexed of each passage, `read` the ids of documents that were not taken over.
    """

    documents: list[StoredDocument] = field(default_factory=list)
    failures: list[ReadFailure] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    paragraph_of: list[int] = field(default_factory=list)

    def add(self, source: Source, document: Document, passages: Sequence[Passage]) -> None:
        """Append a document with its passages in reading order."""
        texts, places = paragraph_texts(document, passages)
        self.paragraph_of += [len(self.paragraphs) + place for place in places]
        self.paragraphs += texts
        self.views += [claim_text(passage) for passage in passages]
        stored = StoredDocument(source.id, source.file, source.sha256, source_version(source), len(passages))
        self.documents.append(stored)


class WrittenDocuments(Sequence[tuple[Document, Sequence[Passage]]]):
    """The documents of a store that is being written, read back one at a time, so that memory holds only one."""

    def __init__(self, writer: SqliteWriter, count: int) -> None:
        self._writer = writer
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> tuple[Document, Sequence[Passage]]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Document, Sequence[Passage]]]: ...
    def __getitem__(
        self, place: int | slice
    ) -> tuple[Document, Sequence[Passage]] | Sequence[tuple[Document, Sequence[Passage]]]:
        if isinstance(place, slice):
            return [self[number] for number in range(self._count)[place]]
        return self._writer.stored(range(self._count)[place])
