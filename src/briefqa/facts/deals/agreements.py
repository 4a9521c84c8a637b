"""Partnerships, agreements and treaties: a named arrangement, what happened to it, and between whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.facts.deals.items import Item, item_at, price_in
from briefqa.facts.deals.mentions import DealMention
from briefqa.facts.deals.parties import actors, after_preposition, agents_before, in_bracket, is_place, is_polity
from briefqa.facts.deals.status import deal_status, is_no_deal
from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading
from briefqa.facts.text import words

_NOUN = "|".join(sorted(words("agreement_nouns"), key=len, reverse=True))
_ADJECTIVE = "|".join(sorted(words("agreement_adjectives"), key=len, reverse=True))
_NAMED = re.compile(
    rf"(?P<name>\"?(?:(?:(?i:{_ADJECTIVE})|(?!The\b)[A-Z][\w–-]*|\d+-year)\s+(?:and\s+(?=(?:(?i:{_ADJECTIVE})"
    rf"|[A-Z][\w-]*)\s))?){{0,7}}"
    rf"(?i:{_NOUN})\b(?:\s+of\s+[Uu]nderstanding)?)\.?\"?"
    r"(?P<scope>\s+(?:in the (?:area|field)s? of|on|for the|for|of)\s+(?!\d|[A-Z][a-z]+ \d|\w+ years?\b)[^.;,()]{3,90}?"
    r"(?=\s+(?:was|were|has|had|is|entered|came|took|in (?:19|20)\d\d|in [A-Z]|signed|with|between|to|under|that|worth"
    r"|on \d|on [A-Z][a-z]+ \d|at)\b|[.;,()]|$))?"
)
_ANY_NOUN = re.compile(rf"\b(?:{_NOUN})\b", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?P<event>sign(?:ed|ing|s)|inked|sealed|concluded|concluding|established|establishing|upgraded|elevated"
    r"|entered into force|"
    r"came into force|came into effect|took effect|ratified|launched|renewed|extended|reached|agreed|announced"
    r"|forged|cancel(?:led|ed)|terminated|"
    r"scrapped|annulled|withdrew from|planned|proposed|negotiat(?:e[sd]?|ing)|in talks"
    r"|discuss(?:ed|ing))\b|\b(?:will|plans? to|intends? to|is set to|are set to"
    r"|expected to)\s+(?P<future>sign|conclude|establish|launch|upgrade)\b",
    re.IGNORECASE,
)
_STATUS = {
    "established": "in-force",
    "establishing": "in-force",
    "upgraded": "in-force",
    "elevated": "in-force",
    "launched": "in-force",
    "renewed": "in-force",
    "extended": "in-force",
    "forged": "in-force",
}
_FAR = 70
_REACH = 400
"""Characters before and behind an arrangement in which its parties are looked for."""
_TALKS = re.compile(r"\b(?:negotiations?|talks|consultations)\b", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:it|they|them|their|its|both|two (?:sides|parties|countries))\b", re.IGNORECASE)
_AGREED_TO = re.compile(r"\bagreed\s+(?:(?:in|on)\s+[\w, ]{3,24}?\s+)?to\s+(?:jointly\s+)?[a-z]+\s+", re.IGNORECASE)
_SHARED = re.compile(r"\"?\s*(?:,|and)\s+(?:and\s+)?[^,.;]{0,60}$")
_SIGNED_BY = re.compile(r"\b(?:signed|agreed|concluded|reached|negotiated|sealed)\s+by\b", re.IGNORECASE)
_NEXT_VERB = re.compile(r"\band\s+(?:then\s+|instead\s+)?(?:[a-z]+ed|chose|bought|sold|gave|won)\b")
_PHRASE = re.compile(
    r"\b(?:an?|the|its|their|another)\s+(?P<phrase>(?:(?!(?:an?|the|its|their|another|signed|sealed|agreed|reached|struck|are|is|was|were|has|have)\b)[\w$€£.–-]+\s+){1,6})$",
    re.IGNORECASE,
)


def agreeing(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """Every arrangement of `text[start:end]` with an event that befell it and at least two parties."""
    text = item.text
    if _ANY_NOUN.search(text, start, end) is None:
        return
    for match in _NAMED.finditer(text, start, end):
        begins = _begin(text, match, start)
        name = item.written(begins, match.end("name")).strip('“”"')
        event = _event_near(text, match, start, end)
        if event is None:
            continue
        said = text[max(start, match.start() - _REACH) : max(match.start(), event.end())]
        if is_no_deal(_without_modal_event(said)):
            continue
        parties = _parties(item, match, start, end)
        if len({mention.entity_id for mention in parties}) < 2:
            continue
        last = match.end("scope") if match.group("scope") else match.end("name")
        if (not name[0].isupper() and match.group("scope") and not _is_named(name)) or (
            match.group("scope") and name[0].isupper()
        ):
            name = item.written(begins, last).strip('“”" ')
        left, right = min(begins, event.start()), max(last, event.end())
        goods = Item(begins, last, name, name if name[0].isupper() else None, None, None)
        status = _status(event, said, text[event.end() : match.start()])
        following = _NEXT_VERB.search(text, last, end)
        value = price_in(item, start, end if following is None else following.start())
        yield DealMention(left, right, "partnership", status, goods, {"signatory": parties}, value)


def _begin(text: str, match: re.Match[str], start: int) -> int:
    """Where the noun phrase of a bare "deal" or "contract" begins: "a $3.2 billion loan contract"."""
    if " " in match.group("name").strip():
        return match.start("name")
    phrase = _PHRASE.search(text, max(start, match.start("name") - _FAR), match.start("name"))
    return match.start("name") if phrase is None else phrase.start("phrase")


def _is_named(name: str) -> bool:
    return len(name.split()) > 1


def _without_modal_event(said: str) -> str:
    return re.sub(r"\bwill\b", " ", said)


def _status(event: re.Match[str], said: str, between: str) -> str:
    if event.group("future"):
        return "planned"
    word = event.group("event").casefold()
    if _TALKS.search(between):
        return "announced" if word.startswith("conclud") else "considered"
    return _STATUS.get(word) or deal_status(event.group(), deal_status(said, "signed"))


def _event_near(text: str, match: re.Match[str], start: int, end: int) -> re.Match[str] | None:
    """The event nearest to the arrangement: before it without another clause between, or right behind it."""
    before = [
        found
        for found in _EVENT.finditer(text, max(start, match.start() - 2 * _FAR), match.end("name"))
        if match.start() - found.end() <= _FAR
    ]
    before = [found for found in before if not re.search(r"\.(?!\d)|;|\bwhen\b", text[found.end() : match.start()])]
    before = [found for found in before if not _is_taken(text[found.end() : match.start()])]
    inside = [found for found in before if found.start() >= match.start()]
    after = next(iter(_EVENT.finditer(text, match.end(), min(end, match.end() + _FAR))), None)
    if after is not None and re.search(
        r"\.(?!\d)|;|, (?:and|when)|\b(?:when|and)\b", text[match.end() : after.start()]
    ):
        after = None
    if inside:
        return inside[-1]
    if after is not None and (not before or _is_passive(text, match.end(), after)):
        return after
    return before[-1] if before else after


def _is_taken(between: str) -> bool:
    """Whether another arrangement between event and noun has the event; one that "and" joins shares it."""
    other = _ANY_NOUN.search(between)
    return other is not None and _SHARED.match(between, other.end()) is None


def _is_passive(text: str, end: int, event: re.Match[str]) -> bool:
    """Whether the event right behind belongs to the arrangement: "was signed", "signed in", "entered into force"."""
    return (
        re.fullmatch(r"\W*(?:[\w’'-]+\s+){0,9}?(?:was|were|has been|have been|had been)?\s*", text[end : event.start()])
        is not None
    )


def _parties(item: PassageReading, match: re.Match[str], start: int, end: int) -> list[Mention]:
    """The parties: "between A and B", "with B" and the subject; else those the sentence or its paragraph is about."""
    text = item.text
    start, end = max(start, match.start() - _REACH), min(end, match.end() + _REACH)
    between = after_preposition(item, "between|among", match.start(), end)
    if len(between) < 2:
        signers = _SIGNED_BY.search(text, match.start(), end)
        between = [] if signers is None else after_preposition(item, "by", signers.start(), end)
    if len(between) > 1:
        return between
    other = _ANY_NOUN.search(text, match.end("name"), end)
    partners = after_preposition(item, "with", match.end("name"), end if other is None else other.start())
    agents = [m for m in agents_before(item, start, match.start()) if m.start < match.start()]
    found = _distinct([*agents, *partners])
    if len(found) > 1:
        return found
    around = [m for m in actors(item.mentions) if is_polity(m) and not m.is_demonym and not in_bracket(item.text, m)]
    around = [m for m in around if not (m.is_capital and is_place(text, m))]
    found = _distinct([*found, *around])
    if len(found) > 1:
        return found[:6]
    known = {mention.entity_id for mention in item.mentions_before}
    if found and found[0].entity_id not in known and _TOGETHER.search(text, start, end) is None:
        return found
    return _distinct([*found, *(m for m in item.mentions_before if is_polity(m) and not m.is_demonym)])[:2]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    return list({mention.entity_id: mention for mention in mentions}.values())


def agreeing_to(item: PassageReading, start: int, end: int) -> Iterator[DealMention]:
    """As in “Italy and Albania agreed in November to build two centres”: all who agree are signatories."""
    for match in _AGREED_TO.finditer(item.text, start, end):
        agents = _distinct(agents_before(item, start, match.start()))
        said = item.text[start : match.end()]
        goods = item_at(item, match.end(), end)
        if len(agents) < 2 or goods is None or is_no_deal(said):
            continue
        yield DealMention(
            match.start(), goods.end, "partnership", "signed", goods, {"signatory": agents}, price_in(item, start, end)
        )
