"""Dates of telling and of doing: the day a thing was announced, agreed or written is not the day it happens.

"Peru announced in May that it will ban transfers" dates the announcing, and answers no "From when will Peru ban them?".
"""

from __future__ import annotations

import re

from briefqa.answering.expectation import Expectation
from briefqa.index.terms import split_terms

_TO_COME = re.compile(
    r"\bwhen\s+(?:(?:will|should|shall|would|must)\s|(?:is|are|was|were)\b[^?]*\b"
    r"(?:to (?!the\b|an?\b|its\b|their\b)[a-z]+|due|supposed|expected|meant|scheduled)\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?P<verb>announced|signed|agreed|decided|said|declared|promised|pledged|proposed|approved|adopted|ordered|published"
    r"|unveiled|presented|tendered|warned|requested)\b"
)
_ONWARD = re.compile(
    r"[,;:]|\b(?:will|would|should|shall|must|can|could|may|might|to|due|and|but|that|which|who|from|by|until)\b"
)
_WRITTEN = re.compile(
    r"\b(?:drafts?|letter|memo\w*|report|document|decree|bill|contract|agreement|version) dated (?:[A-Z]?[a-z]+ )?$"
)
_WRITING = re.compile(r"\b(?:dates? of|dated|writ(?:e|ten|ing)|wrote|issued|drafted|drawn up|drew up)\b")


def only_told_then(question: str, expectation: Expectation, text: str, start: int) -> str | None:
    """The verb of telling whose date the answer at `start` is, where a question asks when the thing itself is; or None.

    Args:
        question: the question.
        expectation: what it asks for.
        text: the folded claim.
        start: where the answer begins in it.
    """
    if expectation is not Expectation.DATE:
        return None
    if _WRITTEN.search(text[:start]) and not _WRITING.search(question):
        return "date (only dated then)"
    if _TO_COME.search(question) is None:
        return None
    told = list(_TOLD.finditer(text[:start]))
    if not told or _ONWARD.search(text[told[-1].end() : start]):
        return None
    verb = told[-1]["verb"]
    return None if set(split_terms(verb)) & set(split_terms(question)) else f"date (only {verb} then)"
