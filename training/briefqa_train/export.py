"""Export of a checkpoint into ONNX, and the smaller variants of it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import warnings
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from transformers import BertForQuestionAnswering

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")
SMALLEST_WEIGHT = 4096
"""Values below which a weight stays float32: nothing is saved on it."""


class Variant(StrEnum):
    """How weights are kept and computed with."""

    FLOAT = "float32"
    HALF = "half"
    """float16 on disk, float32 when loaded."""
    WEIGHTS = "int8-weights"
    """int8 per channel on disk, float32 when loaded."""
    DYNAMIC = "int8-dynamic"
    """int8 per channel, integer matrix products over activations quantised as they come."""


class _Logits(torch.nn.Module):
    """The model with plain tensors in and out."""

    def __init__(self, model: BertForQuestionAnswering) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        output = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return output.start_logits, output.end_logits


def export_float(checkpoint: Path, target: Path) -> None:
    """Write the checkpoint as float32 ONNX with dynamic rows and length.

    Inputs are (rows, length) int64, outputs (rows, length) float32.
    """
    model = BertForQuestionAnswering.from_pretrained(checkpoint, attn_implementation="eager", dtype=torch.float32)
    shape = (2, 16)
    example = (torch.ones(shape, dtype=torch.int64),) * 2 + (torch.zeros(shape, dtype=torch.int64),)
    with warnings.catch_warnings():
        # The tracing exporter is the one whose graph the runtime fuses for BERT; it warns that a newer one exists.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Logits(model).eval(),
            example,
            str(target),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "rows", 1: "length"} for name in INPUTS + OUTPUTS},
            opset_version=17,
            dynamo=False,
        )


def export_variant(source: Path, target: Path, variant: Variant) -> None:
    """Write `source` (float32 ONNX) as the variant named."""
    if variant is Variant.DYNAMIC:
        _quantise_dynamically(source, target)
    elif variant is Variant.FLOAT:
        shutil.copyfile(source, target)
    else:
        _shrink_weights(source, target, _halve if variant is Variant.HALF else _quantise)


def _quantise_dynamically(source: Path, target: Path) -> None:
    """Integer matrix products; 7-bit weights, as 8-bit ones overflow without VNNI; rest int8 on disk."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        partial = Path(folder) / "partial.onnx"
        quantize_dynamic(
            source,
            partial,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )
        _shrink_weights(partial, target, _quantise)


_Stored = tuple[list[onnx.TensorProto], list[onnx.NodeProto]]
"""Initialisers in place of a weight, and the nodes that restore it under its own name."""


def _shrink_weights(source: Path, target: Path, store: Callable[[str, NDArray[np.float32]], _Stored]) -> None:
    """Keep every large float32 weight as `store` says.

    The runtime restores a matrix once, when it loads. Of an embedding only the rows of a text's tokens are restored,
    for each text: the whole of it would take 47 MB of every process that reads.
    """
    model = onnx.load(source)
    graph = model.graph
    kept: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    original = list(graph.node)
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < SMALLEST_WEIGHT:
            kept.append(weight)
            continue
        tensors, restoring = store(weight.name, numpy_helper.to_array(weight))
        kept.extend(tensors)
        readers = [node for node in original if weight.name in node.input]
        if all(node.op_type == "Gather" and list(node.input).index(weight.name) == 0 for node in readers):
            for node in readers:
                at = original.index(node)
                original[at : at + 1] = _restore_gathered(node, tensors, restoring)
        else:
            nodes.extend(restoring)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes + original)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _restore_gathered(
    gather: onnx.NodeProto, tensors: list[onnx.TensorProto], restoring: list[onnx.NodeProto]
) -> list[onnx.NodeProto]:
    """Gather from what is stored, then restore what was gathered; each row is stored by itself."""
    weight, places = gather.input
    names = {tensor.name: f"{gather.output[0]}/{tensor.name}" for tensor in tensors}
    names |= {name: f"{gather.output[0]}/{name}" for node in restoring for name in node.output}
    names[weight] = gather.output[0]
    gathered = [helper.make_node("Gather", [tensor.name, places], [names[tensor.name]], axis=0) for tensor in tensors]
    restored = []
    for node in restoring:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        copy.input[:] = [names[name] for name in node.input]
        copy.output[:] = [names[name] for name in node.output]
        restored.append(copy)
    return gathered + restored


def _halve(name: str, weight: NDArray[np.float32]) -> _Stored:
    tensor = numpy_helper.from_array(weight.astype(np.float16), f"{name}.half")
    return [tensor], [helper.make_node("Cast", [tensor.name], [name], to=TensorProto.FLOAT)]


def _quantise(name: str, weight: NDArray[np.float32]) -> _Stored:
    """Symmetric int8, one scale a row for embeddings and a column for matrices: weight = int8 * scale."""
    axis = 1 if "embeddings" in name else 0
    scale = np.maximum(np.abs(weight).max(axis=axis, keepdims=True), 1e-8) / 127
    values = numpy_helper.from_array(np.round(weight / scale).astype(np.int8), f"{name}.int8")
    scales = numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale")
    return [values, scales], [
        helper.make_node("Cast", [values.name], [f"{name}.cast"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.cast", scales.name], [name]),
    ]


def hash_file(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
