"""Gapping: members of an enumeration that leave out the verb and what is counted.

"Panama lost 120 ships, Liberia 62 and the Marshall Islands 48": the later figures belong to the names right before them
and count what the first one counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.lexicon import Mention

_JOINED = re.compile(r"(?:,|;|\band|\bor|\bbut)\s+(?:only\s+)?(?:the\s+)?$", re.IGNORECASE)
_LINK = re.compile(r"\s+(?:(?:with|by|at|had|has)\s+)?(?:only\s+)?")
_ENDED = re.compile(r"\s*(?:[,;.)]|and\b|or\b|while\b|but\b|$)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True, slots=True)
class Gap:
    """Whose figure it is, as written, and the figure whose verb and noun it shares."""

    owner: str
    leader: Quantity


def find_gap(text: str, quantity: Quantity, quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> Gap | None:
    """What a bare number of an enumeration leaves out; None for any other figure."""
    if quantity.unit is not None or _ENDED.match(text, quantity.end) is None:
        return None
    owner = next((one for one in mentions if _LINK.fullmatch(text[one.end : quantity.start])), None)
    if owner is None or _JOINED.search(text, 0, owner.start) is None:
        return None
    before = [one for one in quantities if one.end <= owner.start and one.unit is not None]
    leader = before[-1] if before else None
    if leader is None or leader.unit is None or not leader.unit[0].islower() or leader.unit == "times":
        return None
    return None if _SENTENCE_END.search(text, leader.end, owner.start) else Gap(owner.surface, leader)
