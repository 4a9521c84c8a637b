"""Example questions that the documents really answer.

Questions are made from what the index knows for certain (deals, table cells, headings) and asked; only those whose
answer stands where they came from are shown.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from threading import Event, get_native_id

from briefqa.errors import BriefqaError
from briefqa.index.store import FactFilter
from briefqa.types import Block, BlockKind, Cell, DealRecord, Document, FactKind, Span
from briefqa_api.opened import AssistantLike, read_steadily

Found = tuple[str, tuple[str, ...]]

WANTED = 6
_TRIED = 24
_DOCUMENTS = 12
_LONGEST = 90
_NICENESS = 15
# what is only planned or called off does not answer "did"
_DONE = frozenset({"signed", "in-force", "completed"})
_COMMON_NOUNS = frozenset(
    {"Union", "States", "Kingdom", "Republic", "Emirates", "Organization", "Organisation", "Company", "Corporation"}
)
# a heading that asks already makes no sense inside another question
_QUESTION_WORDS = frozenset({"what", "when", "where", "which", "who", "whose", "why", "how"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    question: str
    document_id: str
    span: Span


class Examples:
    """The examples of the open generation, found on first use.

    Finding them asks some twenty questions, so it is done on a thread of its own that steps back behind those that
    answer people.
    """

    def __init__(self, chosen: tuple[str, ...]) -> None:
        self._chosen = chosen
        self._stopped = Event()
        self._finding: tuple[str, asyncio.Future[Found]] | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="briefqa-examples", initializer=_step_back)

    async def questions(self, assistant: AssistantLike) -> Found:
        """The generation, and the examples that the settings name, else those that were found in it."""
        generation = assistant.generation
        if self._chosen:
            return generation, self._chosen
        if self._finding is None or self._finding[0] != generation or _failed(self._finding[1]):
            loop = asyncio.get_running_loop()
            self._finding = generation, loop.run_in_executor(self._executor, read_steadily, assistant, self._find)
        return await asyncio.shield(self._finding[1])

    def stop(self) -> None:
        """Find no more."""
        self._stopped.set()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _find(self, assistant: AssistantLike, generation: str) -> Found:
        return generation, find_examples(assistant, self._stopped.is_set)


def _step_back() -> None:
    """Give this thread the niceness of background work; only Linux keeps one for each thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICENESS)


def _failed(finding: asyncio.Future[Found]) -> bool:
    return finding.done() and (finding.cancelled() or finding.exception() is not None)


def find_examples(assistant: AssistantLike, is_stopped: Callable[[], bool] = lambda: False) -> tuple[str, ...]:
    """A few questions of different kinds, each answered from the place it was made from."""
    documents = [assistant.document(summary.id) for summary in assistant.documents()[:_DOCUMENTS]]
    deals = assistant.facts(FactFilter(kind=FactKind.DEAL))
    kinds = (
        _about_deals([record for record in deals if isinstance(record, DealRecord)]),
        chain.from_iterable(_about_tables(document) for document in documents),
        chain.from_iterable(_about_sections(document) for document in documents),
    )
    mixed = (one for turn in zip_longest(*kinds) for one in turn if one is not None)
    found: dict[str, None] = {}
    for candidate in islice(mixed, _TRIED):
        if is_stopped() or len(found) == WANTED:
            break
        if candidate.question not in found and _holds(assistant, candidate):
            found[candidate.question] = None
    return tuple(found)


def _holds(assistant: AssistantLike, candidate: _Candidate) -> bool:
    try:
        answer = assistant.ask(candidate.question, documents=[candidate.document_id])
    except BriefqaError:
        return False
    return answer.answered and any(
        cited.document_id == candidate.document_id and candidate.span.overlap(Span(cited.start, cited.end)) > 0
        for cited in answer.citations
    )


def _about_deals(deals: list[DealRecord]) -> Iterator[_Candidate]:
    seen: set[str] = set()
    for deal in deals:
        question = _deal_question(deal) if deal.deal_status in _DONE else None
        if question is not None and question not in seen and len(question) <= _LONGEST:
            seen.add(question)
            yield _Candidate(question, deal.document_id, Span(deal.citation.start, deal.citation.end))


def _deal_question(deal: DealRecord) -> str | None:
    """What a person would ask about a deal; None where too little is known of it."""
    giver, taker = (_first(deal, role) for role in ("supplier", "recipient"))
    signers = [_called(party.name) for party in deal.parties if party.role == "signatory"]
    item = deal.item
    if len(signers) == 2 and item and deal.date:
        return f"When did {signers[0]} and {signers[1]} sign the {item}?"
    if taker is None or giver is None:
        return None
    if deal.deal_type == "aid":
        return f"What did {giver} give {taker}?"
    if item and deal.quantity and not item[0].isdecimal():
        return f"How many {item} did {taker} order?"
    return f"What did {taker} buy from {giver}?" if deal.deal_type == "purchase" else None


def _first(deal: DealRecord, role: str) -> str | None:
    return next((_called(party.name) for party in deal.parties if party.role == role), None)


def _called(name: str) -> str:
    """A name as it stands in a sentence: names that end in a common noun take an article."""
    return f"the {name}" if name.rpartition(" ")[2] in _COMMON_NOUNS and " " in name else name


def _about_tables(document: Document) -> Iterator[_Candidate]:
    for block in document.blocks:
        # one cell of each table, from its middle, so that not every example is about a first row
        told = [cell for cell in block.cells if _is_told(document, cell)]
        if block.kind is BlockKind.TABLE and told:
            cell = told[len(told) // 2]
            question = f"What is the figure for {cell.row_headers[-1].text}, {cell.column_headers[-1].text}?"
            if len(question) <= _LONGEST:
                yield _Candidate(question, document.id, cell.span)


def _is_told(document: Document, cell: Cell) -> bool:
    words = cell.span.cut(document.text)
    if cell.is_header or not (cell.row_headers and cell.column_headers):
        return False
    named = all(any(sign.isalpha() for sign in headers[-1].text) for headers in (cell.row_headers, cell.column_headers))
    return named and len(words) < 40 and any(sign.isdecimal() for sign in words)


def _about_sections(document: Document) -> Iterator[_Candidate]:
    for heading in (block for block in document.blocks if block.kind is BlockKind.HEADING):
        name = heading.span.cut(document.text).strip().rstrip("?:.")
        section = _extent(document, heading)
        asks = name.partition(" ")[0].lower() in _QUESTION_WORDS
        if section is not None and not asks and len(name) + 20 <= _LONGEST:
            yield _Candidate(f"What is said about {name}?", document.id, section)


def _extent(document: Document, heading: Block) -> Span | None:
    """The text below a heading, up to the next one."""
    below = [block for block in document.blocks if block.span.start >= heading.span.end]
    ends = next((block.span.start for block in below if block.kind is BlockKind.HEADING), len(document.text))
    return Span(heading.span.end, ends) if ends - heading.span.end > 1 else None
