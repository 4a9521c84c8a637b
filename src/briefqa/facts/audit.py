"""The audit: documents checked against themselves, every finding with its quotes and arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefqa.facts.checks.changes import growth_findings, multiple_findings
from briefqa.facts.checks.sentences import sentence_findings
from briefqa.facts.checks.tables import table_findings
from briefqa.facts.conflicts import find_conflicts
from briefqa.facts.findings import Finding, Verdict, finding
from briefqa.facts.grids import Grid, content_words, grids_of, innermost, overlap, prose_figures
from briefqa.facts.text import STOPWORDS
from briefqa.types import DateRecord, Document, FactRecord, FigureRecord, Passage

__all__ = ["Finding", "Verdict", "audit"]

_BRACKETS = re.compile(r"\([^)]*\)")
_TELLING_DIGITS = 3
_ORDER = [Verdict.CONTRADICTION, Verdict.POSSIBLE, Verdict.ROUNDING, Verdict.CONSISTENT]


def audit(
    documents: Sequence[tuple[Document, Sequence[Passage]]], records: Sequence[FactRecord]
) -> tuple[Finding, ...]:
    """Check percentages, totals, growth, multiples, dates and repeated figures of `documents`.

    Contradictions come first, then what is possibly one, then what holds within rounding, then what holds;
    within each in reading order.
    """
    order = {document.id: number for number, (document, _) in enumerate(documents)}
    known = [record for record in records if record.document_id in order]
    grids, prose = grids_of(known), prose_figures(known)
    found = [
        *(item for grid in grids for item in table_findings(grid)),
        *growth_findings(prose, grids),
        *multiple_findings(prose, grids),
        *sentence_findings(prose),
        *_prose_against_tables(prose, grids),
        *_conflicts(known),
    ]

    def place(item: Finding) -> tuple[int, int, int]:
        first = item.citations[0]
        return _ORDER.index(item.verdict), order[first.document_id], first.start

    return tuple(sorted(found, key=place))


def _prose_against_tables(prose: Sequence[FigureRecord], grids: Sequence[Grid]) -> Iterator[Finding]:
    """Figures that the text repeats from a table of its document."""
    for record in prose:
        cells = [cell for grid in grids if grid.document_id == record.document_id for row in grid.rows for cell in row]
        said = content_words(record.citation.quote, STOPWORDS) if cells else frozenset()
        for cell in cells:
            named = overlap(content_words(_BRACKETS.sub(" ", cell.row or ""), STOPWORDS), said)
            headed = overlap(content_words(innermost(cell.column), STOPWORDS), said)
            same = cell.unit == record.unit and record.value is not None and cell.value == record.value
            if same and record.unit not in (None, "times") and (named >= 1 or headed >= 1 or _is_telling(record)):
                statement = f"The text and the table both say {record.surface}: {cell.row} ({cell.column})"
                yield finding(
                    "prose and table",
                    Verdict.CONSISTENT,
                    statement,
                    f"{record.surface} = {cell.surface}",
                    (record, cell),
                )


def _is_telling(record: FigureRecord) -> bool:
    """Whether a value has enough digits that two places state it for no other reason than to say the same."""
    return len((record.value or "").strip("0").replace(".", "")) >= _TELLING_DIGITS


def _conflicts(records: Sequence[FactRecord]) -> Iterator[Finding]:
    for conflict in find_conflicts(records):
        check = "date" if isinstance(conflict.records[0], DateRecord) else "value"
        verdict = Verdict.CONTRADICTION if conflict.certain else Verdict.POSSIBLE
        said = " ≠ ".join(record.surface for record in conflict.records)
        yield finding(check, verdict, conflict.reason, said, conflict.records)
