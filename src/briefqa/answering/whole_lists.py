"""Lists come whole: the reader's span with the members of its list that it left out."""

from __future__ import annotations

import re

from briefqa.answering.bounds import trim
from briefqa.answering.enumeration import is_longer_list, members_of, run_of_names, whole_enumeration
from briefqa.answering.question import Question
from briefqa.answering.several import asks_for_several
from briefqa.models.reader import Reading
from briefqa.types import Document, Passage, Span

_SLACK = 0.5
"""How far below its best span the reader may see a longer list that is taken instead: of 880 questions of SQuAD's
training set whose answer stands in an enumeration 9 got better by it and 3 worse; by 1.5 14 and 22 did."""
_OPEN_SLACK = 1.0  # where "what does it give?" leaves open how many things it does
_OPEN = re.compile(r"(?:and |but |so )?what (?:do|does|did|has|have|had|will|would|can|could|should)\b", re.IGNORECASE)
_LIST_CUE = re.compile(
    r"(?:\b(?:includ(?:e[sd]?|ing)|such as|namely|compris(?:e[sd]?|ing)|consist(?:s|ed|ing)? of)|:)\s+"
    r"(?:[^,;]*,\s+(?:and\s+)?)*$",
    re.IGNORECASE,
)
"""What announces a list, with the members before the one that follows."""


def whole_list(
    question: Question, passage: Passage, document: Document, reading: Reading, span: Span, score: float
) -> Span:
    """The list that a span of the reader's is part of, where the question leaves room for one.

    `score` is the reader's of the span; a longer list that it reads hardly less well is taken instead.
    """
    several = asks_for_several(question)
    if not several and _OPEN.match(question.corrected) is None:
        return span
    if several and len(members_of(document.text, span)) == 1:
        run = run_of_names(document.text, span, passage.span)
        if run is not None:
            return run
        if _LIST_CUE.search(document.text[passage.span.start : span.start]):
            return whole_enumeration(document.text, span, passage.span)
    read = [trim(document.text, one) for at in reading.spans if (one := passage.view.locate(at.start, at.end))]
    longer = [one for one in read if passage.span.contains(one) and is_longer_list(document.text, span, one)]
    rated = [(reading.span_score(*place), -one.start, one) for one in longer if (place := passage.view.place(one))]
    best = max(rated, default=None)
    return best[2] if best is not None and best[0] >= score - (_SLACK if several else _OPEN_SLACK) else span
