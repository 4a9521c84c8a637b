"""What a whole claim has against answering "why", "did" or "has": another did it, to another, or nobody did.

"Did A do it?" may be answered by a claim that denies it or that only plans it, for that is the answer; "why did A do
it?" may not, since what was never done has no reason. Either way the claim has to tell of A: "B did it" and "B gave it
to A" answer no "Did A?" and no "Did A give it to B?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.deeds import DROPPED, PLANNED, deed_asked, is_called_off, why_not_done
from briefqa.answering.expectation import Expectation
from briefqa.answering.open_deals import is_deal_open
from briefqa.answering.question import Question
from briefqa.answering.tables import covers
from briefqa.answering.verb_forms import BASES
from briefqa.facts import Lexicon, Mention
from briefqa.index.terms import split_terms
from briefqa.types import DealRecord, FactRecord, Span

_WORD = re.compile(r"[^\W\d_]+")
_ACTIVE = re.compile(r"\b(?:did|does|do|has|have|had|will)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|,?\s*and|,?\s*or|&|['’]s\b)\s*(?:the\s+)?", re.IGNORECASE)
_BODY = re.compile(r"(?:['’]s)?\s+(?:government|authorities|cabinet|parliament|ministry)\b")
"""What acts for a state: "the Czech government", "Peru's parliament"."""
_VERB = re.compile(r"\s+(?:(?:also|already|ever|yet|still|really|first|\w+ly)\s+)*(?P<verb>[a-z]+)\b")
_PASSIVE = re.compile(r"\b(?:was|were|been)\b[^?]*?\b(?P<verb>[a-z]+)\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_AUXILIARIES = re.compile(
    r"\s+(?:(?:has|have|had|did|also|already|later|then|finally|once|first|recently|soon|\w+ly)\s+)*"
)
_BY = re.compile(r"\s+(?:(?:\w+ly|in (?:\w+ )?\d{4})\s+)?by\s+(?:the\s+)?")
_OBJECT = re.compile(r"\s+(?:the\s+)?")
_TO, _FROM = re.compile(r"\b(?:to|for)\s+(?:the\s+)?$", re.I), re.compile(r"\bfrom\s+(?:the\s+)?$", re.I)
_GIVE = frozenset(split_terms("give provide send deliver supply sell lend donate export pay grant lease transfer hand"))
_TAKE = frozenset(split_terms("receive get buy acquire import borrow order purchase obtain"))
_CONDITION = re.compile(r"\b(?:if|unless|whether|were to|should)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"drop(?:ped)?|end(?:ed)?|stop(?:ped)?|fail(?:ed)?|los[et]|clos(?:ed?)|quit|leave|left|withdr\w+|dismiss\w*|broke\w*"
)
"""Deeds that are an end themselves."""
_PARTIES = ("state:", "organisation:", "name:")


@dataclass(frozen=True, slots=True)
class Act:
    """What a question has somebody do: the `doers`, the stem of the `verb`, the act in words and its `rest`."""

    doers: frozenset[str]
    verb: str
    named: str
    rest: str


def of_another_doer(question: Question, claim: str, lexicon: Lexicon) -> str | None:
    """The deed with the doer that is asked about, where others do it wherever the claim tells of it.

    Only names that stand right beside the verb count, and those right behind its "by".

    Args:
        question: the question.
        claim: the folded text of the claim.
        lexicon: the names of the corpus.
    """
    act = act_asked(question.corrected, lexicon)
    if act is None:
        return None
    mentions = _parties(claim, lexicon)
    told = [_doers_at(claim, verb, mentions) for verb in _told(act, claim)]
    return act.named if told and all(doers and not doers & act.doers for doers in told) else None


def done_to_the_doer(question: Question, claim: str, lexicon: Lexicon) -> str | None:
    """The deed with the doer that is asked about, where the claim has it done to that one, or come from the taker.

    Args:
        question: the question.
        claim: the folded text of the claim.
        lexicon: the names of the corpus.
    """
    act = act_asked(question.corrected, lexicon)
    if act is None:
        return None
    mentions = _parties(claim, lexicon)
    told = _told(act, claim)
    suffers = bool(told) and all(
        _object_at(claim, verb, mentions) in act.doers and not act.doers & _doers_at(claim, verb, mentions)
        for verb in told
    )
    return act.named if suffers or _is_turned(act, claim, mentions, lexicon) else None


def _told(act: Act, claim: str) -> list[re.Match[str]]:
    """Where a claim has the verb of an act."""
    return [match for match in _WORD.finditer(claim) if _stem(match.group()) == act.verb]


def _parties(text: str, lexicon: Lexicon) -> list[Mention]:
    return [mention for mention in lexicon.mentions(text) if mention.entity_id.startswith(_PARTIES)]


def act_asked(question: str, lexicon: Lexicon) -> Act | None:
    """The act of a question that asks whether or why named parties did something; None where it asks for none."""
    mentions = _parties(question, lexicon)
    for at, mention in enumerate(mentions):
        before = question[: mention.start]
        passive = _PASSIVE.search(before)
        if (not _ACTIVE.search(before) and passive is None) or not _can_act(question, mention):
            continue
        joined = _joined_from(question, mentions, at)
        doers = frozenset(mention.entity_id for mention in joined)
        end = _end(question, joined[-1])
        called = question[joined[0].start : end]
        if passive is not None:
            return Act(doers, _stem(passive["verb"]), f"{passive['verb']} by {called}", "")
        verb = _VERB.match(question, end)
        if verb is None:
            return None
        return Act(doers, _stem(verb["verb"]), f"{verb['verb']} by {called}", question[verb.end() :])
    return None


def _joined_from(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """A mention and those joined to it by commas, "and" and "or" behind it."""
    joined = [mentions[at]]
    for mention in mentions[at + 1 :]:
        if _JOINED.fullmatch(text[joined[-1].end : mention.start]) is None:
            break
        joined.append(mention)
    return joined


def _end(text: str, mention: Mention) -> int:
    body = _BODY.match(text, mention.end)
    return body.end() if body else mention.end


def _can_act(text: str, mention: Mention) -> bool:
    return not mention.is_demonym or _BODY.match(text, mention.end) is not None


def _doers_at(claim: str, verb: re.Match[str], mentions: Sequence[Mention]) -> frozenset[str]:
    """Who does what a verb of the claim says: the names right before it, or right behind its "by"."""
    by = _BY.match(claim, verb.end())
    for at, mention in enumerate(mentions):
        if by is not None and mention.start == by.end() and _can_act(claim, mention):
            return frozenset(one.entity_id for one in _joined_from(claim, mentions, at))
    for at in range(len(mentions)):
        joined = _joined_from(claim, mentions, at)
        if _AUXILIARIES.fullmatch(claim[_end(claim, joined[-1]) : verb.start()]) and _can_act(claim, joined[-1]):
            return frozenset(one.entity_id for one in joined)
    return frozenset()


def _object_at(claim: str, verb: re.Match[str], mentions: Sequence[Mention]) -> str | None:
    """The name right behind a verb of the claim: "lent Chile", not "Chilean"; None where another word follows."""
    behind = _OBJECT.match(claim, verb.end())
    at = behind.end() if behind else -1
    return next((one.entity_id for one in mentions if one.start == at and not one.is_demonym), None)


def _is_turned(act: Act, claim: str, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether a claim has go from somebody what is asked to have gone to them, or the other way round."""
    if act.verb not in _GIVE | _TAKE:
        return False
    to = {mention.entity_id for mention in mentions if _TO.search(claim[: mention.start])}
    source = {mention.entity_id for mention in mentions if _FROM.search(claim[: mention.start])}
    giving = [verb for verb in _WORD.finditer(claim) if _stem(verb.group()) in _GIVE]
    given = to.union(name for verb in giving if (name := _object_at(claim, verb, mentions)))
    gave = source.union(*(_doers_at(claim, verb, mentions) for verb in _told(act, claim)))
    others = {mention.entity_id for mention in _parties(act.rest, lexicon)}
    givers, takers = (act.doers, others) if act.verb in _GIVE else (others, act.doers)
    if takers & given or givers & gave:
        return False
    return bool(takers & source) or bool(takers and givers & given)


def without_reason(
    question: Question, claim: str, span: Span, records: Sequence[FactRecord], lexicon: Lexicon
) -> str | None:
    """The deed whose reason is asked for, where the claim only plans, denies or drops it; None where it may be done.

    Args:
        question: the question.
        claim: the folded text of the claim.
        span: where the claim stands in its document.
        records: the records of its passage.
        lexicon: the names of the corpus.
    """
    deed = deed_asked(question.corrected) if question.expectation is Expectation.REASON else None
    if deed is None:
        return None
    deals = [record for record in records if isinstance(record, DealRecord)]
    if is_deal_open(question, deed, deals, lexicon):
        return f"{deed} ({PLANNED})"
    told = [match for match in _WORD.finditer(claim) if _stem(match.group()) == _stem(deed)]
    reasons = [_why_undone(deed, claim, match, deals, span) for match in told]
    if reasons and all(reasons):
        return f"{deed} ({reasons[0]})"
    return f"{deed} ({DROPPED})" if not told and _drops_it(question, deed, claim) else None


def _why_undone(deed: str, claim: str, verb: re.Match[str], deals: Sequence[DealRecord], span: Span) -> str | None:
    place = Span(span.start + verb.start(), span.start + verb.end())
    held = re.split(r"[,;:]\s", claim[: verb.start()])[-1]
    if _CONDITION.search(held):
        return PLANNED
    return why_not_done(deed, claim, verb.start(), verb.end(), deals, place)


def _drops_it(question: Question, deed: str, claim: str) -> bool:
    """Whether a claim calls off the very thing of the question, all of it but its deed and its names."""
    terms = frozenset(split_terms(claim))
    matter = [unit for unit in question.units if not unit.is_name and unit.surface.casefold() != deed.casefold()]
    return (
        not _ENDS.fullmatch(deed)
        and len(matter) > 1
        and all(covers(unit, terms) for unit in matter)
        and is_called_off(deed, claim)
    )


def _stem(word: str) -> str:
    terms = split_terms(BASES.get(word.casefold(), word))
    return terms[0] if terms else ""
