"""What the commands of evaluation share: their options, an open assistant, a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.settings import read_settings

if TYPE_CHECKING:
    from briefqa.assistant import Assistant

QUESTIONS = Path("eval/questions.jsonl")
CHECK_FAILED = 1
"""Exit code where a check did not hold."""

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="index")]
QuestionsOption = Annotated[Path, typer.Option("--questions", help="Questions with gold, one JSON object a line.")]


@contextmanager
def open_at(folder: Path) -> Iterator[Assistant]:
    """Open an index, or one generation of it where `folder` is index/generations/ID; close it afterwards."""
    from briefqa.assistant import Assistant
    from briefqa.evaluation.pinning import pin_generation
    from briefqa.index.generation import GENERATIONS

    settings = read_settings(index=folder)
    if folder.parent.name == GENERATIONS:
        with pin_generation(folder.parent.parent, folder.name) as pinned:
            assistant = Assistant.open(pinned, settings)
            try:
                yield assistant
            finally:
                assistant.close()
        return
    assistant = Assistant.open(folder, settings)
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def show_progress(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream, so that what is printed stays clean; gone when done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=total)
        yield lambda done: bar.update(task, completed=done)
