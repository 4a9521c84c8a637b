"""The paragraphs of a file in SQuAD layout as a corpus that `briefqa build` reads, and its answers found again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from briefqa.asking import Asked
from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.evaluation.retrieval import (
    CUTOFFS,
    RankedSpan,
    RetrievalScores,
    SquadParagraph,
    SquadQuestion,
    score_retrieval,
)
from briefqa.passages import split_sentences
from briefqa.settings import Settings
from briefqa.types import Document, Span

_SEARCHED = 2 * CUTOFFS[-1]
"""Passages asked for, so that there are enough sentences where several are of one."""


def document_id(number: int) -> str:
    """The id of the document made from the paragraph of that rank in the file."""
    return f"paragraph-{number:05d}"


def write_corpus(paragraphs: Sequence[SquadParagraph], folder: Path) -> None:
    """Write each paragraph as a text file of its own, with its article's title in the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number, paragraph in enumerate(paragraphs):
        identity = document_id(number)
        (folder / f"{identity}.txt").write_text(paragraph.context + "\n", encoding="utf-8")
        title = paragraph.title.replace("_", " ").strip() or identity
        lines.append(json.dumps({"id": identity, "file": f"{identity}.txt", "title": title}))
    (folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def build_and_score(
    paragraphs: Sequence[SquadParagraph],
    settings: Settings,
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[RetrievalScores, RetrievalScores]:
    """Build an index of the paragraphs in a folder that is removed again, and score its search.

    Raises:
        ModelError, StoredIndexError: as `build_index` does.
    """
    with tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        write_corpus(paragraphs, corpus)
        build_index(corpus, index, settings)
        assistant = Assistant.open(index, settings)
        try:
            return score_assistant(assistant, paragraphs, progress=progress)
        finally:
            assistant.close()


def score_assistant(
    assistant: Asked,
    paragraphs: Sequence[SquadParagraph],
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[RetrievalScores, RetrievalScores]:
    """Score the assistant's search, by sentences and by passages, over the corpus that `write_corpus` wrote.

    Canonical text may differ from the file in white space and Unicode composition, so each answer is
    looked for again: its n-th occurrence in the paragraph is its n-th in the document.
    """
    relocated = tuple(
        _relocate(paragraph, assistant.document(document_id(number))) for number, paragraph in enumerate(paragraphs)
    )
    numbers = {document_id(number): number for number in range(len(paragraphs))}

    sentences = tuple(split_sentences(paragraph.context) for paragraph in relocated)

    def search(question: str) -> list[RankedSpan]:
        hits = assistant.search(question, k=_SEARCHED)
        return [RankedSpan(numbers[hit.passage.document_id], hit.passage.span) for hit in hits]

    def sentence_of(piece: RankedSpan) -> RankedSpan:
        found = (sentence for sentence in sentences[piece.paragraph] if sentence.contains(piece.span))
        return RankedSpan(piece.paragraph, next(found, piece.span))

    return score_retrieval(relocated, search, sentence_of, progress=progress)


def _relocate(paragraph: SquadParagraph, document: Document) -> SquadParagraph:
    """The paragraph with its answers at their offsets in the document.

    An answer that does not stand there is left out; a question that loses all of them can only score 0.
    """
    if document.text.startswith(paragraph.context):
        return SquadParagraph(paragraph.title, document.text, paragraph.questions)
    questions = tuple(
        SquadQuestion(
            question.id,
            question.question,
            tuple(
                (span.start, span.cut(document.text))
                for start, answer in question.answers
                if (span := _nth(document.text, answer, paragraph.context.count(answer, 0, start))) is not None
            ),
            question.unanswerable,
        )
        for question in paragraph.questions
    )
    return SquadParagraph(paragraph.title, document.text, questions)


def _nth(text: str, words: str, before: int) -> Span | None:
    """The occurrence of `words` that has `before` others in front of it, None where there are fewer."""
    start = text.find(words)
    while start >= 0 and before:
        start = text.find(words, start + 1)
        before -= 1
    return None if start < 0 else Span(start, start + len(words))
