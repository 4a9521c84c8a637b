"""Word files made for tests: python-docx for the body, raw XML for what it does not write."""

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
NAMES = nsdecls("w")


def blank() -> Document:
    """A new document."""
    return docx.Document()


def element(xml: str):
    """An element of the main namespace out of its XML."""
    end = min(position for position in (xml.find(">"), xml.find("/>")) if position >= 0)
    return parse_xml(f"{xml[:end]} {NAMES}{xml[end:]}")


def refer(paragraph, number: int) -> None:
    """A reference to a footnote at the end of a paragraph."""
    paragraph._p.append(element(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'))


def saved(document: Document, *notes: str) -> bytes:
    """The bytes of a document, with these footnotes numbered from 1."""
    stream = io.BytesIO()
    document.save(stream)
    return with_footnotes(stream.getvalue(), notes) if notes else stream.getvalue()


def rewritten(content: bytes, parts: dict[str, bytes]) -> bytes:
    """A package with parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def with_footnotes(content: bytes, notes: tuple[str, ...]) -> bytes:
    """A package with a part of footnotes and the relationship to it."""
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    part = f"<w:footnotes {NAMES}>{separator}{body}</w:footnotes>"
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    relation = f'<Relationship Id="rIdNotes" Type="{RELATION}" Target="footnotes.xml"/></Relationships>'
    relations = relations.replace("</Relationships>", relation)
    return rewritten(content, {"word/footnotes.xml": part.encode(), "word/_rels/document.xml.rels": relations.encode()})
