"""Whether figures that could be computed with tell of what was done, where a question asks for that."""

from __future__ import annotations

from briefqa.answering.deeds import deed_asked, is_planned_header, why_not_done
from briefqa.answering.labels import Operands
from briefqa.answering.question import Question
from briefqa.facts.text import fold


def is_undone(question: Question, operands: Operands) -> bool:
    """Whether a done thing is asked for and one of the operands tells of a plan, a promise or what was called off."""
    deed = deed_asked(question.corrected)
    if deed is None:
        return False
    for record, passage in zip(operands.records, operands.passages, strict=True):
        if record.column is not None:
            if is_planned_header(record.column):
                return True
            continue
        start, end = record.span.start - passage.span.start, record.span.end - passage.span.start
        if why_not_done(deed, fold(passage.span.cut(operands.document.text)), start, end, (), record.span):
            return True
    return False
