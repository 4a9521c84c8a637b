"""Retrieval scored on files in SQuAD layout, read as one open corpus of their paragraphs."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from briefqa.errors import EvaluationError
from briefqa.evaluation.metrics import mean, reciprocal_rank, success_at
from briefqa.types import Span

CUTOFFS = (1, 5, 10)
"""Ranks at which success is reported; reciprocal ranks count up to the last of them."""


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question with the accepted answers and where each begins in its paragraph, in code points."""

    id: str
    question: str
    answers: tuple[tuple[int, str], ...]
    unanswerable: bool = False


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph with the questions that were asked of it."""

    title: str
    context: str
    questions: tuple[SquadQuestion, ...]


@dataclass(frozen=True, slots=True)
class RankedSpan:
    """A found piece of the corpus: which paragraph (its rank in the file) and where in it."""

    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Shares of questions with a right piece among the first k, and the mean reciprocal rank at 10.

    `pieces` says what was ranked: "sentences", or the "passages" that long sentences are divided into.
    """

    pieces: str

    questions: int
    success: tuple[tuple[int, float], ...]
    mean_reciprocal_rank: float


def _open_text(path: Path) -> IO[str]:
    """Open `path` as UTF-8 text, unpacked by its suffix."""
    match path.suffix:
        case ".xz":
            return lzma.open(path, "rt", encoding="utf-8")
        case ".gz":
            return gzip.open(path, "rt", encoding="utf-8")
        case ".bz2":
            return bz2.open(path, "rt", encoding="utf-8")
        case _:
            return path.open(encoding="utf-8")


def _read_question(record: dict[str, Any], context: str) -> SquadQuestion:
    """One entry of "qas"; repeated answers are kept once and each must stand where it says.

    Raises:
        EvaluationError: an answer does not stand at its offset.
    """
    answers = tuple(dict.fromkeys((int(answer["answer_start"]), str(answer["text"])) for answer in record["answers"]))
    for start, text in answers:
        if context[start : start + len(text)] != text:
            raise EvaluationError(
                f"Question {record['id']}: the answer {text!r} does not stand at offset {start} of its paragraph; "
                "check that the file counts in code points."
            )
    impossible = bool(record.get("is_impossible", not answers))
    return SquadQuestion(str(record["id"]), str(record["question"]), () if impossible else answers, impossible)


def read_squad(path: Path) -> tuple[SquadParagraph, ...]:
    """Read a file in SQuAD 1.1 or 2.0 layout (.json, or packed as .xz, .gz, .bz2).

    Raises:
        EvaluationError: the file is missing, of another layout, or an answer does not stand at its offset.
    """
    try:
        with _open_text(path) as stream:
            articles = json.load(stream)["data"]
        return tuple(
            SquadParagraph(
                str(article.get("title", "")),
                str(paragraph["context"]),
                tuple(_read_question(record, paragraph["context"]) for record in paragraph["qas"]),
            )
            for article in articles
            for paragraph in article["paragraphs"]
        )
    except FileNotFoundError as error:
        raise EvaluationError(f"There is no file {path}; name one in SQuAD layout.") from error
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{path} is not readable as a file in SQuAD layout ({error!r}).") from error


def is_right(found: RankedSpan, paragraph: int, question: SquadQuestion) -> bool:
    """Whether the found piece holds an accepted answer at the very place that the file marks."""
    return found.paragraph == paragraph and any(
        found.span.contains(Span(start, start + len(text))) for start, text in question.answers
    )


def score_retrieval(
    paragraphs: Iterable[SquadParagraph],
    search: Callable[[str], Sequence[RankedSpan]],
    sentence_of: Callable[[RankedSpan], RankedSpan],
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[RetrievalScores, RetrievalScores]:
    """Search every answerable question and score the ranks of the first right sentence and of the first right passage.

    `search` returns passages best first, over all paragraphs of the file; ranks beyond the last cutoff
    score zero. Passages of one sentence count as that sentence, in the place of the best of them. `progress` is told
    after each question how many were searched.
    """
    sentences: list[int | None] = []
    passages: list[int | None] = []
    for number, paragraph in enumerate(paragraphs):
        for question in paragraph.questions:
            if question.unanswerable:
                continue
            found = search(question.question)
            passages.append(_first_right(found, number, question))
            distinct = tuple(dict.fromkeys(sentence_of(piece) for piece in found))
            sentences.append(_first_right(distinct, number, question))
            if progress is not None:
                progress(len(passages))
    return _scores("sentences", sentences), _scores("passages", passages)


def _first_right(found: Sequence[RankedSpan], paragraph: int, question: SquadQuestion) -> int | None:
    """The rank of the first right piece, from 1."""
    return next((rank for rank, piece in enumerate(found, start=1) if is_right(piece, paragraph, question)), None)


def _scores(pieces: str, ranks: Sequence[int | None]) -> RetrievalScores:
    return RetrievalScores(
        pieces=pieces,
        questions=len(ranks),
        success=tuple((cutoff, mean([success_at(rank, cutoff) for rank in ranks])) for cutoff in CUTOFFS),
        mean_reciprocal_rank=mean([reciprocal_rank(rank, CUTOFFS[-1]) for rank in ranks]),
    )
