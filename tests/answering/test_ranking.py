import numpy as np
import pytest

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import Question, Unit
from briefqa.answering.ranking import (
    FEATURES,
    Coverage,
    Signals,
    cover,
    features_of,
    inverse_document_frequency,
    paragraph_maximum,
)
from briefqa.index.lexical import LexicalIndex
from briefqa.models.ranker import shipped_ranker

LEXICAL = LexicalIndex.build(
    ["Hanwha Ocean sells ships.", "The ocean is deep.", "Peru buys ships.", "Peruvian yards.", "Nothing else."]
)
OCEAN = Unit("Hanwha Ocean", (("hanwha", "ocean"),), is_name=True)
PERU = Unit("Peru", (("peru",), ("peruvian",)), is_name=True)
SHIPS = Unit("ships", (("ship",),))
DRONES = Unit("drones", (("drone",),))
ROWS = np.arange(5, dtype=np.int64)


def column(matrix, name):
    return matrix[:, FEATURES.index(name)].tolist()


def test_the_ranker_that_ships_is_fitted_on_these_features():
    assert shipped_ranker().features == FEATURES


def test_a_rare_term_tells_more_than_a_common_one_and_none_tells_less_than_nothing():
    assert inverse_document_frequency(10, 1) == pytest.approx(np.log(1 + 9.5 / 1.5))
    assert (
        inverse_document_frequency(10, 1) > inverse_document_frequency(10, 5) > inverse_document_frequency(10, 10) > 0
    )


def test_a_row_holds_a_unit_by_every_term_of_one_form():
    coverage = cover([OCEAN, PERU, SHIPS, DRONES], LEXICAL, ROWS)
    assert coverage.present.tolist() == [
        [True, False, False, False, False],
        [False, False, True, True, False],
        [True, False, True, False, False],
        [False, False, False, False, False],
    ]
    assert coverage.weights[1] == coverage.weights[2] == np.float32(inverse_document_frequency(5, 2))


def test_only_the_rows_asked_for_are_compared():
    coverage = cover([SHIPS], LEXICAL, np.array([1, 2], dtype=np.int64))
    assert coverage.present.tolist() == [[False, True]]


def test_the_share_counts_units_by_their_weight():
    coverage = Coverage(np.array([[True, False, True], [True, True, False]]), np.array([3.0, 1.0], dtype=np.float32))
    assert coverage.share().tolist() == [1.0, 0.25, 0.75]
    assert coverage.share(np.array([[False, True, True], [False, False, True]])).tolist() == [0.0, 0.75, 1.0]


def test_a_question_without_units_covers_nothing():
    assert cover([], LEXICAL, ROWS).share().tolist() == [0.0] * 5


def test_a_paragraph_counts_by_its_best_row():
    values = np.array([0.1, 0.5, 0.3, 0.2], dtype=np.float32)
    best = paragraph_maximum(values, np.array([2, 2, 3, 9]))
    assert best.tolist() == pytest.approx([0.5, 0.5, 0.3, 0.2])


def test_features_count_the_row_its_neighbours_and_its_paragraph():
    question = Question("", "", (PERU, SHIPS), Expectation.THING, frozenset(), ())
    weights = np.array([1.0, 1.0], dtype=np.float32)
    present = np.array([[True, False, False, False], [False, True, False, True]])
    around = np.array([[True, True, False, False], [True, True, True, True]])
    signals = Signals(
        rows=np.array([0, 1, 2, 5], dtype=np.int64),
        paragraphs=np.array([0, 0, 1, 2], dtype=np.int64),
        similarity=np.array([0.2, 0.8, 0.4, 0.1], dtype=np.float32),
        paragraph_similarity=np.array([0.6, 0.6, 0.3, 0.2], dtype=np.float32),
        words=np.array([0.0, 2.5, 5.0, 50.0], dtype=np.float32),
        paragraph_words=np.array([1.0, 1.0, 5.0, 50.0], dtype=np.float32),
        coverage=Coverage(present, weights),
        paragraph_coverage=Coverage(around, weights),
    )
    matrix = features_of(question, signals)
    expected = {
        "similarity": [0.2, 0.8, 0.4, 0.1],
        "paragraph_best": [0.8, 0.8, 0.4, 0.1],
        "paragraph_mean": [0.6, 0.6, 0.3, 0.2],
        "coverage": [0.5, 0.5, 0.0, 0.5],
        "coverage_in_context": [0.5, 1.0, 0.0, 0.5],
        "coverage_in_paragraph": [1.0, 1.0, 0.5, 0.5],
        "name_coverage": [1.0, 1.0, 0.0, 0.0],
        "fit": [0.0] * 4,
        "length": [0.0] * 4,
        "similarity_before": [0.0, 0.2, 0.0, 0.0],
        "similarity_after": [0.8, 0.0, 0.0, 0.0],
        "coverage_with_next": [1.0, 0.5, 0.0, 0.5],
        "coverage_after": [0.5, 0.0, 0.0, 0.0],
        "coverage_before": [0.0, 0.5, 0.0, 0.0],
        "words": [0.0, 0.5, 1.0, 2.0],
        "paragraph_words": [0.2, 0.2, 1.0, 2.0],
        "paragraph_best_coverage": [0.5, 0.5, 0.0, 0.5],
        "position": [0.0, pytest.approx(1 / 6), 0.0, 0.0],
        "paragraph_size": [0.2, 0.2, 0.1, 0.1],
    }
    assert tuple(expected) == FEATURES
    for name, values in expected.items():
        assert column(matrix, name) == pytest.approx(values), name
