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
from briefqa.facts.text import is_common
from briefqa.index.lexical import LexicalIndex
from briefqa.index.terms import split_terms

_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_YEARS = re.compile(r"\b(?:1[5-9]|20|21)\d\d\s*[-–—]\s*(?:(?:1[5-9]|20|21)\d\d|\d\d)\b")
_DONE = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|plan(?:s|ned|ning)?|propos\w+|intend\w*|expect\w*|consider\w*|"
    r"envisage\w*|schedul\w+|due to|supposed|hopes?|hoped|aims?|target\w*|(?:is|are|was|were) to|draft|"
    r"negotiat\w+|weigh(?:s|ing)|promis\w+|pledg\w+|announc\w+)\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(?:cancel\w*|suspend\w*|terminat\w+|scrapp\w+|abandon\w*|annul\w*|collaps\w+|shelv\w+|called off|"
    r"fell through|withdr[ae]w\w*|revok\w+|reject\w*|postpon\w+|never)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|not|never|neither|nor|none|nobody|without|cannot)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Support:
    """What of a question a passage leaves unsupported.

    `names` are those that stand neither in the view nor in the paragraph, `numbers` those that are not in the view,
    and `absent` the numbers among them that the paragraph lacks too. `unknown` are names, numbers and rare words that
    stand nowhere in the corpus; ordinary words that stand nowhere (`strange`) may only be other words for what is said.
    `unfulfilled` says that something done is asked about and the
    passage speaks of what was planned, or of what came to nothing; `denied` that the passage denies something.
    """

    names: tuple[Unit, ...]
    numbers: tuple[Unit, ...]
    absent: tuple[Unit, ...]
    unknown: tuple[Unit, ...]
    strange: tuple[Unit, ...]
    unfulfilled: bool
    denied: bool


def is_unfulfilled(question: str, claim: str) -> bool:
    """Whether a question asks for what was done and a claim only speaks of plans or of what was called off."""
    if _DROPPED.search(claim) and not _DROPPED.search(question):
        return True
    done = _DONE.search(question) and not _PLANNED.search(question)
    return bool(done and _PLANNED.search(claim))


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
    nowhere = [unit for unit in question.units if not unit.is_form and not _is_known(unit, lexical)]
    strange = tuple(unit for unit in nowhere if _is_ordinary(unit))
    unknown = tuple(unit for unit in nowhere if not _is_ordinary(unit))
    return Support(
        names,
        numbers,
        tuple(unit for unit in numbers if not covers(unit, around) or _only_in_range(unit, paragraph, question.text)),
        unknown,
        strange,
        is_unfulfilled(question.corrected, view),
        bool(_DENIED.search(view)),
    )


def _is_ordinary(unit: Unit) -> bool:
    return not unit.is_name and not unit.is_number and is_common(unit.surface)


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
        missing.append(WANTED.get(expectation, "answer"))
    return tuple(dict.fromkeys(missing))


WANTED = {
    Expectation.MONEY: "amount of money",
    Expectation.PERCENTAGE: "percentage",
    Expectation.FIGURE: "number",
    Expectation.DURATION: "duration",
    Expectation.DATE: "date",
    Expectation.PERSON: "name of a person or organisation",
    Expectation.PLACE: "place",
}
