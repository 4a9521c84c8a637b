"""`briefqa build` and `briefqa serve`: an index from a folder of documents, and the server that answers from it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from briefqa.build import BuildSummary
    from briefqa.errors import BriefqaError
    from briefqa.progress import Progress
    from briefqa.settings import Settings

SOME_UNREAD = 1
"""Exit code where the index was built but a file could not be read."""

BUSY_SECONDS = 0.5
"""How long to wait before looking again whether another build is done."""

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of the documents.", show_default="corpus")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="index")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command("build")(build)
    app.command("serve")(serve)


def build(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    encoder: Annotated[
        str | None, typer.Option("--encoder", help="Encoder by name or folder.", show_default="all-MiniLM-L6-v2")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and build again whenever a document changes.")] = False,
) -> None:
    """Bring the index up to date with the documents; exit 1 if one of them could not be read."""
    from briefqa.settings import read_settings

    settings = read_settings(corpus=corpus, index=index, encoder=encoder)
    if watch:
        _build_and_follow(settings)
        return
    if _build_once(settings).failures:
        raise typer.Exit(SOME_UNREAD)


def serve(
    index: IndexOption = None,
    corpus: CorpusOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.", show_default="8000")] = None,
) -> None:
    """Answer over HTTP, with the chat page, the viewer and the documentation of the API."""
    from briefqa.settings import read_settings
    from briefqa_api.serving import run

    run(read_settings(index=index, corpus=corpus, host=host, port=port))


def one_sentence(error: BriefqaError) -> str:
    """What went wrong and what to do, as a line for the error stream."""
    message = str(error).rstrip(".")
    if message.partition(" ")[0].isalpha():  # a file's name stays as it is
        message = message[:1].upper() + message[1:]
    return f"briefqa: {message}."


def _build_once(settings: Settings) -> BuildSummary:
    from briefqa.build import build_index

    with show_stages() as progress:
        summary = build_index(settings.corpus, settings.index, settings, progress=progress)
    _show_summary(summary)
    return summary


def _build_and_follow(settings: Settings) -> None:
    """Build after each change until the process is interrupted.

    What goes wrong is said and the next change awaited; a build that another process runs is waited for.
    """
    from briefqa.errors import BriefqaError, IndexBusyError
    from briefqa.watch import follow_changes

    def build_when_free() -> None:
        while True:
            try:
                _build_once(settings)
            except IndexBusyError:
                time.sleep(BUSY_SECONDS)
                continue
            except BriefqaError as error:
                typer.echo(one_sentence(error), err=True)
            return

    try:
        for _ in follow_changes(settings.corpus):
            build_when_free()
    except KeyboardInterrupt:
        typer.echo("Stopped following the documents.", err=True)


@contextmanager
def show_stages() -> Iterator[Progress]:
    """A bar for each stage of a build, on the error stream, where that is a terminal; gone when done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, int] = {}
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield show


def _show_summary(summary: BuildSummary) -> None:
    counts = summary.counts
    sizes = ", ".join(
        f"{count:,} {name if count != 1 else name.removesuffix('s')}"
        for name, count in (
            ("documents", counts.documents),
            ("passages", counts.passages),
            ("paragraphs", counts.paragraphs),
            ("facts", counts.facts),
        )
    )
    if summary.changed:
        typer.echo(f"Built generation {summary.generation} in {summary.seconds:.1f} s: {sizes}.")
        typer.echo(
            f"Documents read: {len(summary.read):,}; removed: {len(summary.removed):,}; "
            f"passages embedded: {summary.encoded:,}."
        )
    else:
        typer.echo(f"Nothing changed; generation {summary.generation} is up to date: {sizes}.")
    if summary.failures:
        typer.echo(f"Not read: {len(summary.failures):,}", err=True)
        for failure in summary.failures:
            typer.echo(f"  {failure.file}: {failure.reason}", err=True)
