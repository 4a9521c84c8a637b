"""Frames of what is given: aid, licences, memberships, and goods that are received."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.facts.deals.items import Item, item_at
from briefqa.facts.deals.mentions import DealMention, is_share, kept_mention
from briefqa.facts.deals.parties import acting, actors, after_preposition, is_polity
from briefqa.facts.deals.status import deal_status, said_up_to
from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading

_AID = re.compile(
    r"\b(?:provid(?:e[sd]?|ing)|g[ia]v(?:e|es|en|ing)|donat(?:e[sd]?|ing)|sen(?:d|ds|ding|t)|transferr?(?:s|ed"
    r"|ing)?|pledg(?:e[sd]?|ing)|deliver(?:s|ed|ing)?|grant(?:s|ed|ing)?|allocat(?:e[sd]?|ing)|commit(?:s|ted"
    r"|ting)?|leverag(?:e[sd]?|ing)|disburs(?:e[sd]?|ing)|extend(?:s|ed|ing)?|contribut(?:e[sd]?|ing)|hand(?:s|ed|ing)?|ced(?:e[sd]?|ing))\s+(?!to\b|by\b|up\b|that\b)",
    re.I,
)
_PLEDGE = re.compile(r"(?:pledg|donat|contribut|commit|promis)", re.IGNORECASE)
_AIDED = re.compile(r"\b(?:aid(?:s|ed|ing)|assist(?:s|ed|ing)|support(?:s|ed|ing))\s+(?=(?:the\s+)?[A-Z])", re.I)
_RECEIVE = re.compile(
    r"\b(?:receiv(?:e[sd]?|ing)|obtain(?:s|ed|ing)?|took\s+delivery\s+of)\s+"
    r"|(?P<passive>\b(?:was|were|been|is|are|being)\s+(?:given|sent|supplied(?:\s+with)?|provided(?:\s+with)?"
    r"|donated|promised|granted|pledged|awarded))\s+",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"\b(?:licen[cs](?:e[sd]?|ing)|licen[cs]ed\s+production)\s+(?:to\s+\w+\s+|of\s+|for\s+|agreement\s+)?", re.I
)
_CLUB = re.compile(
    r"\b(?:Union|Organi[sz]ation|Alliance|Association|Agreement|Treaty|Pact|Partnership|Convention|Community|Club|Bank"
    r"|Council|Coalition|Initiative|Forum|Accord|Protocol)\b"
)
_MEMBERSHIP = re.compile(
    r"\b(?:join(?:s|ed|ing)?|acced(?:e[sd]?|ing)\s+to|accession\s+to|became\s+(?:a|the\s+\w+)\s+member\s+of"
    r"|membership\s+(?:of|in)|(?P<left>withdr[ae]wn?(?:ing|al)?\s+from|quit|left|exit(?:ed|ing)?))\s+(?:the\s+)?(?=[A-Z])"
)


def giving(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The US has provided $66.5 billion in military assistance to Ukraine”: the agent supplies aid."""
    for match in _AID.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        receivers = after_preposition(item, "to|for", match.end(), end)
        measured = goods is not None and (goods.value is not None or goods.quantity is not None)
        receivers = [mention for mention in receivers if measured or is_polity(mention)]
        agents = [m for m in acting(item, start, match.start()) if m.entity_id not in {r.entity_id for r in receivers}]
        if goods is None or not agents or not goods.is_goods or is_share(item, goods):
            continue
        if not receivers and not _is_pledge(match.group(), goods):
            continue
        said = said_up_to(item.text, start, match)
        roles = {"supplier": agents, "recipient": receivers}
        yield from kept_mention(item, "aid", deal_status(said, "completed"), said, goods, roles, match.start(), end)


def _is_pledge(verb: str, goods: Item) -> bool:
    """Whether a gift of a stated size counts without a named receiver: "Britain pledged £1.65 billion"."""
    return _PLEDGE.match(verb) is not None and (goods.value is not None or goods.quantity is not None)


def aiding(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Seoul aided Ukraine with financial packages”."""
    candidates = actors(item.mentions)
    for match in _AIDED.finditer(item.text, start, end):
        receiver = next((m for m in candidates if match.end() <= m.start <= match.end() + 4 and is_polity(m)), None)
        agents = acting(item, start, match.start())
        means = None if receiver is None else re.compile(r"\s+(?:only\s+)?with\s+").match(item.text, receiver.end)
        if receiver is None or means is None or not agents:
            continue
        goods = item_at(item, means.end(), end)
        said = said_up_to(item.text, start, match)
        roles = {"supplier": agents, "recipient": [receiver]}
        yield from kept_mention(item, "aid", deal_status(said, "completed"), said, goods, roles, match.start(), end)


def receiving(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Kyiv received tanks from Washington” and “Ukraine was given launchers by Germany”."""
    for match in _RECEIVE.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        agents = acting(item, start, match.start())
        suppliers = after_preposition(item, "by" if match.group("passive") else "from", match.end(), end)
        promised = match.group("passive") is not None and goods is not None and goods.value is not None
        if goods is None or not goods.is_goods or not agents or not (suppliers or promised):
            continue
        said = said_up_to(item.text, start, match)
        roles = {"recipient": agents, "supplier": suppliers}
        yield from kept_mention(item, "aid", deal_status(said, "completed"), said, goods, roles, match.start(), end)


def licensing(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “X granted Y a licence to build Z”, “licensed production of Z in Y”."""
    for match in _LICENCE.finditer(item.text, start, end):
        before = [m for m in actors(item.mentions) if start <= m.start and m.end <= match.start()]
        agents = acting(item, start, match.start())
        givers = after_preposition(item, "from", match.end(), end)
        partners = givers or after_preposition(item, "to|with|in|by", match.end(), end)
        if len(before) > 1 and not partners:
            agents, partners = before[:1], before[1:2]
        if not agents or not partners:
            continue
        goods = item_at(item, match.end(), end)
        said = said_up_to(item.text, start, match)
        partners = [mention for mention in partners if mention not in agents]
        roles = {"recipient": agents, "supplier": partners} if givers else {"supplier": agents, "recipient": partners}
        yield from kept_mention(item, "licence", deal_status(said, "announced"), said, goods, roles, match.start(), end)


def _can_be_joined(club: Mention) -> bool:
    """Whether a name is an organisation or treaty by its words or by being an abbreviation."""
    short = club.surface.isupper() or re.fullmatch(r"[A-Z]{2,}s", club.surface) is not None
    return club.entity_id.startswith("organisation:") or (
        club.entity_id.startswith("name:") and (short or _CLUB.search(club.name) is not None)
    )


def joining(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Finland joined NATO”: only an organisation can be joined."""
    for match in _MEMBERSHIP.finditer(item.text, start, end):
        club = next((m for m in actors(item.mentions) if m.start == match.end()), None)
        agents = acting(item, start, match.start())
        if club is None or not agents or not _can_be_joined(club):
            continue
        said = said_up_to(item.text, start, match)
        goods = item_at(item, match.end(), club.end)
        roles = {"partner": [*agents, club]}
        status = deal_status(said, "cancelled" if match.group("left") else "completed")
        yield from kept_mention(item, "membership", status, said, goods, roles, match.start(), club.end)
