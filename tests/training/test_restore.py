from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

import briefqa.models
from briefqa_train.cli import main
from briefqa_train.evaluate import build_onnx_reader
from briefqa_train.model import load_model

pytestmark = pytest.mark.model
SHIPPED = Path(briefqa.models.__file__).parent / "weights" / "reader.onnx"


def test_the_shipped_reader_comes_back_as_a_checkpoint_with_the_same_scores(tmp_path):
    assert main(["restore", "--reader", str(SHIPPED), "--out", str(tmp_path / "checkpoint")]) == 0
    model = load_model(tmp_path / "checkpoint").train(False)
    ids = np.random.default_rng(1).integers(1000, 9000, (2, 30))
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    shipped = build_onnx_reader(SHIPPED)(*inputs.values())
    with torch.no_grad():
        output = model(**{name: torch.tensor(values) for name, values in inputs.items()})
    for given, expected in zip((output.start_logits, output.end_logits), shipped, strict=True):
        np.testing.assert_allclose(given.numpy(), expected, atol=0.6)  # the shipped one rounds what it computes with
    options = ["export", "--checkpoint", str(tmp_path / "checkpoint"), "--out", str(tmp_path / "again"), "--int8"]
    assert main(options) == 0
    again = build_onnx_reader(tmp_path / "again" / "reader.onnx")(*inputs.values())
    for given, expected in zip(again, shipped, strict=True):
        np.testing.assert_allclose(given, expected, atol=1e-3)
    assert (tmp_path / "checkpoint" / "tokenizer.json").exists()


def test_a_foreign_graph_is_refused_in_one_sentence(tmp_path, capsys):
    graph = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "reader.onnx")
    options = ["restore", "--reader", str(tmp_path / "reader.onnx"), "--out", str(tmp_path / "out")]
    assert main(options) == 2
    assert "lacks bert.embeddings" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
