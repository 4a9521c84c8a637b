"""The shipped reader as an ordinary transformers folder, so that other programs can read with the same weights.

    python -m benchmarks.peers.reader_export src/briefqa/models/weights FOLDER

Weights that stand as integers are multiplied out: the others compute with them in float32, briefqa in integers.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from briefqa.models.encoder_folders import find_encoder
from briefqa.models.sentence_transformer import DEFAULT_NAME
from briefqa_train.restore import restore_checkpoint


def export_reader(weights: Path, folder: Path) -> None:
    """Write config, tokenizer and model.safetensors into `folder`."""
    backbone = find_encoder(DEFAULT_NAME)
    folder.mkdir(parents=True, exist_ok=True)
    for path in backbone.glob("*token*"):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(backbone / "vocab.txt", folder / "vocab.txt")
    restore_checkpoint(weights / "reader.onnx", folder)


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
