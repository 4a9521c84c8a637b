"""`briefqa keys` and `briefqa feedback`: what the server keeps beside its index."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.errors import SettingsError
from briefqa_api.keys import KEYS_FILE, KeyRecord, KeyStore, Scope

if TYPE_CHECKING:
    from briefqa_api.records import FeedbackRecord

State = Annotated[Path | None, typer.Option(help="Folder of keys and records; the setting server.state without it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    keys = typer.Typer(help="Keys that callers of the server need.", no_args_is_help=True)
    keys.command("create")(create_key)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke_key)
    app.add_typer(keys, name="keys")
    app.command("feedback")(show_feedback)


def create_key(
    scope: Annotated[Scope, typer.Option(help="What the key may do; each scope includes those before it.")],
    name: Annotated[str | None, typer.Option(help="Whom it is for.")] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="Make a key that may stand in web pages of this origin and only ask; may be repeated."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Days until it expires; never without it.")] = None,
    state: State = None,
) -> None:
    """Make a key and print it once; only its hash is kept."""
    expires = datetime.now(UTC) + timedelta(days=days) if days is not None else None
    key, record = _keys(state).create(scope, name=name, expires=expires, origins=origin or ())
    typer.echo(key)
    typer.echo(f"This is the only time key {record.id} is shown; keep it where secrets are kept.", err=True)


def list_keys(state: State = None, as_json: AsJson = False) -> None:
    """List the keys by id; the keys themselves are not kept."""
    records = _keys(state).all()
    if as_json:
        typer.echo(json.dumps([_public(record) for record in records], indent=1, ensure_ascii=False))
        return
    for record in records:
        bound = f"  only from {', '.join(record.origins)}" if record.origins else ""
        until = f"  until {record.expires}" if record.expires else ""
        typer.echo(f"{record.id}  {record.scope:6}  {record.created}{until}  {record.name or ''}{bound}".rstrip())
    if not records:
        typer.echo("There are no keys; make one with: briefqa keys create --scope ask", err=True)


def revoke_key(
    identifier: Annotated[str, typer.Argument(help="The key's id, as `briefqa keys list` shows it.")],
    state: State = None,
) -> None:
    """Make a key useless at once."""
    _keys(state).revoke(identifier)
    typer.echo(f"Key {identifier} does not work any more.")


def show_feedback(
    state: State = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 100,
    candidates: Annotated[
        Path | None, typer.Option(help="Write confirmed answers as questions for `briefqa eval`.")
    ] = None,
    review: Annotated[Path | None, typer.Option(help="Write doubted answers, for a person to set right.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what people said about answers, and turn it into candidates for the evaluation set."""
    from briefqa_api.candidates import confirmed_questions, doubted_answers

    records = _feedback(state, limit)
    if candidates is not None:
        questions = confirmed_questions(records)
        lines = [question.model_dump_json(exclude_defaults=True) for question in questions]
        _write_lines(candidates, lines)
    if review is not None:
        _write_lines(review, [json.dumps(one, ensure_ascii=False) for one in doubted_answers(records)])
    if as_json:
        listed = [{**_fields(record), "answer": json.loads(record.answer)} for record in records]
        typer.echo(json.dumps(listed, indent=1, ensure_ascii=False))
    elif candidates is None and review is None:
        for record in records:
            typer.echo(f"{record.at}  {record.verdict:4}  {record.question}")
            if record.comment:
                typer.echo(f"    {record.comment}")
        if not records:
            typer.echo("Nobody has said anything yet.", err=True)


def _state(state: Path | None) -> Path:
    from briefqa.settings import read_settings

    return state if state is not None else read_settings().server.state


def _keys(state: Path | None) -> KeyStore:
    return KeyStore(_state(state) / KEYS_FILE)


def _feedback(state: Path | None, limit: int) -> tuple[FeedbackRecord, ...]:
    from briefqa_api.records import RECORDS_FILE, RecordStore

    file = _state(state) / RECORDS_FILE
    if not file.exists():
        return ()
    store = RecordStore(file)
    try:
        return store.feedback(limit)
    except sqlite3.Error as error:
        raise SettingsError(f"The records in {file} cannot be read ({error}); give the server's --state.") from error
    finally:
        store.close()


def _public(record: KeyRecord) -> dict[str, object]:
    names = ("id", "scope", "name", "created", "expires", "origins")
    return {name: getattr(record, name) for name in names}


def _fields(record: FeedbackRecord) -> dict[str, object]:
    names = ("id", "at", "answer_id", "verdict", "comment", "generation", "question")
    return {name: getattr(record, name) for name in names}


def _write_lines(file: Path, lines: list[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    typer.echo(f"{len(lines)} written to {file}.", err=True)
