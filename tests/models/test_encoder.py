import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from briefqa.errors import ModelError
from briefqa.models.encoder import Role, check_agreement, normalise
from briefqa.models.hashed import HashedEncoder


class Turned:
    """The hashed encoder with each vector turned by a small angle."""

    def __init__(self, angle, role=None):
        self.inner, self.angle, self.role = HashedEncoder(8), angle, role
        self.name, self.dimension, self.fingerprint = "turned", 8, "turned"

    def encode(self, texts, role=Role.PASSAGE):
        vectors = self.inner.encode(texts, role)
        if self.role not in (None, role):
            return vectors
        other = np.roll(vectors, 1, axis=1)
        other -= np.einsum("ij,ij->i", other, vectors)[:, None] * vectors
        return normalise(np.cos(self.angle) * vectors + np.sin(self.angle) * normalise(other))


@given(arrays.arrays(np.float64, (3, 5), elements=st.floats(-1e6, 1e6)))
def test_normalise_gives_every_row_length_one_and_keeps_its_direction(rows):
    unit = normalise(rows)
    assert unit.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(unit, axis=1), 1.0, atol=1e-6)
    lengths = np.linalg.norm(rows, axis=1)
    kept = lengths > 1e-9
    np.testing.assert_allclose(unit[kept] * lengths[kept, None], rows[kept], rtol=1e-5, atol=lengths.max() * 1e-6)


def test_normalise_turns_a_row_of_zeros_into_the_first_axis():
    np.testing.assert_array_equal(normalise(np.zeros((1, 3))), [[1.0, 0.0, 0.0]])


def test_normalise_refuses_values_that_are_not_finite():
    with pytest.raises(ModelError, match="not finite"):
        normalise(np.array([[1.0, np.nan]]))


def test_agreement_returns_the_least_cosine():
    least = check_agreement(HashedEncoder(8), Turned(0.01), ["one two", "three"])
    assert least == pytest.approx(np.cos(0.01), abs=1e-6)


def test_agreement_refuses_an_export_that_differs():
    with pytest.raises(ModelError, match=r"cosine 0\.9998"):
        check_agreement(HashedEncoder(8), Turned(0.02), ["one two"])


def test_agreement_refuses_an_export_that_differs_on_questions_only():
    with pytest.raises(ModelError, match="other vectors"):
        check_agreement(HashedEncoder(8), Turned(0.02, Role.QUESTION), ["one two"])


def test_agreement_refuses_another_dimension():
    with pytest.raises(ModelError, match="length of a vector"):
        check_agreement(HashedEncoder(8), HashedEncoder(16), ["one"])


def test_hashed_encoder_ranks_by_shared_words():
    encoder = HashedEncoder()
    question, near, far = encoder.encode(["price of howitzers", "The price of the howitzers rose.", "Votes in Seoul"])
    assert question @ near > 0.6 > 0.2 > question @ far


def test_hashed_encoder_gives_the_same_values_on_every_machine():
    vector = HashedEncoder(8).encode(["Seoul seoul Kyiv Warsaw"])[0]
    np.testing.assert_allclose(vector, [0, -0.569676, 0, 0, 0, 0.821869, 0, 0], atol=1e-6)


def test_hashed_encoder_changes_its_fingerprint_with_its_dimension():
    assert HashedEncoder(8).fingerprint != HashedEncoder(9).fingerprint
    assert HashedEncoder(8).fingerprint == HashedEncoder(8).fingerprint
