"""The zip and XML of a Word file, read within bounds: no bombs, no entities, no document type declarations."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from briefqa.documents.limits import ReadLimits
from briefqa.errors import DocumentError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAX_MEMBERS = 20_000

Element = Any
"""An lxml element; lxml ships no types."""


class Package:
    """The parts of a Word file by their role.

    Raises:
        DocumentError: the zip is broken, encrypted, no Word file, or unpacks to more than the limits allow.
    """

    def __init__(self, content: bytes, limits: ReadLimits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise DocumentError("its zip container is damaged; save the document again") from error
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > limits.expanded_bytes:
            raise DocumentError(
                f"it unpacks to more than {limits.expanded_bytes >> 20} MiB; remove pictures or split it"
            )
        self._names = {member.filename for member in members}
        self._limits = limits
        self._left = limits.expanded_bytes
        self.main = self._main_part()

    def part(self, kind: str) -> Element | None:
        """The tree of a part that the main part refers to ("styles", "footnotes"); None where there is none."""
        name = self._related(kind)
        return self.tree(name) if name in self._names else None

    def core(self) -> Element | None:
        """The tree of the core properties; None where there are none."""
        return self.tree("docProps/core.xml") if "docProps/core.xml" in self._names else None

    def tree(self, name: str) -> Element:
        """Parse one part.

        Raises:
            DocumentError: it is not well-formed XML, declares entities, or is too large or nested too deeply.
        """
        raw = self._read(name)
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or "<!DOCTYPE".encode("utf-16-le") in raw:
            raise DocumentError("its XML declares a document type, as no Word file does; save the document again")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(raw.replace(_STRICT_WORD[1:-1].encode(), WORD[1:-1].encode()), parser)
        except (etree.LxmlError, ValueError) as error:
            if "depth" in str(error):
                raise DocumentError(self._too_deep()) from error
            raise DocumentError(f"its part {name} is not well-formed XML; save the document again") from error
        self._check_depth(root)
        return root

    def _check_depth(self, root: Element) -> None:
        depth = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > self._limits.depth:
                raise DocumentError(self._too_deep())

    def _too_deep(self) -> str:
        return f"its XML is nested more than {self._limits.depth} deep; save it in a simpler form"

    def _read(self, name: str) -> bytes:
        """Unpack one part; the sizes that the zip declares are not believed."""
        try:
            with self._zip.open(name) as stream:
                raw = stream.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise DocumentError(f"its part {name} is damaged; save the document again") from error
        except RuntimeError as error:
            raise DocumentError("it is encrypted; save it without a password") from error
        self._left -= len(raw)
        if self._left < 0:
            raise DocumentError(f"it unpacks to more than {self._limits.expanded_bytes >> 20} MiB; split it")
        return raw

    def _main_part(self) -> str:
        if "_rels/.rels" in self._names:
            for relation in self.tree("_rels/.rels").iter(_RELATIONSHIPS):
                target = (relation.get("Target") or "").lstrip("/")
                if (relation.get("Type") or "").endswith("/officeDocument") and target in self._names:
                    return target
        if "word/document.xml" not in self._names:
            raise DocumentError("it is a zip file but no Word document; unpack it or save it as DOCX")
        return "word/document.xml"

    def _related(self, kind: str) -> str:
        """The name of the part that the main part calls `kind`, by its relationships, else by its usual name."""
        folder, _, file = self.main.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if relations in self._names:
            for relation in self.tree(relations).iter(_RELATIONSHIPS):
                if (relation.get("Type") or "").endswith(f"/{kind}"):
                    target = relation.get("Target") or ""
                    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        return f"word/{kind}.xml"
