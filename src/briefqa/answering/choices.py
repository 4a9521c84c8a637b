"""Questions that offer a choice: "Which is longer, X or Y?", "Did A or B pay more?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.answering.asked_names import names_in
from briefqa.answering.degrees import DEGREE, LEAST, MOST, asks_for_less, opening_of, without_bare
from briefqa.facts import Lexicon

_DEGREES = rf"(?:{DEGREE}|{MOST}|{LEAST})"
_CHOICE = re.compile(
    rf"^(?:which|who|what)\b(?P<before>(?:\s+[^\s?]+){{0,6}}?)\s(?P<degree>{_DEGREES})\b(?P<after>[^?]*?)\s*(?:[,:—–]|\s-)\s*"
    r"(?P<names>[^?]+?,?\s+or\s+[^?]+?)\s*\??$",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(  # "Which of the two, X or Y, is longer?"
    rf"^(?P<asked>(?:which|who)\b(?: [\w-]+){{0,4}}),\s*(?P<names>[^,?]+?\s+or\s+[^,?]+?),\s*(?P<before>[^?]*?)\s*"
    rf"\b(?P<degree>{_DEGREES})\b(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"^(?:did|does|do|is|was|are|were|has|have|had)\s+(?P<left>[^?]+?)\s+or\s+(?P<rest>[^?]+)\??$", re.IGNORECASE
)
_LATER_DEGREE = re.compile(rf"^(?P<before>[^?]*?)\s*\b(?P<degree>{DEGREE})\b(?P<after>[^?]*)$", re.IGNORECASE)
_OR = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_SORT = re.compile(  # the noun behind "which", which only says what is chosen from
    r"^\s+(?!(?:is|was|are|were|has|have|had|does|did|do|of)\b)[\w-]+(?:\s+of\s+[\w-]+)?(?=\s|$)|"
    r"^\s+of\s+(?:the\s+)?(?:two|three|four|five|six|both|these|them)\b(?:\s+[\w-]+)?"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen from, one question for the measure of each name, and whether the least is wanted."""

    names: tuple[str, ...]
    parts: tuple[str, ...]
    less: bool


def read_choice(question: str, lexicon: Lexicon) -> Choice | None:
    """The choice that a question offers; None where it offers none."""
    asked = question.strip()
    match = _CHOICE.match(asked)
    if match is not None:
        names = _OR.split(match["names"])
        before = match["before"] if asked.casefold().startswith("who") else _without_sort(match["before"])
        return _choice(names, before, match["degree"], match["after"])
    match = _OF_BOTH.match(asked)
    if match is not None:
        return _choice(_OR.split(match["names"]), match["before"], match["degree"], match["after"])
    match = _EITHER.match(asked)
    if match is None:
        return None
    rest = match["rest"].rstrip("? ")
    start = len(rest) - len(_ARTICLE.sub("", rest))
    second = next((name for name in names_in(rest, lexicon) if name[0] == start), None)
    later = _LATER_DEGREE.match(rest[second[1] :]) if second else None
    if second is None or later is None:
        return None
    return _choice([match["left"], rest[: second[1]]], later["before"], later["degree"], later["after"])


def _without_sort(before: str) -> str:
    """What stands between "which" and the degree without the noun that only says what is chosen from."""
    rest = _SORT.sub("", before)
    return rest if rest.strip() else before


def _choice(names: list[str], before: str, degree: str, after: str) -> Choice | None:
    plain = tuple(_ARTICLE.sub("", name.strip()) for name in names if name.strip())
    if len(plain) < 2:
        return None
    matter = " ".join(f"{before} {without_bare(after)}".split())
    parts = tuple(f"{opening_of(degree)} {matter} {name}?" for name in plain)
    return Choice(plain, parts, asks_for_less(degree))
