from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

import briefqa.models
from briefqa_train.cli import main
from briefqa_train.model import load_model

pytestmark = pytest.mark.model
SHIPPED = Path(briefqa.models.__file__).parent / "weights" / "reader.onnx"


def test_the_shipped_reader_comes_back_as_a_checkpoint_with_the_same_scores(tmp_path):
    import onnxruntime

    assert main(["restore", "--reader", str(SHIPPED), "--out", str(tmp_path / "checkpoint")]) == 0
    model = load_model(tmp_path / "checkpoint").train(False)
    ids = np.random.default_rng(1).integers(1000, 9000, (2, 30))
    inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    session = onnxruntime.InferenceSession(str(SHIPPED))
    starts, ends = session.run(None, inputs)
    with torch.no_grad():
        output = model(**{name: torch.tensor(values) for name, values in inputs.items()})
    np.testing.assert_allclose(output.start_logits.numpy(), starts, atol=1e-3)
    np.testing.assert_allclose(output.end_logits.numpy(), ends, atol=1e-3)
    assert (tmp_path / "checkpoint" / "tokenizer.json").exists()


def test_a_foreign_graph_is_refused_in_one_sentence(tmp_path, capsys):
    graph = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "reader.onnx")
    options = ["restore", "--reader", str(tmp_path / "reader.onnx"), "--out", str(tmp_path / "out")]
    assert main(options) == 2
    assert "lacks bert.embeddings" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
