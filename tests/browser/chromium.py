"""Finds a Chromium to drive, or installs Debian's where this process may, or says what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
MAC_APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ADVICE = (
    "The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one in BRIEFQA_CHROMIUM, "
    'or leave these tests out with pytest -m "not browser".'
)


class ChromiumMissingError(Exception):
    """There is no Chromium and none may be installed."""


def find_chromium() -> str | None:
    """The path of a Chromium that is there."""
    named = os.environ.get("BRIEFQA_CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC_APPLICATION) if MAC_APPLICATION.exists() else None)


def ensure_chromium() -> str:
    """The path of a Chromium, installed first where it is missing and this process is root on Debian.

    Raises:
        ChromiumMissingError: there is none, and the message says what to install.
    """
    found = find_chromium()
    is_root = getattr(os, "geteuid", lambda: -1)() == 0
    if found is None and is_root and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update", "-q"), ("install", "-q", "-y", "--no-install-recommends", "chromium")):
            subprocess.run(["apt-get", *arguments], check=False, capture_output=True, env=environment)
        found = find_chromium()
    if found is None:
        raise ChromiumMissingError(ADVICE)
    return found
