"""The audit: documents checked against themselves, every finding with its quotes and arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefqa.facts.checks.changes import growth_findings, multiple_findings
from briefqa.facts.checks.prose import prose_findings
from briefqa.facts.checks.sentences import sentence_findings
from briefqa.facts.checks.tables import table_findings
from briefqa.facts.conflicts import find_conflicts
from briefqa.facts.findings import Finding, Verdict, finding
from briefqa.facts.grids import grids_of, prose_figures
from briefqa.types import DateRecord, Document, FactRecord, Passage

__all__ = ["Finding", "Verdict", "audit"]

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
        *prose_findings(prose, grids),
        *_conflicts(known),
    ]

    def place(item: Finding) -> tuple[int, int, int]:
        first = item.citations[0]
        return _ORDER.index(item.verdict), order[first.document_id], first.start

    return tuple(sorted(found, key=place))


def _conflicts(records: Sequence[FactRecord]) -> Iterator[Finding]:
    for conflict in find_conflicts(records):
        check = "date" if isinstance(conflict.records[0], DateRecord) else "value"
        verdict = Verdict.CONTRADICTION if conflict.certain else Verdict.POSSIBLE
        said = " ≠ ".join(record.surface for record in conflict.records)
        yield finding(check, verdict, conflict.reason, said, conflict.records)
