"""What each command of briefqa-train does, once its options are read."""

from __future__ import annotations

import json
import random
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertForQuestionAnswering

from briefqa.assistant import Assistant
from briefqa.evaluation.dataset import read_questions
from briefqa.evaluation.outcomes import run_questions
from briefqa.settings import Settings
from briefqa_train import data, evaluate, open_book
from briefqa_train.calibration import fit_line, given_answers, keep_half
from briefqa_train.confidence import choose_threshold, collect_choices, fit_weights, held_out_confidences
from briefqa_train.export import Variant
from briefqa_train.features import load_tokenizer
from briefqa_train.model import find_backbone, load_model
from briefqa_train.package import package_reader
from briefqa_train.ranker import fit_retriever
from briefqa_train.reading import MAX_LENGTH, Reader
from briefqa_train.restore import restore_checkpoint
from briefqa_train.settings import TrainingSettings
from briefqa_train.train import DevScorer, train
from briefqa_train.variants import compare_variants

QAMR_QUESTIONS, QAMR_SEED = 12000, 20
"""Every run draws the same questions: a reader and its teachers learn from one set."""
DEV_SAMPLE = 300


def run_train(options: Namespace) -> int:
    """Train until the budget is used up; 2 where no training file is there."""
    torch.set_num_threads(options.threads)
    folder = data.find_data_folder(options.data)
    examples, absent = data.read_training_examples(folder, qamr_questions=QAMR_QUESTIONS, seed=QAMR_SEED)
    for sentence in absent:
        sys.stderr.write(f"Skipped: {sentence}\n")
    if not examples:
        return 2
    if options.limit is not None:
        examples = random.Random(options.seed).sample(examples, min(options.limit, len(examples)))
    settings = TrainingSettings(
        options.minutes,
        seed=options.seed,
        learning_rate=options.learning_rate,
        token_budget=options.tokens,
        workers=options.threads,
        max_length=options.max_length,
        dropout=options.dropout,
        loaders=options.loaders,
        bfloat16=options.bfloat16,
        compile=options.compile,
    )
    scorer = _build_scorer(folder)
    progress = train(
        examples,
        options.out,
        settings,
        start=options.start,
        teachers=options.teacher,
        resume=options.resume,
        score_dev=scorer,
    )
    sys.stdout.write(f"{progress.questions} questions, {progress.tokens} tokens, {progress.step} steps\n")
    return 0


def _build_scorer(folder: Path) -> DevScorer | None:
    """Scores of a small development sample during training; None where its file is absent."""
    if not (folder / data.SQUAD_DEV).exists():
        return None
    sample = evaluate.sample_examples(list(data.read_squad(folder / data.SQUAD_DEV)), DEV_SAMPLE, 1)
    tokenizer = load_tokenizer(str(find_backbone() / "tokenizer.json"), MAX_LENGTH)

    def score(model: BertForQuestionAnswering) -> dict[str, float]:
        reader = evaluate.build_torch_reader(model)
        return evaluate.as_dictionary(evaluate.score_paragraphs(reader, tokenizer, sample))

    return score


def run_evaluate(options: Namespace) -> int:
    """Print the scores of a checkpoint folder or an ONNX file."""
    torch.set_num_threads(options.threads)
    if options.open_book:
        path = data.require(data.find_data_folder(options.data), data.XQUAD)
        scores = open_book.score_open_book(path, options.reader.parent, options.limit)
        sys.stdout.write(json.dumps({"open book": asdict(scores)}, indent=2) + "\n")
        return 0
    reader, tokenizer = load_reader(options.reader, options.threads)
    path = data.find_data_folder(options.data) / data.SQUAD_DEV
    examples = evaluate.sample_examples(list(data.read_squad(path)), options.limit, 1)
    report = {
        "paragraphs": evaluate.score_paragraphs(reader, tokenizer, examples),
        "windows": evaluate.score_windows(reader, tokenizer, examples),
    }
    text = json.dumps({name: evaluate.as_dictionary(scores) for name, scores in report.items()}, indent=2)
    sys.stdout.write(text + "\n")
    if options.report is not None:
        options.report.write_text(text + "\n", encoding="utf-8")
    return 0


def load_reader(path: Path, threads: int) -> tuple[Reader, Tokenizer]:
    """The reader and tokenizer of an ONNX file, or of a checkpoint folder.

    Raises:
        FileNotFoundError: there is no reader at `path`.
    """
    if not path.exists():
        raise FileNotFoundError(f"No reader at {path}: give a checkpoint folder or an .onnx file.")
    if path.suffix == ".onnx":
        reader, folder = evaluate.build_onnx_reader(path, threads), path.parent
    else:
        reader, folder = evaluate.build_torch_reader(load_model(path).train(False)), path
    return reader, load_tokenizer(str(folder / "tokenizer.json"), MAX_LENGTH)


def run_restore(options: Namespace) -> int:
    """Write a shipped reader as a checkpoint folder."""
    restore_checkpoint(options.reader, options.out)
    sys.stdout.write(f"{options.out}: a checkpoint of {options.reader}\n")
    return 0


def run_confidence(options: Namespace) -> int:
    """Print the weights fitted on the tuning questions of every index; 2 where indexes and questions do not pair."""
    if len(options.index) != len(options.questions):
        sys.stderr.write("Give --questions as often as --index, in the same order.\n")
        return 2
    choices, answers = [], []
    for index, path in zip(options.index, options.questions, strict=True):
        questions = [one for one in read_questions(path) if one.split == "tune"]
        assistant = Assistant.open(index, Settings(index=index))
        choices.extend(collect_choices(assistant, [one for one in questions if not one.history]))
        answers.extend(given_answers(run_questions(assistant, questions).outcomes))
    try:
        line = keep_half(fit_line(answers))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    chosen = choose_threshold(held_out_confidences(choices), options.error_rate)
    report = {
        "weights": fit_weights(choices),
        "threshold": None if chosen is None else asdict(chosen),
        "calibration": dict(zip(("slope", "intercept"), line, strict=True)),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0


def run_export(options: Namespace) -> int:
    """Write the folder that ships."""
    target = package_reader(options.checkpoint, options.out, Variant(options.variant), options.report, options.before)
    sys.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {options.variant}\n")
    return 0


def run_variants(options: Namespace) -> int:
    """Print size, speed and scores of every variant of a checkpoint."""
    path = data.find_data_folder(options.data) / data.SQUAD_DEV
    examples = evaluate.sample_examples(list(data.read_squad(path)), options.limit, 1)
    tokenizer = load_tokenizer(str(options.checkpoint / "tokenizer.json"), MAX_LENGTH)
    compared = compare_variants(options.checkpoint, tokenizer, examples, options.threads)
    sys.stdout.write(json.dumps(compared, indent=2) + "\n")
    return 0


def run_retriever(options: Namespace) -> int:
    """Fit the ranker and write it."""
    squad = data.find_data_folder(options.data) / data.SQUAD_TRAIN
    fit_retriever(squad, options.out, options.samples, options.encoder, options.threads)
    return 0
