"""Reading the SQLite store of a generation."""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError, NotFoundError
from briefqa.index.codec import decode_document, decode_fact, decode_value
from briefqa.index.sqlite_schema import READ_PRAGMAS
from briefqa.index.store import DocumentSummary, FactFilter
from briefqa.types import Document, FactRecord, Passage

# SQLite allows 32766 parameters in one statement (SQLITE_MAX_VARIABLE_NUMBER).
PARAMETERS = 10_000
# Documents kept as they were decoded; most questions come back to the same few, and decoding one takes longer than
# searching for it.
DECODED = 64


class SqliteStore:
    """A store in one immutable file; each thread that reads at the same time has a connection of its own.

    Raises:
        IndexCorruptError: the file is missing or is no such store.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False
        self._decoded: dict[str, Document] = {}
        if not path.is_file():
            raise IndexCorruptError(f"The store {path} is missing; build the index again.")
        self._query("SELECT count(*) FROM corpus")

    def document(self, document_id: str) -> Document:
        """One document; raises NotFoundError."""
        known = self._decoded.get(document_id)
        if known is not None:
            return known
        found = self._query("SELECT summary, text, blocks FROM documents WHERE id = ?", (document_id,))
        if not found:
            raise NotFoundError(f'The index holds no document "{document_id}"; briefqa build lists what it read.')
        document = decode_document(*found[0])
        if len(self._decoded) >= DECODED:
            self._decoded.clear()
        self._decoded[document_id] = document
        return document

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, by id."""
        found = self._query("SELECT summary FROM documents ORDER BY position")
        return tuple(DocumentSummary(**json.loads(summary)) for (summary,) in found)

    def passage(self, passage_id: str) -> Passage:
        """One passage; raises NotFoundError."""
        return self.passages([self.row(passage_id)])[0]

    def passages(self, rows: Sequence[int] | NDArray[np.int64]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order given; raises NotFoundError."""
        wanted = [int(row) for row in rows]
        contents = dict(self._query_many("SELECT row, content FROM passages WHERE row IN ({})", sorted(set(wanted))))
        try:
            return tuple(decode_value(Passage, json.loads(contents[row])) for row in wanted)
        except KeyError as error:
            raise NotFoundError(f"The index holds no passage in row {error}.") from error

    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._query("SELECT count(*) FROM passages")[0][0])

    def document_passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages of one document in reading order; raises NotFoundError."""
        position = self._positions([document_id])[0]
        found = self._query("SELECT content FROM passages WHERE document = ? ORDER BY row", (position,))
        return tuple(decode_value(Passage, json.loads(content)) for (content,) in found)

    def row(self, passage_id: str) -> int:
        """The row of one passage; raises NotFoundError."""
        found = self._query("SELECT row FROM passages WHERE id = ?", (passage_id,))
        if not found:
            raise NotFoundError(f'The index holds no passage "{passage_id}"; it may be of another generation.')
        return int(found[0][0])

    def rows(self, document_ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of every passage of these documents, ascending; raises NotFoundError."""
        return self._document_rows("SELECT row FROM passages WHERE document IN ({})", document_ids)

    def paragraph_rows(self, document_ids: Sequence[str]) -> NDArray[np.int64]:
        """The rows of every paragraph of these documents, ascending; raises NotFoundError."""
        return self._document_rows("SELECT paragraph_row FROM passages WHERE document IN ({})", document_ids)

    def facts(self, wanted: FactFilter | None = None) -> tuple[FactRecord, ...]:
        """The records that fit, in reading order; an unknown document id has none."""
        wanted = wanted or FactFilter()
        conditions, values = ["1"], list[Any]()
        for column, value in (("kind", wanted.kind), ("unit", wanted.unit)):
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(str(value))
        for word in (wanted.text or "").casefold().split():
            conditions.append("instr(words, ?)")
            values.append(word)
        if wanted.documents is not None:
            conditions.append(
                "document IN (SELECT position FROM documents WHERE id IN (SELECT value FROM json_each(?)))"
            )
            values.append(json.dumps(wanted.documents))
        found = self._query(f"SELECT content FROM facts WHERE {' AND '.join(conditions)} ORDER BY position", values)
        return tuple(decode_fact(json.loads(content)) for (content,) in found)

    def facts_of(self, passage_ids: Sequence[str]) -> tuple[FactRecord, ...]:
        """The records of these passages, in reading order."""
        found = self._query_many(
            "SELECT position, content FROM facts WHERE passage_id IN ({})", sorted(set(passage_ids))
        )
        return tuple(decode_fact(json.loads(content)) for _, content in sorted(found))

    def lexicon(self) -> dict[str, Any]:
        """The corpus's names as JSON; see `briefqa.facts.Lexicon.from_json`."""
        found = self._query("SELECT content FROM corpus WHERE name = 'lexicon'")
        lexicon: dict[str, Any] = json.loads(found[0][0]) if found else {}
        return lexicon

    def view_rows(self) -> dict[str, int]:
        """A row for each hash of a view's text; see `hash_view`."""
        return dict(self._query("SELECT view_hash, row FROM passages ORDER BY row DESC"))

    def close(self) -> None:
        """Close every idle connection; those in use close when they come back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _positions(self, document_ids: Sequence[str]) -> list[int]:
        known = dict(self._query_many("SELECT id, position FROM documents WHERE id IN ({})", sorted(set(document_ids))))
        missing = [document_id for document_id in document_ids if document_id not in known]
        if missing:
            raise NotFoundError(f'The index holds no document "{missing[0]}"; briefqa build lists what it read.')
        return [int(known[document_id]) for document_id in document_ids]

    def _document_rows(self, statement: str, document_ids: Sequence[str]) -> NDArray[np.int64]:
        found = self._query_many(statement, sorted(set(self._positions(document_ids))))
        return np.unique(np.array([row for (row,) in found], dtype=np.int64))

    def _query_many(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Run a statement with `IN ({})` for many values."""
        found: list[Any] = []
        for start in range(0, len(values), PARAMETERS):
            part = values[start : start + PARAMETERS]
            found += self._query(statement.format(",".join("?" * len(part))), part)
        return found

    def _query(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            with self._connection() as connection:
                return connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexCorruptError(
                f"The store {self._path} cannot be read ({error}); build the index again."
            ) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
            for pragma in READ_PRAGMAS:
                connection.execute(pragma)
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)
