from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.fake_assistant import FakeAssistant
from briefqa.answering.wire import as_json
from briefqa.cli.keys import register
from briefqa.evaluation.dataset import read_questions
from briefqa_api.keys import KeyStore
from briefqa_api.records import RecordStore
from briefqa_api.rendering import render_json


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)
    return made


def run(app: typer.Typer, *arguments: str) -> list[str]:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_key_is_printed_once_and_works_until_it_is_revoked(app: typer.Typer, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path))
    (key,) = run(app, "keys", "create", "--scope", "ingest", "--name", "importer", "--days", "9", *state)
    store = KeyStore(tmp_path / "keys.json")
    record = store.find(key)
    assert record is not None
    (listed,) = json.loads("".join(run(app, "keys", "list", "--json", *state)))
    assert (listed["id"], listed["scope"], listed["name"]) == (record.id, "ingest", "importer")
    assert "hash" not in listed
    assert "importer" in run(app, "keys", "list", *state)[0]
    run(app, "keys", "revoke", record.id, *state)
    assert store.find(key) is None


def test_feedback_becomes_questions_with_gold_and_a_list_to_review(app: typer.Typer, tmp_path: Path) -> None:
    assistant, store = FakeAssistant(), RecordStore(tmp_path / "records.sqlite")
    asked = ("How many howitzers did Poland order?", "Submarines of Estonia in 2019?", "When do howitzers arrive?")
    answers = [render_json(as_json(assistant.ask(question))) for question in asked]
    store.save_feedback(answers[0], "down", "first thought")
    store.save_feedback(answers[0], "up", None)
    store.save_feedback(answers[1], "up", None)
    store.save_feedback(answers[2], "down", "it is 2026")
    with store._open() as connection:
        connection.execute("UPDATE feedback SET at = '2026-01-01' WHERE comment = 'first thought'")
    store.close()
    candidates, review = tmp_path / "candidates.jsonl", tmp_path / "review.jsonl"
    run(app, "feedback", "--state", str(tmp_path), "--candidates", str(candidates), "--review", str(review))
    questions = {question.question: question for question in read_questions(candidates)}
    assert set(questions) == set(asked[:2])
    confirmed, refused = questions[asked[0]], questions[asked[1]]
    assert confirmed.gold[0].quote == "Poland ordered 218 howitzers for $2.4 billion in 2022."
    assert (refused.answerable, refused.missing) == (False, ("year 2019",))
    (doubted,) = [json.loads(line) for line in review.read_text().splitlines()]
    assert (doubted["question"], doubted["comment"]) == (asked[2], "it is 2026")
    assert any("it is 2026" in line for line in run(app, "feedback", "--state", str(tmp_path)))
