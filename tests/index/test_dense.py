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


@given(st.integers(1, 300), st.integers(1, 30), st.floats(0.0001, 1), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_vectors_kept_as_bytes_find_exactly_the_nearest(count, k, spread, seed):
    noise = np.random.default_rng(seed).normal(size=(count, 16))
    vectors = normalise(unit_vectors(1, seed=seed) + spread * noise)  # so near that the bytes confuse them
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "LARGEST_PLAIN", 0)
        index = DenseIndex.build(vectors)
    query = vectors[0]
    similarities = index.scores(query)
    rows, _ = index.search(query, k)
    assert rows.tolist() == sorted(range(count), key=lambda row: (-similarities[row], row))[:k]


def test_a_search_among_bytes_fetches_more_until_nothing_nearer_can_be_left(monkeypatch):
    monkeypatch.setattr(dense, "LARGEST_PLAIN", 100)
    noise = np.random.default_rng(5).normal(size=(1000, 16))
    noise[0] *= 1000  # one far away makes the steps wide
    vectors = normalise(unit_vectors(1) + 0.001 * noise)
    index = DenseIndex.build(vectors)
    similarities = index.scores(vectors[7])
    rows, _ = index.search(vectors[7], 5)
    assert rows.tolist() == np.lexsort((np.arange(1000), -similarities))[:5].tolist()


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
    assert choose_type(2_000, 384) == "Flat"
    assert choose_type(20_000, 384) == "SQ8"
    assert choose_type(90_000, 384) == "IVF300,PQ192x4fs"
    assert choose_type(1_000_000, 384) == "IVF1000,PQ192x4fs"
    assert choose_type(90_000, 15) == "IVF300,SQ8"


def test_a_smaller_share_of_more_lists_is_probed():
    assert [count_probes(lists) for lists in (10, 141, 316, 1000)] == [10, 95, 142, 253]


@pytest.mark.parametrize("largest", [10_000, 10])
def test_an_index_of_either_type_searches_the_same_after_saving(tmp_path, monkeypatch, largest):
    monkeypatch.setattr(dense, "LARGEST_FLAT", largest)
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
    rows, _ = loaded.search(vectors[0], 3, np.arange(2, 2500))
    assert 0 not in rows
    assert len(rows) == 3


def test_an_index_that_is_not_exact_still_finds_the_ten_nearest(monkeypatch):
    monkeypatch.setattr(dense, "LARGEST_FLAT", 1000)
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
