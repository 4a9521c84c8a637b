import os
import signal
import subprocess
import sys
import time

import pytest

from briefqa.cli.app import main
from briefqa.index.locks import hold_build_lock

MANIFEST = '{"id": "jets", "file": "jets.txt", "sha256": "' + "0" * 64 + '"}\n'


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "jets.txt").write_text("Malaysia ordered eighteen FA-50 jets.\n\nThey cost $920 million.\n")
    return folder


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run the command line in this process; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["briefqa", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return run


def build(run, corpus, tmp_path, *more):
    return run("build", "--corpus", corpus, "--index", tmp_path / "index", "--encoder", "hashed", *more)


def test_build_prints_a_summary_and_builds_nothing_twice(run, corpus, tmp_path):
    code, shown, errors = build(run, corpus, tmp_path)
    assert (code, errors) == (0, "")
    first, second = shown.splitlines()
    assert first.startswith("Built generation ")
    assert "1 document, 2 passages, 2 paragraphs, " in first
    assert second == "Documents read: 1; removed: 0; passages embedded: 2."
    code, shown, errors = build(run, corpus, tmp_path)
    assert (code, errors) == (0, "")
    assert shown.startswith("Nothing changed; generation ")


def test_build_lists_what_it_could_not_read_and_ends_with_1(run, corpus, tmp_path):
    (corpus / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (corpus / "manifest.jsonl").write_text('{"id": "gone", "file": "gone.txt"}\n')
    code, shown, errors = build(run, corpus, tmp_path)
    assert code == 1
    assert shown.startswith("Built generation ")
    lines = errors.splitlines()
    assert lines[0] == "Not read: 2"
    assert [line.split(":")[0] for line in lines[1:]] == ["  gone.txt", "  broken.txt"]


@pytest.mark.parametrize(
    ("arrange", "sentence"),
    [
        (lambda corpus: [path.unlink() for path in corpus.iterdir()], "is empty"),
        (lambda corpus: (corpus / "manifest.jsonl").write_bytes(b"\xff\xfe"), "cannot be read as UTF-8"),
        (lambda corpus: (corpus / "manifest.jsonl").write_text("{}\n"), "Line 1 of"),
        (
            lambda corpus: (corpus / "jets-.txt").write_text("The same id."),
            "briefqa: jets-.txt and jets.txt share the id",
        ),
        (lambda corpus: (corpus / "manifest.jsonl").write_text(MANIFEST), "No file in"),
        (lambda corpus: (corpus / "jets.txt").write_text(""), "No file in"),
    ],
)
def test_a_corpus_that_cannot_be_used_is_one_sentence_and_exit_code_2(run, corpus, tmp_path, arrange, sentence):
    arrange(corpus)
    code, shown, errors = build(run, corpus, tmp_path)
    assert (code, shown) == (2, "")
    assert errors.startswith("briefqa: ")
    assert errors.endswith(".\n")
    assert errors.count("\n") == 1
    assert sentence in errors


def test_a_folder_that_is_not_there_and_an_encoder_that_is_not_here_say_so(run, corpus, tmp_path):
    code, _, errors = build(run, tmp_path / "nowhere", tmp_path)
    assert (code, "There is no corpus folder" in errors) == (2, True)
    code, _, errors = run("build", "--corpus", corpus, "--index", tmp_path / "index", "--encoder", "no-such-encoder")
    assert code == 1
    assert "is neither a folder nor a model on this machine" in errors


@pytest.mark.parametrize("arguments", [["build", "--no-such-option"], ["no-such-command"], ["serve", "--port", "x"]])
def test_a_command_line_that_cannot_be_used_ends_with_2(run, arguments):
    code, shown, errors = run(*arguments)
    assert (code, shown) == (2, "")
    assert "Error" in errors


def test_a_setting_that_cannot_be_used_is_one_sentence(run, corpus, monkeypatch):
    monkeypatch.setenv("BRIEFQA_BUILD_WORKERS", "none")
    code, _, errors = run("build", "--corpus", corpus)
    assert code == 2
    assert errors.startswith("briefqa: The setting build_workers cannot be used")


def test_a_second_build_says_that_another_one_is_running(run, corpus, tmp_path):
    (tmp_path / "index").mkdir()
    with hold_build_lock(tmp_path / "index"):
        code, _, errors = build(run, corpus, tmp_path)
    assert code == 1
    assert errors.startswith("briefqa: Another build is writing ")


def test_help_names_every_command(run):
    code, shown, _ = run("--help")
    assert code == 0
    for name in ("build", "serve", "ask", "search"):
        assert f"  {name} " in shown


def test_watch_builds_after_each_change_and_survives_a_bad_one(corpus, tmp_path):
    command = [sys.executable, "-m", "briefqa", "build", "--corpus", str(corpus), "--index", str(tmp_path / "index")]
    following = subprocess.Popen(
        [*command, "--encoder", "hashed", "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    with following:
        try:
            assert following.stdout.readline().startswith("Built generation ")
            assert following.stdout.readline().endswith("passages embedded: 2.\n")
            (corpus / "aid.txt").write_text("Kyiv received aid.\n")
            assert "2 documents" in following.stdout.readline()
            assert following.stdout.readline().startswith("Documents read: 1; removed: 0; ")
            (corpus / "manifest.jsonl").write_text("not JSON\n")
            assert following.stdout.readline().startswith("briefqa: Line 1 of ")
            (corpus / "manifest.jsonl").unlink()
            assert following.stdout.readline().startswith("Nothing changed; ")
            with hold_build_lock(tmp_path / "index"):
                (corpus / "votes.txt").write_text("Seoul votes in June.\n")
                time.sleep(1.0)
            assert "3 documents" in following.stdout.readline(), "a build that was held up is made up for"
            assert following.stdout.readline().startswith("Documents read: 1; ")
            following.send_signal(signal.SIGINT)
            assert following.stdout.readline() == "Stopped following the documents.\n"
            assert following.wait(20) == 0
        finally:
            following.kill()
