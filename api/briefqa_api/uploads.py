"""An upload on its way into the corpus: form fields checked, the file put into the hidden folder."""

from __future__ import annotations

import asyncio
import os
import re
import unicodedata
from hashlib import sha256
from pathlib import Path, PurePath
from secrets import token_hex
from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from briefqa.documents.manifest import ManifestEntry
from briefqa.documents.sources import FORMATS
from briefqa.errors import NotFoundError
from briefqa_api.corpus_edits import UPLOADS, incoming
from briefqa_api.problems import ProblemError

_FIELDS = ("title", "author", "publisher", "published", "url", "licence")
_PART = 1 << 20

# the form is read by hand after the key was checked, so its description is written by hand, too
UPLOAD_DESCRIPTION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "PDF, DOCX, HTML, Markdown, text",
                        },
                        "id": {"type": "string", "description": "stable id; made from the file's name without it"},
                        "replace": {"type": "string", "enum": ["true", "false"], "default": "false"},
                        **{
                            name: {"type": "string", "description": "as in the manifest; EDTF for published"}
                            for name in _FIELDS
                        },
                    },
                }
            }
        },
    }
}


async def read_upload(request: Request, corpus: Path) -> tuple[Path, ManifestEntry, bool]:
    """The draft of the uploaded file, its manifest entry, and whether it may replace a document.

    Raises:
        ProblemError: 422 for a form that cannot be used, 415 for a format that is not read.
    """
    try:
        async with request.form(max_files=1, max_fields=20, max_part_size=10_000) as form:
            return await _read_form(form, corpus)
    except (MultiPartException, HTTPException) as error:
        raise _unusable("The body is no form that can be read; send multipart/form-data with one file") from error


async def _read_form(form: FormData, corpus: Path) -> tuple[Path, ManifestEntry, bool]:
    unknown = set(form) - {"file", "id", "replace", *_FIELDS}
    file = form.get("file")
    if unknown:
        raise _unusable(f"The form may hold file, id, replace, {', '.join(_FIELDS)} and nothing else")
    if not isinstance(file, UploadFile):
        raise _unusable("The form lacks the file; send it as the field file")
    suffix = PurePath(file.filename or "").suffix.lower()
    if suffix not in FORMATS or not suffix:
        raise ProblemError(415, "format", f"Only these files are read: {', '.join(filter(None, FORMATS))}.")
    said = {name: value.strip() for name, value in form.items() if isinstance(value, str) and value.strip()}
    identifier = said.get("id") or made_id(PurePath(file.filename or "").stem)
    replace = said.get("replace", "false")
    if replace not in ("true", "false"):
        raise _unusable("replace is true or false")
    described = {name: said[name] for name in _FIELDS if name in said}
    try:
        entry = ManifestEntry(id=identifier, file=f"{UPLOADS}/{identifier}{suffix}", **described)
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _unusable(f"The field {name} cannot be used: {error.errors()[0]['msg']}") from error
    draft, digest = await asyncio.to_thread(_keep, file, corpus, suffix)
    return draft, entry.model_copy(update={"sha256": digest}), replace == "true"


def made_id(stem: str) -> str:
    """An id from a file name: its letters and digits, joined by hyphens.

    Raises:
        ProblemError: 422 when nothing of it can be used.
    """
    plain = unicodedata.normalize("NFC", stem).lower()
    made = re.sub(r"[\W_]+", "-", plain).strip("-")[:100]
    if not made:
        raise _unusable("No id can be made from the file's name; send one as the field id")
    return made


def _keep(file: UploadFile, corpus: Path, suffix: str) -> tuple[Path, str]:
    """Write the file into the hidden folder; gives its place and the sha256 of its content."""
    try:
        draft = incoming(corpus) / f"upload-{token_hex(8)}{suffix}"
        digest = sha256()
        with draft.open("wb") as target:
            while part := file.file.read(_PART):
                digest.update(part)
                target.write(part)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise ProblemError(507, "not-stored", "The file cannot be stored; the disk may be full.") from error
    return draft, digest.hexdigest()


def check_id(replace: bool, known: bool) -> None:
    """Refuse an id that is taken, or a replacement of nothing.

    Raises:
        ProblemError: 409 for a taken id; NotFoundError for a replacement of nothing.
    """
    if known and not replace:
        raise ProblemError(409, "exists", "There is a document with this id already; send replace=true to replace it.")
    if replace and not known:
        raise NotFoundError("There is no document with this id to replace; send it without replace.")


def _unusable(sentence: str) -> ProblemError:
    return ProblemError(422, "upload", f"{sentence}.")
