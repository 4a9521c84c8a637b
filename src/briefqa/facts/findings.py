"""What a check of the documents against themselves found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefqa.types import Citation, FactRecord


class Verdict(StrEnum):
    """How a statement stands to the figures it can be checked against."""

    CONSISTENT = "consistent"
    ROUNDING = "consistent within rounding or truncation"
    POSSIBLE = "possible contradiction"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check with its quotes and arithmetic.

    `check` names what was checked: share, column total, total, growth, multiple, prose and table, date, value.
    `records` are the ids of the facts involved, `citations` theirs, in the order of the arithmetic.
    """

    check: str
    verdict: Verdict
    statement: str
    arithmetic: str
    records: tuple[str, ...]
    citations: tuple[Citation, ...]


def finding(check: str, verdict: Verdict, statement: str, arithmetic: str, records: Sequence[FactRecord]) -> Finding:
    """A finding about `records`."""
    citations = tuple(dict.fromkeys(record.citation for record in records))
    return Finding(check, verdict, statement, arithmetic, tuple(record.id for record in records), citations)
