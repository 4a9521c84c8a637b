"""Re-checks every citation of a saved answer against the documents as they are now."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefqa.answering.anchoring import anchor_quote, occurrences
from briefqa.errors import SavedAnswerError
from briefqa.types import AnswerKind, Document

_VERBATIM = frozenset(set(AnswerKind) - {AnswerKind.DERIVED, AnswerKind.LIST})
"""Kinds whose answer is a piece of the first quote; derived values are computed and lists may span several quotes."""


class CitationStatus(StrEnum):
    """How a saved citation stands to its document."""

    HOLDS = "holds"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """What became of one citation.

    `place` says where in the answer it stands ("citations[0]"). `start`, `end` and `found` are where the
    quote or its changed form stands now and its text; None where it is gone. `similarity` is 0..100.
    `same_version` says whether the document is the version that was cited, None where that is unknown.
    """

    place: str
    document_id: str
    status: CitationStatus
    reason: str
    quote: str
    start: int | None
    end: int | None
    found: str | None
    similarity: float
    same_version: bool | None

    @property
    def holds(self) -> bool:
        """Whether quote and offsets are as the answer says."""
        return self.status is CitationStatus.HOLDS


class _SavedCitation(BaseModel):
    """What verification reads of a citation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document_id: str
    passage_id: str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    answer_start: int | None = None
    answer_end: int | None = None
    prefix: str = ""
    suffix: str = ""


def verify_answer(
    answer: Mapping[str, Any],
    documents: Mapping[str, Document],
    passage_ids: Container[str] | None = None,
) -> tuple[CitationCheck, ...]:
    """Check every citation of an answer as JSON: its own, and those of nearest, conflicts, facts and derivation.

    A citation holds where its document has exactly the quote at exactly its offsets. Otherwise the quote is
    looked for by itself, its prefix and suffix: the same words elsewhere have moved, similar words have
    changed, nothing similar is gone. A citation that contradicts itself or the answer was altered after it
    was given. `passage_ids` are the passages of the documents as they are now; their ids depend on the
    document's version.

    Raises:
        SavedAnswerError: `answer` is not an answer as `briefqa ask --json` prints it.
    """
    checks = []
    for place, record in _citations_of(answer):
        try:
            citation = _SavedCitation.model_validate(record)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise SavedAnswerError(f"{place} of the saved answer is not a citation: {field} {first['msg']}.") from error
        said = _verbatim_answer(answer) if place == "citations[0]" else None
        same_version = None if passage_ids is None else citation.passage_id in passage_ids
        checks.append(_check(place, citation, documents.get(citation.document_id), said, same_version))
    return tuple(checks)


def cited_documents(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all documents that the saved answer cites, sorted."""
    return tuple(sorted({str(record["document_id"]) for _, record in _citations_of(answer) if "document_id" in record}))


def cited_passages(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all passages that the saved answer cites, sorted."""
    return tuple(sorted({str(record["passage_id"]) for _, record in _citations_of(answer) if "passage_id" in record}))


def _citations_of(answer: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every citation of the answer with its place, in the order of the answer's fields.

    Raises:
        SavedAnswerError: a field is of another shape.
    """
    try:
        yield from _listed("citations", answer["citations"])
        for number, fact in enumerate(answer.get("facts") or ()):
            yield from _listed(f"facts[{number}].citation", [fact["citation"]], single=True)
            yield from _listed(f"facts[{number}].citations", fact.get("citations") or ())
        for number, conflict in enumerate(answer.get("conflicts") or ()):
            yield from _listed(f"conflicts[{number}].citations", conflict["citations"])
        operands = (answer.get("derivation") or {}).get("operands") or ()
        for number, operand in enumerate(operands):
            yield from _listed(f"derivation.operands[{number}].citation", [operand["citation"]], single=True)
        yield from _listed("nearest", answer.get("nearest") or ())
    except (KeyError, TypeError, AttributeError) as error:
        raise SavedAnswerError(
            f"The saved answer is not one that briefqa ask --json prints ({error!r}); save that output whole."
        ) from error


def _listed(place: str, records: Any, *, single: bool = False) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ANN401 - JSON
    """Each of the records with its place."""
    for number, record in enumerate(records):
        if not isinstance(record, Mapping):
            raise TypeError(f"{place} holds {type(record).__name__}")
        yield (place if single else f"{place}[{number}]"), record


def _verbatim_answer(answer: Mapping[str, Any]) -> str | None:
    """The answer where it must stand in the first quote, else None."""
    if answer.get("answered") and answer.get("kind") in _VERBATIM and isinstance(answer.get("answer"), str):
        return str(answer["answer"])
    return None


def _contradiction(citation: _SavedCitation, said: str | None) -> str | None:
    """How a citation contradicts itself or the answer, None where it does not."""
    if citation.end - citation.start != len(citation.quote):
        return "its offsets span another number of characters than its quote"
    start, end = citation.answer_start, citation.answer_end
    if (start is None) != (end is None):
        return "only one end of the answer is given"
    if start is not None and end is not None and not 0 <= start <= end <= len(citation.quote):
        return "the answer's offsets lie outside the quote"
    if said is not None and not occurrences(citation.quote, said):
        return "the answer does not stand in the quote"
    return None


def _check(
    place: str, citation: _SavedCitation, document: Document | None, said: str | None, same_version: bool | None
) -> CitationCheck:
    """One citation against its document."""

    def found(
        status: CitationStatus, reason: str, start: int | None, end: int | None, likeness: float
    ) -> CitationCheck:
        text = document.text[start:end] if document is not None and start is not None else None
        return CitationCheck(
            place, citation.document_id, status, reason, citation.quote, start, end, text, likeness, same_version
        )

    contradiction = _contradiction(citation, said)
    if contradiction is not None:
        return found(CitationStatus.ALTERED, f"The answer was altered: {contradiction}.", None, None, 0.0)
    if document is None:
        return found(CitationStatus.GONE, "The document is no longer in the index.", None, None, 0.0)
    if document.text[citation.start : citation.end] == citation.quote:
        return found(CitationStatus.HOLDS, _holding(same_version), citation.start, citation.end, 100.0)
    anchor = anchor_quote(document.text, citation.quote, citation.prefix, citation.suffix)
    if anchor is None:
        return found(CitationStatus.GONE, "Nothing like the quote is left in the document.", None, None, 0.0)
    start, end = anchor.span.start, anchor.span.end
    if anchor.similarity == 100:
        return found(CitationStatus.MOVED, f"The quote now stands at {start}..{end}.", start, end, 100.0)
    reason = f"The document now says something else at {start}..{end}."
    return found(CitationStatus.CHANGED, reason, start, end, anchor.similarity)


def _holding(same_version: bool | None) -> str:
    """Why a citation holds."""
    if same_version is False:
        return "Quote and offsets hold, in a newer version of the document."
    return "Quote and offsets hold."
