"""The clause around a figure or date: who it is about, what is said, and how firmly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.facts.lexicon import Mention
from briefqa.facts.text import words
from briefqa.types import FactStatus

_BOUNDARY = re.compile(
    r";\s|:\s|,\s+(?:(?:and|but|so|or|yet)\s+(?=(?:the|a|an|it|he|she|they|we|its|their|[A-Z])\S*\s)|while\b"
    r"|whereas\b|although\b|though\b|"
    r"because\b|which\b|who\b|where\b|after which\b"
    r"|(?P<named>(?=(?:the\s+)?(?:[A-Z][\w'-]+\s+){1,3}(?:[a-z]+ed|has|had|is|are|was|were)\s)))|\s+(?:while|whereas)\s+|\s[–—-]\s"
)
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_FINITE = words("finite_verbs")
_AUXILIARIES = words("auxiliaries")
_FRONTED = words("fronted")
_PROJECTION = re.compile(rf"\b(?:(?-i:may)|{'|'.join(sorted(words('projection_cues') - {'may'}))})\b", re.IGNORECASE)
_NEGATION = re.compile(rf"\b(?:{'|'.join(sorted(words('negation_cues')))})\b|n't\b", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|as reported by|as estimated by|(?:data|figures|estimates|statistics"
    r"|numbers)\b[^.;]{0,80}?\b(?:from|by))\s+"
    r"(?:(?:data|figures|estimates|reports?|statistics)\s+(?:\w+\s+)?(?:by|from|of)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_OWN_FIGURE = re.compile(r"[^\s]*(?:\s(?:million|billion|trillion|thousand))?")
_SAYS = re.compile(
    rf"\s+(?:{'|'.join(sorted(words('attribution_verbs') - {'according'}))})\b(?:\s+that\b|,|:|\s)", re.IGNORECASE
)
_PURPOSE = re.compile(r"\b(?:the|an?|its|their|his|her)\s+(?P<noun>(?:[\w'-]+\s+){1,4}?)to\s+(?P<verb>[a-z]+)\s+$")
_PART_OF = re.compile(r"\bOf\s+(?:the|its|their|these|those|all|all the)\s+(?P<noun>[^,;]{3,120}),\s*$")
_NOUN_ENDS = re.compile(r"\s+(?:for|to|that|which|who|whose|in|by|with|made|has|have|had|[a-z]+ed)\b")
_DATED = re.compile(
    r"^(?:In|On|By|Since|During|At)\s+(?:the\s+\w+\s+of\s+|early\s+|late\s+|mid-)?(?:(?:[A-Z][a-z]+\s+)?(?:\d{1,2},?\s+)?"
    r"(?:[A-Z][a-z]+\s+)?\d{4}),?\s+(?=\S)"
    r"|^(?:In|On|By|Since|During|At|Until)\s+the\s+(?:end|start|beginning|middle|close)\s+of\s+"
    r"(?:[A-Z][a-z]+|the\s+(?:year|quarter|month|war|decade)),?\s+(?=\S)"
)
_ADVERB = re.compile(
    r"\s+(?:nearly|almost|currently|now|alone|later|already|also|only|just|still|then|once|initially|reportedly|roughly"
    r"|about|more than|at least)$"
)
_OPENERS = words("subject_openers")
_STATUS_WINDOW = 90
_LONGEST_SUBJECT, _LONGEST_ATTRIBUTE = 10, 14


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause `text[start:end]` with its subject `text[start:subject_end]`, empty where it has none."""

    start: int
    end: int
    subject_end: int


def clause_at(text: str, start: int, end: int) -> Clause:
    """The clause of folded `text` that holds `text[start:end]`; introductions before a comma are left out."""
    left, right = 0, len(text)
    for match in _BOUNDARY.finditer(text):
        if _inside_brackets(text, match.start()) or (
            match["named"] is not None and not _has_verb(text, left, match.start())
        ):
            continue
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    left = _past_introduction(text, left, start)
    return Clause(left, max(right, end), _subject_end(text, left, start))


def _has_verb(text: str, left: int, right: int) -> bool:
    """Whether `text[left:right]` is a clause of its own, no introduction: it has a subject with a verb behind it."""
    begin = _past_introduction(text, left, right)
    return _subject_end(text, begin, right) > begin


def _inside_brackets(text: str, position: int) -> bool:
    opened = text.rfind("(", 0, position)
    return opened >= 0 and text.find(")", opened) > position


def _past_introduction(text: str, left: int, start: int) -> int:
    """Skip "Since February 24, 2022," and "Additionally, according to the institute," before the clause proper."""
    while (word := _WORD.match(text, left)) is not None and word.group().casefold() in _FRONTED:
        comma = _clause_comma(text, left, start)
        if comma is None:
            break
        left = comma
    return left


def _clause_comma(text: str, left: int, start: int) -> int | None:
    """Where the clause goes on after the comma that closes its introduction, or None."""
    for match in re.finditer(r",\s+", text[left:start]):
        after = left + match.end()
        if text[after : after + 4].isdigit() or _inside_brackets(text, left + match.start()):
            continue
        return after
    return None


def _subject_end(text: str, left: int, limit: int) -> int:
    """Where the subject ends: before the first finite verb of the clause; `left` when there is none."""
    previous = ""
    for match in _WORD.finditer(text, left, limit):
        word = match.group().casefold()
        is_verb = (
            word in _AUXILIARIES
            or word in _FINITE
            or (word.endswith("ed") and "-" not in word and previous not in ("the", "a", "an", ""))
        )
        if (
            is_verb
            and match.start() > left
            and previous not in ("the", "a", "an", "of", "to", "its", "their", "his", "her")
        ):
            return match.start()
        previous = word
    return left


def subject_of(text: str, clause: Clause, mentions: tuple[Mention, ...], position: int) -> str | None:
    """What the figure or date at `position` is about: the name before its bracket, or the clause's subject."""
    bracket = text.rfind("(", clause.start, position)
    if bracket >= 0 and text.find(")", bracket) >= position:
        near = [mention for mention in mentions if mention.end <= bracket and not text[mention.end : bracket].strip()]
        if near:
            return near[-1].surface
    purpose = _PURPOSE.search(text, clause.start, position)
    if purpose is not None:
        return purpose.group("noun").strip()
    part_of = _PART_OF.search(text, 0, clause.start)
    if part_of is not None and clause.subject_end == clause.start:
        return _NOUN_ENDS.split(part_of.group("noun"), maxsplit=1)[0]
    written = _DATED.sub("", text[clause.start : clause.subject_end].strip(" ,"))
    written = _ADVERB.sub("", written)
    while written and written.split()[0].casefold() in (
        "and",
        "but",
        "that",
        "so",
        "or",
        "while",
        "also",
        "both",
        "then",
        "whereas",
    ):
        written = written.split(maxsplit=1)[1] if " " in written else ""
    pieces = written.split()
    if not pieces or len(pieces) > _LONGEST_SUBJECT:
        inside = [mention for mention in mentions if clause.start <= mention.start and mention.end <= position]
        return inside[0].surface if inside else None
    return " ".join(pieces)


def attribute_of(text: str, clause: Clause, start: int, end: int) -> str | None:
    """What is said of the subject, with "..." where the figure or date stands."""
    purpose = _PURPOSE.search(text, clause.start, start)
    before = text[purpose.start("verb") if purpose else max(clause.start, clause.subject_end) : start].split()
    after = text[end : clause.end].split(". ")[0].split()
    words_before = before[-_LONGEST_ATTRIBUTE:]
    words_after = after[:_LONGEST_ATTRIBUTE]
    said = " ".join((*words_before, "...", *words_after)).strip(" ,;")
    said = re.sub(r"\s*(?<!\.)\.$|(?<=\.\.\.)\s+\.$", "", said)
    return said if re.search(r"\w", said) else None


def status_of(text: str, clause: Clause, start: int, attributed: str | None) -> FactStatus:
    """Whether the clause asserts, quotes, projects or denies what it says up to `start`."""
    said = text[max(clause.start, start - _STATUS_WINDOW) : start]
    lead = text[max(0, clause.start - 60) : clause.start]
    if _NEGATION.search(said) and not re.search(r"\bnot only\b|\bno (?:less|more|fewer)\b", said, re.IGNORECASE):
        return FactStatus.NEGATED
    if _PROJECTION.search(said) or re.search(r"\bif\b[^,]*,\s*$", lead, re.IGNORECASE):
        return FactStatus.PROJECTED
    quoted = text.count('"', 0, start) % 2 == 1
    return FactStatus.QUOTED if attributed or quoted else FactStatus.ASSERTED


def _past_figure(text: str, position: int) -> int:
    """Where the figure that begins at `position` ends."""
    own = _OWN_FIGURE.match(text, position)
    return own.end() if own else position


def attributed_to(text: str, mentions: tuple[Mention, ...], position: int) -> str | None:
    """Who the text says it from: "according to the Kiel Institute", "the minister said that"."""
    sources = [
        (match.start(), named.surface)
        for match in _ACCORDING.finditer(text)
        if (named := next((one for one in mentions if match.end() <= one.start <= match.end() + 24), None)) is not None
    ]
    behind = next((one for one in sources if one[0] > position), None)
    if behind is not None and not _FIGURE.search(text, _past_figure(text, position), behind[0]):
        return behind[1]  # "60%, according to the agency, and 78% according to the institute"
    if sources:
        return sources[0][1]
    for mention in mentions:
        if mention.end < position and _SAYS.match(text, mention.end):
            return mention.surface
    return None
