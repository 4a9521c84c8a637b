"""An assistant that follows its index: running questions keep their generation, however many follow."""

import threading

import pytest

import briefqa.build
from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.documents.limits import ReadFailure
from briefqa.documents.reading import read_document
from briefqa.errors import DocumentError
from briefqa.index.generation import generation_lock, list_generations
from briefqa.index.locks import GenerationLock
from briefqa.settings import Settings

SETTINGS = Settings(encoder="hashed", build_workers=1, keep_generations=1)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A corpus, its index and a way to build it, without worker processes."""

    def read_here(sources, *, workers, limits):
        for source in sources:
            try:
                yield read_document(source, limits)
            except DocumentError as error:
                yield ReadFailure(source.file, str(error))

    monkeypatch.setattr(briefqa.build, "read_documents", read_here)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()

    def build(number: int) -> None:
        text = f"Poland bought {number} tanks in 2022. The price of the tanks was €{number} billion.\n"
        (corpus / "tanks.txt").write_text(text)
        build_index(corpus, index, SETTINGS)

    build(100)
    return index, build


def quoted(assistant: Assistant) -> set[str]:
    """The quotes of an answer, each looked up again in the document."""
    with assistant.steady():
        answer = assistant.ask("How many tanks did Poland buy in 2022?")
        text = assistant.document("tanks").text
        assert answer.generation == assistant.generation
        for citation in (*answer.citations, *answer.nearest):
            assert text[citation.start : citation.end] == citation.quote
        return {citation.quote for citation in (*answer.citations, *answer.nearest)}


def test_what_is_held_stays_readable_over_many_generations_and_is_pruned_afterwards(place):
    index, build = place
    assistant = Assistant(index, SETTINGS, None)
    first = assistant.generation
    with assistant.steady():
        before = quoted(assistant)
        for number in (200, 300, 400):
            build(number)
            done = threading.Thread(target=assistant.refresh)
            done.start()
            done.join()
        assert assistant.generation == first
        assert quoted(assistant) == before
        assert GenerationLock.claim(generation_lock(index, first)) is None
        assert first in list_generations(index)
    assert any("400 tanks" in quote for quote in quoted(assistant))
    build(500)
    build(600)
    assert first not in list_generations(index)
    assistant.close()


def test_no_question_fails_or_mixes_generations_while_they_change(place):
    index, build = place
    assistant = Assistant(index, SETTINGS, None)
    failed: list[BaseException] = []
    answered: list[set[str]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                answered.append(quoted(assistant))
            except BaseException as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(201, 211):
        build(number)
        assert assistant.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert answered
    assert len(list_generations(index)) <= 2 + 4
    assistant.close()
