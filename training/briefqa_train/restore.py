"""A shipped ONNX reader turned back into a checkpoint, so that training goes on and other tools can load it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertForQuestionAnswering

from briefqa_train.model import find_backbone

_ROOT = "model."  # the wrapper that export gives the model
_PRODUCT = "/MatMul"
_INTEGER = "_quant"  # what the runtime's quantiser puts behind the name of a product it makes one of integers
_PRODUCTS = frozenset({"MatMul", "MatMulInteger"})


class ForeignReaderError(Exception):
    """An ONNX file does not hold the weights of this reader; the message says what to do."""


def restore_checkpoint(reader: Path, folder: Path) -> None:
    """Write the weights of `reader` (ONNX, any variant) as a transformers folder with its tokenizer.

    Raises:
        ForeignReaderError: the file is no reader that `briefqa-train export` wrote.
    """
    model = BertForQuestionAnswering(BertConfig.from_pretrained(find_backbone()))
    try:
        weights = dict(_named_weights(onnx.load(reader).graph))
        model.load_state_dict(weights, strict=False)
    except (RuntimeError, KeyError, ValueError) as error:
        raise ForeignReaderError(f"{reader} does not fit the reader's architecture: {error}") from error
    absent = [name for name, _ in model.named_parameters() if name not in weights]
    if absent:
        raise ForeignReaderError(f"{reader} lacks {absent[0]}: give a reader.onnx that `briefqa-train export` wrote.")
    model.save_pretrained(folder)
    shutil.copyfile(reader.parent / "tokenizer.json", folder / "tokenizer.json")


def _named_weights(graph: onnx.GraphProto) -> Iterator[tuple[str, torch.Tensor]]:
    """Names of the checkpoint with their weights; a matrix goes by its product's place and stands transposed."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    restored = {
        name: _as_float(name, stored) for name in {key.removesuffix(".int8").removesuffix(".half") for key in stored}
    }
    for name, weight in restored.items():
        if name.startswith(_ROOT) and not name.endswith(".scale"):
            yield name.removeprefix(_ROOT), torch.tensor(weight)
    for node in graph.node:
        if node.op_type in _PRODUCTS and node.input[1] in restored:
            place = node.name.strip("/").removesuffix(_INTEGER).removesuffix(_PRODUCT).replace("/", ".")
            yield f"{place.removeprefix(_ROOT)}.weight", torch.tensor(restored[node.input[1]].T.copy())


def _as_float(name: str, stored: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    whole = name.removesuffix("_quantized")
    if whole != name:
        steps = stored[name].astype(np.float32) - stored[f"{whole}_zero_point"]
        return np.asarray(steps * stored[f"{whole}_scale"], dtype=np.float32)
    if f"{name}.int8" in stored:
        return np.asarray(stored[f"{name}.int8"] * stored[f"{name}.scale"], dtype=np.float32)
    return np.asarray(stored[f"{name}.half" if f"{name}.half" in stored else name], dtype=np.float32)
