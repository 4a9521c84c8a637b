import json
import lzma

import pytest

from briefqa.models.shipped import shipped_reader
from briefqa_train.cli import main
from briefqa_train.data import XQUAD
from briefqa_train.open_book import score_answers, score_open_book


def test_scores_count_every_question_and_those_given_apart() -> None:
    scores = score_answers([("the 48 tanks", True, ["48 tanks"]), ("Norway", False, ["Poland"])])
    assert (scores.questions, scores.exact_match, scores.f1) == (2, 50.0, 50.0)
    assert (scores.answered, scores.f1_of_answered) == (50.0, 100.0)


@pytest.mark.model
def test_answers_are_found_among_all_paragraphs(tmp_path) -> None:
    said = [
        ("Poland ordered 48 tanks.", "What did Poland order?", "48 tanks"),
        ("Oslo is cold.", "What is cold?", "Oslo"),
    ]
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": question,
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
            ],
        }
        for context, question, answer in said
    ]
    path = tmp_path / XQUAD
    with lzma.open(path, "wt", encoding="utf-8") as stream:
        json.dump({"data": [{"title": "News", "paragraphs": paragraphs}]}, stream)
    reader = shipped_reader()
    assert reader is not None
    scores = score_open_book(path, reader)
    assert (scores.questions, scores.f1) == (2, 100.0)


def test_an_absent_file_is_one_sentence(tmp_path, capsys) -> None:
    arguments = ["evaluate", "--open-book", "--data", str(tmp_path), "--reader", str(tmp_path / "reader.onnx")]
    assert main(arguments) == 2
    assert capsys.readouterr().err == f"{XQUAD} is not in {tmp_path}: pass --data or set BRIEFQA_DATA.\n"
