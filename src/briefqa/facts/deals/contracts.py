"""Contracts: who signed with whom, and by the purpose of the contract who supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefqa.facts.deals.items import Item, item_at, price_in
from briefqa.facts.deals.mentions import DealMention, kept_mention
from briefqa.facts.deals.parties import acting, after_preposition, is_polity
from briefqa.facts.deals.status import deal_status, said_up_to
from briefqa.facts.prose import PassageReading

_CONTRACT = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|inked?|seal(?:s|ed)|conclud(?:e[sd]?|ing)|agreed|str(?:ike|uck)|reached|penned|finali[sz]ed)\s+"
    r"(?:on\s+)?(?P<phrase>(?:[^\s,;:]+\s+){0,8}?(?P<noun>contracts?|deals?|orders?|agreements?))\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\bto\s+(?P<verb>buy|acquire|purchase|procure|import|lease|supply|deliver|sell|provide|export|ship|build|construct"
    r"|develop|operate|upgrade|moderni[sz]e|refurbish|expand|install|produce|manufacture)\s+"
    r"|\bfor\s+(?:the\s+(?P<noun>purchase|supply|delivery|sale|construction|acquisition|procurement)\s+of\s+)?",
    re.IGNORECASE,
)
_SUPPLYING = frozenset("supply deliver sell provide export ship delivery sale".split())
_BUILDING = frozenset(
    "build construct develop operate upgrade modernise modernize refurbish expand install construction".split()
)


def contracting(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Finland signed a €323 million contract with X for Y” or “X signed agreements with Y to supply Z”.

    Who signs to supply is the supplier; otherwise the other side is. A contract of a state or organisation with a
    company that names no goods is an award of its own words; other agreements are left to their own frame.
    """
    for match in _CONTRACT.finditer(item.text, start, end):
        agents = acting(item, start, match.start())
        others = after_preposition(item, "with", match.end(), end)
        others = [mention for mention in others if mention.entity_id not in {agent.entity_id for agent in agents}]
        if not agents or not others:
            continue
        found = _goods(item, match, others[-1].end, end)
        if found is None and not (match.group("noun").casefold().startswith("contract") and is_polity(agents[0])):
            continue
        verb, goods = found or ("build", _phrase(item, match))
        supplies = verb in _SUPPLYING
        roles = {"recipient": others if supplies else agents, "supplier": agents if supplies else others}
        kind = "contract-award" if verb in _BUILDING else "purchase"
        said = said_up_to(item.text, start, match)
        status = deal_status(said, "signed")
        value = price_in(item, match.start(), match.end()) or price_in(item, match.end(), end)
        for mention in kept_mention(item, kind, status, said, goods, roles, match.start(), end):
            yield replace(mention, value=value or mention.value)


def _goods(item: PassageReading, match: re.Match[str], after: int, end: int) -> tuple[str, Item] | None:
    """The verb of the purpose and what it is done to; only a contract may name its goods with "for" alone."""
    for purpose in _PURPOSE.finditer(item.text, match.end(), end):
        verb = (purpose.group("verb") or purpose.group("noun") or "for").casefold()
        goods = item_at(item, purpose.end(), end)
        loose = verb == "for" and match.group("noun").casefold().startswith("agreement")
        if goods is None or loose or (verb == "for" and (goods.start < after - 40 or not _is_thing(goods))):
            continue
        return verb, goods
    return None


def _is_thing(goods: Item) -> bool:
    """Whether the goods of "for" are things: neither a duration nor a sum of money."""
    return goods.is_goods and not (goods.value is not None and goods.designation is None and goods.quantity is None)


def _phrase(item: PassageReading, match: re.Match[str]) -> Item:
    start, end = match.start("phrase"), match.end("phrase")
    return Item(start, end, item.written(start, end), None, None, None)
