"""One mention of a deal, and what every frame needs to make one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefqa.facts.deals.items import Item, price_in
from briefqa.facts.deals.parties import actors, after_preposition, is_polity
from briefqa.facts.deals.status import is_no_deal
from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading

_HOLDING = re.compile(
    r"\b(?:stakes?|shares?|equity|holdings?|of its [\w ]*(?:terminal|port|company|firm|bank))\b", re.I
)
_POINTS_BACK = re.compile(r"(?:those|these|them|such|that|this)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DealMention:
    """One mention of a deal at `text[start:end]` of a passage; roles hold the mentions of the parties."""

    start: int
    end: int
    deal_type: str
    deal_status: str
    item: Item | None
    roles: dict[str, list[Mention]] = field(default_factory=dict)
    value: str | None = None

    def parties(self) -> list[tuple[str, str]]:
        """(name, role) of every party, each once."""
        pairs = [(mention.name, role) for role, mentions in self.roles.items() for mention in mentions]
        return list(dict.fromkeys(pairs))


def is_share(item: PassageReading, goods: Item) -> bool:
    """Whether the goods are a share or multiple, which a statistic states; a stake that is sold is none."""
    if _HOLDING.search(goods.text):
        return False
    return any(
        q.kind in ("percent", "fraction", "multiple") and goods.start <= q.start < goods.end
        for q in item.reading.quantities
    )


def suppliers_in(item: PassageReading, goods: Item, others: list[Mention]) -> list[Mention]:
    """The owner or maker in the goods: "Korean weaponry", "South Korea's Chunmoo", "developed by Hanwha"."""
    taken = {mention.entity_id for mention in others}
    inside = [m for m in actors(item.mentions) if goods.start <= m.start < goods.end and m.entity_id not in taken]
    makers = after_preposition(
        item, "developed by|made by|built by|produced by|manufactured by", goods.start, len(item.text)
    )
    return list(dict.fromkeys([m for m in inside if is_polity(m)] + [m for m in makers if m.entity_id not in taken]))


def _stands_here(item: PassageReading, mention: Mention) -> bool:
    """Whether a mention is one of this passage, not one of the passage before that a pronoun stands for."""
    return item.written(mention.start, mention.end) == mention.surface


def kept_mention(
    item: PassageReading,
    deal_type: str,
    status: str,
    said: str,
    goods: Item | None,
    roles: dict[str, list[Mention]],
    start: int,
    end: int,
) -> Iterator[DealMention]:
    """The mention of a deal unless `said`, the clause up to it, only wishes, rumours or denies it."""
    if is_no_deal(said) or (goods is not None and _POINTS_BACK.match(goods.text)):
        return
    filled = {role: mentions for role, mentions in roles.items() if mentions}
    last = max(
        [
            goods.end if goods is not None else start,
            *(m.end for ms in filled.values() for m in ms if m.start < end and _stands_here(item, m)),
        ]
    )
    value = goods.value if goods is not None and goods.value else price_in(item, start, end)
    yield DealMention(start, max(last, start + 1), deal_type, status, goods, filled, value)
