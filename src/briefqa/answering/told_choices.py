"""Which of two a claim says to be more or less: "Chile is the larger seller, with 282 ships against 201 of Peru"."""

from __future__ import annotations

import re

from briefqa.answering.choices import Choice
from briefqa.answering.degrees import COMPARATIVE, asks_for_less
from briefqa.facts import Lexicon, Mention

_AGAINST = re.compile(r"\b(?:than|(?:as )?against|(?:as )?compared (?:with|to)|ahead of|behind)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|hardly|once)\b|n['’]t\b", re.IGNORECASE)


def choose_told(choice: Choice, claim: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where a claim names the one of two that is chosen; None where it does not compare them with one comparative.

    Args:
        choice: the two names, and whether the lesser is wanted.
        claim: the folded text of the claim.
        lexicon: the names of the corpus.
    """
    comparatives = list(COMPARATIVE.finditer(claim))
    options = [{mention.entity_id for mention in lexicon.mentions(name)} for name in choice.names]
    if len(comparatives) != 1 or len(options) != 2 or not all(options) or options[0] & options[1]:
        return None
    degree = comparatives[0]
    named = [one for one in lexicon.mentions(claim) if one.entity_id in options[0] | options[1]]
    subject = next((one for one in reversed(named) if one.end <= degree.start()), None)
    if subject is None or _DENIED.search(claim, subject.end, degree.start()):
        return None
    other = next((one for one in named if one.start >= degree.end() and _other(options, subject, one)), None)
    if other is None or not _AGAINST.search(claim, degree.end(), other.start):
        return None
    chosen = subject if asks_for_less(degree.group()) is choice.less else other
    return None if chosen.is_demonym else (chosen.start, chosen.end)


def _other(options: list[set[str]], subject: Mention, mention: Mention) -> bool:
    """Whether two mentions are of the two different options."""
    return (subject.entity_id in options[0]) != (mention.entity_id in options[0])
