"""Follow-up questions: what they keep of the question before, and what they replace.

"And from Poland?" keeps everything but the place; "When was that?" keeps what was spoken of and asks for something
else. The question as it was read is given back with the answer, so that a person sees what was made of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.question import FUNCTION_TERMS
from briefqa.answering.time_shifts import place_in_time, swap_times
from briefqa.facts import Lexicon
from briefqa.facts.lexicon import Mention
from briefqa.index.terms import split_terms

_OPENING = re.compile(
    r"^(?:and|but|or|also|so|then|now|what about|how about|what of|and what about)\b[\s,]*", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:that|this|it|its|they|them|their|those|these|he|she|him|his|her|there|then|the same)\b", re.IGNORECASE
)
_OBJECT = re.compile(r"\b[a-z]{3,} (?:it|them|him)\b", re.IGNORECASE)
"""What a question of its own does to what was spoken of: "And who signed it?"."""
_STOP = re.compile(r"\b(?:is|are|was|were|did|does|do|has|have|had|will|by|of|in|to|for|from|with|[a-z]+ed)\b")
_PREPOSITION = re.compile(r"^(?:from|by|of|in|for|to|with|at|on|since|until|during|between)\b\s*", re.IGNORECASE)
_ASKING = re.compile(
    r"^(?:(?:in|on|at|by|for|from|to|since|with)\s+)?(?:who(?:m|se)?|what|which|when|where|why|how(?:\s+(?:much|many|long|"
    r"large|big|often|far|old))?)\b\s*(?:(?:was|were|is|are|did|does|do|has|have|had|will|would|can|could)\b\s*)?",
    re.IGNORECASE,
)


def resolve(question: str, history: Sequence[str], lexicon: Lexicon) -> str | None:
    """The question with what it leaves out filled in from `history` (oldest first); None where it stands alone."""
    before = next((earlier.strip() for earlier in reversed(history) if earlier.strip()), None)
    if before is None:
        return None
    if len(history) > 1:
        before = resolve(before, history[:-1], lexicon) or before
    placed = place_in_time(question, before)
    if placed == question:
        return None  # "two years later" than what cannot be told
    return _fill_in(placed or question, before, lexicon) or placed


def _fill_in(question: str, before: str, lexicon: Lexicon) -> str | None:
    """The question with the names, matter and time of the one before; None where it stands alone."""
    opened = _OPENING.match(question)
    rest = question[opened.end() :] if opened else question
    if _REFERENCE.search(question) and not _content(rest, lexicon, without_names=False):
        return _ask_again(rest, before)
    if opened is None and _ASKING.match(question):
        if _REFERENCE.search(question) and not lexicon.mentions(question):
            return _with_subject(question, before, lexicon)
        return None
    if _ASKING.match(rest) and _OBJECT.search(rest):
        named = _with_subject(rest[:1].upper() + rest[1:], before, lexicon)
        if named is not None:
            return named
    if opened is None and len(question.split()) > 5:
        return None
    return _replace(rest, before, lexicon)


def _content(text: str, lexicon: Lexicon, *, without_names: bool) -> list[str]:
    mentions = lexicon.mentions(text) if without_names else ()
    names = {term for mention in mentions for term in split_terms(mention.surface)}
    asked = _ASKING.sub("", text)
    return [term for term in split_terms(asked) if term not in FUNCTION_TERMS and term not in names]


def _ask_again(question: str, before: str) -> str:
    """Ask something else of the same matter: "When was that?" after "Who developed the X?"."""
    asking = _ASKING.match(question)
    matter = _ASKING.sub("", before).rstrip(" ?.!")
    opening = asking.group().strip() if asking else question.rstrip(" ?.!")
    return f"{opening} {matter}?"


def _with_subject(question: str, before: str, lexicon: Lexicon) -> str | None:
    """A pronoun stands for the first name of the question before, with "the" and the noun that it describes."""
    mentions = lexicon.mentions(before)
    if not mentions:
        return None
    name = _phrase(before, mentions[0])
    match = _REFERENCE.search(question)
    if match is None:
        return None
    possessive = "’s" if match.group().lower() in {"its", "their", "his", "her"} else ""
    return f"{question[: match.start()]}{name}{possessive}{question[match.end() :]}"


def _phrase(text: str, mention: Mention) -> str:
    """A name with the article and the noun around it, "the Saudi order"; the name alone where it has none."""
    article = re.search(r"\bthe $", text[: mention.start], re.IGNORECASE)
    noun = re.match(r"(?: [a-z][\w-]*){1,3}", text[mention.end :])
    words = _STOP.split(noun.group(), maxsplit=1)[0].rstrip() if noun else ""
    return f"the {mention.surface}{words}" if article and words else mention.surface


def _replace(rest: str, before: str, lexicon: Lexicon) -> str:
    """Put each name and year of the follow-up in the place of one of its kind in the question before."""
    resolved, others = swap_times(before, rest)
    timed, rest = others != rest, others
    mentions = lexicon.mentions(rest)
    if mentions:
        return _swap_names(resolved, rest, mentions, lexicon)
    words = _PREPOSITION.sub("", rest).rstrip(" ?.!")
    if _content(words, lexicon, without_names=True) and not timed:
        return _swap_matter(resolved, words)
    return resolved


def _swap_names(before: str, rest: str, mentions: Sequence[Mention], lexicon: Lexicon) -> str:
    resolved = before
    for mention in mentions:
        known = lexicon.mentions(resolved)
        kind = lexicon.entity(mention.entity_id).kind
        alike = [other for other in known if lexicon.entity(other.entity_id).kind == kind] or list(known)
        preposition = _PREPOSITION.match(rest)
        wanted = preposition.group().strip().lower() if preposition else None
        placed = [
            other for other in alike if wanted and resolved[: other.start].lower().rstrip(" the").endswith(wanted)
        ]
        target = next(iter(placed or alike), None)
        if target is None:
            resolved = f"{resolved.rstrip(' ?.!')} {rest.rstrip(' ?.!')}?"
        else:
            resolved = f"{resolved[: target.start]}{mention.surface}{resolved[target.end :]}"
    return resolved


def _swap_matter(before: str, words: str) -> str:
    """The follow-up names another thing without a name: it takes the place of the question's first noun phrase."""
    match = re.search(r"\b(?:of|the)\s+((?:[a-z][\w-]*\s?){1,3})", before)
    if match is None:
        return f"{before.rstrip(' ?.!')} {words}?"
    return f"{before[: match.start(1)]}{words} {before[match.end(1) :].lstrip()}".replace(" ?", "?")
