import json
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.errors import IndexCorruptError
from briefqa.index import lexical
from briefqa.index.lexical import K1, B, LexicalIndex, find_sorted

TEXTS = ["Poland bought K2 tanks.", "Poland bought howitzers and howitzers.", "Norway waits.", ""]


def test_scores_are_those_of_the_formula():
    index = LexicalIndex.build(TEXTS)
    lengths = [4, 5, 2, 0]
    inverse = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    saturation = 2 / (2 + K1 * (1 - B + B * lengths[1] / (sum(lengths) / 4)))
    np.testing.assert_allclose(index.scores("howitzer"), [0, inverse * saturation, 0, 0], rtol=1e-5)


def test_search_ranks_by_score_and_leaves_out_what_shares_nothing():
    rows, scores = LexicalIndex.build(TEXTS).search("Who bought K2s, K2 tanks or howitzers?", 10)
    assert rows.tolist() == [0, 1]
    assert scores[0] > scores[1] > 0


def test_search_gives_ties_to_the_lower_row_and_no_more_than_asked():
    rows, _ = LexicalIndex.build(["same words"] * 5).search("words", 3)
    assert rows.tolist() == [0, 1, 2]
    assert LexicalIndex.build(["same words"] * 5).search("words", 0)[0].tolist() == []


@given(st.lists(st.text(alphabet="ab ", max_size=9), max_size=30), st.integers(0, 8))
def test_search_is_the_head_of_all_scores_in_order(texts, k):
    index = LexicalIndex.build(texts)
    scores = index.scores("a b ab")
    everything = sorted(np.flatnonzero(scores).tolist(), key=lambda row: (-scores[row], row))
    rows, found = index.search("a b ab", k)
    assert rows.tolist() == everything[:k]
    np.testing.assert_array_equal(found, scores[rows])


@given(
    st.lists(st.text(alphabet="aabcdefg ", max_size=14), min_size=1, max_size=60),
    st.text(alphabet="aabcdefg ", max_size=20),
    st.integers(1, 12),
)
@settings(deadline=None)
def test_a_search_that_skips_common_terms_finds_the_same_with_the_same_scores(texts, query, k):
    spread = [" ".join(text) for text in texts]
    index = LexicalIndex.build(spread)
    every = index.search(" ".join(query), k)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "PRUNED_FROM", 0)
        pruned = index.search(" ".join(query), k)
    assert pruned[0].tolist() == every[0].tolist()
    np.testing.assert_array_equal(pruned[1], every[1])


@given(st.lists(st.text(alphabet="ab ", max_size=9), min_size=1, max_size=30), st.data())
@settings(deadline=None)
def test_scores_of_some_rows_are_those_among_all_whichever_way_a_column_is_read(texts, data):
    index = LexicalIndex.build(texts)
    rows = np.array(sorted(data.draw(st.sets(st.integers(0, len(texts) - 1)))), dtype=np.int64)
    scores = index.scores("a b ab a")
    with pytest.MonkeyPatch.context() as patch:
        for longest in (1_000, 0):
            patch.setattr(lexical, "LONG_COLUMN", longest)
            patch.setattr(lexical, "LONG_TIMES", 0)
            np.testing.assert_array_equal(index.scores("a b ab a", rows), scores[rows])


def test_rows_are_found_in_an_ascending_column():
    column, rows = np.array([2, 5, 9], dtype=np.int32), np.array([0, 5, 9, 12], dtype=np.int32)
    places, held = find_sorted(column, rows)
    assert held.tolist() == [False, True, True, False]
    assert places[held].tolist() == [1, 2]


def test_search_within_rows():
    assert LexicalIndex.build(TEXTS).search("Poland", 5, np.array([1, 2, 1]))[0].tolist() == [1]


@pytest.mark.parametrize("query", ["", "zebra", "?!"])
def test_a_query_without_a_known_term_finds_nothing(query):
    index = LexicalIndex.build(TEXTS)
    assert index.scores(query).tolist() == [0, 0, 0, 0]
    assert index.search(query, 3)[0].tolist() == []


@pytest.mark.parametrize("texts", [[], [""], ["", "..."]])
def test_texts_without_words_make_an_index_that_finds_nothing(tmp_path, texts):
    LexicalIndex.build(texts).save(tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert len(index) == len(texts)
    assert index.search("word", 3)[0].tolist() == []


@given(st.lists(st.text(alphabet="ab cd", max_size=12), max_size=8), st.text(alphabet="ab cd", max_size=8))
def test_an_index_scores_the_same_after_saving(tmp_path_factory, texts, query):
    folder = tmp_path_factory.mktemp("lexical")
    index = LexicalIndex.build(texts)
    index.save(folder)
    np.testing.assert_array_equal(LexicalIndex.load(folder).scores(query), index.scores(query))


def test_many_threads_get_the_same_scores():
    index = LexicalIndex.build([f"word{number} shared exports" for number in range(200)])
    with ThreadPoolExecutor(4) as pool:
        for number, scores in enumerate(pool.map(lambda number: index.scores(f"word{number} exporting"), range(200))):
            assert scores.argmax() == number


def test_a_damaged_index_is_one_clear_sentence(tmp_path):
    LexicalIndex.build(TEXTS).save(tmp_path)
    vocabulary = json.loads((tmp_path / "vocabulary.json").read_text())
    vocabulary["terms"].append("extra")
    (tmp_path / "vocabulary.json").write_text(json.dumps(vocabulary))
    with pytest.raises(IndexCorruptError, match="do not fit each other; build the index again"):
        LexicalIndex.load(tmp_path)
    (tmp_path / "weights.npy").write_bytes(b"")
    with pytest.raises(IndexCorruptError, match="cannot be read; build the index again"):
        LexicalIndex.load(tmp_path)
