"""The shipped reader as an ordinary transformers folder, so that other programs can read with the same weights.

    python -m benchmarks.peers.reader_export src/briefqa/models/weights FOLDER

Weights that stand as int8 are multiplied out, so the folder computes what briefqa computes.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.models.encoder_folders import find_encoder
from briefqa.models.sentence_transformer import DEFAULT_NAME

PREFIX = "model."


def read_weights(graph_file: Path) -> dict[str, NDArray[np.float32]]:
    """Every weight of reader.onnx under its name in transformers, (out, in) float32 for matrices."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(graph_file).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in stored:
            stored[node.output[0]] = stored[node.input[0]].astype(np.float32)
        elif node.op_type == "Mul" and all(name in stored for name in node.input):
            stored[node.output[0]] = stored[node.input[0]] * stored[node.input[1]]
    named = {name: value for name, value in stored.items() if name.startswith(PREFIX)}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in stored:
            module = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            named[f"{module}.weight"] = np.ascontiguousarray(stored[node.input[1]].T)
    kept = ("weight", "bias")
    return {
        name.removeprefix(PREFIX): value.astype(np.float32)
        for name, value in named.items()
        if name.rpartition(".")[2] in kept
    }


def export_reader(weights: Path, folder: Path) -> None:
    """Write config, tokenizer and model.safetensors into `folder`."""
    from safetensors.numpy import save_file

    backbone = find_encoder(DEFAULT_NAME)
    folder.mkdir(parents=True, exist_ok=True)
    for path in backbone.glob("*token*"):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(backbone / "vocab.txt", folder / "vocab.txt")
    shutil.copyfile(weights / "tokenizer.json", folder / "tokenizer.json")
    config = json.loads((backbone / "config.json").read_text(encoding="utf-8"))
    config["architectures"] = ["BertForQuestionAnswering"]
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    save_file(read_weights(weights / "reader.onnx"), folder / "model.safetensors", metadata={"format": "pt"})


def main() -> None:
    """Export and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    export_reader(chosen.weights, chosen.folder)
    print(f"transformers model in {chosen.folder}")


if __name__ == "__main__":
    main()
