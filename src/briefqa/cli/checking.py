"""`briefqa verify` and `briefqa diff`: do saved answers still hold, and which ones did a build change?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from briefqa.cli.opening import CHECK_FAILED, QUESTIONS, IndexOption, QuestionsOption, open_at, show_progress
from briefqa.errors import NotFoundError, SavedAnswerError
from briefqa.settings import read_settings

if TYPE_CHECKING:
    from rich.console import Console

    from briefqa.answering.verification import CitationCheck
    from briefqa.evaluation.difference import AnswerChange

T = TypeVar("T")


def verify(
    answer: Annotated[Path, typer.Argument(help="What `briefqa ask --json` printed; - reads it from a pipe.")],
    index: IndexOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False,
) -> None:
    """Re-check every citation of a saved answer; exit 1 if one does not hold."""
    from dataclasses import asdict

    from briefqa.answering.verification import cited_documents, cited_passages, verify_answer
    from briefqa.index.generation import open_generation

    saved = _read_answer(answer)
    with open_generation(read_settings(index=index).index) as generation:
        documents = dict(_known(cited_documents(saved), generation.store.document))
        passages = dict(_known(cited_passages(saved), generation.store.passage))
    checks = verify_answer(saved, documents, passages.keys())
    if as_json:
        typer.echo(json.dumps([{**asdict(check), "holds": check.holds} for check in checks], indent=2))
    else:
        from rich.console import Console

        _show_checks(Console(), checks)
    if not all(check.holds for check in checks):
        raise typer.Exit(CHECK_FAILED)


def diff(
    old: Annotated[Path, typer.Argument(help="Folder of an index, or of one of its generations.")],
    new: Annotated[Path, typer.Argument(help="Folder of the other index or generation.")],
    questions: QuestionsOption = QUESTIONS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Say which answers changed between two generations and which passages caused it."""
    from dataclasses import asdict

    from briefqa.evaluation.dataset import read_questions
    from briefqa.evaluation.difference import compare_answers

    asked = read_questions(questions)
    with open_at(old) as before, open_at(new) as after, show_progress("Asking both", len(asked)) as told:
        changes = compare_answers(before, after, asked, progress=told)
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in changes], indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    console.print(f"{len(changes)} of {len(asked)} answers differ between {before.generation} and {after.generation}.")
    _show_changes(console, changes)


def _known(ids: tuple[str, ...], read: Callable[[str], T]) -> Iterator[tuple[str, T]]:
    """Those of the ids that the index holds, with what it holds."""
    for identity in ids:
        try:
            yield identity, read(identity)
        except NotFoundError:
            continue


def _read_answer(path: Path) -> dict[str, Any]:
    """The saved answer.

    Raises:
        SavedAnswerError: the file cannot be read as a JSON object.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        content = json.loads(text)
    except (OSError, ValueError) as error:
        raise SavedAnswerError(f"{path} is not a saved answer ({error}); save briefqa ask --json.") from error
    if not isinstance(content, dict):
        raise SavedAnswerError(f"{path} holds no answer but {type(content).__name__}; save briefqa ask --json whole.")
    return content


def _show_checks(console: Console, checks: tuple[CitationCheck, ...]) -> None:
    """A line a citation, and the new words where they changed."""
    from rich.text import Text

    for check in checks:
        style = "green" if check.holds else "red"
        console.print(
            Text.assemble((f"{check.status:8}", style), f" {check.place} in {check.document_id}: {check.reason}")
        )
        if check.found is not None and check.found != check.quote:
            console.print(Text(f"         - {check.quote}\n         + {check.found}"))
    held = sum(check.holds for check in checks)
    console.print(f"{held} of {len(checks)} citations hold.")


def _show_changes(console: Console, changes: tuple[AnswerChange, ...]) -> None:
    """Each changed answer with the passages behind it."""
    from rich.text import Text

    for change in changes:
        console.print(Text(f"\n{change.id}  {change.question}", style="bold"))
        console.print(Text(f"  {change.kind}: {change.before or 'refused'} -> {change.after or 'refused'}"))
        for cause in change.causes:
            console.print(Text(f"  {cause.kind} in {cause.document_id}"))
            for mark, words in (("-", cause.before), ("+", cause.after)):
                if words is not None and not (mark == "+" and words == cause.before):
                    console.print(Text(f"    {mark} {' '.join(words.split())}"))
