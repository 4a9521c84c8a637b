"""What the documents say of other years, where a question asks for a figure of a year that they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.judging import Judged
from briefqa.index.store import Store
from briefqa.types import FigureRecord, Passage

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_ASKED = re.compile(
    rf"(?<![\w$€£.,/–-])(?:\b(?:in|for|during|of|by|at the end of|throughout|since)\s+)?"
    rf"(?:the\s+)?(?:(?:fiscal|financial|calendar)\s+)?(?:year\s+)?(?P<year>{_YEAR})(?![\w%]|[-–/.,]\d)",
    re.IGNORECASE,
)
_PERIOD = re.compile(rf"(?P<first>{_YEAR})(?:-\d\d(?:-\d\d)?)?(?:/(?P<last>{_YEAR})(?:-\d\d(?:-\d\d)?)?)?[~?%]?")
_MOST = 4
"""Years that a refusal names."""


def without_year(question: str, missing: Sequence[str]) -> tuple[str, str] | None:
    """The question of any year, and the one year that it names and the documents lack; None for any other question."""
    asked = list(_ASKED.finditer(question))
    if len(asked) != 1 or f"year {asked[0]['year']}" not in missing:
        return None
    other = " ".join((question[: asked[0].start()] + question[asked[0].end() :]).split())
    return re.sub(r"\s+([?.!,])", r"\1", other), asked[0]["year"]


def find_other_years(
    judged: Sequence[Judged], threshold: float, year: str, store: Store
) -> tuple[Passage, tuple[str, ...]] | None:
    """The passage that answers the question of other years, and these years in order; None where nothing does.

    `judged` are the proposals to the question without its `year`. In a table the years of all rows count.
    """
    for entry in judged:
        if entry.lacking is not None or entry.confidence < threshold:
            continue
        passage = entry.proposal.passage
        figures = [record for record in store.facts_of([passage.id]) if isinstance(record, FigureRecord)]
        meant = [record for record in figures if record.span.overlap(entry.proposal.span) and record.period]
        if not meant:
            continue
        if passage.cells:
            rows = store.document_passages(passage.document_id)
            figures = [
                record
                for record in store.facts_of([row.id for row in rows if row.paragraph == passage.paragraph])
                if isinstance(record, FigureRecord) and record.column == meant[0].column
            ]
        years = {_name(record.period) for record in figures if record.unit == meant[0].unit and record.period}
        stated = tuple(sorted(name for name in years if name is not None))
        return (passage, stated) if stated and year not in stated else None
    return None


def name_years(year: str, stated: Sequence[str]) -> tuple[str, ...]:
    """What is missing where other years have an answer, and these years: "year 2022 (stated: 2020, 2023)"."""
    return (f"year {year} (stated: {', '.join(stated[-_MOST:])})",)


def _name(period: str | None) -> str | None:
    """The year or years of an EDTF period, None for an open one."""
    match = _PERIOD.fullmatch(period or "")
    if match is None:
        return None
    last = match["last"]
    return match["first"] if last in (None, match["first"]) else f"{match['first']} to {last}"
