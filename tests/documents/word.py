"""Word files made for tests: python-docx for the body, raw XML for what it does not write."""

import io
import zipfile

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def element(xml: str):
    """An element of the main namespace out of its XML."""
    return parse_xml(
        xml.replace(">", f" {nsdecls('w')}>", 1)
        if "/>" not in xml.split(">")[0] + ">"
        else xml.replace("/>", f" {nsdecls('w')}/>", 1)
    )


def refer(paragraph, number: int) -> None:
    """A reference to a footnote at the end of a paragraph."""
    paragraph._p.append(element(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'))


def saved(document: WordDocument, *notes: str) -> bytes:
    """The bytes of a document, with these footnotes numbered from 1."""
    stream = io.BytesIO()
    document.save(stream)
    return with_footnotes(stream.getvalue(), notes) if notes else stream.getvalue()


def rewritten(content: bytes, **parts: bytes) -> bytes:
    """A package with parts replaced or added; names are given with "__" for "/"."""
    changed = {name.replace("__", "/"): part for name, part in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return stream.getvalue()


def with_footnotes(content: bytes, notes: tuple[str, ...]) -> bytes:
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    part = f"<w:footnotes {nsdecls('w')}>{separator}{body}</w:footnotes>"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    relations = relations.replace(
        "</Relationships>", f'<Relationship Id="rIdNotes" Type="{RELATION}" Target="footnotes.xml"/></Relationships>'
    )
    return rewritten(
        content, **{"word__footnotes.xml": part.encode(), "word___rels__document.xml.rels": relations.encode()}
    )


__all__ = ["element", "new_document", "refer", "rewritten", "saved"]
