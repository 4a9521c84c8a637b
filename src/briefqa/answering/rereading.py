"""Reading a second time, in more of the paragraph, where the first reading leaves an answer in doubt.

What a reader makes of a span hangs on what stands around it. The mean of its scores in two surroundings tells right
answers from wrong ones better than either: averaging the outputs of runs whose errors differ (Hansen and Salamon,
"Neural network ensembles", 1990).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefqa.answering.reading import Form, Proposal
from briefqa.index.store import Store
from briefqa.models.reader import Reading
from briefqa.types import Document, Passage, Span

WINDOW = 600
"""Characters read around a claim; whole paragraphs tell no more on the tuning questions."""
_HIGHEST = 12.0  # logits beyond which a score says no more


def windows_around(store: Store, passages: Iterable[Passage]) -> dict[str, tuple[Span, str]]:
    """By the id of each passage of prose, what to read of it again: its place in the document, and its text."""
    windows: dict[str, tuple[Span, str]] = {}
    for passage in passages:
        if not passage.cells and passage.id not in windows:
            document = store.document(passage.document_id)
            window = window_around(document, passage)
            windows[passage.id] = window, window.cut(document.text)
    return windows


def window_around(document: Document, passage: Passage) -> Span:
    """The part of a claim's block to read again: at most `WINDOW` characters where the claim itself is not longer."""
    block, claim = document.blocks[passage.paragraph].span, passage.span
    if block.end - block.start <= WINDOW:
        return block
    room = max(0, WINDOW - (claim.end - claim.start))
    start = max(block.start, min(claim.start - room // 2, block.end - WINDOW))
    end = min(block.end, max(claim.end + room // 2, block.start + WINDOW))
    while start > block.start and not document.text[start - 1].isspace():
        start -= 1
    while end < block.end and not document.text[end].isspace():
        end += 1
    return Span(min(start, claim.start), max(end, claim.end))


def read_again(proposal: Proposal, window: Span, reading: Reading) -> Proposal:
    """The proposal with the mean of its reader score and that of `reading`, which is of the text in `window`."""
    span = proposal.span
    if proposal.form is Form.CLAIM:
        touching = (
            read.score
            for read in reading.spans
            if window.start + read.start < span.end and window.start + read.end > span.start
        )
        score = max(touching, default=-_HIGHEST)
    else:
        score = reading.peak_score(span.start - window.start, span.end - window.start)
    return replace(proposal, reader_score=(_clipped(proposal.reader_score) + _clipped(score)) / 2)


def _clipped(score: float) -> float:
    return max(-_HIGHEST, min(_HIGHEST, score))
