"""Writing the SQLite store of a generation, once."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefqa.index.codec import decode_document, decode_value, encode_value
from briefqa.index.sqlite_schema import SCHEMA, WRITE_PRAGMAS
from briefqa.passages import claim_text
from briefqa.types import Document, FactRecord, FigureRecord, Passage


def hash_view(text: str) -> str:
    """The hash under which a view's vector is found again in the next generation."""
    return hashlib.sha256(text.encode()).hexdigest()


class SqliteWriter:
    """Fills a new store: each document with its passages, then the facts; a context manager.

    Rows are numbered in the order of writing; paragraphs are the blocks that have a passage, in the same order.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in WRITE_PRAGMAS:
            self._connection.execute(pragma)
        self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")
        self._documents = 0
        self._passages = 0
        self._facts = 0
        self._paragraphs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._connection.execute("COMMIT")
        self._connection.close()

    def add_document(self, document: Document, passages: Sequence[Passage]) -> None:
        """Append a document with its passages in reading order."""
        plain = encode_value(document)
        text, blocks = plain.pop("text"), plain.pop("blocks")
        summary = {**plain, "passages": len(passages), "facts": 0}
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
            (self._documents, document.id, _dump(summary), text, _dump(blocks)),
        )
        self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)", self._passage_rows(passages))
        self._documents += 1

    def _passage_rows(self, passages: Sequence[Passage]) -> Iterator[tuple[Any, ...]]:
        paragraph = None
        for passage in passages:
            if passage.paragraph != paragraph:
                paragraph = passage.paragraph
                self._paragraphs += 1
            yield (
                self._passages,
                passage.id,
                self._documents,
                self._paragraphs - 1,
                hash_view(claim_text(passage)),
                _dump(encode_value(passage)),
            )
            self._passages += 1

    def stored(self, position: int) -> tuple[Document, tuple[Passage, ...]]:
        """The document that was added as number `position`, with its passages, read back."""
        found = self._connection.execute(
            "SELECT summary, text, blocks FROM documents WHERE position = ?", (position,)
        ).fetchone()
        contents = self._connection.execute("SELECT content FROM passages WHERE document = ? ORDER BY row", (position,))
        passages = tuple(decode_value(Passage, json.loads(content)) for (content,) in contents)
        return decode_document(*found), passages

    def add_facts(self, document_id: str, records: Sequence[FactRecord]) -> None:
        """Append the records of one document that was added before."""
        position = self._connection.execute("SELECT position FROM documents WHERE id = ?", (document_id,)).fetchone()[0]
        for record in records:
            plain = encode_value(record)
            unit = record.unit if isinstance(record, FigureRecord) else None
            words = "\n".join(_strings(plain)).casefold()
            self._connection.execute(
                "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self._facts, position, record.passage_id, record.kind.value, unit, words, _dump(plain)),
            )
            self._facts += 1
        self._connection.execute(
            "UPDATE documents SET summary = json_set(summary, '$.facts', ?) WHERE position = ?",
            (len(records), position),
        )

    def add_lexicon(self, lexicon: dict[str, Any]) -> None:
        """Keep the corpus's names."""
        self._connection.execute("INSERT OR REPLACE INTO corpus VALUES ('lexicon', ?)", (_dump(lexicon),))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _strings(plain: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The words of a record that a person would look for, without ids and addresses."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for name, value in plain.items():
            if name not in {
                "id",
                "document_id",
                "passage_id",
                "url",
                "prefix",
                "suffix",
                "extractor",
                "kind",
                "status",
            }:
                yield from _strings(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _strings(value)
