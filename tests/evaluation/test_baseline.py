"""The gate: every question on the brief, held against the committed baseline, on an index built for the session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.evaluation.dataset import Question, read_questions
from briefqa.evaluation.gate import compare, marks_of, read_baseline
from briefqa.evaluation.outcomes import Run, run_questions
from briefqa.evaluation.report import comparison_lines
from briefqa.settings import DEFAULT_ENCODER, Settings

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


@pytest.fixture(scope="session")
def run(assistant: Assistant, questions: tuple[Question, ...]) -> Run:
    return run_questions(assistant, questions)


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


def test_no_question_fails_with_an_error(run: Run) -> None:
    assert [(one.id, one.error) for one in run.outcomes if one.error is not None] == []
