"""Whose figure it is: what the parties of a claim's records have against an answer.

A question names a giver, a taker or an owner; where the records of the claim give that role to others, the figure is
theirs. Only states and organisations count: other names may be anything, a cable as well as its owner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.question import Question
from briefqa.answering.reading import Proposal
from briefqa.answering.support import Support
from briefqa.facts import Lexicon
from briefqa.types import DealRecord, Document, FactRecord, FigureRecord

_COMPLEMENT = re.compile(
    r"\b(?:to|for|from|with|in|against|into|between|among|over|at|on|near|through|via)\s+(?:the\s+)?$", re.I
)
_IN = re.compile(r"\bin\s+(?:the\s+)?$", re.IGNORECASE)
_STATED = re.compile(
    r"^(?:and |but |so )?(?:what|how (?:much|many|high|large|big|low)) (?:[a-z]+ )?(?:is|are|was|were)\b", re.I
)
_JOINED = re.compile(r"\s*(?:,|and|or|&)\s*(?:the\s+)?$", re.IGNORECASE)
_GIVEN = re.compile(
    r"\b(?:did|has|have|had|does|do|will)\s+(?:the\s+)?(?P<party>[^?]+?)\s+(?P<verb>give|gave|given|provide[ds]?|send|sent|"
    r"deliver(?:ed)?|suppl(?:y|ied)|sell|sold|lend|lent|donate[ds]?|export(?:ed)?|pay|paid|grant(?:ed)?|receive[ds]?|get|got|"
    r"buy|bought|acquire[ds]?|import(?:ed)?|borrow(?:ed)?|order(?:ed)?|purchase[ds]?)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"^(?:rec|get|got|buy|bou|acq|imp|bor|ord|pur)", re.IGNORECASE)
_GIVERS, _TAKERS = frozenset({"supplier", "financier"}), frozenset({"recipient"})


def of_another_party(
    question: Question, own: Sequence[FigureRecord], proposal: Proposal, support: Support, lexicon: Lexicon
) -> str | None:
    """The party asked for, where the figure is that of another one."""
    acting = _acting(question, lexicon, support, in_row=proposal.cell is not None)
    asked = acting or _placed(question, proposal, lexicon)
    if not asked or not own:
        return None
    for record in own:
        about = _parties(record.subject, lexicon)
        about = about if acting else {party for party in about if party.startswith("state:")}
        said = about.union(*(_parties(text, lexicon) for text in (record.attribute, record.row, record.column)))
        if not about or asked & said:
            return None
    return f"figure of {lexicon.entity(min(asked)).name}"


def with_roles_turned(
    question: Question, proposal: Proposal, records: Sequence[FactRecord], lexicon: Lexicon
) -> str | None:
    """The party asked for as giver or taker, where every deal that the answer belongs to has it the other way round."""
    match = _GIVEN.search(question.corrected)
    deals = [record for record in records if isinstance(record, DealRecord) and record.span.overlap(proposal.span)]
    if match is None or not deals:
        return None
    asked = _parties(match["party"], lexicon)
    role, turned = (_TAKERS, _GIVERS) if _TAKEN.match(match["verb"]) else (_GIVERS, _TAKERS)
    for deal in deals:
        if asked & _in_roles(deal, role, lexicon) or not asked & _in_roles(deal, turned, lexicon):
            return None
    return f"{match['verb']} by {lexicon.entity(min(asked)).name}"


def _in_roles(deal: DealRecord, roles: frozenset[str], lexicon: Lexicon) -> set[str]:
    return set().union(*(_parties(party.name, lexicon) for party in deal.parties if party.role in roles))


def _acting(question: Question, lexicon: Lexicon, support: Support, *, in_row: bool) -> set[str]:
    """The first state or organisation that a question does not put behind "to", "from" or "in", and those beside it.

    An adjective ("the Polish order") and a name that a table may say in its caption count only where nothing near the
    answer has them.
    """
    absent = {unit.surface for unit in support.names}
    acting: set[str] = set()
    complement, end = False, 0
    for mention in lexicon.mentions(question.corrected):
        before = question.corrected[: mention.start]
        joined = end > 0 and _JOINED.fullmatch(before[end:]) is not None
        complement = complement if joined else _COMPLEMENT.search(before) is not None
        if acting and not joined:
            break
        end = mention.end
        weak = mention.is_demonym or mention.is_capital or in_row
        if _is_party(mention.entity_id) and not complement and (not weak or mention.surface in absent):
            acting.add(mention.entity_id)
    return acting


def _placed(question: Question, proposal: Proposal, lexicon: Lexicon) -> set[str]:
    """The one state that a question puts what is or was in, "the fee in Canada"; none where it names other parties."""
    named = [mention for mention in lexicon.mentions(question.corrected) if _is_party(mention.entity_id)]
    if proposal.cell is not None or len(named) != 1 or not _STATED.match(question.corrected):
        return set()
    if named[0].is_demonym or not named[0].entity_id.startswith("state:"):
        return set()
    return {named[0].entity_id} if _IN.search(question.corrected[: named[0].start]) else set()


def of_another_state(
    question: Question, proposal: Proposal, document: Document, support: Support, lexicon: Lexicon
) -> str | None:
    """The state asked about, where nothing near the answer names it and its claim speaks of another one."""
    absent = {unit.surface for unit in support.names}
    asked = [mention for mention in lexicon.mentions(question.corrected) if mention.entity_id.startswith("state:")]
    lacking = [mention for mention in asked if mention.surface in absent and not mention.is_capital]
    if not lacking:
        return None
    cell = proposal.cell
    headers = " ".join(header.text for header in cell.cell.row_headers) if cell else None
    claim = proposal.passage.span.cut(document.text) if headers is None else headers
    named = {mention.entity_id for mention in lexicon.mentions(claim)}
    others = {name for name in named if name.startswith("state:")} - {mention.entity_id for mention in asked}
    if not others or _count(document, lacking[0].entity_id, lexicon) >= max(
        _count(document, other, lexicon) for other in others
    ):
        return None
    return lacking[0].surface


_OF_WHOM = re.compile(r"\b(?P<noun>[a-z]{4,})\s+(?:of|in)\s+(?:the\s+)?$")
_WHOSE = re.compile(r"^(?:['’]s|['’])?\s+(?P<noun>[a-z]{4,})\b")


def of_another_body(question: Question, proposal: Proposal, document: Document, lexicon: Lexicon) -> str | None:
    """The body of a state that is asked about, where the claim tells of the same body of another state.

    "The parliament of Denmark" is not "the parliament in Pristina".
    """
    claim = proposal.passage.span.cut(document.text)
    asked = _bodies(question.corrected, lexicon)
    told = _bodies(claim, lexicon) if asked else {}
    for noun, states in asked.items():
        if noun in told and not states & told[noun] and re.search(rf"\bthe {noun}\b", question.corrected, re.I):
            return f"{noun} of {lexicon.entity(min(states)).name}"
    return None


def _bodies(text: str, lexicon: Lexicon) -> dict[str, set[str]]:
    """What stands as "X of Y" or "Y's X" with the states Y, capitals counting for their states."""
    found: dict[str, set[str]] = {}
    for mention in lexicon.mentions(text):
        if mention.entity_id.startswith("state:"):
            before, after = _OF_WHOM.search(text[: mention.start]), _WHOSE.match(text[mention.end :])
            for match in (before, after):
                if match is not None:
                    found.setdefault(match["noun"], set()).add(mention.entity_id)
    return found


def _count(document: Document, entity_id: str, lexicon: Lexicon) -> int:
    """How often a document names an entity: what it names most it is about, and need not say each time."""
    return sum(document.text.count(form) for form in lexicon.aliases(entity_id))


def _parties(text: str | None, lexicon: Lexicon) -> set[str]:
    return {mention.entity_id for mention in lexicon.mentions(text or "") if _is_party(mention.entity_id)}


def _is_party(entity_id: str) -> bool:
    return entity_id.startswith(("state:", "organisation:"))
