import json
from pathlib import Path

import pytest

from briefqa.errors import EvaluationError
from briefqa.evaluation.dataset import GoldQuote, Question, documents_of, read_questions, resolve_gold
from evaluation.standins import DOCUMENTS, PORTS, SHIPS

REPOSITORY = Path(__file__).parents[2]
LINE = {
    "id": "q1",
    "question": "Who built them?",
    "slice": "entity",
    "answerable": True,
    "answers": ["Seoul"],
    "gold": [{"document": "ships", "quote": "Seoul built them"}],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_read_questions_reads_each_line_and_skips_empty_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", LINE, "", {**LINE, "id": "q2", "split": "tune"})
    first, second = read_questions(path)
    assert (first.id, first.split, first.gold[0].quote) == ("q1", "test", "Seoul built them")
    assert second.split == "tune"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gold": []}, "needs gold"),
        ({"answers": []}, "needs answers"),
        ({"answerable": False}, "neither gold nor answers"),
        ({"question": ""}, "question"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_line_that_contradicts_itself_is_named_with_its_number(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    path = write(tmp_path / "q.jsonl", LINE, {**LINE, "id": "q2", **change})
    with pytest.raises(EvaluationError, match=f"line 2 .*{said}"):
        read_questions(path)


def test_an_id_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="q1 occurs twice"):
        read_questions(write(tmp_path / "q.jsonl", LINE, LINE))


def test_missing_empty_and_binary_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(tmp_path / "absent.jsonl")
    with pytest.raises(EvaluationError, match="holds no questions"):
        read_questions(write(tmp_path / "empty.jsonl", ""))
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(tmp_path / "binary.jsonl")


def test_gold_is_found_at_its_place_and_its_prefix_decides_between_several() -> None:
    gold = (
        GoldQuote(document="ships", quote="ships", prefix="The", group=1),
        GoldQuote(document="ports", quote="Seoul"),
    )
    question = Question(id="q", question="?", slice="s", answerable=True, answers=("x",), gold=gold)
    first, second = resolve_gold(question, DOCUMENTS)
    assert first.span.start == SHIPS.index("The ships") + 4
    assert (first.group, first.document_id) == (1, "ships")
    assert second.span.cut(PORTS) == "Seoul"


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (GoldQuote(document="ships", quote="The ships cost $3.5 billion."), "does not stand in ships"),
        (GoldQuote(document="planes", quote="x"), "which the index does not hold"),
    ],
)
def test_gold_that_the_documents_do_not_have_is_an_error(gold: GoldQuote, said: str) -> None:
    question = Question(id="q", question="?", slice="s", answerable=True, answers=("x",), gold=(gold,))
    with pytest.raises(EvaluationError, match=said):
        resolve_gold(question, DOCUMENTS)


def test_the_questions_on_the_brief_cover_every_slice_and_many_have_no_answer() -> None:
    questions = read_questions(REPOSITORY / "eval" / "questions.jsonl")
    unanswerable = [one for one in questions if not one.answerable]
    assert len(questions) >= 200
    assert len(unanswerable) >= 70
    assert {"figure", "table-assistance", "table-trade", "table-exports", "date", "deal", "entity", "why", "list"} <= {
        one.slice for one in questions
    }
    assert len({one.question.casefold() for one in questions}) == len(questions)
    tune = sum(one.split == "tune" for one in questions)
    assert 0.4 < tune / len(questions) < 0.6


def test_every_gold_quote_of_the_questions_stands_in_the_brief() -> None:
    text = (REPOSITORY / "corpus" / "eu-south-korea-defence.txt").read_text(encoding="utf-8")
    questions = read_questions(REPOSITORY / "eval" / "questions.jsonl")
    assert documents_of(questions) == ("eu-south-korea-defence",)
    assert [gold.quote for one in questions for gold in one.gold if gold.quote not in text] == []
