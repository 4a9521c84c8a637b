"""`briefqa facts` and `briefqa audit`: records in every form, and the documents checked against themselves."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.errors import SettingsError
from briefqa.settings import read_settings
from briefqa.types import FactKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefqa.facts import Finding, LedgerEntry, Lexicon
    from briefqa.facts.filtering import FactChoice
    from briefqa.index.store import Store
    from briefqa.types import Document, FactRecord, Passage

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.", show_default="index")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON: one list.")]
_SHOWN = ("kind", "surface", "value", "date", "about", "status")
_NEVER_WRAPPED = frozenset({"kind", "status"})
_WIDEST = 60


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command("facts")(facts)
    app.command("audit")(audit)


def facts(
    index: IndexOption = None,
    kind: Annotated[FactKind | None, typer.Option(help="Only figures, dates or deals.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only figures of this unit: USD, %, personnel.")] = None,
    text: Annotated[str | None, typer.Option(help="Only records whose words or quote hold all of these words.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only records about this name, under any of its names.")] = None,
    document: Annotated[str | None, typer.Option(help="Only this document, by id.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only this status: asserted, projected, planned, signed ...")
    ] = None,
    least: Annotated[str | None, typer.Option("--min", help="Only figures of at least this value.")] = None,
    most: Annotated[str | None, typer.Option("--max", help="Only figures of at most this value.")] = None,
    since: Annotated[str | None, typer.Option(help="Only what touches this day or later: 2022-02-24, 2022.")] = None,
    until: Annotated[str | None, typer.Option(help="Only what touches this day or earlier.")] = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write a self-contained report with a timeline to this file.")
    ] = None,
    ledger: Annotated[bool, typer.Option("--ledger", help="Account for every number of the text.")] = False,
) -> None:
    """List what the documents state: every figure, date and deal with its place."""
    from briefqa.facts import Lexicon
    from briefqa.facts.filtering import FactChoice, choose

    store = _open(index)
    lexicon = Lexicon.from_json(store.lexicon())
    days = _day(since), _day(until, last=True)
    wanted = FactChoice(kind, unit, text, document, _status(status), _number(least), _number(most), *days, entity)
    if ledger:
        _print_ledger(store, lexicon, wanted, as_json)
        return
    records = choose(store.facts(None), wanted, lexicon)
    if html is not None:
        _write_report(html, store, records)
    elif as_json:
        typer.echo(json.dumps([asdict(record) for record in records], ensure_ascii=False, indent=2))
    elif as_csv:
        typer.echo(_csv(records), nl=False)
    else:
        _print_table(records)


def audit(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check the documents against themselves: shares, totals, growth, multiples, dates and repeated figures."""
    findings = _audit(_open(index))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for finding in findings:
        style = "bold red" if "contradiction" in finding.verdict.value else "green"
        console.print(Text.assemble((finding.verdict.value, style), f"  {finding.check}: {finding.statement}"))
        console.print(Text(f"    {finding.arithmetic}", style="dim"))
        for quote in dict.fromkeys(citation.quote for citation in finding.citations):
            console.print(Text(f"    “{quote}”"))
    bad = sum("contradiction" in finding.verdict.value for finding in findings)
    console.print(f"{len(findings)} checks, {bad} to look at.")


def _open(index: Path | None) -> Store:
    from briefqa.index.generation import open_generation

    return open_generation(read_settings(index=index).index, verify=False).store


def _number(written: str | None) -> Decimal | None:
    if written is None:
        return None
    from briefqa.facts import read_quantities

    try:
        return Decimal(written)
    except InvalidOperation:
        read = [quantity.value for quantity in read_quantities(written) if quantity.value is not None]
    if len(read) != 1:
        raise SettingsError(f'"{written}" is not one number; write it as 1500000 or "1.5 million".')
    return read[0]


def _day(written: str | None, *, last: bool = False) -> str | None:
    """The first or last ISO day of a day, month or year."""
    if written is None:
        return None
    from briefqa.facts.dates.calendar import parse_edtf

    moment = parse_edtf(written)
    if moment is None:
        raise SettingsError(f'"{written}" is no day, month or year; write it as 2025-04-03, 2025-04 or 2025.')
    return (moment.latest if last else moment.earliest).isoformat()


def _status(written: str | None) -> str | None:
    from briefqa.facts.filtering import STATUSES

    if written is not None and written not in STATUSES:
        raise SettingsError(f'"{written}" is no status; choose one of {", ".join(STATUSES)}.')
    return written


def _all_documents(store: Store) -> list[tuple[Document, tuple[Passage, ...]]]:
    return [(store.document(item.id), store.document_passages(item.id)) for item in store.documents()]


def _audit(store: Store) -> tuple[Finding, ...]:
    from briefqa.facts import audit as check

    return check(_all_documents(store), store.facts(None))


def _write_report(path: Path, store: Store, records: Sequence[FactRecord]) -> None:
    from briefqa.facts.report import report_html

    titles = [item.title for item in store.documents()]
    title = titles[0] if len(titles) == 1 else f"What {len(titles)} documents state"
    try:
        path.write_text(report_html(title, records, _audit(store)), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"The report {path} cannot be written ({error.strerror}); choose another place.") from error
    typer.echo(f"{len(records)} records in {path}")


def _csv(records: Sequence[FactRecord]) -> str:
    from briefqa.facts.rows import COLUMNS, row_of

    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row_of(record).items()} for record in records)
    return written.getvalue()


def _inert(value: str) -> str:
    """A cell that a spreadsheet does not run as a formula; negative numbers stay numbers."""
    risky = value[:1] in ("=", "+", "@", "\t") or (value[:1] == "-" and not value[1:2].isdigit())
    return f"'{value}" if risky else value


def _print_table(records: Sequence[FactRecord]) -> None:
    from rich.console import Console
    from rich.table import Table

    from briefqa.facts.rows import row_of

    table = Table(caption=f"{len(records)} records")
    for name in _SHOWN:
        table.add_column(name, no_wrap=name in _NEVER_WRAPPED)
    for record in records:
        row = row_of(record)
        row["value"] = f"{row['value']} {row['unit']}".strip()
        table.add_row(*(_short(row[name]) for name in _SHOWN))
    Console(highlight=False, markup=False).print(table)


def _short(value: str) -> str:
    return value if len(value) <= _WIDEST else f"{value[: _WIDEST - 1]}…"


def _print_ledger(store: Store, lexicon: Lexicon, wanted: FactChoice, as_json: bool) -> None:
    from briefqa.facts import build_ledger

    records = [record for record in store.facts(None) if record.kind is not FactKind.DEAL]
    chosen = [pair for pair in _all_documents(store) if wanted.document in (None, pair[0].id)]
    ledgers = [build_ledger(document, passages, records, lexicon) for document, passages in chosen]
    entries: list[LedgerEntry] = [entry for item in ledgers for entry in item.entries]
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False, indent=2))
        return
    for entry in entries:
        if entry.record_id is None:
            typer.echo(f"{entry.document_id}:{entry.span.start}  {entry.text}  {entry.reason}")
    held = sum(item.in_records for item in ledgers)
    missed = sum(len(item.not_understood) for item in ledgers)
    share = 100.0 if not entries else 100 * (1 - missed / len(entries))
    typer.echo(
        f"{len(entries)} numbers, {held} in records, {len(entries) - held - missed} set apart, {missed} not understood"
    )
    typer.echo(f"{share:.1f}% accounted for")
