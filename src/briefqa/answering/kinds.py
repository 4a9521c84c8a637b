"""Answers of another kind than the one asked for: a place for a person, a common noun for a company, another office.

The expectation of a question is evidence, because names are hard to tell apart. Here are the cases that can be told: a
place that only says where something sits ("the Kyiv-based institute") runs nothing, one person who holds an office is
no people and no state, a company has a name, and an office that stands beside a name is not another one.
"""

from __future__ import annotations

import re

from briefqa.answering.expectation import Expectation
from briefqa.answering.offices import of_another_office
from briefqa.facts import Lexicon
from briefqa.facts.text import words

_SEATED = re.compile(r"-(?:based|born|registered|flagged|built|headquartered)\b")
_NOT_ONE = frozenset(
    "head leader chief staff politician candidate major mr mrs ms dr sir lady presidents deputy".split()
)
_OFFICES = "|".join(
    sorted(
        {*(words("titles_of_office") - _NOT_ONE), "coordinator", "treasurer", "chief executive", "chief of staff"},
        key=len,
        reverse=True,
    )
)
_OFFICE_ASKED = re.compile(
    rf"^(?:and |but |so )?who(?:'s| is| was| became)\b[^?]*?\b(?P<office>{_OFFICES})\b",
    re.IGNORECASE,
)
_AS_OFFICE = re.compile(rf"\bas (?:the |its |their |a |an )?(?:[a-z]+ )?(?:{_OFFICES})\b", re.IGNORECASE)
_ADDED = re.compile(r",|\(|\s(?:of|for|in|at|on|near|off|from|with|and)\s")
_ASSEMBLIES = frozenset(
    "assembly parliament congress senate court council committee commission party government cabinet house board union"
    " ministry".split()
)
_NO_PLACES = frozenset(
    "unit company companies corporation corp institute party army agency ministry fund operation agreement act group"
    " ltd inc plc limited gmbh association organisation organization committee commission council partnership programme"
    " program project brigade battalion regiment squadron fleet treaty convention protocol initiative".split()
)
"""Last words of names that are of no place: an army may be somewhere, but is not where something is."""
_EVENT = re.compile(r"\b(?:[Oo]peration|[Ee]xercise|[Mm]ission|[Pp]roject|Article) [A-Z][\w’'-]*$")
"""Names that say in front that they are of no place: "Operation Atalanta"."""
_WHERE = re.compile(r"^(?:and |but |so )?where\b", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|in|near|inside|before|by) (?:(?:the|its|their|former|old|new) )*$|^(?:at|in|near|inside) ", re.I
)
_AT_WORK = re.compile(
    r"\b(?:work(?:s|ed|ing)?|study|studies|studied|taught|teach(?:es)?|serve[sd]?|employed|job|post|buried|money|go(?:es)?"
    r"|went|come|came|stand|rank|from)\b",
    re.IGNORECASE,
)
_SUCCEEDED = re.compile(
    r"^(?:and |but |so )?who (?:has |had |will |would )?(?:replaced?|succeed(?:s|ed)?|t(?:ook|akes?|aken) over from"
    r"|follow(?:s|ed)?)\s+(?P<who>[^?]+?)"
    r"(?:\s+(?:as|at|in|on|when)\b|\W*$)",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"(?:,|\()? (?:(?:the|its|an?|then|former|[a-z]+) ){{0,3}}(?P<office>{_OFFICES})\b[^,.;)]*")
_NAMED_KIND = re.compile(
    r"\b(?:[Ww]hat|[Ww]hich)(?: [A-Z][\w-]*)? (?P<kind>company|firm|airline|insurer|shipyard|contractor|manufacturer"
    r"|university|country|city|town)\b(?! (?:type|size|of|policy|law|rules?|name)\b)"
)


def of_another_kind(
    question: str, expectation: Expectation, text: str, start: int, end: int, lexicon: Lexicon
) -> str | None:
    """What is asked for, where the answer `text[start:end]` is of another kind; None where it may be of that one.

    Args:
        question: the question.
        expectation: what it asks for.
        text: the folded claim.
        start: where the answer begins in it.
        end: where it ends.
        lexicon: the names of the corpus.
    """
    answer = text[start:end]
    named = _NAMED_KIND.search(question)
    if named is not None and not re.search(rf"[A-Z\d]|\b{named['kind']}", answer):
        return f"name of a {named['kind']}"
    if expectation is Expectation.PLACE and _is_no_place(question, text, start, end):
        return "name of a place"
    if expectation is not Expectation.PERSON or not question.casefold().startswith("who"):
        return None
    if _SEATED.match(text, end) or re.search(rf"{_SEATED.pattern}$", answer):
        return "name of a person or organisation"
    if _AS_OFFICE.search(question) and (_is_state(answer, lexicon) or _head(answer) in _ASSEMBLIES):
        return "name of a person"
    if _is_the_one_before(question, answer):
        return "name of a successor"
    return _another_office(question, text, end) or of_another_office(question, text, start, end, lexicon)


def _head(answer: str) -> str:
    """The last word of a name before what is added to it: "unit" of "the Fifth Unit of the army"."""
    name = _ADDED.split(answer, maxsplit=1)[0].split()
    return name[-1].casefold().strip("’'s") if name and name[-1][:1].isupper() else ""


def _is_no_place(question: str, text: str, start: int, end: int) -> bool:
    """Whether a "where" is answered with a body or an event that nothing is said to be at or in."""
    if not _WHERE.match(question) or _AT_WORK.search(question):
        return False
    before, answer = text[max(0, start - 30) : start], text[start:end]
    if _EVENT.search(before + answer):
        return True
    return _head(answer) in _NO_PLACES and not (_AT.search(before) or _AT.match(answer))


def _is_the_one_before(question: str, answer: str) -> bool:
    """Whether an answer is the very person whose successor is asked for, by the last name."""
    before = _SUCCEEDED.search(question)
    said = answer.removesuffix("'s").removesuffix("’s").split()
    return before is not None and bool(said) and said[-1].casefold() in before["who"].casefold().split()


def _is_state(answer: str, lexicon: Lexicon) -> bool:
    """Whether an answer is a state, its capital or its people and no more."""
    bare = answer.removeprefix("the ")
    return any(
        mention.entity_id.startswith("state:") and len(mention.surface) >= len(bare)
        for mention in lexicon.mentions(answer)
    )


def _another_office(question: str, text: str, end: int) -> str | None:
    """The office asked for, where the words behind the name give it another one only."""
    asked, beside = _OFFICE_ASKED.match(question), _BESIDE.match(text, end)
    if asked is None or beside is None:
        return None
    office = asked["office"].casefold()
    return None if re.search(rf"\b{re.escape(office)}\b", beside.group().casefold()) else office
