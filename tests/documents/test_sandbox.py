import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from briefqa.documents import sandbox
from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.reading import read_document, read_documents
from briefqa.documents.sources import Source, list_sources
from briefqa.types import Document
from documents.portable import drawn, written
from documents.sentences import paragraph, sentence
from documents.word import NAMES, blank, rewritten, saved


def source(path: Path, content: bytes | str) -> Source:
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    return Source(path.stem, path, path.name, hashlib.sha256(raw).hexdigest())


def read(sources, workers: int = 1, **limits) -> list[Document | ReadFailure]:
    return list(read_documents(sources, workers=workers, limits=ReadLimits(**limits)))


def test_results_come_in_order_and_equal_those_of_this_process(tmp_path):
    word = blank()
    word.add_paragraph(paragraph(0, 3))
    sources = [
        source(tmp_path / "a.txt", paragraph(0, 5)),
        source(tmp_path / "b.docx", saved(word)),
        source(tmp_path / "c.pdf", drawn(written([sentence(1)]))),
        source(tmp_path / "d.html", f"<p>{paragraph(4, 3)}</p>"),
        source(tmp_path / "e.md", f"# Title\n\n{paragraph(4, 3)}"),
        *(source(tmp_path / f"f{number}.txt", paragraph(number, 2)) for number in range(20)),
    ]
    results = read(sources, workers=2)
    assert results == [read_document(one) for one in sources]


def test_a_bad_file_costs_only_itself(tmp_path):
    sources = [
        source(tmp_path / "a.txt", paragraph(0, 2)),
        source(tmp_path / "b.txt", b"\x00\x01\x02binary" * 100),
        source(tmp_path / "c.docx", b"PK\x03\x04 no zip"),
        source(tmp_path / "d.pdf", "plain words"),
        source(tmp_path / "e.txt", "   "),
        source(tmp_path / "f.txt", paragraph(3, 2)),
    ]
    results = read(sources)
    assert [isinstance(one, Document) for one in results] == [True, False, False, False, False, True]
    reasons = {one.file: one.reason for one in results if isinstance(one, ReadFailure)}
    assert "binary file" in reasons["b.txt"]
    assert "zip container is damaged" in reasons["c.docx"]
    assert "is no PDF file" in reasons["d.pdf"]
    assert "empty" in reasons["e.txt"]


def test_a_file_that_changed_since_it_was_listed_is_reported(tmp_path):
    one = source(tmp_path / "a.txt", paragraph(0, 2))
    one.path.write_text("something else")
    assert "changed while it was being read" in read([one])[0].reason


def test_a_file_that_takes_too_much_memory_is_reported_and_the_next_one_is_read(tmp_path):
    word = blank()
    text = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_500_000
    body = f"<w:document {NAMES}><w:body>{text}</w:body></w:document>".encode()
    sources = [
        source(tmp_path / "big.docx", rewritten(saved(word), {"word/document.xml": body})),
        source(tmp_path / "small.txt", paragraph(0, 2)),
    ]
    big, small = read(sources, memory_bytes=600 << 20)
    assert isinstance(big, ReadFailure)
    assert "memory" in big.reason or "not well-formed" in big.reason or "crashed" in big.reason
    assert small.text == paragraph(0, 2)


STUB = """
import sys, time
stream = sys.stdin.buffer
def receive():
    head = stream.read(8)
    return stream.read(int.from_bytes(head, "big")) if head else sys.exit()
receive()
receive()
{act}
"""


def worker_that(act: str, monkeypatch, tmp_path) -> None:
    """Put a program in the place of the worker that reads a request and then does this."""
    script = tmp_path / "stub.py"
    script.write_text(STUB.format(act=act))
    original = sandbox.subprocess.Popen

    def start(command, **options):
        return original([sys.executable, os.fspath(script)], **options)

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("time.sleep(60)", "longer than 0.5 s"),
        ("import os; os._exit(3)", r"crashed on it \(exit 3\)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", r"crashed on it \(exit -11\)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "more than 300 s of processor time"),
        ("sys.stdout.buffer.write((5).to_bytes(8, 'big') + b'[1,2]'); sys.stdout.flush(); time.sleep(9)", "impossible"),
        ("sys.stdout.buffer.write((1 << 60).to_bytes(8, 'big')); sys.stdout.flush(); time.sleep(9)", "crashed|longer"),
    ],
)
def test_workers_that_hang_crash_or_lie_become_failures(act, reason, monkeypatch, tmp_path):
    import re

    worker_that(act, monkeypatch, tmp_path)
    (failure,) = read([source(tmp_path / "a.txt", paragraph(0, 2))], wall_seconds=0.5)
    assert isinstance(failure, ReadFailure)
    assert re.search(reason, failure.reason)


def test_a_worker_reads_nothing_but_its_file_and_starts_nothing():
    program = (
        "import socket, subprocess\n"
        "from briefqa.documents.limits import ReadLimits\n"
        "from briefqa.documents import worker\n"
        "worker._limit_process(ReadLimits(), {'/allowed'})\n"
        "acts = [lambda: open('/etc/hostname'), lambda: open('x.txt', 'w'), lambda: socket.socket(),\n"
        "        lambda: subprocess.Popen(['true'])]\n"
        "for act in acts:\n"
        "    try:\n"
        "        act()\n"
        "    except PermissionError:\n"
        "        continue\n"
        "    raise SystemExit(f'{act} was allowed')\n"
        "try:\n"
        "    open('/allowed')\n"
        "except FileNotFoundError:\n"
        "    raise SystemExit(7)\n"
    )
    done = sandbox.subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert done.returncode == 7, done.stderr


def test_stopping_early_leaves_no_process(tmp_path):
    sources = [source(tmp_path / f"{number}.txt", paragraph(number, 2)) for number in range(12)]
    results = read_documents(sources, workers=2, limits=ReadLimits())
    assert next(results).id == "0"
    assert _reading_processes() != []
    results.close()
    assert _reading_processes() == []


def _reading_processes():
    """Ids of the workers that this process started, in whichever thread; other tests may have processes too."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text()
        except OSError:
            continue  # it ended while being looked at
        if parent == os.getpid() and "briefqa.documents.worker" in command:
            found.append(int(folder.name))
    return found


def test_a_file_larger_than_the_limit(tmp_path):
    assert "larger than 100 bytes" in read([source(tmp_path / "a.txt", "x" * 101)], file_bytes=100)[0].reason


def test_a_zip_that_is_no_word_file(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a", "b")
    assert "no Word document" in read([source(tmp_path / "a.docx", stream.getvalue())])[0].reason


def test_the_corpus_of_this_repository_is_read_whole():
    sources, failures = list_sources(Path(__file__).parents[2] / "corpus")
    assert failures == ()
    assert all(isinstance(one, Document) for one in read(sources, workers=2))
