"""The second side of a comparison: the question after what stands behind "than".

"... than Peru" asks the same of Peru; "... than the length of the tunnel" and "... than Peru paid" say themselves what
they ask for, and nothing of the first side holds for them.
"""

from __future__ import annotations

import re

from briefqa.answering.asked_names import names_in
from briefqa.answering.followups import resolve
from briefqa.answering.question import FUNCTION_TERMS
from briefqa.facts import Lexicon
from briefqa.facts.text import words
from briefqa.index.terms import split_terms

_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_PERIOD = re.compile(
    r"(?:(?:Q[1-4]|H[12]|FY|fiscal(?: year)?)\s*)?\b(?:1[89]|20|21)\d\d(?:[/–-]\d{2,4})?\b", re.IGNORECASE
)
_IN = re.compile(r"^(?:in|during|for|over)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+(?=[A-Z])")
_PRONOUN = re.compile(r"^(?:it|they|he|she)\b", re.IGNORECASE)
_OWNER = re.compile(r"\b(?:of|in)\s+(?P<owner>(?:the\s+)?[^?]+?)\s*\?*$")
_OWNED = re.compile(r"^(?:its|their|his|her)\s+(?P<matter>[a-z][^?]*)$")
_PHRASE = re.compile(
    r"^(?:the|an?)\s+(?:[a-z][\w-]*\s+){1,4}?(?:of|to|for|in|from|between|at|on|with|by|that|which)\s",
)
"""A noun phrase of its own: "the number of ships", "the loan to Peru"."""
_NOUN = re.compile(r"^[a-z][\w-]*")
_BE = re.compile(r"^how \w+(?: [\w-]+){0,2}? (?P<be>is|are|was|were)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"^\s+(?:has|have|had|was|were|is|are|did|does)\b")
_ANOTHER_WAY = re.compile(r"^(?:through|via|by|under|with|without|on|at|alone)\s", re.IGNORECASE)
_SUBJECT = re.compile(r"^how \w+(?: [\w-]+){0,3}? (?:did|does|do) (?P<who>(?:the )?[\w-]+) [a-z]+", re.IGNORECASE)
_COST = re.compile(r"\bcost\?$", re.IGNORECASE)
_BEHIND = re.compile(r"^(?P<whose>['’]s?)?\s+(?P<matter>[a-z][\w-]*(?:\s+[a-z][\w-]*)*)")
_VERB = re.compile(r"^\s+(?:(?:has|have|had|was|were|is|are)\s+)?(?P<verb>[a-z]+)\b")


def other_side(left: str, opening: str, other: str, lexicon: Lexicon) -> str | None:
    """The question after the second operand: that after the first with the name or year of the second in its place."""
    period, other_period = _PERIOD.search(left), _PERIOD.fullmatch(_IN.sub("", other))
    if period is not None and other_period is not None:
        return f"{left[: period.start()]}{other_period.group()}{left[period.end() :]}"
    if other_period is not None and _IN.match(other):
        return f"{left.rstrip('?')} {other}?"
    own = _own_side(left, opening, other, lexicon)
    if own is not None:
        return own
    names, named = _names_in(left, lexicon), names_in(other, lexicon)
    if names and _PRONOUN.match(other):
        return f"{opening} {_PRONOUN.sub(lambda _: left[slice(*names[0])], other)}?"
    if _ANOTHER_WAY.match(other) and other.split()[0].casefold() not in left.casefold().split():
        return f"{left.rstrip('?')} {other}?"  # "... than through Peru"
    if not named and not _YEAR.search(other):
        return f"{opening} {other}?"
    subject = _SUBJECT.match(left)
    if not names and subject is not None and named and named[0][0] <= len("the "):
        return f"{left[: subject.start('who')]}{other}{left[subject.end('who') :]}"
    plain = _ARTICLE.sub("", other)
    resolved = None
    if not named or (lexicon.mentions(left) and lexicon.mentions(other)):
        resolved = resolve(f"and {plain}?", [left], lexicon)
    if resolved and not (names and resolved.startswith(left.rstrip("?"))):
        return resolved
    start, end = names[0] if names else (0, 0)
    return f"{left[:start]}{plain}{left[end:]}" if names else f"{opening} {other}?"


def _own_side(left: str, opening: str, other: str, lexicon: Lexicon) -> str | None:
    """The question after a second side that says itself what it asks for; None where it only names another."""
    owned = _OWNED.match(other)
    owner = _OWNER.search(left)
    if owned is not None and owner is not None:
        other = f"the {owned['matter']} of {owner['owner']}"
    be = _BE.match(left)
    named = names_in(other, lexicon)
    if _PHRASE.match(other) or (named and _has_matter(other, named[0], left)):
        if _COST.search(left):
            return f"How much did {other} cost?"
        return f"How much {be['be'] if be else 'was'} {other}?"
    if not named:
        return None
    noun = _NOUN.match(other)
    if noun is not None and named[0][0] > noun.end() and _is_new(noun.group(), left):
        if _is_verb(noun.group()):
            return f"How much {be['be'] if be else 'was'} {other}?"
        return f"How many {other}?" if opening.casefold().startswith("how many") else f"{opening} {other}?"
    if named[0][0] <= len("the ") and _does_other(other[named[0][1] :], left):
        return f"{opening} {other}?"
    return None


def _has_matter(other: str, name: tuple[int, int], left: str) -> bool:
    """Whether words that are new stand behind a name that opens a side: "Peru's bridge", "the Peru aid package"."""
    behind = _BEHIND.match(other[name[1] :])
    if name[0] > len("the ") or behind is None:
        return False
    new = [word for word in behind["matter"].split() if _is_new(word, left)]
    return len(new) >= (1 if behind["whose"] else 2) and not _is_verb(new[0])


def _names_in(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    return [(start, end) for start, end in names_in(text, lexicon) if not _YEAR.search(text[start:end].lstrip("FYfy"))]


def _does_other(rest: str, left: str) -> bool:
    """Whether what follows a name begins with a verb that the first side does not say."""
    verb = _VERB.match(rest)
    return verb is not None and _is_new(verb["verb"], left) and (_is_verb(verb["verb"]) or bool(_AUXILIARY.match(rest)))


def _is_new(word: str, left: str) -> bool:
    terms = set(split_terms(word)) - FUNCTION_TERMS
    return bool(terms) and not terms & set(split_terms(left))


def _is_verb(word: str) -> bool:
    return word in words("finite_verbs") or (word.endswith("ed") and len(word) > 4)
