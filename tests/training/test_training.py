import dataclasses
import itertools
import json
import random

import numpy as np
import onnx
import pytest
import torch

from briefqa_train.checkpoint import Progress, find_checkpoint
from briefqa_train.cli import main
from briefqa_train.data import SQUAD_DEV, Answer, Example, read_squad
from briefqa_train.evaluate import build_onnx_reader, build_torch_reader, score_paragraphs
from briefqa_train.export import Variant, export_float, export_variant
from briefqa_train.features import build_batch, build_features, load_tokenizer
from briefqa_train.model import compute_loss, find_backbone, load_model, move_batch, score_tokens
from briefqa_train.reading import read_spans
from briefqa_train.settings import TrainingSettings
from briefqa_train.stream import iterate_batches
from briefqa_train.train import learning_rate_factor, train
from briefqa_train.windows import Window

SETTINGS = TrainingSettings(
    60,
    learning_rate=3e-4,
    warm_up=0.0,
    token_budget=300,
    log_steps=1,
    max_length=128,
    max_steps=10,
    chunk_size=100,
)


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(str(find_backbone() / "tokenizer.json"), 128)


def test_the_rate_rises_then_falls_to_zero_with_time() -> None:
    factors = [learning_rate_factor(seconds, 1, 0.1) for seconds in (0.0, 3.0, 6.0, 33.0, 60.0, 90.0)]
    assert factors == pytest.approx([0.02, 0.5, 1.0, 0.5, 0.0, 0.0])


def test_token_span_covers_the_answer(tokenizer) -> None:
    text = "Poland ordered K9 howitzers worth $2.4 billion."
    start = text.index("$2.4 billion")
    windows = [Window("How much?", "Arms. ", text, start, start + 12), Window("Who?", "", text, None, None)]
    answered, null = build_features(tokenizer, windows)
    pieces = [tokenizer.id_to_token(token) for token in answered.ids[answered.start : answered.end + 1]]
    assert pieces == ["$", "2", ".", "4", "billion"]
    assert (null.start, null.end) == (0, 0)


def test_an_answer_cut_away_is_left_out(tokenizer) -> None:
    text = "Tanks and guns. " * 100 + "Poland."
    assert build_features(tokenizer, [Window("Who?", "", text, len(text) - 7, len(text) - 1)]) == []


def test_the_stream_goes_on_where_it_stopped(tokenizer) -> None:
    context = "Poland bought 48 tanks. Norway bought 12 guns."
    examples = [Example(str(n), "Arms", context, f"Who bought {n}?", (Answer("Poland", 0),)) for n in range(200)]
    progress = Progress(1, 1.0)
    stream = iterate_batches(examples, tokenizer, SETTINGS, progress)
    for _ in range(5):
        next(stream)
    stopped = Progress(1, 1.0, chunk=progress.chunk, batch=progress.batch)
    resumed = iterate_batches(examples, tokenizer, SETTINGS, stopped)
    for _ in range(5):
        expected, given = next(stream), next(resumed)
        assert np.array_equal(expected.input_ids, given.input_ids)
        assert np.array_equal(expected.starts, given.starts)


def test_loaders_make_the_same_batches(tokenizer) -> None:
    context = "Poland bought 48 tanks. Norway bought 12 guns."
    examples = [Example(str(n), "Arms", context, f"Who bought {n}?", (Answer("Poland", 0),)) for n in range(250)]
    loaded = iterate_batches(examples, tokenizer, dataclasses.replace(SETTINGS, loaders=2), Progress(1, 1.0))
    alone = iterate_batches(examples, tokenizer, SETTINGS, Progress(1, 1.0))
    for given, expected in itertools.islice(zip(loaded, alone, strict=False), 60):
        assert np.array_equal(expected.input_ids, given.input_ids)
        assert np.array_equal(expected.ends, given.ends)
    loaded.close()


@pytest.mark.model
def test_a_reader_follows_its_teachers(tokenizer) -> None:
    teacher, student = load_model(find_backbone()).eval(), load_model(find_backbone()).eval()
    windows = [Window("Who bought tanks?", "", "Poland bought tanks.", 0, 6), Window("Who?", "", "Nobody.", None, None)]
    inputs = move_batch(build_batch(build_features(tokenizer, windows)), torch.device("cpu"))
    optimizer = torch.optim.AdamW(student.parameters(), 1e-4)

    def distance() -> float:
        with torch.no_grad():
            pairs = zip(score_tokens(student, inputs), score_tokens(teacher, inputs), strict=True)
            return sum(float((one.softmax(-1) - other.softmax(-1)).abs().sum()) for one, other in pairs)

    before = distance()
    for _ in range(20):
        optimizer.zero_grad()
        compute_loss(student, inputs, [teacher, teacher], 1.0).backward()
        optimizer.step()
    assert distance() < 0.5 * before


@pytest.mark.model
def test_a_reader_learns_from_200_examples_and_resumes(data_folder, tmp_path) -> None:
    examples = random.Random(1).sample(list(read_squad(data_folder / SQUAD_DEV)), 200)
    first = train(examples, tmp_path, SETTINGS)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    losses = [line["loss"] for line in lines]
    assert sum(losses[-4:]) < 0.9 * sum(losses[:4])
    second = train(examples, tmp_path, dataclasses.replace(SETTINGS, max_steps=3), resume=True)
    assert (first.step, second.step) == (10, 13)
    assert second.tokens > first.tokens
    resumed = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[10])
    expected = SETTINGS.learning_rate * learning_rate_factor(first.elapsed, SETTINGS.minutes, 0.0)
    assert resumed["step"] == 11
    assert resumed["learning_rate"] == pytest.approx(expected, rel=1e-12)
    checkpoint = find_checkpoint(tmp_path)
    assert checkpoint == tmp_path / "latest"


@pytest.mark.model
def test_exports_agree_with_torch(tmp_path, tokenizer) -> None:
    export_float(find_backbone_with_head(tmp_path), tmp_path / "reader.onnx")
    model = load_model(tmp_path / "checkpoint").eval()
    ids = np.random.default_rng(0).integers(1000, 30000, (3, 40))
    mask, types = np.ones_like(ids), np.zeros_like(ids)
    mask[1, 25:], types[:, 10:] = 0, 1
    expected = build_torch_reader(model)(ids, mask, types)
    tolerances = {Variant.FLOAT: 1e-3, Variant.HALF: 1e-2, Variant.WEIGHTS: 0.2, Variant.DYNAMIC: 0.6}
    for variant, tolerance in tolerances.items():
        path = tmp_path / f"{variant}.onnx"
        export_variant(tmp_path / "reader.onnx", path, variant)
        given = build_onnx_reader(path, 1)(ids, mask, types)
        for one, other in zip(given, expected, strict=True):
            assert np.abs(one[mask == 1] - other[mask == 1]).max() < tolerance, variant


@pytest.mark.model
@pytest.mark.parametrize("variant", [Variant.HALF, Variant.WEIGHTS])
def test_only_the_rows_of_a_texts_tokens_are_restored_of_an_embedding(tmp_path, variant) -> None:
    export_float(find_backbone_with_head(tmp_path), tmp_path / "reader.onnx")
    export_variant(tmp_path / "reader.onnx", tmp_path / "small.onnx", variant)
    graph = onnx.load(tmp_path / "small.onnx").graph
    stored = {tensor.name for tensor in graph.initializer if "word_embeddings" in tensor.name}
    reading = [node.op_type for node in graph.node if stored & set(node.input)]
    assert stored
    assert set(reading) == {"Gather"}


def find_backbone_with_head(tmp_path):
    model = load_model(find_backbone())
    model.save_pretrained(tmp_path / "checkpoint")
    return tmp_path / "checkpoint"


@pytest.mark.model
def test_long_texts_are_read_to_their_end(tokenizer) -> None:
    def reader(ids, mask, types):
        wanted = (ids == tokenizer.token_to_id("zebra")).astype(np.float32)
        return wanted, wanted

    text = "The train is late. " * 200 + "A zebra came."
    (reading,) = read_spans(reader, tokenizer, [("What came?", text)])
    assert text[reading.start : reading.end] == "zebra"
    assert reading.margin == 2.0
    found = Example("1", None, text, "What came?", (Answer("zebra", text.index("zebra")),))
    assert score_paragraphs(reader, tokenizer, [found]).exact_match == 100.0


def test_absent_reader_is_one_sentence(capsys, tmp_path) -> None:
    assert main(["evaluate", "--reader", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"No reader at {tmp_path / 'none'}: give a checkpoint folder or an .onnx file.\n"
