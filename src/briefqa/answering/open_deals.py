"""The very deal that a question asks about, where the documents only plan or consider it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.question import Question
from briefqa.answering.tables import covers
from briefqa.facts import Lexicon
from briefqa.index.terms import split_terms
from briefqa.types import DealRecord

_DEAL_DEED = re.compile(
    r"(?:b[ou]y|bought|acquir|purchas|order|lend|lent|loan|pa[iy]|receiv|deliver|giv|gave|sign|s[eo]l[ld]|sen[dt]|provid|got|get"
    r"|grant|suppl|import|export|financ|fund|leas|donat|award|transfer|conclu|join)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")


def is_deal_open(question: Question, deed: str, deals: Sequence[DealRecord], lexicon: Lexicon) -> bool:
    """Whether the very deal that is asked about, by two names or a name and an amount, is only planned.

    Args:
        question: the question.
        deed: what it asks to have been done.
        deals: the deals of the claim.
        lexicon: the names of the corpus.
    """
    amounts = [unit for unit in question.units if unit.is_number and not _YEAR.fullmatch(unit.surface)]
    if not _DEAL_DEED.match(deed) or len(question.names) + len(amounts) < 2:
        return False
    meant = []
    sides = [{name for party in deal.parties for name in _ids(party.name, lexicon)} for deal in deals]
    anyone = set().union(*sides)
    for deal, side in zip(deals, sides, strict=True):
        said = " ".join((deal.surface, deal.item or "", *(party.name for party in deal.parties)))
        terms = frozenset(split_terms(said))
        named = (_ids(said, lexicon) - anyone) | side  # "on the table in A and done by B" names both
        if named >= set(question.names) and all(covers(unit, terms) for unit in amounts):
            meant.append(deal)
    return bool(meant) and all(deal.deal_status in ("considered", "planned") for deal in meant)


def _ids(text: str, lexicon: Lexicon) -> set[str]:
    return {mention.entity_id for mention in lexicon.mentions(text)}
