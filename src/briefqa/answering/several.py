"""Whether a question asks for several things, and which members of a list it asks for."""

from __future__ import annotations

import re

from briefqa.answering.enumeration import members_of
from briefqa.answering.expectation import PLURALS, Expectation
from briefqa.answering.question import Question
from briefqa.facts.text import STOPWORDS, words
from briefqa.index.terms import split_terms
from briefqa.types import Span

_ASKED_NOUN = re.compile(r"(?:\b(?:which|what)|^(?:name|list)(?: all)?(?: the)?)((?: [\w-]+){1,3})", re.IGNORECASE)
_NEXT = re.compile(r" (?P<word>[^\W\d_]+)\b")
_PLURAL = re.compile(PLURALS, re.IGNORECASE)
_NO_NOUN = re.compile(r"means|lies|lays|sits|stands|lives", re.IGNORECASE)
_AUXILIARIES = words("auxiliaries")
_VERBS = words("finite_verbs") | _AUXILIARIES
_SEVERAL = re.compile(
    r"\b(?:what|who) (?:are|were)\b|^(?:and |but |so )?where (?:are|were)\b|^(?:name|list|enumerate|give me|tell me)\b|"
    r"\b(?:with|between|among) whom\b|\b(?:two|three|four|five|both)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(  # what several do together
    r"^(?:and |but |so )?who\b.*\b(?:sign(?:ed|s)?|attend(?:ed|s)?|join(?:ed|s)?|met|meets?|agreed?|agrees|negotiat\w+|"
    r"participat\w+|took part|takes? part|belongs?|form(?:ed|s)?|founded|cooperat\w+)\b",
    re.IGNORECASE,
)
_NAMED = frozenset({Expectation.LIST, Expectation.PERSON, Expectation.PLACE, Expectation.THING})


def asks_for_several(question: Question) -> bool:
    """Whether a question asks for several things by its own words: "which countries", "who are", "who signed"."""
    asked = question.corrected
    if question.expectation not in _NAMED:
        return False
    return _SEVERAL.search(asked) is not None or _TOGETHER.search(asked) is not None or plural_asked(asked) is not None


def plural_asked(asked: str) -> str | None:
    """The noun in the plural behind "which" or "what"; "What word means" and "Which country bought ships" have none."""
    match = _ASKED_NOUN.search(asked)
    following: list[str] = match.group(1).split() if match else []
    for at, word in enumerate(following):
        plural = _PLURAL.fullmatch(word) is not None
        auxiliary = at + 1 < len(following) and following[at + 1].casefold() in _AUXILIARIES
        # "Which plans were dropped?" asks for plans, and "the planned yards" are yards
        verb = word.casefold() in _VERBS and (at > 0 or (plural and not auxiliary))
        if verb or _NO_NOUN.fullmatch(word):
            return None
        if plural:
            return word
    return None


def with_asked_noun(question: Question, text: str, span: Span) -> Span:
    """`span` with the noun that is asked for, where that stands right behind it.

    "Which unit?" is answered with "the Aurora Unit", and "by what margin?" with "a small margin".
    """
    asked = _ASKED_NOUN.search(question.corrected)
    following = _NEXT.match(text, span.end)
    if asked is None or following is None or not text[span.end - 1].isalpha():
        return span
    nouns = {term for word in asked.group(1).split() if word not in STOPWORDS for term in split_terms(word)}
    behind = _NEXT.match(text, following.end())
    if behind is not None and behind["word"].casefold() not in STOPWORDS | _VERBS:
        return span  # the phrase goes on
    terms = split_terms(following["word"])
    return Span(span.start, following.end()) if terms and set(terms) <= nouns else span


def members_asked_for(question: Question, text: str, span: Span) -> Span:
    """Of a list the members that are called what is asked for, where some are and others are called otherwise.

    "Which howitzers?" of "tanks of two kinds, K9 howitzers, and light aircraft" asks for the howitzers.
    """
    noun = plural_asked(question.corrected)
    members = members_of(text, span)
    if noun is None or len(members) == 1:
        return span
    kind = set(split_terms(noun))
    named = [member for member in members if kind <= set(split_terms(member.cut(text)))]
    between = [member for member in members if named and named[0].start <= member.start <= named[-1].start]
    return Span(named[0].start, named[-1].end) if named and named == between else span
