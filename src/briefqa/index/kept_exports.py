"""Exports of encoders kept outside any index, so that the next new index needs no torch to make the same one again."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

from briefqa.index.manifest import hash_file
from briefqa.index.versions import code_version, hash_plain
from briefqa.models.onnx_encoder import WEIGHTS_FILE

SUMS_FILE = "sums.json"
MOST_KEPT = 2
# What decides the bytes of an export, beside the weights.
EXPORT_CODE = tuple(
    f"models/{name}.py"
    for name in ("encoder", "encoder_card", "export", "graphs", "onnx_encoder", "sentence_transformer")
)
LIBRARIES = ("onnx", "onnxruntime", "sentence-transformers", "torch", "transformers")


@dataclass(frozen=True, slots=True)
class KeptExport:
    """The place of one export, by the weights, the code and the libraries it was made with; use `of`.

    Only exports that agreed with their original are kept, with the sums of their files.
    """

    folder: Path

    @classmethod
    def of(cls, cache: Path, name: str, fingerprint: str) -> Self:
        """The place in `cache` of the export of the encoder that `name` loads and `fingerprint` tells apart."""
        made_with = [name, fingerprint, code_version(*EXPORT_CODE), [_version(library) for library in LIBRARIES]]
        with suppress(RuntimeError):  # there is no home folder
            cache = cache.expanduser()
        return cls(cache / hash_plain(made_with)[:32])

    def place(self, folder: Path) -> bool:
        """Copy the export into `folder`, which is not there yet; False where none is kept or one is damaged."""
        try:
            sums = json.loads((self.folder / SUMS_FILE).read_text(encoding="utf-8"))
            shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(SUMS_FILE))
            whole = bool(sums == _sums(folder))
        except (OSError, ValueError):
            whole = False
        if not whole:
            shutil.rmtree(folder, ignore_errors=True)
        return whole

    def keep(self, folder: Path) -> None:
        """Keep a copy of the export in `folder`, if it has weights, and drop the oldest ones.

        What cannot be written is not kept, which costs nothing but the time to make it again.
        """
        if not (folder / WEIGHTS_FILE).is_file():
            return
        cache = self.folder.parent
        with suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
            staged = Path(tempfile.mkdtemp(prefix=".", dir=cache))
            try:
                shutil.copytree(folder, staged, dirs_exist_ok=True)
                (staged / SUMS_FILE).write_text(json.dumps(_sums(folder)), encoding="utf-8")
                shutil.rmtree(self.folder, ignore_errors=True)
                staged.rename(self.folder)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
            kept = sorted(cache.glob("[!.]*/"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for old in kept[MOST_KEPT:]:
                shutil.rmtree(old)


def _sums(folder: Path) -> dict[str, str]:
    return {path.name: hash_file(path) for path in sorted(folder.iterdir())}


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
