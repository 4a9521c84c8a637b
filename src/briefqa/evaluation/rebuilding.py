"""The same corpus built again in another order, and with a document more: answers must stay."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.documents.manifest import MANIFEST
from briefqa.documents.sources import list_sources
from briefqa.errors import CorpusError
from briefqa.evaluation.dataset import Question
from briefqa.evaluation.metamorphic import Check, check_rebuilt
from briefqa.evaluation.outcomes import Outcome
from briefqa.evaluation.variations import Family
from briefqa.progress import Progress, no_progress
from briefqa.settings import Settings

ADDED_TEXT = (
    "About bread\n\n"
    "Sourdough needs flour, water, salt and patience. The dough rests overnight in a cool kitchen.\n\n"
    "A hot oven gives the loaf its crust. Bakers let it cool on a rack for an hour before they cut the first slice.\n"
)
"""A document about something that no policy brief is about; it holds no figure, date or name."""


def check_rebuilds(
    corpus: Path,
    settings: Settings,
    questions: Sequence[Question],
    outcomes: Mapping[str, Outcome],
    *,
    progress: Progress = no_progress,
) -> tuple[Check, ...]:
    """Build the corpus twice in folders that are removed again, and ask what was answered right before.

    Once with an unrelated document after the others, once with that document in front and the others in
    reverse order.

    Raises:
        CorpusError, ModelError, StoredIndexError: as `build_index` does.
    """
    checks: list[Check] = []
    for family, backwards in ((Family.ADDED_DOCUMENT, False), (Family.REORDERED_DOCUMENTS, True)):
        with tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
            copy, index = Path(folder) / "corpus", Path(folder) / "index"
            ids = copy_corpus(corpus, copy, backwards=backwards)
            build_index(copy, index, settings, progress=progress)
            assistant = Assistant.open(index, settings)
            try:
                checks += check_rebuilt(family, assistant, rename_gold(questions, ids), outcomes)
            finally:
                assistant.close()
    return tuple(checks)


def copy_corpus(corpus: Path, folder: Path, *, backwards: bool) -> dict[str, str]:
    """Copy the documents and an unrelated one, and return the new id of each old one.

    An index orders documents by their ids, so these are numbered: as they were with the unrelated one
    last, or, where `backwards`, from the last to the first with the unrelated one in front.

    Raises:
        CorpusError: a file of the corpus cannot be used.
    """
    sources, failures = list_sources(corpus)
    if failures:
        raise CorpusError(f"{failures[0].file} cannot be used ({failures[0].reason}); mend it or take it out first.")
    folder.mkdir(parents=True)
    ids: dict[str, str] = {}
    lines = []
    for number, source in enumerate(reversed(sources) if backwards else sources, start=1):
        ids[source.id] = f"{number:05d}"
        file = f"{ids[source.id]}{source.path.suffix}"
        shutil.copyfile(source.path, folder / file)
        stored = source.entry.model_dump(exclude_none=True) if source.entry is not None else {}
        lines.append(json.dumps({**stored, "id": ids[source.id], "file": file}, ensure_ascii=False))
    added = 0 if backwards else len(sources) + 1
    (folder / f"{added:05d}.txt").write_text(ADDED_TEXT, encoding="utf-8")
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ids


def rename_gold(questions: Sequence[Question], ids: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions with their gold in the documents' new ids; ids that are not renamed stay."""
    return tuple(
        question.model_copy(
            update={
                "gold": tuple(
                    gold.model_copy(update={"document": ids.get(gold.document, gold.document)})
                    for gold in question.gold
                )
            }
        )
        for question in questions
    )
