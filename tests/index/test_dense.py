import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.errors import IndexCorruptError
from briefqa.index import dense
from briefqa.index.dense import DenseIndex, choose_type, count_probes
from briefqa.models.encoder import normalise


def unit_vectors(count, dimension=16, seed=0):
    return normalise(np.random.default_rng(seed).normal(size=(count, dimension)))


@given(st.integers(1, 40), st.integers(0, 50), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_search_finds_the_nearest_in_order(count, k, seed):
    vectors = unit_vectors(count, seed=seed)
    query = unit_vectors(1, seed=seed + 1)[0]
    rows, scores = DenseIndex.build(vectors).search(query, k)
    similarities = np.round(vectors @ query, 6)
    assert rows.tolist() == sorted(range(count), key=lambda row: (-similarities[row], row))[:k]
    np.testing.assert_allclose(scores, similarities[rows], atol=2e-6)


def test_ties_go_to_the_lower_row_even_at_the_edge():
    vectors = np.tile(unit_vectors(1), (50, 1))
    rows, scores = DenseIndex.build(vectors).search(vectors[0], 3)
    assert rows.tolist() == [0, 1, 2]
    assert scores.tolist() == [1.0, 1.0, 1.0]


def test_a_search_leaves_the_number_of_threads_as_it_was():
    import faiss

    before = faiss.omp_get_max_threads()
    vectors = unit_vectors(50)
    try:
        faiss.omp_set_num_threads(3)
        DenseIndex.build(vectors).search(vectors[0], 3)
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(before)


@pytest.mark.parametrize("few", [0, 1000])
def test_search_within_rows_ranks_these_alone(monkeypatch, few):
    monkeypatch.setattr(dense, "FEW_ROWS", few)
    vectors = unit_vectors(60)
    allowed = np.array([5, 40, 7, 5])
    rows, scores = DenseIndex.build(vectors).search(vectors[9], 10, allowed)
    similarities = np.round(vectors @ vectors[9], 6)
    assert rows.tolist() == sorted([5, 7, 40], key=lambda row: -similarities[row])
    np.testing.assert_allclose(scores, similarities[rows], atol=2e-6)
    assert DenseIndex.build(vectors).search(vectors[9], 10, np.zeros(0, dtype=np.int64))[0].tolist() == []


def test_scores_of_given_rows_are_exact_cosines():
    vectors = unit_vectors(30)
    scores = DenseIndex.build(vectors).scores(vectors[3], np.array([3, 29]))
    np.testing.assert_allclose(scores, [1.0, vectors[29] @ vectors[3]], atol=2e-6)
    assert DenseIndex.build(vectors).scores(vectors[3]).shape == (30,)


def test_the_type_follows_the_size():
    assert choose_type(5_000, 384) == "Flat"
    assert choose_type(150_000, 384) == "PQ192x4fs"
    assert choose_type(250_000, 384) == "IVF500,PQ192x4fs"
    assert choose_type(1_000_000, 384) == "IVF1000,PQ192x4fs"
    assert choose_type(250_000, 15) == "Flat"


def test_a_smaller_share_of_more_lists_is_probed():
    assert [count_probes(lists) for lists in (10, 387, 1000)] == [10, 118, 190]


@pytest.mark.parametrize(("flat", "whole"), [(10_000, 20_000), (10, 20_000), (10, 10)])
def test_an_index_of_any_type_searches_the_same_after_saving(tmp_path, monkeypatch, flat, whole):
    monkeypatch.setattr(dense, "LARGEST_FLAT", flat)
    monkeypatch.setattr(dense, "LARGEST_WHOLE", whole)
    vectors = unit_vectors(2500)
    index = DenseIndex.build(vectors)
    index.save(tmp_path)
    loaded = DenseIndex.load(tmp_path)
    assert len(loaded) == 2500
    assert loaded.dimension == 16
    for query in vectors[:20]:
        rows, scores = loaded.search(query, 5)
        np.testing.assert_array_equal(rows, index.search(query, 5)[0])
        similarities = vectors @ query
        assert similarities[rows].min() >= np.sort(similarities)[-8], "nearly the best five, whatever the type"
        np.testing.assert_allclose(scores, similarities[rows], atol=2e-6)
    if whole == flat:
        monkeypatch.setattr(dense, "FEW_ROWS", 0)
    rows, _ = loaded.search(vectors[0], 3, np.arange(2, 2500))
    assert 0 not in rows
    assert len(rows) == 3


@pytest.mark.parametrize("whole", [20_000, 1000])
def test_an_index_that_is_not_exact_still_finds_the_ten_nearest(monkeypatch, whole):
    monkeypatch.setattr(dense, "LARGEST_FLAT", 1000)
    monkeypatch.setattr(dense, "LARGEST_WHOLE", whole)
    centres = unit_vectors(300, 32)
    noise = np.random.default_rng(1).normal(size=(6000, 32))
    vectors = normalise(np.repeat(centres, 20, axis=0) + 0.1 * noise)
    index = DenseIndex.build(vectors)
    shares = []
    for query in vectors[::60]:
        nearest = set(np.argsort(-(vectors @ query))[:10].tolist())
        shares.append(len(nearest & set(index.search(query, 10)[0].tolist())) / 10)
    assert np.mean(shares) >= 0.98


def test_an_index_without_vectors_finds_nothing(tmp_path):
    DenseIndex.build(np.zeros((0, 8), dtype=np.float32)).save(tmp_path)
    loaded = DenseIndex.load(tmp_path)
    assert loaded.search(unit_vectors(1, 8)[0], 3)[0].tolist() == []


def test_a_damaged_index_is_one_clear_sentence(tmp_path):
    DenseIndex.build(unit_vectors(10)).save(tmp_path)
    np.save(tmp_path / "vectors.npy", unit_vectors(9))
    with pytest.raises(IndexCorruptError, match="do not fit their index; build the index again"):
        DenseIndex.load(tmp_path)
    for name in ("dense.faiss", "vectors.npy"):
        DenseIndex.build(unit_vectors(10)).save(tmp_path)
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:50])
        with pytest.raises(IndexCorruptError, match="cannot be read; build the index again"):
            DenseIndex.load(tmp_path)
