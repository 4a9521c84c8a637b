from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.server_process import serve

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


@pytest.mark.timeout(400)
def test_made_up_requests_meet_no_server_error_and_no_answer_outside_the_schema(tmp_path: Path) -> None:
    with serve(tmp_path / "state", queue=1000) as server:
        finished = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", server.url + "/openapi.json"),
                *("--checks", ",".join(CHECKS), "--max-examples", "12", "--phases", "examples,coverage,fuzzing"),
                *("--seed", "1", "--generation-database", "none", "--no-color", "--continue-on-failure"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert finished.returncode == 0, finished.stdout[-6000:] + finished.stderr[-2000:]
    assert "Traceback" not in (server.state / "log").read_text()
