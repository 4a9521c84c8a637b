"""Writing an encoder into a folder so that onnxruntime alone can run it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

from briefqa.errors import ModelError
from briefqa.models.encoder import Encoder
from briefqa.models.encoder_card import CARD_FILE
from briefqa.models.graphs import write_ready_graph
from briefqa.models.hashed import HashedEncoder
from briefqa.models.onnx_encoder import MODEL_FILE, TOKENIZER_FILE, WEIGHTS_FILE, OnnxEncoder
from briefqa.models.sentence_transformer import SentenceTransformerEncoder

OPSET = 18
# Of different length, so that the traced graph keeps the padding mask.
TRACED = ("The first of two texts, the longer one.", "The second.")


def export_encoder(encoder: Encoder, folder: Path) -> None:
    """Write weights, tokenizer and encoder.json into `folder`, which is made where it is missing.

    Raises:
        ModelError: the model cannot be exported.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(encoder, HashedEncoder):
        encoder.card.save(folder)
    elif isinstance(encoder, OnnxEncoder):
        for name in (MODEL_FILE, WEIGHTS_FILE, TOKENIZER_FILE, CARD_FILE):
            shutil.copyfile(encoder.folder / name, folder / name)
    elif isinstance(encoder, SentenceTransformerEncoder):
        with tempfile.TemporaryDirectory(dir=folder) as traced:
            _trace_graph(encoder, Path(traced) / MODEL_FILE)
            write_ready_graph(Path(traced) / MODEL_FILE, folder / MODEL_FILE)
        encoder.model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
        encoder.card.save(folder)
    else:
        raise ModelError(f"An encoder of type {type(encoder).__name__} cannot be written into an index.")


def _trace_graph(encoder: SentenceTransformerEncoder, path: Path) -> None:
    """Trace the whole pipeline, from token ids to the pooled vector, into one ONNX file.

    torch's newer exporter needs seven times as long for the same graph and prints on the way, so the traced
    one is used; the version of torch is pinned and `check_agreement` watches over what comes out.
    """
    import torch

    class Pipeline(torch.nn.Module):
        """Positional tensors in, one vector per text out."""

        def __init__(self, model: torch.nn.Module, names: tuple[str, ...]) -> None:
            super().__init__()
            self.model = model
            self.names = names

        def forward(self, *tensors: torch.Tensor) -> Any:  # noqa: ANN401 - a tensor, from an untyped model
            return self.model(dict(zip(self.names, tensors, strict=True)))["sentence_embedding"]

    names = encoder.card.inputs
    features = encoder.model.preprocess(list(TRACED))
    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {"vector": {0: "texts"}}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        try:
            torch.onnx.export(
                Pipeline(encoder.model, names).eval(),
                tuple(features[name] for name in names),
                str(path),
                input_names=list(names),
                output_names=["vector"],
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
        except Exception as error:  # the exporter raises its own errors for each thing it cannot trace
            raise ModelError(f"The encoder {encoder.name} cannot be exported to ONNX: {error}") from error
