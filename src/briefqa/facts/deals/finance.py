"""Frames of money that is lent, granted or approved, and of things given without a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.facts.deals.items import Item, item_at
from briefqa.facts.deals.mentions import DealMention, is_share, kept_mention
from briefqa.facts.deals.parties import acting, actors, after_preposition
from briefqa.facts.deals.status import deal_status, said_up_to
from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading

_MONEY_NOUN = (
    r"(?:loans?|credits?|credit lines?|lines? of credit|facilit(?:y|ies)|grants?|programmes?|programs?|packages?"
    r"|funding|financing|bailouts?|guarantees?|tranches?|contributions?|investments?)"
)
_LENT = re.compile(r"\b(?:l[ae]n[dt](?:s|ing)?|loan(?:s|ed))\s+", re.IGNORECASE)
_BORROWED = re.compile(r"\bborrow(?:s|ed|ing)?\s+", re.IGNORECASE)
_APPROVED = re.compile(
    r"\b(?:approv(?:e[sd]?|ing)|agreed|grant(?:s|ed|ing)?|extend(?:s|ed|ing)?|provid(?:e[sd]?|ing)|offer(?:s|ed|ing)?"
    r"|sign(?:s|ed|ing)?|g[ia]ve[sn]?|disburs(?:e[sd]?|ing)|announc(?:e[sd]?|ing)|pledg(?:e[sd]?|ing)|award(?:s|ed|ing)?|consider(?:s|ed|ing)?)"
    rf"\s+(?=(?:an?|the|another|its|up)\s+(?:[^\s;]+\s+){{0,6}}?{_MONEY_NOUN}\b)"
    r"|\b(?:approv(?:e[sd]?|ing))\s+(?=(?:up to |about |another |some )?(?:US)?[$€£¥]\s?\d)",
    re.IGNORECASE,
)
_OBTAINED = re.compile(
    r"\b(?:secur(?:e[sd]?|ing)|receiv(?:e[sd]?|ing)|obtain(?:s|ed|ing)?|accept(?:s|ed|ing)?|got|won|reached|took)"
    rf"\s+(?=(?:an?|the|another|its)\s+(?:[^\s,;]+\s+){{0,6}}?{_MONEY_NOUN}\b)",
    re.IGNORECASE,
)
_TWO_OBJECTS = re.compile(
    r"\b(?:g[ia]v(?:e|es|en|ing)|sen(?:d|ds|ding|t)|s[eo]l(?:l|ls|ling|d)|offer(?:s|ed|ing)?|grant(?:s|ed|ing)?|loan(?:s|ed)"
    r"|award(?:s|ed|ing)?|hand(?:s|ed|ing)|promis(?:e[sd]?|ing)|pledg(?:e[sd]?|ing)|paid|pays)\s+(?:the\s+)?(?=[A-Z])",
)
_LOAN = re.compile(r"\b(?:loans?|credits?|credit lines?|facilit(?:y|ies)|bailouts?|guarantees?|investments?)\b", re.I)
_OPENS_AMOUNT = re.compile(
    r"(?:up to |about |another |some |an? |the )*(?:US|[A-Z]{3} )?[$€£¥]?\d|\w+ loans?\b", re.IGNORECASE
)
_OWNED = re.compile(r"'s?\s+[a-z-]+\s+(?=\d|an?\s|the\s|its\s|some\s|two|three|four|five|six|[$€£])")
_LICENCE = re.compile(r"\blicen[cs]es?\b", re.IGNORECASE)


def lending(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The bank lent Moldova €300 million” and “Angola borrowed $2 billion from China”."""
    for match in _LENT.finditer(item.text, start, end):
        receiver = _object_at(item, match.end())
        goods = item_at(item, receiver.end if receiver else match.end(), end)
        receivers = [receiver] if receiver else after_preposition(item, "to|for", match.end(), end)
        if goods is not None and receiver is None and not _OPENS_AMOUNT.match(goods.text):
            continue
        yield from _lent(item, start, end, match, goods, acting(item, start, match.start()), receivers)
    for match in _BORROWED.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        lenders = after_preposition(item, "from", match.end(), end)
        yield from _lent(item, start, end, match, goods, lenders, acting(item, start, match.start()))


def approving(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “The bank approved a $1.5 billion loan to India” and “Ghana secured a credit from the fund”."""
    for match in _APPROVED.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        receivers = after_preposition(item, "to|for|with", match.end(), end)
        yield from _lent(item, start, end, match, goods, acting(item, start, match.start()), receivers)
    for match in _OBTAINED.finditer(item.text, start, end):
        goods = item_at(item, match.end(), end)
        givers = after_preposition(item, "from|with", match.end(), end) or _owners(item, goods)
        yield from _lent(item, start, end, match, goods, givers, acting(item, start, match.start()))


def giving_directly(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Kiribati granted Spain's fleet 12 licences” and “Berlin gave Kyiv three systems”."""
    for match in _TWO_OBJECTS.finditer(item.text, start, end):
        receiver = _object_at(item, match.end())
        agents = acting(item, start, match.start())
        goods = None if receiver is None else item_at(item, _past_owned(item.text, receiver.end), end)
        if receiver is None or goods is None or not agents or not goods.is_goods or is_share(item, goods):
            continue
        said = said_up_to(item.text, start, match)
        verb = match.group().split()[0].casefold()
        kind = "licence" if _LICENCE.search(goods.text) else "purchase" if verb[0] == "s" and verb[1] in "eo" else "aid"
        kind = "aid" if verb.startswith("sen") else kind
        kind = "other" if verb.startswith("pa") else kind
        if kind == "licence" and goods.quantity is None:
            continue
        roles = {_giver(goods): agents, "recipient": [receiver]}
        status = deal_status(said, "announced" if kind == "licence" else "completed")
        yield from kept_mention(item, kind, status, said, goods, roles, match.start(), end)


def _lent(
    item: PassageReading,
    start: int,
    end: int,
    verb: re.Match[str],
    goods: Item | None,
    givers: list[Mention],
    receivers: list[Mention],
) -> Iterator[DealMention]:
    known = {mention.entity_id for mention in givers}
    others = [mention for mention in receivers if mention.entity_id not in known]
    if goods is None or not givers or not others or (goods.value is None and not _LOAN.search(goods.text)):
        return
    said = said_up_to(item.text, start, verb)
    plain = re.match(r"(?:l[ae]n|loan|borrow|receiv|disburs|provid|extend|gave|got|took)", verb.group(), re.IGNORECASE)
    status = deal_status(said, "completed" if plain else "announced")
    role = "financier" if verb.group()[0].casefold() in "lb" else _giver(goods)
    yield from kept_mention(item, "aid", status, said, goods, {role: givers, "recipient": others}, verb.start(), end)


def _giver(goods: Item) -> str:
    """Who lends is a financier; who gives supplies."""
    return "financier" if _LOAN.search(goods.text) else "supplier"


def _object_at(item: PassageReading, position: int) -> Mention | None:
    """The party that stands directly at `position`, not one that only owns or describes the thing given."""
    found = next((m for m in actors(item.mentions) if m.start == position and not m.is_demonym), None)
    return None if found is None or re.match(r"-|\s+[A-Z]", item.text[found.end :]) else found


def _past_owned(text: str, position: int) -> int:
    """Past the noun that the receiver owns: "Spain's fleet" receives what follows "fleet"."""
    owned = re.compile(r"'s?\s+[a-z-]+(?:\s+(?=\d|an?\s|the\s|its\s|some\s|two|three|four|five|six|[$€£]))").match(
        text, position
    )
    return position if owned is None else owned.end()


def _owners(item: PassageReading, goods: Item | None) -> list[Mention]:
    """The giver whom the thing itself names: "a Chinese grant", "an IMF loan"."""
    if goods is None:
        return []
    return [m for m in actors(item.mentions) if goods.start <= m.start and m.end < goods.end][:1]
