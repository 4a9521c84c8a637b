"""Whether the unit of a figure is one that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question
from briefqa.facts.figures.currencies import is_currency_code
from briefqa.index.terms import split_terms
from briefqa.types import FactRecord, FigureRecord

_CURRENCY = re.compile(r"\b(?:dollars?|euros?|pounds?|yen|won)\b|[$€£]", re.IGNORECASE)
_AMOUNT = re.compile(
    r"^(?:and |but |so )?what (?:is|was|were|are)\b"
    r"(?!.*\b(?:share|percentage|proportion|growth|change|rate|rise|fall|increase|per ?cent)\b)"
    r"[^?]*\b(?:exports|imports|sales|output|production|harvest|emissions)\b"
    r"(?: (?:of|in|for|from|to|by|at)\b[^?]*)?\W*$",
    re.IGNORECASE,
)
"""What is asked for as so much of something, "what were the exports in 2023?", which no percentage answers."""
_OF_OUTPUT = re.compile(
    r"\.\.\. of (?:(?:a year|one year|the country|the nation)['’]s |its |their |annual |national |the )?"
    r"(?:GDP|gross domestic product|output|national income)\b"
)
HOW_MANY = re.compile(
    r"(?:\bhow many|^(?:what|how much) (?:is|was|are|were) the number of)\s+((?:[\w-]+\s*){1,4})", re.IGNORECASE
)
"""A count that is asked for, with the words behind it."""
_PERCENT = frozenset({"%", "percentage points"})
_DURATIONS = frozenset({"years", "months", "weeks", "days", "hours", "minutes"})
_LENGTHS = frozenset({"km", "kilometres", "kilometers", "miles", "metres", "meters", "m", "nautical miles"})
_INDEX = re.compile(
    r"[A-Z]{2,}s?"
)  # an abbreviation measures, as TIVs and MW do; it may stand for the word that is asked for
_LONG = re.compile(r"\b(?:length|distance)\b", re.IGNORECASE)
_UNPAID = re.compile(
    r"\b(?:capacity|population|area|height|depth|width|weight|age|headcount|staff|turnout)\b", re.IGNORECASE
)
"""Measures that no sum of money can be."""
_BARE = frozenset({"times"})


def fit_unit(question: Question, records: Sequence[FactRecord]) -> int:
    """1 where a record has a unit that is asked for, -1 where all have one that cannot answer, 0 where nothing is said.

    "How much money" wants a currency, "how long" a duration or a length, "how many shells" shells and neither money
    nor a percentage; other nouns may be other words for the same thing and say nothing.
    """
    figures = [record for record in records if isinstance(record, FigureRecord) and record.unit]
    if not figures:
        return 0
    verdicts = [1 if _is_paid(question, figure) else _fit(question, figure.unit or "") for figure in figures]
    return 1 if 1 in verdicts else min(verdicts) if 0 not in verdicts else 0


def _is_paid(question: Question, figure: FigureRecord) -> bool:
    """Whether a sum is told as a share of what a state has: "cost 4.1% of a year's output"."""
    money = question.expectation is Expectation.MONEY and figure.unit in _PERCENT
    in_currency = _CURRENCY.search(question.corrected) is not None
    return money and not in_currency and _OF_OUTPUT.search(figure.attribute or "") is not None


def _fit(question: Question, unit: str) -> int:
    money = is_currency_code(unit.partition("/")[0])
    percent = unit in _PERCENT
    if percent and _AMOUNT.search(question.corrected):
        return -1
    match question.expectation:
        case Expectation.MONEY:
            return 1 if money else -1
        case Expectation.PERCENTAGE:
            return 1 if percent else -1
        case Expectation.RATE:
            return 1 if money or percent else -1
        case Expectation.DURATION:
            return 1 if unit in _DURATIONS | _LENGTHS else -1
        case Expectation.FIGURE:
            return _fit_count(question, unit, money or percent or unit in _BARE)
        case _:
            return 0


def _fit_count(question: Question, unit: str, uncounted: bool) -> int:
    match = HOW_MANY.search(question.corrected)
    if match is None:
        long = _LONG.search(question.corrected) is not None
        if long and (uncounted or unit in _LENGTHS):
            return -1 if uncounted else 1
        return -1 if uncounted and unit not in _PERCENT | _BARE and _UNPAID.search(question.corrected) else 0
    if uncounted:
        return -1
    counted = match.group(1).casefold().split()
    if set(split_terms(match.group(1))) & set(split_terms(unit)):
        return 1
    other = _INDEX.fullmatch(unit) and not any(word.startswith(unit[0].casefold()) for word in counted)
    return -1 if other or unit in _DURATIONS else 0
