"""Questions that a paragraph almost answers: another year or another name in a question that it does answer."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from briefqa_train.data import Example

_YEAR = re.compile(r"(?<![\d.,-])(?:1[5-9]|20)\d\d(?![\d,-]|\.\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_FURTHEST = 12
"""Years by which a year is moved at most: the near ones are the ones that are mistaken."""


def find_names(question: str) -> tuple[str, ...]:
    """Runs of capitalised words inside a question, its opening word left out."""
    return tuple(match.group() for match in _NAME.finditer(question))


def swap_question(example: Example, names: Sequence[str], random_source: random.Random) -> Example | None:
    """The example with a year or a name of its question exchanged for one that its paragraph lacks, and no answers.

    None where the question has neither that the paragraph also speaks of. `names` are those of other questions.
    """
    context = example.context.lower()
    years = [match for match in _YEAR.finditer(example.question) if match.group() in context]
    named = [match for match in _NAME.finditer(example.question) if match.group().lower() in context]
    if not years and not (named and names):
        return None
    match = random_source.choice(years or named)
    if years:
        moved = random_source.choice([*range(-_FURTHEST, 0), *range(1, _FURTHEST + 1)])
        other = str(int(match.group()) + moved)
    else:
        other = random_source.choice(names)
    if other.lower() in context or other.lower() in example.question.lower():
        return None
    question = example.question[: match.start()] + other + example.question[match.end() :]
    return replace(example, question=question, answers=())
