"""The verbs and nouns of deals, each with the roles that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from briefqa.facts.deals.items import Item, item_at, value_in
from briefqa.facts.deals.parties import actors, after_preposition, agents_before, chain, is_polity
from briefqa.facts.deals.status import deal_status, is_no_deal
from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading


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


_BUY = re.compile(
    r"\b(?:acquir(?:e[sd]?|ing)|buy(?:s|ing)?|bought|purchas(?:e[sd]?|ing)|procur(?:e[sd]?|ing)|order(?:s|ed"
    r"|ing)?)\s+(?!to\b|of\b|that\b|by\b)",
    re.I,
)
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
_AID = re.compile(
    r"\b(?:provid(?:e[sd]?|ing)|g[ia]v(?:e|es|en|ing)|donat(?:e[sd]?|ing)|sen(?:d|ds|ding|t)|transferr?(?:s|ed"
    r"|ing)?|pledg(?:e[sd]?|ing)|deliver(?:s|ed|ing)?|grant(?:s|ed|ing)?|allocat(?:e[sd]?|ing)|commit(?:s|ted"
    r"|ting)?|leverag(?:e[sd]?|ing)|disburs(?:e[sd]?|ing)|extend(?:s|ed|ing)?)\s+(?!to\b|by\b|up\b|that\b)",
    re.I,
)
_AIDED = re.compile(r"\b(?:aid(?:s|ed|ing)|assist(?:s|ed|ing)|support(?:s|ed|ing))\s+(?=(?:the\s+)?[A-Z])", re.I)
_LICENCE = re.compile(
    r"\b(?:licen[cs](?:e[sd]?|ing)|licen[cs]ed\s+production)\s+(?:to\s+\w+\s+|of\s+|for\s+|agreement\s+)?", re.I
)
_MEMBERSHIP = re.compile(
    r"\b(?:join(?:s|ed|ing)?|acced(?:e[sd]?|ing)\s+to|accession\s+to|became\s+(?:a|the\s+\w+)\s+member\s+of"
    r"|membership\s+(?:of|in))\s+(?:the\s+)?(?=[A-Z])"
)
_POINTS_BACK = re.compile(r"(?:those|these|them|such|that|this)\b", re.IGNORECASE)
_PREDICATE = re.compile(r"\s+and\s+(?=(?:has|have|had|is|are|was|were|will)\b)|,\s+and\s+(?=(?:has|have|is|was)\b)")


def buying(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Poland plans to acquire K2 tanks”: the agent receives, “from” or the owner of the goods supplies."""
    for match in _BUY.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        agents = agents_before(item, start, match.start())
        if goods is None or not goods.is_goods or not agents:
            continue
        suppliers = after_preposition(item, "from", goods.start, end) or _suppliers_in(item, goods, agents)
        said = item.text[start : match.end()]
        roles = {"recipient": agents, "supplier": suppliers}
        status = deal_status(
            said, "completed" if match.group().split()[0].casefold().endswith(("ed", "bought")) else "planned"
        )
        yield from _kept(item, "purchase", status, said, goods, roles, match.start(), end)


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
            roles = {"recipient": receivers, "supplier": _suppliers_in(item, goods, receivers)}
            yield from _kept(item, "purchase", status, f"{before} ", goods, roles, match.start(), right)


def selling(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul sold tanks to Poland”, “traded its weapons with Poland”: the agent supplies."""
    for match in _SELL.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        agents = agents_before(item, start, match.start())
        receivers = after_preposition(item, "to|with", match.end(), end)
        if goods is None or not goods.is_goods or not agents or not receivers or _is_share(item, goods):
            continue
        said = item.text[start : match.end()]
        kind = "aid" if re.search(r"\b(?:aid|assistance)\b", goods.text) else "purchase"
        roles = {"supplier": agents, "recipient": receivers}
        yield from _kept(item, kind, deal_status(said, "completed"), said, goods, roles, match.start(), end)


def awarding(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The government selected X to build Y”: the agent receives, the chosen one supplies."""
    candidates = actors(item.mentions)
    for match in _AWARD.finditer(item.text, start, end):
        agents = agents_before(item, start, match.start())
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
        said = item.text[start : match.end()]
        roles = {"recipient": [m for m in agents if m not in suppliers], "supplier": suppliers}
        yield from _kept(item, "contract-award", deal_status(said, "announced"), said, goods, roles, match.start(), end)


def winning(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “X won a contract to build Y for Z”: the agent supplies."""
    for match in _WIN.finditer(item.text, start, end):
        agents = agents_before(item, start, match.start()) or actors(item.mentions)[:1]
        receivers = after_preposition(item, "from|with|for|by|to supply", match.end(), end)
        purpose = re.compile(r"\s+(?:to\s+[a-z]+|for|worth)\s+").match(item.text, match.end(), end)
        goods = item_at(item, purpose.end() if purpose else match.end(), end)
        said = item.text[start : match.end()]
        roles = {"supplier": agents, "recipient": [m for m in receivers if m not in agents]}
        yield from _kept(item, "contract-award", deal_status(said, "announced"), said, goods, roles, match.start(), end)


def producing_jointly(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul agreed on the joint production of an aircraft with Tawazun”: all are partners."""
    for match in _JOINT_PRODUCTION.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        partners = [
            *agents_before(item, start, match.start()),
            *after_preposition(item, "with|between|by", match.end(), end),
        ]
        said = item.text[start : match.end()]
        if len({mention.entity_id for mention in partners}) > 1:
            yield from _kept(
                item,
                "joint-production",
                deal_status(said, "announced"),
                said,
                goods,
                {"partner": partners},
                match.start(),
                end,
            )


def giving(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The US has provided $66.5 billion in military assistance to Ukraine”: the agent supplies aid."""
    for match in _AID.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        receivers = [m for m in after_preposition(item, "to|for", match.end(), end) if is_polity(m)]
        agents = [
            m for m in agents_before(item, start, match.start()) if m.entity_id not in {r.entity_id for r in receivers}
        ]
        agents = agents or _subject_before(item)
        if goods is None or not receivers or not agents or not goods.is_goods or _is_share(item, goods):
            continue
        said = item.text[start : match.end()]
        roles = {"supplier": agents, "recipient": receivers}
        yield from _kept(item, "aid", deal_status(said, "completed"), said, goods, roles, match.start(), end)


def aiding(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul aided Ukraine with financial packages”."""
    candidates = actors(item.mentions)
    for match in _AIDED.finditer(item.text, start, end):
        receiver = next((m for m in candidates if match.end() <= m.start <= match.end() + 4 and is_polity(m)), None)
        agents = agents_before(item, start, match.start())
        means = None if receiver is None else re.compile(r"\s+(?:only\s+)?with\s+").match(item.text, receiver.end)
        if receiver is None or means is None or not agents:
            continue
        goods = item_at(item, means.end(), end)
        said = item.text[start : match.end()]
        roles = {"supplier": agents, "recipient": [receiver]}
        yield from _kept(item, "aid", deal_status(said, "completed"), said, goods, roles, match.start(), end)


def licensing(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “X granted Y a licence to build Z”, “licensed production of Z in Y”."""
    for match in _LICENCE.finditer(item.text, start, end):
        agents = agents_before(item, start, match.start())
        partners = after_preposition(item, "to|with|in|by|from", match.end(), end)
        if not agents or not partners:
            continue
        goods = item_at(item, match.end(), end)
        said = item.text[start : match.end()]
        roles = {"supplier": agents, "recipient": [m for m in partners if m not in agents]}
        yield from _kept(item, "licence", deal_status(said, "announced"), said, goods, roles, match.start(), end)


def joining(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Finland joined NATO”: only an organisation can be joined."""
    for match in _MEMBERSHIP.finditer(item.text, start, end):
        club = next((m for m in actors(item.mentions) if m.start == match.end()), None)
        agents = agents_before(item, start, match.start())
        if club is None or not agents or not club.entity_id.startswith("organisation:"):
            continue
        said = item.text[start : match.end()]
        goods = item_at(item, match.end(), club.end)
        roles = {"partner": [*agents, club]}
        yield from _kept(
            item, "membership", deal_status(said, "completed"), said, goods, roles, match.start(), club.end
        )


def _subject_before(item: PassageReading) -> list[Mention]:
    """Whom a pronoun of this passage stands for: the subject of the passage before it."""
    if item.subject_before is None or not re.search(r"\b(?:it|they|he|she)\b", item.text, re.IGNORECASE):
        return []
    return [mention for mention in item.mentions_before if is_polity(mention)][:1]


def _is_share(item: PassageReading, goods: Item) -> bool:
    return any(
        q.kind in ("percent", "fraction", "multiple") and goods.start <= q.start < goods.end
        for q in item.reading.quantities
    )


def _suppliers_in(item: PassageReading, goods: Item, others: list[Mention]) -> list[Mention]:
    """The owner or maker in the goods: "Korean weaponry", "South Korea's Chunmoo", "developed by Hanwha"."""
    taken = {mention.entity_id for mention in others}
    inside = [m for m in actors(item.mentions) if goods.start <= m.start < goods.end and m.entity_id not in taken]
    makers = after_preposition(
        item, "developed by|made by|built by|produced by|manufactured by", goods.start, len(item.text)
    )
    return list(dict.fromkeys([m for m in inside if is_polity(m)] + [m for m in makers if m.entity_id not in taken]))


def _kept(
    item: PassageReading,
    deal_type: str,
    status: str,
    said: str,
    goods: Item | None,
    roles: dict[str, list[Mention]],
    start: int,
    end: int,
) -> Iterator[DealMention]:
    if is_no_deal(said) or (goods is not None and _POINTS_BACK.match(goods.text)):
        return
    filled = {role: mentions for role, mentions in roles.items() if mentions}
    last = max(
        [goods.end if goods is not None else start, *(m.end for ms in filled.values() for m in ms if m.start < end)]
    )
    value = goods.value if goods is not None and goods.value else value_in(item, start, end)
    yield DealMention(start, max(last, start + 1), deal_type, status, goods, filled, value)


FRAMES = (buying, buying_noun, selling, awarding, winning, producing_jointly, giving, aiding, licensing, joining)
