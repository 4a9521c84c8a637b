import json
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import ModelError
from briefqa.models.reader import OnnxReader, Reading, ReadSpan

WORDS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "who", "sold", "the", "ship", "peru", "best", "good", "old", "null"]
WEIGHT = {"peru": 5.0, "best": 9.0, "good": 6.0, "null": -3.0, "[CLS]": 1.0}
LIMIT = 80


def write_reader(folder, outputs=("start_logits", "end_logits"), special=("[CLS]", "[SEP]"), inputs=True, typed=False):
    """A reader whose logits are a table of its words: the start and the end of a word weigh the same.

    A typed one adds 1 to the logits of tokens of the second type.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    folder.mkdir()
    known = [word for word in WORDS if not word.startswith("[") or word in {*special, "[PAD]", "[UNK]"}]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(known)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = numpy_helper.from_array(np.array([WEIGHT.get(word, 0.0) for word in known], dtype=np.float32), "table")
    name = "input_ids" if inputs else "tokens"
    names = [name, "token_type_ids"] if typed else [name]
    nodes = [helper.make_node("Gather", ["table", name], ["weight" if typed else output]) for output in outputs]
    if typed:
        nodes = [nodes[0], helper.make_node("Cast", ["token_type_ids"], ["second"], to=TensorProto.FLOAT)]
        nodes += [helper.make_node("Add", ["weight", "second"], [output]) for output in outputs]
    graph = helper.make_graph(
        nodes,
        "reader",
        [helper.make_tensor_value_info(given_name, TensorProto.INT64, ["batch", "length"]) for given_name in names],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", "length"]) for output in outputs],
        [table],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "reader.onnx"))
    card = {"name": "table", "version": "7", "max_length": LIMIT}
    (folder / "reader.json").write_text(json.dumps(card))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_reader(tmp_path_factory.mktemp("readers") / "table")


@pytest.fixture(scope="module")
def reader(folder):
    return OnnxReader(folder)


@pytest.fixture
def broken(folder, tmp_path):
    """A copy that a test may damage."""
    return shutil.copytree(folder, tmp_path / "broken")


def best(reading, text):
    return text[reading.spans[0].start : reading.spans[0].end]


def test_a_reader_is_named_by_its_card(reader):
    assert reader.name == "table/7"
    assert reader.card["max_length"] == LIMIT


def test_the_best_span_comes_first_with_its_logits_less_the_null_score(reader):
    text = "the good old ship"
    (reading,) = reader.read("who sold", [text])
    assert best(reading, text) == "good"
    assert reading.spans[0].score == 6.0 + 6.0 - 2.0
    scores = [span.score for span in reading.spans]
    assert scores == sorted(scores, reverse=True)
    assert len(reading.spans) == 10, "four words hold ten spans"


def test_each_text_gets_its_own_reading_in_the_order_given(reader):
    texts = ["the ship", "", "peru sold the old ship and the old best ship", "good", "the peru"]
    readings = reader.read("who", texts)
    assert [best(reading, text) if reading.spans else None for reading, text in zip(readings, texts, strict=True)] == [
        "the",
        None,
        "best",
        "good",
        "peru",
    ]
    for reading, text in zip(readings, texts, strict=True):
        (alone,) = reader.read("who", [text])
        assert alone.spans == reading.spans


def test_equal_scores_are_in_reading_order(reader):
    (reading,) = reader.read("who", ["ship good ship good"])
    top = [(span.start, span.end) for span in reading.spans[:3]]
    assert top == [(5, 9), (5, 19), (15, 19)]


def test_no_texts_have_no_readings(reader):
    assert reader.read("who", []) == ()


def test_a_word_of_the_question_is_never_the_answer(reader):
    (reading,) = reader.read("best best best", ["the peru"])
    assert best(reading, "the peru") == "peru"


@pytest.mark.parametrize("place", [0, 75, 76, 77, 100, 199])
def test_a_text_longer_than_the_window_is_read_to_its_end(reader, place):
    words = ["ship"] * 200
    words[place] = "best"
    text = " ".join(words)
    (reading,) = reader.read("who", [text])
    assert best(reading, text) == "best"
    assert reading.spans[0] == ReadSpan(place * 5, place * 5 + 4, 16.0)
    assert len(set(reading.spans)) == len(reading.spans)
    assert reading.offsets[:, 1].max() == len(text)


def test_a_long_question_leaves_room_for_the_text(reader):
    (reading,) = reader.read("who " * 300, ["the ship of peru"])
    assert best(reading, "the ship of peru") == "peru"


def test_the_text_is_told_apart_from_the_question(tmp_path):
    (reading,) = OnnxReader(write_reader(tmp_path / "typed", typed=True)).read("who", ["the good old ship"])
    assert reading.spans[0] == ReadSpan(4, 8, 6.0 + 6.0 + 2.0 - 2.0)


def test_any_other_span_is_scored_by_the_tokens_at_its_ends():
    offsets = np.array([[0, 3], [4, 8], [9, 13]], dtype=np.int64)
    starts, ends = np.array([1.0, 5.0, 2.0], np.float32), np.array([0.5, 0.25, 4.0], np.float32)
    reading = Reading((), offsets, starts, ends)
    assert reading.span_score(0, 8) == 1.25
    assert reading.peak_score(0, 8) == 5.5
    assert reading.span_score(5, 6) == 5.25, "a part of a token counts as the token"
    assert reading.span_score(3, 4) == reading.peak_score(13, 20) == float("-inf")


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "reader.json"])
def test_a_missing_file_is_named(broken, name):
    (broken / name).unlink()
    with pytest.raises(ModelError, match=f"lacks its file {name}"):
        OnnxReader(broken)


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json"])
def test_truncated_files_ask_for_another_installation(broken, name):
    content = (broken / name).read_bytes()
    (broken / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=r"The reader in broken cannot be loaded; install it again\."):
        OnnxReader(broken)


@pytest.mark.parametrize(("content", "sentence"), [("{", "is no JSON"), ("[1]", "holds no object")])
def test_a_card_that_is_none_says_so(broken, content, sentence):
    (broken / "reader.json").write_text(content)
    with pytest.raises(ModelError, match=sentence):
        OnnxReader(broken)


@pytest.mark.parametrize("wrong", [{"outputs": ("logits",)}, {"outputs": ("start_logits",)}, {"inputs": False}])
def test_a_model_for_something_else_is_no_reader(tmp_path, wrong):
    with pytest.raises(ModelError, match="is no extractive question-answering model"):
        OnnxReader(write_reader(tmp_path / "other", **wrong))


@pytest.mark.parametrize("known", [("[CLS]",), ("[SEP]",), ()])
def test_a_tokenizer_of_another_family_is_refused(tmp_path, known):
    with pytest.raises(ModelError, match=r"knows no \[CLS\] and \[SEP\]"):
        OnnxReader(write_reader(tmp_path / "other", special=known))


@given(st.lists(st.sampled_from(["peru", "best", "null", "the", "größte", "“ship”", "…"]), max_size=120))
def test_every_span_is_a_run_of_whole_words_in_the_text(reader, words):
    text = " ".join(words)
    (reading,) = reader.read("who sold", [text])
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
    assert bool(reading.spans) == bool(words)


def test_many_texts_read_side_by_side_keep_their_order(reader):
    texts = [" ".join(["old"] * count + ["peru"]) for count in range(1, 30)]
    together = reader.read("who", texts)
    assert [reading.spans[0].start for reading in together] == [len(text) - len("peru") for text in texts]
    assert [reading.spans for reading in together] == [reader.read("who", [text])[0].spans for text in texts]
