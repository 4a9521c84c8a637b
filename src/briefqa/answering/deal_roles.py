"""Who gives and who takes in a deal that a question asks about, as the deal records of a claim know it.

A question after one party ("Who buys the launchers?") asks for a role: who has another role in that deal is no answer,
and neither is who has the role in a deal of another stage, where one is only considered and the other done. The party
or the goods that the record has in the asked role are offered as answers, even where the reader overlooks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.answering.question import Question
from briefqa.facts import Lexicon
from briefqa.facts.text import fold
from briefqa.index.terms import split_terms
from briefqa.types import DealRecord, Document, FactRecord, Passage, Span

_GIVERS, _TAKERS = frozenset({"supplier", "financier"}), frozenset({"recipient"})
_GIVE = (
    r"sell(?:s|ing)?|sold|suppl(?:y|ies|ied|ying)|export(?:s|ed|ing)?|deliver(?:s|ed|ing)?|lend(?:s|ing)?|lent"
    r"|donat(?:e[sd]?|ing)|giv(?:es?|ing|en)|gave|sen(?:ds?|ding|t)|provid(?:e[sd]?|ing)|grant(?:s|ed|ing)?"
    r"|(?:(?:the|an?) )?(?:(?:sale|delivery|supply|export)s? of|loans? (?:of [^?]+ )?to)"
)
_TAKE = (
    r"buy(?:s|ing)?|bought|purchas(?:e[sd]?|ing)|acquir(?:e[sd]?|ing)|order(?:s|ed|ing)?|procur(?:e[sd]?|ing)"
    r"|import(?:s|ed|ing)?|receiv(?:e[sd]?|ing)|borrow(?:s|ed|ing)?"
    r"|(?:(?:the|an?) )?(?:purchase|acquisition|procurement|import)s? of"
)
_VERB = rf"(?:(?P<give>{_GIVE})|(?P<take>{_TAKE}))\b"
_OPENING = r"^(?:and |but |so )?"
_AUXILIARY = r"(?:did|does|do|has|have|had|will|would|is|are|was|were|may|might)"
_KIND = rf"(?: (?!{_AUXILIARY}\b)[\w'’-]+){{0,3}}?"
_LEADING_TO = (
    r"(?:(?:is|are|was|were|has|have|had|will|would|may|might|could|also|still|already|now|currently|not|to|from|of"
    r"|first|recently|plan(?:s|ned|ning)?|want(?:s|ed|ing)?|intend(?:s|ed|ing)?|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?"
    r"|think(?:s|ing)?|about|hop(?:es|ed|ing)|agree[sd]?|decid(?:es|ed)|offer(?:s|ed)?|going|ready|willing|been) )*"
)
_ACTOR = re.compile(
    rf"{_OPENING}(?:who|(?:which|what){_KIND}) (?P<before>{_LEADING_TO}){_VERB}(?! by\b)", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be) (?:\w+ly |already |first |also )*$", re.IGNORECASE)
_PARTNER = re.compile(
    rf"{_OPENING}(?:(?P<before>from|to)(?: the)? (?:whom|which|what)\b|(?:who|whom|which|what)\b).*?"
    rf"\b{_AUXILIARY}\b.+?\b{_VERB}(?:.*\b(?P<after>from|to)\W*$)?",
    re.IGNORECASE,
)
_GOODS = re.compile(
    rf"{_OPENING}(?:what|which)(?P<kind>{_KIND}) {_AUXILIARY} [^?]+? {_LEADING_TO}{_VERB}(?!.*\b(?:from|to)\W*$)",
    re.IGNORECASE,
)
_FOR_LATER = re.compile(
    r"\b(?:consider(?:s|ing)?|weigh(?:s|ing)?|think(?:s|ing)? (?:of|about)|plan(?:s|ning)?|want(?:s|ing)?"
    r"|intend(?:s|ing)?|hop(?:es|ing)|offer(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_FOR_DONE = re.compile(
    rf"\b(?:has|have|had|already|did)\b|{_OPENING}(?:who|which \w+) (?:bought|sold|lent|gave)\b", re.I
)
_OPEN = frozenset({"considered", "planned", "announced"})
_DONE = frozenset({"announced", "signed", "in-force", "completed"})
_SUCH_AS = re.compile(r"^.*?\b(?:such as|including|namely)\s+")


@dataclass(frozen=True, slots=True)
class RoleAsked:
    """The roles that a question asks for or, where `goods`, those of the party whose goods it asks for.

    `stages` are the statuses of deals that can answer; empty where the question leaves that open. `kind` is what it
    calls the goods that it asks for ("weapons"), `about` what it says behind its verb, of other goods for one.
    """

    roles: frozenset[str]
    goods: bool
    stages: frozenset[str]
    kind: str = ""
    about: str = ""


def role_asked(question: str) -> RoleAsked | None:
    """What a question asks of a deal; None where it asks for no party of one and for no goods."""
    later, done = _FOR_LATER.search(question), _FOR_DONE.search(question)
    stages = _OPEN if later else _DONE if done else frozenset[str]()
    actor = _ACTOR.match(question)
    if actor is not None and not (_PASSIVE.search(actor["before"]) and not _verb(actor).endswith("ing")):
        return RoleAsked(_GIVERS if actor["give"] else _TAKERS, False, stages, about=question[actor.end() :])
    partner = _PARTNER.match(question)
    if partner is not None and (partner["before"] or partner["after"]):
        asks_giver = (partner["before"] or partner["after"]).casefold() == "from"
        fits = partner["take"] if asks_giver else partner["give"]
        about = question[partner.end("take" if asks_giver else "give") :]
        return RoleAsked(_GIVERS if asks_giver else _TAKERS, False, stages, about=about) if fits else None
    goods = _GOODS.match(question)
    if goods is not None:
        return RoleAsked(_GIVERS if goods["give"] else _TAKERS, True, stages, goods["kind"])
    return None


def in_another_role(
    question: Question,
    passage: Passage,
    span: Span,
    document: Document,
    records: Sequence[FactRecord],
    lexicon: Lexicon,
) -> str | None:
    """The party asked for, where the deals that are asked about have the answer in another role, or at another stage.

    Args:
        question: the question.
        passage: the claim.
        span: the answer's place in the document.
        document: the document of both.
        records: the records of the claim.
        lexicon: the names of the corpus.
    """
    asked = role_asked(question.corrected)
    deals = list(_meant(question, records, lexicon))
    if asked is None or asked.goods or not deals:
        return None
    start, end = span.start - passage.span.start, span.end - passage.span.start
    mentions = lexicon.mentions(fold(passage.span.cut(document.text)))
    named = {mention.entity_id for mention in mentions if mention.start < end and start < mention.end}
    right = {name for deal in deals for name in _in_roles(deal, asked.roles, lexicon)}
    if named & ({name for deal in deals for name in _in_roles(deal, None, lexicon)} - right):
        return " or ".join(sorted(asked.roles))
    stages = {deal.deal_status for deal in deals if named & _in_roles(deal, asked.roles, lexicon)}
    if asked.stages and stages and not stages & asked.stages:
        return " or ".join(sorted(asked.stages))
    return None


def role_spans(
    question: Question, passage: Passage, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> tuple[Span, ...]:
    """Where a passage names the parties in the asked role, or the goods of the party that a question names."""
    asked = role_asked(question.corrected)
    if asked is None:
        return ()
    text = fold(passage.span.cut(document.text))
    found: list[tuple[int, int]] = []
    for deal in _meant(question, records, lexicon):
        if (asked.stages and deal.deal_status not in asked.stages) or not _is_of(question, deal, asked, lexicon):
            continue
        if asked.goods:
            found.extend(_goods(question, text, deal, asked, lexicon))
        else:
            wanted = _in_roles(deal, asked.roles, lexicon) - set(question.names)
            found.extend(
                (mention.start, mention.end) for mention in lexicon.mentions(text) if mention.entity_id in wanted
            )
    start = passage.span.start
    return tuple(dict.fromkeys(Span(start + left, start + right) for left, right in found))


def _goods(
    question: Question, text: str, deal: DealRecord, asked: RoleAsked, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Where the goods stand, whole and as what "such as" lists of them; not where one kind among them is asked for."""
    if deal.item is None or not _in_roles(deal, asked.roles, lexicon) & set(question.names):
        return
    at = text.find(deal.item)
    if at < 0 or ("," in deal.item and set(split_terms(asked.kind)) & set(split_terms(deal.item))):
        return
    end = at + len(deal.item)
    yield at, end
    listed = _SUCH_AS.match(deal.item)
    if listed is not None:
        yield at + listed.end(), end


def _meant(question: Question, records: Sequence[FactRecord], lexicon: Lexicon) -> Iterator[DealRecord]:
    """The deals with givers or takers whose goods or whose parties the question names."""
    terms = {term for unit in question.units if not unit.is_form for form in unit.alternatives for term in form}
    for deal in records:
        if not isinstance(deal, DealRecord) or not any(party.role in _GIVERS | _TAKERS for party in deal.parties):
            continue
        about_goods = terms & set(split_terms(f"{deal.item or ''} {deal.designation or ''}"))
        if about_goods or set(question.names) & _in_roles(deal, None, lexicon):
            yield deal


def _is_of(question: Question, deal: DealRecord, asked: RoleAsked, lexicon: Lexicon) -> bool:
    """Whether a deal has every name of the question among its parties and goods, and is about such goods."""
    said = f"{deal.surface} ; {deal.item or ''} ; {deal.designation or ''}"
    if not set(question.names) <= _ids(said, lexicon) | _in_roles(deal, None, lexicon):
        return False
    behind = set(split_terms(asked.about))
    about = {
        term
        for unit in question.units
        if not (unit.is_name or unit.is_number or unit.is_form)
        for term in unit.alternatives[0]
        if term in behind
    }
    return not about or bool(about & set(split_terms(said)))


def _in_roles(deal: DealRecord, roles: frozenset[str] | None, lexicon: Lexicon) -> set[str]:
    """The ids of the parties in these roles, or of all."""
    names = (party.name for party in deal.parties if roles is None or party.role in roles)
    return set().union(*(_ids(name, lexicon) for name in names))


def _ids(text: str, lexicon: Lexicon) -> set[str]:
    return {mention.entity_id for mention in lexicon.mentions(text)}


def _verb(match: re.Match[str]) -> str:
    return (match["give"] or match["take"]).casefold()
