"""Finding a browser, installing one, or saying what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from browser import chromium
from browser.chromium import ADVICE, ChromiumMissingError, ensure_chromium, find_chromium


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a browser."""
    monkeypatch.delenv("BRIEFQA_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "MAC_APPLICATION", Path("/nowhere"))


def test_a_named_browser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert find_chromium() == "/usr/bin/chromium"
    monkeypatch.setenv("BRIEFQA_CHROMIUM", "/opt/chromium")
    assert find_chromium() == "/opt/chromium"


def test_debians_package_is_installed_where_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        ran.append(command)
        monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    assert ensure_chromium() == "/usr/bin/chromium"
    assert [command[1] for command in ran] == ["update", "install"]
    assert ran[1][-1] == "chromium"


def test_nothing_is_installed_by_a_plain_user_who_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("installed without leave"))
    with pytest.raises(ChromiumMissingError) as error:
        ensure_chromium()
    assert str(error.value) == ADVICE and "apt-get install chromium" in ADVICE
