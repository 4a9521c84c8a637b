"""briefqa-train: train, evaluate, export and compare the reader; fit the ranker of the retriever."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 on bad use or absent files."""
    options = build_parser().parse_args(arguments)
    from briefqa_train import commands
    from briefqa_train.data import MissingFileError
    from briefqa_train.model import MissingBackboneError
    from briefqa_train.restore import ForeignReaderError

    runs = {
        "train": commands.run_train,
        "evaluate": commands.run_evaluate,
        "restore": commands.run_restore,
        "confidence": commands.run_confidence,
        "export": commands.run_export,
        "variants": commands.run_variants,
        "retriever": commands.run_retriever,
    }
    try:
        return runs[options.command](options)
    except (MissingFileError, MissingBackboneError, ForeignReaderError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="briefqa-train", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_train(commands.add_parser("train", help="train a reader within a budget of minutes"))
    _add_evaluate(commands.add_parser("evaluate", help="score a checkpoint or an ONNX reader"))
    _add_export(commands.add_parser("export", help="write reader.onnx, tokenizer.json and reader.json"))
    confidence = commands.add_parser("confidence", help="fit the weights of the confidence on tuning questions")
    confidence.add_argument("--index", type=Path, action="append", required=True, help="a built index; may be repeated")
    confidence.add_argument(
        "--questions", type=Path, action="append", required=True, help="its questions; as often as --index, in order"
    )
    confidence.add_argument(
        "--error-rate", type=float, default=0.22, help="share of wrong answers that the threshold has to keep under"
    )
    restore = commands.add_parser("restore", help="turn a shipped reader.onnx back into a checkpoint folder")
    restore.add_argument("--reader", type=Path, required=True)
    restore.add_argument("--out", type=Path, required=True)
    variants = commands.add_parser("variants", help="compare size, speed and scores of float32, half and int8")
    _add_data(variants)
    variants.add_argument("--checkpoint", type=Path, required=True)
    variants.add_argument("--limit", type=int, default=500, help="a sample of this many questions")
    _add_retriever(commands.add_parser("retriever", help="fit the ranker of the retriever"))
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and log.jsonl")
    parser.add_argument("--minutes", type=float, required=True, help="budget of time; the rate falls to 0 over it")
    parser.add_argument("--start", type=Path, help="a checkpoint folder to start from instead of the backbone")
    parser.add_argument(
        "--teacher", type=Path, action="append", default=[], help="a checkpoint to learn from; repeatable"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the newest checkpoint under --out")
    parser.add_argument("--limit", type=int, help="train on this many examples only")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--learning-rate", type=float, default=1.5e-4)
    parser.add_argument("--tokens", type=int, default=1500, help="tokens of one batch; each thread takes one a step")
    parser.add_argument("--max-length", type=int, default=256, help="tokens of a window at most")
    parser.add_argument("--dropout", type=float, default=0.0, help="more than one pass needs some")
    parser.add_argument("--loaders", type=int, default=0, help="processes that make batches ahead")
    parser.add_argument("--bfloat16", action="store_true", help="bfloat16 products, for CPUs that have them")
    parser.add_argument("--compile", action="store_true", help="compile first, which takes minutes")


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("--reader", type=Path, required=True, help="a checkpoint folder or an .onnx file")
    parser.add_argument("--limit", type=int, help="a sample of this many questions")
    parser.add_argument(
        "--open-book", action="store_true", help="find and read among all of XQuAD's paragraphs; takes an .onnx file"
    )
    parser.add_argument("--report", type=Path, help="write the scores as JSON here too")


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder of the data files (BRIEFQA_DATA, ../shared/data)")
    parser.add_argument("--threads", type=int, default=2)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="what evaluate wrote: its threshold and scores go into reader.json")
    parser.add_argument("--before", type=Path, help="reader.json of the reader that training started from")
    variants = parser.add_mutually_exclusive_group()
    variants.set_defaults(variant="float32")
    for flag, variant, text in (
        ("--int8", "int8-dynamic", "int8 weights and integer matrix products"),
        ("--int8-weights", "int8-weights", "int8 weights, float32 computation"),
        ("--half", "half", "float16 weights, float32 computation"),
    ):
        variants.add_argument(flag, dest="variant", action="store_const", const=variant, help=text)


def _add_retriever(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("--out", type=Path, required=True, help="file to write; src/briefqa/models/ranker.json ships")
    parser.add_argument("--samples", type=int, default=15, help="open corpora of 240 paragraphs each")
    parser.add_argument("--encoder", default="all-MiniLM-L6-v2", help="encoder by name or folder")
