from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.errors import EvaluationError
from briefqa.evaluation.gate import Mark, compare, marks_of, read_baseline, save_baseline
from briefqa.evaluation.outcomes import Outcome

BASELINE = {
    "a": Mark(right=True, cited=True),
    "b": Mark(right=False, cited=None),
    "c": Mark(right=True, cited=None),
    "d": Mark(right=True, cited=False),
}


def test_two_equal_runs_differ_in_nothing() -> None:
    comparison = compare(BASELINE, dict(BASELINE))
    assert not comparison.flipped
    assert not comparison.regressed


def test_newly_wrong_and_newly_right_are_listed_by_id() -> None:
    current = {**BASELINE, "a": Mark(right=False, cited=True), "b": Mark(right=True, cited=True)}
    comparison = compare(BASELINE, current)
    assert (comparison.newly_wrong, comparison.newly_right) == (("a",), ("b",))
    assert comparison.regressed


def test_only_better_is_no_regression_but_a_flip() -> None:
    comparison = compare(BASELINE, {**BASELINE, "b": Mark(right=True, cited=True)})
    assert comparison.flipped
    assert not comparison.regressed


def test_a_question_missing_from_the_run_counts_as_wrong() -> None:
    current = {name: mark for name, mark in BASELINE.items() if name not in ("a", "b")}
    comparison = compare(BASELINE, current)
    assert comparison.newly_wrong == ("a",)
    assert comparison.absent == ("a", "b")
    assert comparison.regressed


def test_a_question_that_the_baseline_lacks_is_told_and_no_regression() -> None:
    comparison = compare(BASELINE, {**BASELINE, "z": Mark(right=False, cited=None)})
    assert comparison.added == ("z",)
    assert not comparison.regressed


def test_a_right_answer_that_loses_its_citation_is_a_regression_and_listed_once() -> None:
    comparison = compare(BASELINE, {**BASELINE, "a": Mark(right=True, cited=False), "d": Mark(right=True, cited=True)})
    assert (comparison.newly_miscited, comparison.newly_cited) == (("a",), ("d",))
    assert comparison.regressed
    assert compare(BASELINE, {**BASELINE, "a": Mark(right=False, cited=False)}).newly_miscited == ()


def test_a_baseline_is_read_as_it_was_saved_and_sorted_by_id(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save_baseline(path, dict(reversed(BASELINE.items())))
    assert read_baseline(path) == BASELINE
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split('"')[1] for line in lines[1:-1]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": 1}', '{"format": 1, "questions": {"a": 3}}', '{"format": 9}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"baseline\.json"):
        read_baseline(path)
    with pytest.raises(EvaluationError, match="save-baseline"):
        read_baseline(tmp_path / "absent.json")


def test_marks_keep_right_and_cited_of_each_outcome() -> None:
    one = Outcome("a", "s", "test", "Q?", True, True, True, "x", 0.5, cited=True)
    assert marks_of([one, replace(one, id="b", right=False, cited=None)]) == {
        "a": Mark(right=True, cited=True),
        "b": Mark(right=False, cited=None),
    }
