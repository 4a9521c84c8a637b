import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefqa.facts import build_lexicon, extract_all, extract_facts
from briefqa.facts.parallel import FactsWorker
from facts.plain_documents import plain_document

DOCUMENTS = [
    plain_document(f"In 20{year} Norway gave ${year} million to Mali. Sweden signed {year} contracts with Peru.")
    for year in range(10, 24)
]
LEXICON = build_lexicon(DOCUMENTS)
HANG = """
import sys
from briefqa.facts import build_lexicon, extract_all
from facts.plain_documents import plain_document

found = extract_all([plain_document("Norway gave $3 million to Mali.")] * 9, build_lexicon([]), 2)
next(found)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_records_come_in_order_and_are_the_same_whatever_the_number_of_processes(workers):
    found = list(extract_all(iter(DOCUMENTS), LEXICON, workers))
    assert found == [extract_facts(document, passages, LEXICON) for document, passages in DOCUMENTS]
    assert all(records for records in found)


def test_a_document_is_read_here_where_its_process_died():
    document, passages = DOCUMENTS[0]
    with FactsWorker(LEXICON) as worker:
        worker._process.kill()
        worker._process.wait()
        assert worker.extract(document, passages) == extract_facts(document, passages, LEXICON)


def test_processes_end_with_a_build_that_is_killed():
    paths = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(
        [sys.executable, "-c", HANG],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as build:
        assert build.stdout.readline() == "ready\n"
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
        build.send_signal(signal.SIGKILL)
    assert len(children) >= 2
    for _ in range(100):
        left = [child for child in children if Path(f"/proc/{child}").exists()]
        if not left:
            break
        time.sleep(0.1)
    assert left == []
