"""Question-answering examples, read from SQuAD layout and from JSON lines."""

from __future__ import annotations

import json
import lzma
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SQUAD_TRAIN = "squad-v2-train.json.xz"
SQUAD_DEV = "squad-v2-dev.json.xz"
XQUAD = "xquad-en.json.xz"
QED = "qed-nq-train.jsonl.xz"
QAMR = "qamr.jsonl.xz"
DEFAULT_FOLDER = Path("../shared/data")


class MissingFileError(Exception):
    """A data file is absent; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An accepted answer and where it stands: `context[start:start + len(text)] == text`."""

    text: str
    start: int
    offset_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its paragraph; no answers means that the paragraph does not say."""

    id: str
    title: str | None
    context: str
    question: str
    answers: tuple[Answer, ...]


def find_data_folder(folder: Path | None = None) -> Path:
    """The folder given, else BRIEFQA_DATA, else ../shared/data."""
    return folder or Path(os.environ.get("BRIEFQA_DATA") or DEFAULT_FOLDER)


def require(folder: Path, name: str) -> Path:
    """The file of that name.

    Raises:
        MissingFileError: it is absent.
    """
    path = folder / name
    if not path.exists():
        raise MissingFileError(f"{path.name} is not in {path.parent}: pass --data or set BRIEFQA_DATA.")
    return path


def _open_text(path: Path) -> str:
    with lzma.open(require(path.parent, path.name), "rt", encoding="utf-8") as stream:
        return stream.read()


def read_squad(path: Path) -> Iterator[Example]:
    """Examples of a file in SQuAD layout.

    Answers whose offset does not hold are left out, and a question left without any is skipped.

    Raises:
        MissingFileError: the file is absent.
    """
    for article in json.loads(_open_text(path))["data"]:
        title = str(article.get("title") or "").replace("_", " ").strip() or None
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for entry in paragraph["qas"]:
                answers = _kept_answers(context, entry["answers"], "answer_start")
                if not answers and not entry.get("is_impossible", False):
                    continue
                question = entry["question"].strip()
                yield Example(str(entry["id"]), title, context, question, answers)


def read_json_lines(path: Path, *, titled: bool) -> Iterator[Example]:
    """Examples of a JSON-lines file; `titled` says that its titles are words rather than ids.

    Raises:
        MissingFileError: the file is absent.
    """
    for line in _open_text(path).splitlines():
        entry = json.loads(line)
        answers = _kept_answers(entry["context"], entry["answers"], "start")
        if not answers and not entry["is_impossible"]:
            continue
        title = entry["title"] if titled else None
        question = entry["question"].strip()
        yield Example(str(entry["id"]), title, entry["context"], question, answers)


def _kept_answers(context: str, entries: list[dict[str, object]], key: str) -> tuple[Answer, ...]:
    kept: dict[tuple[str, int], Answer] = {}
    for entry in entries:
        text, start = str(entry["text"]), int(str(entry[key]))
        if text and context[start : start + len(text)] == text:
            uncertain = bool(entry.get("offset_uncertain", False))
            kept.setdefault((text, start), Answer(text, start, uncertain))
    return tuple(kept.values())


def read_training_examples(folder: Path, *, qamr_questions: int, seed: int) -> tuple[list[Example], list[str]]:
    """All training examples, and one sentence for each file that is absent."""
    random_source = random.Random(seed)
    examples: list[Example] = []
    absent: list[str] = []
    for name in (SQUAD_TRAIN, QED, QAMR):
        try:
            examples.extend(_read_part(folder, name, qamr_questions, random_source))
        except MissingFileError as error:
            absent.append(str(error))
    return examples, absent


def _read_part(folder: Path, name: str, qamr_questions: int, random_source: random.Random) -> list[Example]:
    if name == SQUAD_TRAIN:
        return list(read_squad(folder / name))
    read = list(read_json_lines(folder / name, titled=name == QED))
    if name != QAMR:
        return read
    return random_source.sample(read, min(qamr_questions, len(read)))
