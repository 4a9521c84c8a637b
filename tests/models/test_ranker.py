"""The network that ranks passages."""

import json
from dataclasses import replace

import numpy as np
import pytest

from briefqa.errors import ModelError
from briefqa.models.ranker import FARTHEST, Ranker, read_ranker, shipped_ranker

LINEAR = Ranker.linear({"a": 2.0, "c": -1.0}, ("a", "b", "c"))
ROWS = np.array([[1, 5, 0], [0, 0, 1], [99, 0, 0]], dtype=np.float32)


def test_a_linear_ranker_adds_up_what_has_a_weight_and_bounds_what_is_far_out():
    assert LINEAR.scores(ROWS).tolist() == [2.0, -1.0, 2.0 * FARTHEST]


def test_the_hidden_layer_adds_to_the_direct_path():
    inward = np.array([[1.0], [0.0], [0.0]], dtype=np.float32)
    hidden = replace(LINEAR, inward=inward, bias=np.float32([0.5]), outward=np.float32([3.0]))
    assert hidden.scores(ROWS[:1]).tolist() == pytest.approx([2.0 + 3 * np.tanh(1.5)])


def test_a_ranker_survives_json():
    ranker = shipped_ranker()
    restored = read_ranker(json.dumps(ranker.as_json()))
    rows = np.linspace(0, 1, 4 * len(ranker.features), dtype=np.float32).reshape(4, -1)
    assert restored.scores(rows).tolist() == ranker.scores(rows).tolist()
    assert restored.features == ranker.features


@pytest.mark.parametrize("damage", [lambda plain: plain.pop("bias"), lambda plain: plain["direct"].pop()])
def test_a_damaged_ranker_is_refused(damage):
    plain = shipped_ranker().as_json()
    damage(plain)
    with pytest.raises(ModelError, match="ranker"):
        read_ranker(json.dumps(plain))
