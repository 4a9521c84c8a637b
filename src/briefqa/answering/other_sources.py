"""What another source says in the same paragraph: "ready in 2030, although the Polish side speaks of 2031"."""

from __future__ import annotations

import re

import numpy as np

from briefqa.facts.conflicts import exclude_each_other, may_be_of_one_time
from briefqa.index.store import Store
from briefqa.types import DateRecord, FactRecord, FactStatus, FigureRecord, Passage

_REACH = 300
"""Characters between a value and the other source's."""
_PASSAGES = 8
"""Passages on either side of the value's that are looked at; whole documents may have thousands."""
_BEFORE = 80
"""Characters before a value in which its source is named."""
_ONE_MAGNITUDE = 5
"""How many times a bare number may be another one that is said of the same thing."""
_THING = r"(?:it|this|that|them|they|the\s+(?:figure|number|total|sum|costs?|price|bill|share|date|amount|value|time))"
_SETS_AGAINST = re.compile(
    rf"(?:\b(?:speaks?|spoke|spoken|talks?|talked)\s+of|\b(?:puts?|sees?|sets?|estimates?|estimated|reckons?)\s+{_THING}\s+(?:at|for)"
    rf"|\b{_THING}\s+(?:is|are|was|were)\s+(?:put|estimated|given|set)\s+(?:at|as)"
    r"|\b(?:others|critics|opponents|observers|skeptics|sceptics)\s+(?:say|expect|estimate|count|name|give))\s+$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says?|said|counts?|counted|claims?|reports?|calculates?|estimates?|reckons?|cites?|names?|gives?|arrives?\s+at"
    r"|comes?\s+to|(?P<expects>expects?))(?:\s+(?:even|only|just))?\s+$",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:speak|spoke|talk|said|say|count|claim|report|calculat|estimat|reckon|cite|name|give|arrive|come|expect|put|see|set"
    r"|according)",
    re.IGNORECASE,
)
"""Beginnings of words without which no paragraph lets another source speak."""
_IS_ALL = re.compile(r"\s*(?:[.;,)]|$|\s(?:and|but|for|instead|in all)\b)")
"""What follows a value that is all that a source says: "the union says 3,800.", not "says 200 more will follow"."""


def said_by_other_sources(passage: Passage, own: FactRecord, store: Store) -> list[FactRecord]:
    """The values of a paragraph that stand against the value `own`, which one source gives and another contradicts.

    A source's value stands against the last one before it that cannot hold of one thing with it; `own` may be either.

    Args:
        passage: the claim of the value.
        own: the value.
        store: the documents and their records.
    """
    document = store.document(passage.document_id)
    block = document.blocks[passage.paragraph].span
    if not _CUE.search(document.text, block.start, block.end):
        return []
    start, values = block.start, _values_beside(passage, store)
    found: list[FactRecord] = []
    for at, said in enumerate(values):
        near = [one for one in values[:at] if said.span.start - one.span.end < _REACH]
        against = next((one for one in reversed(near) if _stand_against(one, said)), None)
        if against is None or own.id not in (said.id, against.id):
            continue
        before = document.text[max(start, said.span.start - _BEFORE) : said.span.start]
        if _is_another_sources(before, document.text, against, said):
            found.append(said if own.id == against.id else against)
    return found


def _values_beside(passage: Passage, store: Store) -> list[FactRecord]:
    """The figures and dates of the passages around one in its paragraph, in their order."""
    row, rows = store.row(passage.id), store.rows([passage.document_id])
    near = store.passages(rows[np.abs(rows - row) <= _PASSAGES])
    records = store.facts_of([one.id for one in near if one.paragraph == passage.paragraph])
    values = (one for one in records if isinstance(one, FigureRecord | DateRecord))
    return sorted(values, key=lambda record: record.span.start)


def _is_another_sources(before: str, text: str, against: FactRecord, said: FactRecord) -> bool:
    """Whether the words before or behind a value give it to another source than the value that it stands against.

    What a source says without more has to be of the same time, and what it expects stands only against what is to come.
    """
    sources = {against.attributed_to, said.attributed_to}
    attributed = against.passage_id == said.passage_id and len(sources) == 2 and None not in sources
    if attributed or _SETS_AGAINST.search(before):
        return True
    says = _SAYS.search(before)
    if says is None or not _IS_ALL.match(text, said.span.end) or not may_be_of_one_time(against, said):
        return False
    return not says["expects"] or against.status is FactStatus.PROJECTED


def _stand_against(a: FactRecord, b: FactRecord) -> bool:
    """Whether two values cannot both hold of one thing.

    A bare number may leave out the unit of the one before it and is compared where it is of one magnitude.
    """
    if not (isinstance(a, FigureRecord) and isinstance(b, FigureRecord)):
        return exclude_each_other(a, b)
    if b.unit is None and a.unit not in ("%", "times"):
        low, high = sorted(abs(float(one.value or 0)) for one in (a, b))
        return low < high <= _ONE_MAGNITUDE * low
    return exclude_each_other(a, b)
