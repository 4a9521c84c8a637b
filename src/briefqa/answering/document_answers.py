"""Answers to questions about a document itself, from its front lines and its notes on the authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.answering.front_matter import (
    AskedOfDocument,
    Matter,
    Place,
    asked_of_document,
    authors_of,
    calls_itself,
    find_matter,
    is_named,
)
from briefqa.answering.question import Question
from briefqa.facts.citing import cite
from briefqa.index.store import Store
from briefqa.index.terms import split_terms
from briefqa.types import Answer, AnswerKind, Citation, Document, Passage, PassageKind, Span

_SURENESS = 0.9
"""The confidence of what a document says of itself in a known form."""
_SHOWN = 3
"""Documents whose bylines are shown where a question does not say which it means."""
_WHICH_AUTHOR = re.compile(
    r"^(?:and |but |so )?(?:(?:which|who|what) (?:one )?(?:of|among) (?:the|its|these) (?:\w+ )?(?:authors|writers)"
    r"|which (?:author|writer))\b (?P<rest>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Note:
    """What a document says of one of its authors: the name's place and the passages about them."""

    name: Place
    passages: tuple[Passage, ...]


def answer_of_document(
    question: str, store: Store, generation: str, documents: Sequence[str] | None, max_citations: int
) -> Answer | None:
    """The answer to a question about a document itself, or its refusal; None where it asks about the content.

    A question that does not say which of several documents it means is refused, with what they say of themselves.

    Raises:
        NotFoundError: a document id is unknown.
    """
    asked = asked_of_document(question)
    if asked is None:
        return None
    scope = documents if documents is not None else [summary.id for summary in store.documents()]
    if asked.about is not None or asked.title is not None:
        titled = [summary.id for summary in store.documents() if is_named(asked, summary.id, summary.title)]
        scope = [document for document in scope if document in titled]
    if len(scope) == 1:
        return _of_one(question, asked, store, generation, scope[0])
    if not scope or not asked.means_any:
        return None
    places = (_find(asked, store, document) for document in scope[: min(_SHOWN, max_citations)])
    nearest = tuple(_cite(store, place) for place in places if place is not None)
    return _build(question, asked.matter, generation, missing=("which document",), nearest=nearest)


def answer_of_author(
    question: Question, store: Store, generation: str, documents: Sequence[str], max_citations: int
) -> Answer | None:
    """Which of its authors a question means, by what the notes of these documents say of them; None where none or two.

    Every name and year of the question has to stand in the note, or all its words where it has none.
    """
    asked = _WHICH_AUTHOR.match(question.corrected)
    if asked is None:
        return None
    found = []
    for document_id in documents:
        document = store.document(document_id)
        for note in _notes(document, store.document_passages(document_id)):
            about = [passage for passage in note.passages if _tells(question, asked["rest"], document, passage)]
            if about:
                found.append((note, about))
    if len(found) != 1:
        return None
    (note, about), *_ = found
    others = (passage for passage in about if passage.id != note.name.passage.id)
    beside = (cite(store.document(other.document_id), other) for other in others)
    return _build(question.text, Matter.AUTHOR, generation, (_cite(store, note.name), *beside)[:max_citations])


def _of_one(question: str, asked: AskedOfDocument, store: Store, generation: str, document_id: str) -> Answer | None:
    document = store.document(document_id)
    if not calls_itself(asked, document):
        return None
    place = find_matter(asked, document, store.document_passages(document_id))
    if place is not None:
        return _build(question, asked.matter, generation, (_cite(store, place),))
    if asked.matter is Matter.FUNDER and not asked.means_any:
        return None
    return _build(question, asked.matter, generation, missing=(asked.matter.value,))


def _find(asked: AskedOfDocument, store: Store, document_id: str) -> Place | None:
    return find_matter(asked, store.document(document_id), store.document_passages(document_id))


def _notes(document: Document, passages: Sequence[Passage]) -> Iterator[_Note]:
    """For each author the note on them: from the claim that begins with the name to the end of the paragraph."""
    authors = [
        re.compile(rf"(?:About the authors?\W+)?(?P<name>{re.escape(name)})(?!\w)") for name in authors_of(document)
    ]
    name: Place | None = None
    about: list[Passage] = []
    for passage in (passage for passage in passages if passage.kind is not PassageKind.BYLINE and not passage.cells):
        text = passage.span.cut(document.text)
        opened = next((match for author in authors if (match := author.match(text))), None)
        if name is not None and (opened is not None or passage.paragraph != name.passage.paragraph):
            yield _Note(name, tuple(about))
            name = None
        if opened is not None:
            start = passage.span.start
            name, about = Place(passage, Span(start + opened.start("name"), start + opened.end("name"))), []
        if name is not None:
            about.append(passage)
    if name is not None:
        yield _Note(name, tuple(about))


def _tells(question: Question, rest: str, document: Document, passage: Passage) -> bool:
    terms = set(split_terms(passage.span.cut(document.text)))
    behind = set(split_terms(rest))
    units = [unit for unit in question.units if any(set(form) <= behind for form in unit.alternatives[:1])]
    telling = [unit for unit in units if unit.is_name or unit.is_number] or units
    return bool(telling) and all(any(set(form) <= terms for form in unit.alternatives) for unit in telling)


def _cite(store: Store, place: Place) -> Citation:
    return cite(store.document(place.passage.document_id), place.passage, place.span)


def _build(
    question: str,
    matter: Matter,
    generation: str,
    citations: tuple[Citation, ...] = (),
    missing: tuple[str, ...] = (),
    nearest: tuple[Citation, ...] = (),
) -> Answer:
    first = citations[0] if citations else None
    return Answer(
        id="",
        question=question,
        answered=first is not None,
        answer=first.quote[first.answer_start : first.answer_end] if first is not None else None,
        kind=AnswerKind.DATE if matter is Matter.DATE else AnswerKind.ENTITY,
        confidence=_SURENESS if first is not None else 0.0,
        citations=citations,
        facts=(),
        conflicts=(),
        derivation=None,
        missing=missing,
        nearest=nearest,
        generation=generation,
        took_ms=0.0,
    )
