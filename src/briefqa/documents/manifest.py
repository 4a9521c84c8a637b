"""The manifest of a corpus: one JSON object per line that says what a file is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from briefqa.errors import CorpusError

MANIFEST = "manifest.jsonl"
_ID = r"^[^\W_][\w.-]{0,199}$"
_EDTF_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-(?:0[1-9]|[12]\d|3[01]))?)?[?~%]?"
_EDTF = re.compile(rf"{_EDTF_DATE}(?:/(?:{_EDTF_DATE}|\.\.)?)?")

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class ManifestEntry(BaseModel):
    """What the manifest says about one document; `published` is an EDTF date, `file` relative to the corpus."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=_ID)
    file: _Line
    title: _Line | None = None
    author: _Line | None = None
    publisher: _Line | None = None
    published: str | None = None
    url: _Line | None = None
    licence: _Line | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{64}$")

    @field_validator("published")
    @classmethod
    def _is_edtf(cls, value: str | None) -> str | None:
        if value is not None and not _EDTF.fullmatch(value):
            raise ValueError('published must be an EDTF date such as "2025", "2025-04", "2025-04-03" or "2025-04~"')
        return value


def read_manifest(corpus: Path) -> tuple[ManifestEntry, ...]:
    """Read `manifest.jsonl` of a corpus folder; a folder without one has no entries.

    Raises:
        CorpusError: the manifest is not UTF-8, a line is not such an object, or an id or file stands twice.
    """
    path = corpus / MANIFEST
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read as UTF-8 text ({error}); save it again as UTF-8") from error
    entries = [_read_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for name, values in (("id", [entry.id for entry in entries]), ("file", [entry.file for entry in entries])):
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise CorpusError(f'{path} has the {name} "{twice}" twice; give every document its own line and its own id')
    return tuple(entries)


def _read_entry(path: Path, number: int, line: str) -> ManifestEntry:
    try:
        return ManifestEntry.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise CorpusError(
            f"line {number} of {path} is not JSON ({error.msg}); write one JSON object per line"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise CorpusError(f"line {number} of {path} cannot be used: {place}: {first['msg']}") from error
