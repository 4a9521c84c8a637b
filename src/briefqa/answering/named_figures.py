"""The most or the least of several that one claim names with a figure each: "Mali spends 11%, Chad 8% and Niger 9%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.answering.asked_names import names_in
from briefqa.answering.choices import Choice
from briefqa.answering.degrees import DEGREE, LEAST, MOST, asks_for_less, opening_of, without_bare
from briefqa.answering.frames import Frame
from briefqa.answering.measures import asks_for_share, is_share
from briefqa.answering.question import Question
from briefqa.answering.superlatives import counted_in
from briefqa.facts import Lexicon
from briefqa.facts.units import unit_name
from briefqa.types import FigureRecord, Passage

_MOST = re.compile(
    r"^(?:and |but |so )?(?:which|what|who)"
    r"(?P<sort> of (?:the|these|its|their) [\w-]+(?: [\w-]+){0,2}?|(?: [\w-]+){0,2}?)"
    rf" (?P<be>is|was|are|were|has|have|had|did|does|do|[a-z]+(?:ed|s)|"
    rf"gave|got|spent|paid|sold|bought|made|took|sent|lent|owe|gives?)\b(?P<before>[^?]*?)\b(?P<degree>{MOST}|{LEAST})\b"
    r"(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    rf"^(?:which|what|who)\s+(?P<sort>of the two\b.*?)\s+(?P<be>is|was|are|were|has|have|had)\b(?P<before>[^?]*?)"
    rf"\b(?P<degree>{DEGREE})\b(?: one\b)?(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_OF_COUNT = re.compile(r"\bof (?:the|these|its|their) [\w-]+\b|\b(?:one|each) of\b", re.IGNORECASE)
_STATES = re.compile(r"\b(?:countr(?:y|ies)|states?|governments?|nations?|partners?|donors?)\b", re.IGNORECASE)
_LEAST_NAMED = 3
"""So many figures with names are an enumeration where a question does not say how many there are to choose from."""


@dataclass(frozen=True, slots=True)
class Superlative:
    """What a question says of the thing with the most: its sort, what there is most of, and which end is meant."""

    sort: str
    matter: str
    degree: str


def read_superlative(question: str) -> Superlative | None:
    """The superlative that a question asks for, or the comparative between "the two"; None where there is none."""
    match = _OF_TWO.match(question) or _MOST.match(question)
    if match is None:
        return None
    matter = " ".join(f"{match['be']} {match['before']} {without_bare(match['after'])}".split())
    return Superlative(_OF_COUNT.sub("", match["sort"]).strip(), matter, match["degree"])


def choices_in(question: Question, frame: Frame, lexicon: Lexicon) -> Iterator[Choice]:
    """For each claim of a paragraph that names as many as it gives figures of one unit: the choice between these."""
    asked = read_superlative(question.corrected)
    if asked is None or frame.is_table or frame.is_list:
        return
    count = counted_in(question)
    for passage in frame.passages:
        claim = passage.span.cut(frame.document.text)
        named = list(dict.fromkeys(claim[start:end] for start, end in names_in(claim, lexicon)))
        figures = _figures(passage, frame)
        if len(figures) != len(named) or len(named) != (count or max(len(named), _LEAST_NAMED)):
            continue
        if len({_unit(record, figures[0]) for record in figures}) > 1:
            continue
        if is_share(figures[0].unit) is not asks_for_share(question.corrected):
            continue
        parts = tuple(f"{opening_of(asked.degree)} {asked.matter} {name}?" for name in named)
        counted = asked.matter if _STATES.search(asked.sort) else f"{asked.sort} {asked.matter}"
        yield Choice(tuple(named), parts, asks_for_less(asked.degree), counted)


def _figures(passage: Passage, frame: Frame) -> list[FigureRecord]:
    """The figures of a claim, in order; none where one is no exact value."""
    own = [record for record in sorted(frame.records, key=lambda one: one.span) if record.passage_id == passage.id]
    if any(record.value is None or record.low is not None or record.high is not None for record in own):
        return []
    return [record for record in own if record.unit != "times"]


def _unit(record: FigureRecord, first: FigureRecord) -> str | None:
    return unit_name(record.unit or first.unit)
