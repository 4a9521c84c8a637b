"""Asks every question and judges each answer by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefqa.asking import Asked
from briefqa.errors import BriefqaError
from briefqa.evaluation.dataset import GoldSpan, Question, documents_of, resolve_gold
from briefqa.evaluation.matching import Match, match_list, match_short_answer
from briefqa.evaluation.metrics import citation_precision, citation_recall, supports
from briefqa.types import Answer, Citation, Document, Hit, Span

SEARCH_DEPTH = 10
"""How many hits are looked at for the rank of the first right passage."""

CLAIM_SHARE = 0.3
"""Least share of an answer that is gold where the answer is a claim; a sentence around a gold clause stays above it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went; shares lie between 0 and 1, `rank` is that of the first right hit within ten.

    right: for an answerable question the answer is accepted, for an unanswerable one it was refused.
    cited: the first citation covers gold (None where nothing could be cited). missing_named: a refusal
    names one of the words expected (None where none are). conflict_shown: another accepted answer is shown
    among the conflicts (None where there is none). error: the sentence of a failure, which counts as wrong.
    """

    id: str
    slice: str
    split: str
    question: str
    answerable: bool
    answered: bool
    right: bool
    answer: str | None
    confidence: float
    exact: bool = False
    f1: float = 0.0
    cited: bool | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    rank: int | None = None
    missing_named: bool | None = None
    conflict_shown: bool | None = None
    took_ms: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """All outcomes on one generation, in the order of the questions file."""

    generation: str
    outcomes: tuple[Outcome, ...]


def run_questions(
    assistant: Asked,
    questions: Sequence[Question],
    *,
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Ask every question once and judge it against its gold.

    `progress` is told after each question how many were asked.

    Raises:
        EvaluationError: gold does not stand in the documents of the index.
        NotFoundError: the index does not hold a document with gold.
    """
    documents = {identity: assistant.document(identity) for identity in documents_of(questions)}
    outcomes = []
    for number, question in enumerate(questions, start=1):
        outcomes.append(judge(assistant, question, documents))
        if progress is not None:
            progress(number)
    return Run(assistant.generation, tuple(outcomes))


def judge(assistant: Asked, question: Question, documents: Mapping[str, Document]) -> Outcome:
    """Ask one question; a failure of the assistant that it can name is a wrong answer."""
    gold = resolve_gold(question, documents)
    began = time.perf_counter()
    try:
        answer = assistant.ask(question.question, history=question.history)
        took_ms = (time.perf_counter() - began) * 1000
        hits = assistant.search(question.question, k=SEARCH_DEPTH) if gold else ()
    except BriefqaError as error:
        return replace(_unasked(question), error=str(error))
    match = _match(question, answer, gold)
    outcome = replace(
        _unasked(question),
        answered=answer.answered,
        right=match.right if question.answerable else not answer.answered,
        answer=answer.answer,
        confidence=answer.confidence,
        exact=match.exact,
        f1=match.f1,
        rank=_first_right_rank(hits, gold),
        missing_named=_names_missing(question, answer),
        conflict_shown=_shows_conflict(question, answer),
        took_ms=round(took_ms, 3),
    )
    return _with_citations(outcome, answer, gold) if question.answerable and answer.answered else outcome


def _unasked(question: Question) -> Outcome:
    """The outcome of a question that nobody answered."""
    return Outcome(
        id=question.id,
        slice=question.slice,
        split=question.split,
        question=question.question,
        answerable=question.answerable,
        answered=False,
        right=False,
        answer=None,
        confidence=0.0,
    )


def _with_citations(outcome: Outcome, answer: Answer, gold: Sequence[GoldSpan]) -> Outcome:
    """The outcome with how its citations stand to the gold."""
    places = [(citation.document_id, Span(citation.start, citation.end)) for citation in answer.citations]
    golden = [(place.document_id, place.span) for place in gold]
    return replace(
        outcome,
        cited=citation_recall(places[:1], golden) > 0,
        citation_precision=citation_precision(places, golden),
        citation_recall=_grouped_recall(places, gold),
    )


def _match(question: Question, answer: Answer, gold: Sequence[GoldSpan]) -> Match:
    """How the answer stands to what is accepted; nothing matches where nothing was said."""
    if not (question.answerable and answer.answered and answer.answer):
        return Match(right=False, exact=False, f1=0.0)
    if question.claim:
        return _match_claim(answer.citations, gold)
    if question.items:
        return match_list(answer.answer, question.items, question.answers)
    return match_short_answer(answer.answer, question.answers)


def answer_place(citation: Citation) -> Span:
    """Where the answer stands in the document: inside the quote, or all of it."""
    if citation.answer_start is None or citation.answer_end is None:
        return Span(citation.start, citation.end)
    return Span(citation.start + citation.answer_start, citation.start + citation.answer_end)


def _match_claim(citations: Sequence[Citation], gold: Sequence[GoldSpan]) -> Match:
    """A claim is right when its place covers half of a gold claim and is not mostly something else.

    F1 is over code points.
    """
    if not citations:
        return Match(right=False, exact=False, f1=0.0)
    said = answer_place(citations[0])
    right, best, exact = False, 0.0, False
    for place in gold:
        if place.document_id != citations[0].document_id:
            continue
        shared = said.overlap(place.span)
        lengths = said.end - said.start, place.span.end - place.span.start
        right = right or (supports(said, place.span) and shared >= CLAIM_SHARE * lengths[0])
        best = max(best, 2 * shared / max(1, sum(lengths)))
        exact = exact or said == place.span
    return Match(right, exact, best)


def _grouped_recall(cited: Sequence[tuple[str, Span]], gold: Sequence[GoldSpan]) -> float:
    """The share of groups of gold of which some citation covers a member."""
    groups: dict[int, list[tuple[str, Span]]] = {}
    for place in gold:
        groups.setdefault(place.group, []).append((place.document_id, place.span))
    found = [citation_recall(cited, members) > 0 for members in groups.values()]
    return sum(found) / len(found)


def _first_right_rank(hits: Sequence[Hit], gold: Sequence[GoldSpan]) -> int | None:
    """The rank, from 1, of the first hit that covers gold."""
    for rank, hit in enumerate(hits, start=1):
        for place in gold:
            if hit.passage.document_id == place.document_id and supports(hit.passage.span, place.span):
                return rank
    return None


def _names_missing(question: Question, answer: Answer) -> bool | None:
    """Whether a refusal names one of the expected words; None where none are expected or it did not refuse."""
    if not question.missing or answer.answered:
        return None
    said = " ".join(answer.missing).casefold()
    return any(word.casefold() in said for word in question.missing)


def _shows_conflict(question: Question, answer: Answer) -> bool | None:
    """Whether an accepted answer other than the given one is among the conflicts; None where there is no conflict."""
    if not question.conflict or not answer.answered or answer.answer is None:
        return None
    others = [one for one in question.answers if not match_short_answer(answer.answer, [one]).right]
    return any(match_short_answer(conflict.answer, others).right for conflict in answer.conflicts)
