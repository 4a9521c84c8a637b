"""Which answers differ between two generations, and which passages caused it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefqa.answering.anchoring import Anchor, anchor_quote, occurrences
from briefqa.asking import Asked
from briefqa.errors import NotFoundError
from briefqa.evaluation.dataset import Question
from briefqa.types import Answer, Citation, Document


class ChangeKind(StrEnum):
    """What differs in an answer."""

    ANSWERED = "answered"
    REFUSED = "refused"
    ANSWER = "another answer"
    CITATIONS = "same answer, other citations"


class CauseKind(StrEnum):
    """What became of a passage that one of the two answers cites."""

    REMOVED = "removed"
    CHANGED = "changed"
    ADDED = "added"
    RANKED = "ranked otherwise"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cited passage behind the difference: its words before and after, None where it does not stand."""

    kind: CauseKind
    document_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question whose answer differs."""

    id: str
    question: str
    kind: ChangeKind
    before: str | None
    after: str | None
    causes: tuple[Cause, ...]


def compare_answers(
    old: Asked,
    new: Asked,
    questions: Sequence[Question],
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[AnswerChange, ...]:
    """Ask both generations every question and list those whose answer, refusal or cited words differ.

    A passage that only moved in its document is no difference. Gold and accepted answers are not looked at.
    """
    changes = []
    for number, question in enumerate(questions, start=1):
        before = old.ask(question.question, history=question.history)
        after = new.ask(question.question, history=question.history)
        kind = _kind(before, after)
        if kind is not None:
            causes = tuple(dict.fromkeys(_causes(before, after, old, new)))
            changes.append(AnswerChange(question.id, question.question, kind, before.answer, after.answer, causes))
        if progress is not None:
            progress(number)
    return tuple(changes)


def _kind(before: Answer, after: Answer) -> ChangeKind | None:
    """What differs, None where nothing does."""
    if before.answered != after.answered:
        return ChangeKind.ANSWERED if after.answered else ChangeKind.REFUSED
    if before.answer != after.answer:
        return ChangeKind.ANSWER
    if before.answered and _words(before) != _words(after):
        return ChangeKind.CITATIONS
    return None


def _words(answer: Answer) -> list[tuple[str, str]]:
    """The cited words with their documents, whatever their order and place."""
    return sorted((citation.document_id, citation.quote) for citation in answer.citations)


def _causes(before: Answer, after: Answer, old: Asked, new: Asked) -> Iterator[Cause]:
    """What became of each passage that only one of the answers cites."""
    shared = set(_words(before)) & set(_words(after))
    explained: set[tuple[str, str]] = set()
    for citation in _only(before, shared):
        cause = _became(citation, _document(new, citation.document_id))
        if cause.after is not None:
            explained.add((cause.document_id, cause.after))
        yield cause
    for citation in _only(after, shared):
        if any(citation.document_id == identity and citation.quote in words for identity, words in explained):
            continue
        yield _came(citation, _document(old, citation.document_id))


def _only(answer: Answer, shared: set[tuple[str, str]]) -> list[Citation]:
    """Citations of one answer that the other does not have; of a refusal, what it took for nearest."""
    cited = answer.citations if answer.answered else answer.nearest
    return [citation for citation in cited if (citation.document_id, citation.quote) not in shared]


def _became(citation: Citation, document: Document | None) -> Cause:
    """What a passage of the old generation became in the new one."""
    anchor = _anchor(citation, document)
    if document is None or anchor is None:
        return Cause(CauseKind.REMOVED, citation.document_id, citation.quote, None)
    words = anchor.span.cut(document.text)
    kind = CauseKind.RANKED if anchor.similarity == 100 else CauseKind.CHANGED
    return Cause(kind, citation.document_id, citation.quote, words)


def _came(citation: Citation, document: Document | None) -> Cause:
    """What a passage of the new generation was in the old one."""
    if document is not None and occurrences(document.text, citation.quote):
        return Cause(CauseKind.RANKED, citation.document_id, citation.quote, citation.quote)
    anchor = _anchor(citation, document)
    if document is None or anchor is None:
        return Cause(CauseKind.ADDED, citation.document_id, None, citation.quote)
    return Cause(CauseKind.CHANGED, citation.document_id, anchor.span.cut(document.text), citation.quote)


def _anchor(citation: Citation, document: Document | None) -> Anchor | None:
    """Where the citation's words stand in another version of its document."""
    if document is None:
        return None
    return anchor_quote(document.text, citation.quote, citation.prefix, citation.suffix)


def _document(answerer: Asked, identity: str) -> Document | None:
    """The document, None where the generation does not hold it."""
    try:
        return answerer.document(identity)
    except NotFoundError:
        return None
