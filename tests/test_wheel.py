"""A wheel of this repository in an empty environment: it needs what it declares, and serves without torch."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).parent.parent
QUESTION = "What did the jets from Malaysia cost?"
TEXT = "Malaysia ordered eighteen FA-50 jets in 2023.\n\nThe jets for Malaysia cost $920 million.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """An environment with the wheel and what it declares to need, and nothing else of what is installed here.

    Needs are followed through the metadata of each package, as an installer follows them; those not declared are
    not there to be imported. Links stand for downloads, which makes no difference to what can be imported.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    script = folder / "bin" / "briefqa"
    script.write_text(f"#!{folder / 'bin' / 'python'}\nfrom briefqa.cli.app import main\nmain()\n")
    script.chmod(0o755)
    linked, waiting = set(), [PathDistribution(next(site.glob("briefqa-*.dist-info")))]
    while waiting:
        for needed in needs(waiting.pop()):
            if needed.name not in linked:
                linked.add(needed.name)
                waiting.append(needed)
                link(needed, site)
    return folder


def needs(package: Distribution) -> list[Distribution]:
    """What a package requires on this machine, its extras aside."""
    wanted = [Requirement(line) for line in package.requires or []]
    return [distribution(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]


def link(package: Distribution, site: Path) -> None:
    """Put a package's files into `site` by links."""
    tops = {file.parts[0] for file in package.files or [] if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(package.locate_file(top))))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An index built here, with the real encoder, by the command."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "jets.txt").write_text(TEXT)
    command = [sys.executable, "-m", "briefqa", "build", "--corpus", "corpus", "--index", "index"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return folder / "index"


def run(environment, *arguments, folder):
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [str(environment / "bin" / arguments[0]), *map(str, arguments[1:])]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, timeout=60)


def test_the_wheel_holds_the_packages_with_their_files_and_no_tests(wheel):
    names = ZipFile(wheel).namelist()
    assert "briefqa/cli/app.py" in names
    assert any(re.match(r"briefqa_api/widget/.*\.js$", name) for name in names)
    assert any(name.startswith("briefqa/facts/data/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "corpus/", "eval/"))]


@pytest.mark.model
def test_an_index_answers_in_an_environment_without_torch(environment, index, tmp_path):
    for absent in ("torch", "sentence_transformers", "transformers", "onnx"):
        assert run(environment, "python", "-c", f"import {absent}", folder=tmp_path).returncode == 1
    asked = run(environment, "briefqa", "ask", QUESTION, "--index", index, "--json", folder=tmp_path)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    cited = [*answer["citations"], *answer["nearest"]]
    assert "The jets for Malaysia cost $920 million." in [citation["quote"] for citation in cited]


@pytest.mark.model
def test_a_document_dropped_in_is_built_without_torch(environment, index, tmp_path):
    corpus = index.parent / "corpus"
    (corpus / "aid.txt").write_text("Kyiv received twelve howitzers from Estonia.\n")
    built = run(environment, "briefqa", "build", "--corpus", corpus, "--index", index, folder=tmp_path)
    assert built.returncode == 0, built.stderr
    assert "passages embedded: 1." in built.stdout


@pytest.mark.model
def test_an_index_is_served_in_an_environment_without_torch(environment, index, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [environment / "bin" / "briefqa", "serve", "--index", index, "--port", str(port)]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log) as server:
        try:
            wait_until_ready(port, server)
            body = json.dumps({"question": QUESTION}).encode()
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/v1/ask", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=20) as response:
                answer = json.load(response)
            cited = [*answer["citations"], *answer["nearest"]]
            assert "The jets for Malaysia cost $920 million." in [citation["quote"] for citation in cited]
        finally:
            server.terminate()
            assert server.wait(20) == 0


def wait_until_ready(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready within 30 seconds")
