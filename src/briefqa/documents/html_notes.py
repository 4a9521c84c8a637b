"""Footnotes of web pages: references that jump to a note, and the notes they jump to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import html as lxml_html

from briefqa.documents.builder import note_mark
from briefqa.documents.drafts import Draft
from briefqa.documents.normalise import collapse
from briefqa.types import BlockKind

_LABEL = re.compile(r"[\[(]?\s*(\d{1,4}|[ivx]{1,6}|[a-z]|[*†‡§¶]{1,3})\s*[\])]?\.?", re.IGNORECASE)
_BACK = re.compile(r"^\s*(?:[\[(]?(?:\d{1,4}|[ivx]{1,6}|[*†‡§]{1,3})[\])]?[.:]?\s+|[↑^↩⏎]\s*)|\s*[↑↩⏎]\ufe0e?\s*$")
_NOTE_BLOCKS = frozenset(["li", "p", "div", "dd", "td", "aside", "section", "tr"])


@dataclass(slots=True)
class Notes:
    """References and notes of a page.

    `references` holds the label for each referring element, `notes` the label and the element of each note.
    """

    references: dict[lxml_html.HtmlElement, str] = field(default_factory=dict)
    notes: dict[lxml_html.HtmlElement, str] = field(default_factory=dict)

    def label(self, element: lxml_html.HtmlElement) -> str | None:
        """The note mark that stands for an element, or None where it refers to no note."""
        found = self.references.get(element)
        return note_mark(found) if found is not None else None

    def skips(self, element: lxml_html.HtmlElement) -> bool:
        """Whether an element is a note, which has its own block."""
        return element in self.notes

    def drafts(self) -> list[Draft]:
        """The notes as blocks, without their labels and the arrows that lead back."""
        texts = ((collapse(note.text_content()), label) for note, label in self.notes.items())
        return [Draft(BlockKind.FOOTNOTE, _BACK.sub("", text).strip(), mark=label) for text, label in texts]


def find_notes(root: lxml_html.HtmlElement) -> Notes:
    """Find each link whose text is a mark and whose target begins a block further down: that block is the note."""
    found = Notes()
    targets = {one.get("id") or one.get("name"): one for one in root.iter() if one.get("id") or one.get("name")}
    seen: dict[lxml_html.HtmlElement, int] = {one: position for position, one in enumerate(root.iter())}
    for link in root.iter("a"):
        target = targets.get((link.get("href") or "").removeprefix("#")) if _jumps(link) else None
        label = _LABEL.fullmatch(collapse(link.text_content()))
        note = _note_block(target) if target is not None else None
        if note is None or label is None or seen[note] < seen[link] or any(one is note for one in link.iterancestors()):
            continue
        found.references[_whole_reference(link)] = label.group(1)
        found.notes.setdefault(note, label.group(1))
    return found


def _jumps(link: lxml_html.HtmlElement) -> bool:
    return (link.get("href") or "").startswith("#")


def _note_block(target: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """The block that begins at a target and says something; None where the target is no note."""
    block = target
    while block is not None and block.tag not in _NOTE_BLOCKS:
        block = block.getparent()
    if block is None or len(collapse(block.text_content())) < 4:
        return None
    if block.find(".//h1") is not None or block.find(".//h2") is not None:
        return None
    before = "" if block is target else collapse(block.text_content()).find(collapse(target.text_content()))
    return block if before in {"", 0} else None


def _whole_reference(link: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The superscript or span around a reference that holds nothing else."""
    outer = link
    while (parent := outer.getparent()) is not None and parent.tag in {"sup", "span", "small"}:
        if collapse(parent.text_content()) != collapse(link.text_content()):
            break
        outer = parent
    return outer
