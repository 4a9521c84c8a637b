"""Fitting the ranker of the retriever."""

import json
import lzma

import numpy as np

from briefqa.answering.ranking import FEATURES
from briefqa.models.ranker import read_ranker
from briefqa_train.cli import main
from briefqa_train.data import SQUAD_TRAIN
from briefqa_train.ranker import fit, stack
from briefqa_train.ranking import RankingExample

ROUGH = np.zeros(len(FEATURES), dtype=np.float32)


def test_the_ranker_learns_what_the_right_passages_have_in_common() -> None:
    chance = np.random.default_rng(5)
    examples = []
    for _ in range(1100):
        matrix = chance.normal(size=(6, len(FEATURES))).astype(np.float32)
        wanted = matrix[:, 3] - matrix[:, 5]
        examples.append(RankingExample(matrix, wanted == wanted.max()))
    ranker = fit(stack(examples[:1000], width=6), ROUGH)
    right = [example.right[int(np.argmax(ranker.scores(example.matrix)))] for example in examples[1000:]]
    assert np.mean(right) > 0.8


def test_questions_without_a_right_passage_are_left_out_and_short_ones_filled_up() -> None:
    matrix = np.ones((2, len(FEATURES)), dtype=np.float32)
    stacked = stack(
        [RankingExample(matrix, np.array([False, True])), RankingExample(matrix, np.array([False, False]))], width=3
    )
    assert stacked.right.tolist() == [[False, True, False]]
    assert stacked.real.tolist() == [[True, True, False]]
    assert stacked.features[0, 2].tolist() == [0.0] * len(FEATURES)


def test_the_command_writes_a_ranker_that_can_be_read(tmp_path) -> None:
    texts = ("Peru sold 3 ships in May. Norway bought 9 jets.", "Chile built 4 yards. Oman sent 5 crews to Muscat.")
    asked = (("How many ships did Peru sell?", "3"), ("Who bought jets?", "Norway"), ("How many jets?", "9"))
    others = (("How many yards did Chile build?", "4"), ("Who sent crews?", "Oman"), ("Where?", "Muscat"))
    paragraphs = [
        {
            "context": text,
            "qas": [
                {"id": words, "question": words, "answers": [{"answer_start": text.index(answer), "text": answer}]}
                for words, answer in questions
            ],
        }
        for text, questions in zip(texts, (asked, others), strict=True)
    ]
    with lzma.open(tmp_path / SQUAD_TRAIN, "wt", encoding="utf-8") as stream:
        json.dump({"data": [{"title": "Trade", "paragraphs": paragraphs}]}, stream)
    out = tmp_path / "ranker.json"
    command = ["retriever", "--data", str(tmp_path), "--out", str(out), "--encoder", "hashed"]
    assert main([*command, "--samples", "1"]) == 0
    assert read_ranker(out.read_text(encoding="utf-8")).features == FEATURES
