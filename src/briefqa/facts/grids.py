"""Figures of one table as a grid of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.types import FactRecord, FigureRecord

_PATH = " > "


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of one table of a document, by row in reading order."""

    document_id: str
    table: str | None
    rows: tuple[tuple[FigureRecord, ...], ...]

    def columns(self) -> tuple[str, ...]:
        """The column header paths, in order."""
        return tuple(dict.fromkeys(record.column for row in self.rows for record in row if record.column))

    def column(self, header: str) -> tuple[FigureRecord, ...]:
        """The figures under one column header path."""
        return tuple(record for row in self.rows for record in row if record.column == header)


def grids_of(records: Iterable[FactRecord]) -> tuple[Grid, ...]:
    """The tables among `records`; a table is what shares document, section, caption and column headers."""
    tables: dict[tuple[str, str | None, str | None], dict[str, list[FigureRecord]]] = {}
    for record in records:
        if isinstance(record, FigureRecord) and record.citation.cell is not None:
            place = (record.document_id, record.citation.section, record.citation.cell.table)
            tables.setdefault(place, {}).setdefault(record.passage_id, []).append(record)
    return tuple(
        Grid(document_id, table, tuple(tuple(row) for row in rows.values()))
        for (document_id, _, table), rows in tables.items()
    )


def innermost(path: str | None) -> str:
    """The last part of a header path."""
    return (path or "").rpartition(_PATH)[2]


def outer(path: str | None) -> str:
    """A header path without its last part, or all of it where it has only one."""
    return (path or "").rpartition(_PATH)[0] or (path or "")


def prose_figures(records: Iterable[FactRecord]) -> tuple[FigureRecord, ...]:
    """The figures of running text."""
    return tuple(record for record in records if isinstance(record, FigureRecord) and record.citation.cell is None)


def content_words(text: str | None, stopwords: frozenset[str]) -> frozenset[str]:
    """The words of `text` that carry meaning, in lower case and without a plural s."""
    found = re.findall(r"[^\W\d_]{2,}", (text or "").casefold())
    return frozenset(stem(word) for word in found if word not in stopwords)


def stem(word: str) -> str:
    """A word without plural s and with one spelling of defence and armour."""
    return word.replace("defense", "defence").replace("armor", "armour").rstrip("s")


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that both share, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def same_document(records: Sequence[FactRecord]) -> bool:
    """Whether all records come from one document."""
    return len({record.document_id for record in records}) == 1
