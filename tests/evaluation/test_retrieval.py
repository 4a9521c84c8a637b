import json
import lzma
from pathlib import Path

import pytest

from briefqa.errors import EvaluationError
from briefqa.evaluation.retrieval import RankedSpan, is_right, read_squad, score_retrieval
from briefqa.types import Span

CONTEXT = "Seoul sent 5 ships. Busan sent 5 crews."


def squad(questions: list[dict[str, object]], context: str = CONTEXT) -> dict[str, object]:
    return {"data": [{"title": "Ships", "paragraphs": [{"context": context, "qas": questions}]}]}


def question(identity: str, text: str, *answers: tuple[int, str], **more: object) -> dict[str, object]:
    return {
        "id": identity,
        "question": text,
        "answers": [{"answer_start": start, "text": words} for start, words in answers],
        **more,
    }


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "ships.json.xz"
    entries = [
        question("a", "How many crews?", (31, "5"), (31, "5")),
        question("b", "How many tanks?", is_impossible=True),
    ]
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        json.dump(squad(entries), stream)
    return path


def test_read_squad_keeps_offsets_merges_repeated_answers_and_marks_the_unanswerable(packed: Path) -> None:
    (paragraph,) = read_squad(packed)
    assert paragraph.title == "Ships"
    assert [entry.answers for entry in paragraph.questions] == [((31, "5"),), ()]
    assert [entry.unanswerable for entry in paragraph.questions] == [False, True]


def test_read_squad_refuses_an_answer_that_does_not_stand_at_its_offset(tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(squad([question("a", "How many?", (12, "5"))])), encoding="utf-8")
    with pytest.raises(EvaluationError, match="does not stand at offset 12"):
        read_squad(path)


@pytest.mark.parametrize("content", ["", "[]", '{"data": [{}]}', '{"data": 3}'])
def test_read_squad_says_which_file_is_of_another_layout(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"other\.json is not readable"):
        read_squad(path)


def test_read_squad_reports_a_truncated_archive(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(EvaluationError, match="not readable"):
        read_squad(packed)


def test_read_squad_names_the_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="There is no file"):
        read_squad(tmp_path / "absent.json")


def test_the_same_words_at_another_place_are_not_right(packed: Path) -> None:
    (paragraph,) = read_squad(packed)
    asked = paragraph.questions[0]
    assert not is_right(RankedSpan(0, Span(0, 19)), 0, asked)
    assert is_right(RankedSpan(0, Span(20, 39)), 0, asked)
    assert not is_right(RankedSpan(1, Span(20, 39)), 0, asked)


def test_score_retrieval_counts_the_first_right_rank_and_leaves_the_unanswerable_out(packed: Path) -> None:
    paragraphs = read_squad(packed)
    ranked = [RankedSpan(0, Span(0, 19)), RankedSpan(0, Span(20, 39))]
    told: list[int] = []
    scores, _ = score_retrieval(paragraphs, lambda _: ranked, lambda piece: piece, progress=told.append)
    assert scores.questions == 1
    assert scores.success == ((1, 0.0), (5, 1.0), (10, 1.0))
    assert scores.mean_reciprocal_rank == 0.5
    assert told == [1]


def test_a_right_piece_beyond_rank_ten_scores_nothing(packed: Path) -> None:
    wrong = [RankedSpan(0, Span(0, end)) for end in range(1, 11)]
    found = [*wrong, RankedSpan(0, Span(20, 39))]
    scores, _ = score_retrieval(read_squad(packed), lambda _: found, lambda piece: piece)
    assert scores.success == ((1, 0.0), (5, 0.0), (10, 0.0))
    assert scores.mean_reciprocal_rank == 0.0
