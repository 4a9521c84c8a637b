"""`briefqa ask` and `briefqa search`: answers and passages in a terminal or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.settings import read_settings

if TYPE_CHECKING:
    from rich.console import Console

    from briefqa.types import Answer, Citation

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="index")]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", help="Only this document, by id; may be given again.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command("ask")(ask)
    app.command("search")(search)


def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain language.")],
    index: IndexOption = None,
    document: DocumentOption = None,
    history: Annotated[
        list[str] | None, typer.Option("--after", help="An earlier question that this one follows; oldest first.")
    ] = None,
    citations: Annotated[int, typer.Option(min=1, max=50, help="How many citations at most.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Answer a question by quoting the documents."""
    from briefqa.answering.wire import as_json as plain
    from briefqa.assistant import Assistant

    settings = read_settings(index=index)
    assistant = Assistant.open(settings.index, settings)
    answer = assistant.ask(question, documents=document, history=history or (), max_citations=citations)
    if as_json:
        typer.echo(json.dumps(plain(answer), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    _show_answer(Console(highlight=False), answer)


def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    index: IndexOption = None,
    document: DocumentOption = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """List the passages that fit best, without answering."""
    from briefqa.answering.wire import hit_as_json
    from briefqa.assistant import Assistant

    settings = read_settings(index=index)
    assistant = Assistant.open(settings.index, settings)
    hits = assistant.search(query, k=k, documents=document)
    if as_json:
        typer.echo(json.dumps([hit_as_json(hit) for hit in hits], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for hit in hits:
        found = hit.passage
        text = found.span.cut(assistant.document(found.document_id).text)
        console.print(Text.assemble((f"{hit.rank:>3}  {hit.score:6.2f}  ", "dim"), text))
        console.print(
            Text(
                f"              {_place(found.document_id, found.section, (found.page, found.last_page))}", style="dim"
            )
        )


def _show_answer(console: Console, answer: Answer) -> None:
    from rich.text import Text

    if answer.read_as:
        console.print(Text(f"Read as: {answer.read_as}", style="dim"))
    if answer.answered:
        console.print(
            Text.assemble((str(answer.answer), "bold green"), (f"   confidence {answer.confidence:.0%}", "dim"))
        )
        for citation in answer.citations:
            _show_citation(console, citation)
    else:
        reasons = [one for one in answer.missing if one.endswith(".")]
        missing = ", ".join(one for one in answer.missing if one not in reasons)
        said = ["The documents do not say.", *reasons, *([f"Missing: {missing}."] if missing else [])]
        console.print(Text(" ".join(said), style="bold"))
        if answer.nearest:
            console.print(Text("What comes closest:", style="dim"))
        for citation in answer.nearest:
            _show_citation(console, citation)
    for conflict in answer.conflicts:
        console.print(Text(f"\nElsewhere the documents say {conflict.answer}. {conflict.reason}", style="bold yellow"))
        for citation in conflict.citations:
            _show_citation(console, citation)
    if answer.derivation is not None:
        console.print(Text(f"\nComputed: {answer.derivation.formula}", style="bold"))


def _show_citation(console: Console, citation: Citation) -> None:
    from rich.text import Text

    quote = Text(f"\n  “{citation.quote}”")
    if citation.answer_start is not None and citation.answer_end is not None:
        quote.stylize("bold black on green", 4 + citation.answer_start, 4 + citation.answer_end)
    console.print(quote)
    section = (citation.section,) if citation.section else ()
    place = _place(citation.document_title, section, (citation.page, citation.last_page))
    if citation.cell is not None:
        cell = [part for part in (citation.cell.table, citation.cell.row, citation.cell.column) if part]
        place += f", {' / '.join(cell)}"
    console.print(Text(f"  {place}, characters {citation.start} to {citation.end}", style="dim"))


def _place(document: str, section: tuple[str, ...], pages: tuple[int | None, int | None]) -> str:
    parts = [document, *section]
    numbers = list(dict.fromkeys(page for page in pages if page is not None))
    named = f", page{'s' if len(numbers) > 1 else ''} {'–'.join(map(str, numbers))}" if numbers else ""
    return " > ".join(parts) + named
