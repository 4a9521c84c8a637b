"""Checks inside a sentence: shares, changes and sums that it states together with their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefqa.facts.checks.tables import verdict_on
from briefqa.facts.decimals import decimal_string
from briefqa.facts.findings import Finding, finding
from briefqa.facts.intervals import Interval, interval_of, quotient, total
from briefqa.facts.units import unit_name
from briefqa.types import FigureRecord

_HUNDRED = Decimal(100)
_RESTATED = re.compile(
    r"[\s,(–-]*(?:or|i\.e\.|that is|equal to|equivalent to|which is)?\s*(?:about\s+)?", re.IGNORECASE
)
_OF_WHOLE = re.compile(r"\)?\s+of\s+(?:the|its|their|an?|all|this|that)?\s*(?:[\w-]+\s+){0,3}(?:of\s+)?", re.IGNORECASE)
_OF_WHICH = re.compile(r",?\s(?:of which|of this|of that|including)\b[\s\w]{0,24}$", re.IGNORECASE)
_UP_FROM = re.compile(r"\b(?:up|down)\s+from\s*$", re.IGNORECASE)
_CHANGE_OF = re.compile(
    r"\b(?:increase|rise|growth|jump|gain|drop|fall|decline|decrease|cut|reduction)\s+of\s*$", re.IGNORECASE
)
_FALL = re.compile(r"\b(?:down|drop|fall|decline|decrease|cut|reduction)\b", re.IGNORECASE)
_MADE_OF = re.compile(
    r"\b(?:comprising|consisting of|made up of|composed of|split into|divided into|namely)\s*$", re.IGNORECASE
)


def sentence_findings(prose: Sequence[FigureRecord]) -> Iterator[Finding]:
    """Every percentage and sum that a sentence states beside the figures that it follows from."""
    sentences: dict[str, list[FigureRecord]] = {}
    for record in prose:
        if record.value is not None and record.low is None and record.high is None:
            sentences.setdefault(record.passage_id, []).append(record)
    for figures in sentences.values():
        figures.sort(key=lambda record: record.span.start)
        for number, record in enumerate(figures):
            if record.unit == "%":
                yield from _share(figures, number)
                yield from _change(figures, number)
            else:
                yield from _sum(figures, number)


def _between(left: FigureRecord, right: FigureRecord) -> str:
    offset = left.citation.start
    return left.citation.quote[left.span.end - offset : right.span.start - offset]


def _alike(*records: FigureRecord) -> bool:
    return len({unit_name(record.unit) for record in records}) == 1 and records[0].unit not in (None, "%", "times")


def _share(figures: Sequence[FigureRecord], number: int) -> Iterator[Finding]:
    """As in "$1.15bn (or 5.75%) of the $20 billion" and "£15.3 billion, of which £4.3 billion (28%)"."""
    if number == 0:
        return
    part, record = figures[number - 1], figures[number]
    if not _RESTATED.fullmatch(_between(part, record)):
        return
    whole = figures[number + 1] if number + 1 < len(figures) else None
    if whole is None or not _OF_WHOLE.fullmatch(_between(record, whole)) or not _alike(part, whole):
        whole = figures[number - 2] if number > 1 and _OF_WHICH.search(_between(figures[number - 2], part)) else None
    if whole is None or not _alike(part, whole) or not Decimal(whole.value or 0):
        return
    exact = Decimal(part.value or 0) / Decimal(whole.value or 1) * _HUNDRED
    bounds = _quotient(part, whole)
    possible = Interval(exact, exact) if bounds is None else Interval(bounds.low * _HUNDRED, bounds.high * _HUNDRED)
    formula = f"{part.surface} ÷ {whole.surface} = {exact:.2f}%"
    statement = f"{record.surface} of {whole.surface}"
    yield finding("share", verdict_on(record, exact, possible), statement, formula, (record, part, whole))


def _change(figures: Sequence[FigureRecord], number: int) -> Iterator[Finding]:
    """As in "11.8 bcm in 2023, up from 8.1 bcm in 2021, an increase of almost 46 percent"."""
    if number < 2:
        return
    end, start, record = figures[number - 2 : number + 1]
    cue = _CHANGE_OF.search(_between(start, record))
    if (
        cue is None
        or not _UP_FROM.search(_between(end, start))
        or not _alike(start, end)
        or not Decimal(start.value or 0)
    ):
        return
    sign = -1 if _FALL.search(cue.group()) else 1
    exact = (Decimal(end.value or 0) / Decimal(start.value or 1) - 1) * _HUNDRED * sign
    bounds = _quotient(end, start)
    ends = [exact] if bounds is None else [(bounds.low - 1) * _HUNDRED * sign, (bounds.high - 1) * _HUNDRED * sign]
    formula = f"{end.surface} ÷ {start.surface} − 1 = {exact * sign:.1f}%"
    possible = Interval(min(ends), max(ends))
    yield finding(
        "growth", verdict_on(record, exact, possible), cue.group() + record.surface, formula, (record, end, start)
    )


def _sum(figures: Sequence[FigureRecord], number: int) -> Iterator[Finding]:
    """As in "€7.4 billion, comprising €5 billion in loans, €1.8 billion in investments and €600 million in grants"."""
    record, parts = figures[number], list(figures[number + 1 :])
    if len(parts) < 2 or not _MADE_OF.search(_between(record, parts[0])) or not _alike(record, *parts):
        return
    ranges = [bounds for bounds in map(interval_of, parts) if bounds is not None]
    exact = sum((Decimal(part.value or 0) for part in parts), Decimal(0))
    formula = f"{' + '.join(part.surface for part in parts)} = {decimal_string(exact)} {record.unit or ''}".strip()
    yield finding("total", verdict_on(record, exact, total(ranges)), record.surface, formula, (record, *parts))


def _quotient(top: FigureRecord, bottom: FigureRecord) -> Interval | None:
    bounds = interval_of(top), interval_of(bottom)
    return None if bounds[0] is None or bounds[1] is None else quotient(bounds[0], bounds[1])
