"""The gate: every question on the brief, held against the committed baseline, on an index built for the session."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from briefqa.answering.verification import verify_answer
from briefqa.answering.wire import as_json
from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.evaluation.dataset import Question, read_questions
from briefqa.evaluation.gate import compare, marks_of, read_baseline
from briefqa.evaluation.outcomes import Run, run_questions
from briefqa.evaluation.report import comparison_lines
from briefqa.settings import DEFAULT_ENCODER, Settings
from briefqa.types import Answer, Document, Hit

REPOSITORY = Path(__file__).parents[2]
EVALUATION = REPOSITORY / "eval"

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant over the brief, with the default encoder, whatever the environment says."""
    index = tmp_path_factory.mktemp("brief") / "index"
    settings = Settings(index=index, encoder=DEFAULT_ENCODER, reader=None)
    build_index(REPOSITORY / "corpus", index, settings)
    opened = Assistant.open(index, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def questions() -> tuple[Question, ...]:
    return read_questions(EVALUATION / "questions.jsonl")


@dataclass
class Recorder:
    """The assistant, keeping every answer that it gives."""

    assistant: Assistant
    answers: list[Answer] = field(default_factory=list)

    @property
    def generation(self) -> str:
        return self.assistant.generation

    def ask(self, question: str, **choices: Any) -> Answer:
        answer = self.assistant.ask(question, **choices)
        self.answers.append(answer)
        return answer

    def search(self, query: str, **choices: Any) -> tuple[Hit, ...]:
        return self.assistant.search(query, **choices)

    def document(self, document_id: str, /) -> Document:
        return self.assistant.document(document_id)


@pytest.fixture(scope="session")
def recorder(assistant: Assistant) -> Recorder:
    return Recorder(assistant)


@pytest.fixture(scope="session")
def run(recorder: Recorder, questions: tuple[Question, ...]) -> Run:
    return run_questions(recorder, questions)


def test_nothing_that_was_right_became_wrong(run: Run) -> None:
    comparison = compare(read_baseline(EVALUATION / "baseline.json"), marks_of(run.outcomes))
    assert not comparison.regressed, "\n".join(comparison_lines(comparison))


def test_the_baseline_marks_every_question(questions: tuple[Question, ...]) -> None:
    assert read_baseline(EVALUATION / "baseline.json").keys() == {question.id for question in questions}


def test_asking_again_flips_nothing(assistant: Assistant, questions: tuple[Question, ...], run: Run) -> None:
    again = run_questions(assistant, questions)
    comparison = compare(marks_of(run.outcomes), marks_of(again.outcomes))
    assert not comparison.flipped, "\n".join(comparison_lines(comparison))
    said = [(one.answer, one.confidence) for one in run.outcomes]
    assert [(one.answer, one.confidence) for one in again.outcomes] == said


@pytest.mark.usefixtures("run")
def test_every_citation_of_every_answer_verifies(recorder: Recorder, questions: tuple[Question, ...]) -> None:
    documents = {one.id: recorder.document(one.id) for one in recorder.assistant.documents()}
    assert len(recorder.answers) == len(questions)
    checks = [
        (answer.question, check)
        for answer in recorder.answers
        for check in verify_answer(json.loads(json.dumps(as_json(answer))), documents)
    ]
    assert len(checks) > len(questions)
    assert [(question, check.place, check.reason) for question, check in checks if not check.holds] == []


def test_no_question_fails_with_an_error(run: Run) -> None:
    assert [(one.id, one.error) for one in run.outcomes if one.error is not None] == []
