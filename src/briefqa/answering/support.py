"""Whether the documents support what a question takes for granted.

Every number, year and name of the question has to stand in the claim, its view or its paragraph; a word that no
document of the corpus uses is weaker evidence of the same kind. What is not supported is named in the refusal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question, Unit
from briefqa.answering.tables import covers
from briefqa.index.lexical import LexicalIndex
from briefqa.index.terms import split_terms

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_YEARS = re.compile(r"\b(?:1[5-9]|20|21)\d\d\s*[-–—]\s*(?:(?:1[5-9]|20|21)\d\d|\d\d)\b")


@dataclass(frozen=True, slots=True)
class Support:
    """What of a question a passage leaves unsupported.

    `names` and `numbers` are units that stand neither in the view nor in the paragraph (numbers: not in the view);
    `unknown` are units that stand nowhere in the corpus; `unknown_share` is their share of all units, by weight.
    """

    names: tuple[Unit, ...]
    numbers: tuple[Unit, ...]
    unknown: tuple[Unit, ...]
    unknown_share: float
    covered_share: float


def check_support(question: Question, view: str, paragraph: str, lexical: LexicalIndex) -> Support:
    """Compare a question with one passage.

    Args:
        question: the question.
        view: the view of the passage.
        paragraph: the text of its block, with the headings above it.
        lexical: the words of the whole corpus, by paragraph.
    """
    near = frozenset(split_terms(view))
    around = near | frozenset(split_terms(paragraph))
    names = tuple(unit for unit in question.units if unit.is_name and not covers(unit, around))
    numbers = tuple(
        unit
        for unit in question.units
        if unit.is_number and (not covers(unit, near) or _only_in_range(unit, view, question.text))
    )
    unknown = tuple(unit for unit in question.units if not unit.is_form and not _is_known(unit, lexical))
    covered = sum(covers(unit, around) for unit in question.units)
    total = max(len(question.units), 1)
    return Support(names, numbers, unknown, len(unknown) / total, covered / total)


def _only_in_range(unit: Unit, view: str, asked: str) -> bool:
    """Whether a year stands only as the end of a span of years, which says nothing about the year by itself."""
    if not _YEAR.fullmatch(unit.surface):
        return False
    ranges = [match.span() for match in _YEARS.finditer(view)]
    places = [match.start() for match in re.finditer(re.escape(unit.surface), view)]
    inside = bool(places) and all(any(start <= place < end for start, end in ranges) for place in places)
    return inside and len(_YEAR.findall(asked)) < 2


def _is_known(unit: Unit, lexical: LexicalIndex) -> bool:
    return any(all(len(lexical.postings(term)) for term in terms) for terms in unit.alternatives)


def name_missing(units: Sequence[Unit], expectation: Expectation, *, figure_absent: bool) -> tuple[str, ...]:
    """What the documents lack, in words for a person: "year 2022", "Japan", "price"."""
    missing = []
    for unit in units:
        if unit.is_number and _YEAR.fullmatch(unit.surface):
            missing.append(f"year {unit.surface}")
        else:
            missing.append(unit.surface)
    if figure_absent:
        missing.append(_WANTED.get(expectation, "answer"))
    return tuple(dict.fromkeys(missing))


_WANTED = {
    Expectation.MONEY: "amount of money",
    Expectation.PERCENTAGE: "percentage",
    Expectation.FIGURE: "number",
    Expectation.DURATION: "duration",
    Expectation.DATE: "date",
    Expectation.PERSON: "name of a person or organisation",
    Expectation.PLACE: "place",
}
