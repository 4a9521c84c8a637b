"""Frames of what is bought, sold, awarded and produced together, each with the roles around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from briefqa.facts.deals.agreements import agreeing, agreeing_to
from briefqa.facts.deals.contracts import contracting
from briefqa.facts.deals.finance import approving, giving_directly, lending
from briefqa.facts.deals.items import item_at, price_in
from briefqa.facts.deals.mentions import DealMention, is_share, kept_mention, suppliers_in
from briefqa.facts.deals.parties import acting, actors, after_preposition, agents_before, chain, is_polity
from briefqa.facts.deals.status import deal_status, is_mere_purpose, said_up_to
from briefqa.facts.deals.transfers import aiding, giving, joining, licensing, receiving
from briefqa.facts.prose import PassageReading

_BUY = re.compile(
    r"\b(?:acquir(?:e[sd]?|ing)|buy(?:s|ing)?|bought|purchas(?:e[sd]?|ing)|procur(?:e[sd]?|ing)|order(?:s|ed"
    r"|ing)?|leas(?:e[sd]?|ing)|charter(?:s|ed|ing)"
    r"|t[ao]ken?(?=\s+(?:an?|its|another)\s+(?:[\w.%-]+\s+){0,4}stake))\s+(?!to\b|of\b|that\b|by\b|back\b|out\b|into\b)",
    re.I,
)
_DONE_BEFORE = re.compile(r"\b(?:after|by|through|since|having)\s+$", re.IGNORECASE)
_BUY_NOUN = re.compile(r"\b(?:acquisition|purchase|procurement|delivery|sale)s?\s+of\s+", re.I)
_SELL = re.compile(
    r"\b(?:s[eo]l(?:l|ls|ling|d)|suppl(?:y|ies|ied|ying)|deliver(?:s|ed|ing)?|export(?:s|ed|ing)?|trad(?:e[sd]?"
    r"|ing))\s+(?!to\b|of\b|by\b)",
    re.I,
)
_AWARD = re.compile(
    r"\b(?:select(?:s|ed|ing)?|ch(?:oo|o)s(?:e|es|ing|en)|pick(?:s|ed|ing)?|award(?:s|ed|ing)?|commission(?:s|ed"
    r"|ing)?|contract(?:s|ed|ing)|hir(?:e[sd]?|ing)|nam(?:e[sd]?|ing))\s+",
    re.I,
)
_WIN = re.compile(
    r"\b(?:w[io]n(?:s|ning)?|secur(?:e[sd]?|ing)|land(?:s|ed)|receiv(?:e[sd]?|ing)|(?:was|were|been)\s+"
    r"(?:awarded|handed|given))\s+(?:an?|the|its|another)\s+(?:[^\s,;]+\s+){0,6}?(?:contracts?|orders?|tenders?)\b",
    re.I,
)
_JOINT_PRODUCTION = re.compile(
    r"\b(?:joint(?:ly)?\s+(?:[\w-]+\s+)?(?:produc(?:tion|e[sd]?|ing)|develop(?:ment|s|ed|ing)?|manufactur"
    r"(?:e[sd]?|ing)|build(?:s|ing)?|built)|co-?(?:produc|develop|manufactur)\w*|joint\s+venture)\b\s*(?:of|for"
    r"|to\s+\w+)?\s*",
    re.I,
)
_PREDICATE = re.compile(r"\s+and\s+(?=(?:has|have|had|is|are|was|were|will)\b)|,\s+and\s+(?=(?:has|have|is|was)\b)")


def _bought(verb: str) -> str:
    """The status of a purchase by its verb alone: an order binds, "bought" is done, "buy" is meant."""
    if verb == "ordered":
        return "signed"
    return "completed" if verb.endswith(("ed", "bought", "s")) else "planned"


def buying(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Poland plans to acquire K2 tanks”: the agent receives, “from” or the owner of the goods supplies."""
    for match in _BUY.finditer(item.text, start, end):
        opening = re.compile(r"for\s+").match(item.text, match.end())
        goods = item_at(item, opening.end() if opening else match.end(), end)
        agents = acting(item, start, match.start())
        priced = goods is not None and price_in(item, goods.end, end) is not None
        if goods is None or not (goods.is_goods or priced) or not agents:
            continue
        if is_mere_purpose(item.text, start, match.start()):
            continue
        suppliers = after_preposition(item, "from", goods.start, end) or suppliers_in(item, goods, agents)
        said = said_up_to(item.text, start, match)
        roles = {"recipient": agents, "supplier": suppliers}
        verb = match.group().split()[0].casefold()
        done = (
            verb.endswith("ing")
            and _DONE_BEFORE.search(item.text, max(start, match.start() - 16), match.start()) is not None
        )
        status = deal_status(said, "completed" if done else _bought(verb))
        yield from kept_mention(item, "purchase", status, said, goods, roles, match.start(), end)


def buying_noun(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The acquisition of X is on the table in A and was done by B”: each predicate is a deal."""
    for match in _BUY_NOUN.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        if goods is None or not goods.is_goods:
            continue
        cuts = [goods.end, *(cut.end() for cut in _PREDICATE.finditer(item.text, goods.end, end)), end]
        for left, right in pairwise(cuts):
            receivers = after_preposition(item, "in|by|for", left, right, polities=True) or (
                agents_before(item, start, match.start()) if left == goods.end else []
            )
            receivers = [mention for mention in receivers if is_polity(mention)]
            if not receivers:
                continue
            said = item.text[left:right]
            before = item.text[start : match.start()] if left == goods.end else ""
            status = deal_status(said, deal_status(before, "completed"))
            roles = {"recipient": receivers, "supplier": suppliers_in(item, goods, receivers)}
            yield from kept_mention(item, "purchase", status, f"{before} ", goods, roles, match.start(), right)


def selling(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul sold tanks to Poland”, “traded its weapons with Poland”: the agent supplies."""
    for match in _SELL.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        agents = acting(item, start, match.start())
        receivers = after_preposition(item, "to|with", match.end(), end)
        if goods is None or not goods.is_goods or not agents or not receivers or is_share(item, goods):
            continue
        if is_mere_purpose(item.text, start, match.start()):
            continue
        said = said_up_to(item.text, start, match)
        kind = "aid" if re.search(r"\b(?:aid|assistance)\b", goods.text) else "purchase"
        roles = {"supplier": agents, "recipient": receivers}
        yield from kept_mention(item, kind, deal_status(said, "completed"), said, goods, roles, match.start(), end)


def awarding(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The government selected X to build Y”: the agent receives, the chosen one supplies."""
    candidates = actors(item.mentions)
    for match in _AWARD.finditer(item.text, start, end):
        agents = acting(item, start, match.start())
        chosen = next((m for m in candidates if match.end() <= m.start <= match.end() + 12), None)
        contract = re.compile(r"(?:an?|the|its)\s+(?:[^\s,;]+\s+){0,6}?(?:contracts?|orders?|tenders?)\b").match(
            item.text, match.end()
        )
        if chosen is None and contract is not None:
            suppliers = after_preposition(item, "to", contract.end(), end)
        else:
            suppliers = [] if chosen is None else chain(item.text, candidates, chosen, end)
        if not agents or not suppliers:
            continue
        purpose = re.compile(r"[\s(][^.;]{0,40}?\b(?:to\s+[a-z]+|for|as\s+\w+\s+(?:of|for))\s+").match(
            item.text, suppliers[-1].end, end
        )
        goods = item_at(item, purpose.end() if purpose else (contract or match).end(), end)
        if purpose is None and contract is None:
            continue
        said = said_up_to(item.text, start, match)
        roles = {"recipient": [m for m in agents if m not in suppliers], "supplier": suppliers}
        yield from kept_mention(
            item, "contract-award", deal_status(said, "announced"), said, goods, roles, match.start(), end
        )


def winning(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “X won a contract to build Y for Z”: the agent supplies."""
    for match in _WIN.finditer(item.text, start, end):
        agents = acting(item, start, match.start()) or actors(item.mentions)[:1]
        receivers = after_preposition(item, "from|with|for|by|to supply", match.end(), end)
        purpose = re.compile(r"\bto\s+[a-z]+\s+|\bfor\s+(?!the\s+[A-Z])").search(item.text, match.end(), end)
        goods = None if purpose is None else item_at(item, purpose.end(), end)
        said = said_up_to(item.text, start, match)
        roles = {"supplier": agents, "recipient": [m for m in receivers if m not in agents]}
        yield from kept_mention(
            item, "contract-award", deal_status(said, "announced"), said, goods, roles, match.start(), end
        )


def producing_jointly(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul agreed on the joint production of an aircraft with Tawazun”: all are partners."""
    for match in _JOINT_PRODUCTION.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        partners = [
            *agents_before(item, start, match.start()),
            *after_preposition(item, "with|between|by", match.end(), end),
        ]
        said = said_up_to(item.text, start, match)
        if len({mention.entity_id for mention in partners}) > 1:
            yield from kept_mention(
                item,
                "joint-production",
                deal_status(said, "announced"),
                said,
                goods,
                {"partner": partners},
                match.start(),
                end,
            )


FRAMES = (
    contracting,
    agreeing,
    receiving,
    buying,
    buying_noun,
    selling,
    awarding,
    winning,
    producing_jointly,
    lending,
    approving,
    giving_directly,
    giving,
    aiding,
    licensing,
    joining,
    agreeing_to,
)
