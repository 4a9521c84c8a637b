"""What the styles of a Word file say a paragraph is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.documents.docx_package import WORD, Element

_HEADING_NAME = re.compile(r"heading (\d)")
_LIST_NAME = re.compile(r"list(?: (?:bullet|number|paragraph))?(?: (\d))?")
_BODY_LEVEL = 9
"""The outline level that Word gives to body text."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and those it is based on say: outline level from 1, list level from 1, bold."""

    name: str = ""
    outline: int | None = None
    list_level: int | None = None
    bold: bool = False


def read_styles(root: Element | None) -> dict[str, Style]:
    """Resolve the paragraph styles of a styles part by id; a chain of bases may not run in a circle."""
    if root is None:
        return {}
    elements = {one.get(f"{WORD}styleId"): one for one in root.iter(f"{WORD}style")}
    return {key: _resolve(key, elements, frozenset()) for key in elements if key is not None}


def _resolve(key: str | None, elements: dict[str | None, Element], seen: frozenset[str | None]) -> Style:
    element = elements.get(key)
    if element is None or key in seen or len(seen) > 30:
        return Style()
    base = element.find(f"{WORD}basedOn")
    parent = _resolve(base.get(f"{WORD}val"), elements, seen | {key}) if base is not None else Style()
    name_element = element.find(f"{WORD}name")
    name = (name_element.get(f"{WORD}val") or "").lower() if name_element is not None else ""
    heading = _HEADING_NAME.fullmatch(name)
    listed = _LIST_NAME.fullmatch(name) if name != "list paragraph" else None
    outline = int(heading.group(1)) if heading else outline_level(element.find(f"{WORD}pPr"))
    numbered = list_level(element.find(f"{WORD}pPr"))
    level = int(listed.group(1) or 1) if listed else numbered
    return Style(
        name or parent.name,
        outline if outline is not None else parent.outline,
        level if level is not None else parent.list_level,
        is_on(element.find(f"{WORD}rPr"), "b", default=parent.bold),
    )


def outline_level(properties: Element | None) -> int | None:
    """The outline level of paragraph properties, from 1; None for body text or where none is set."""
    element = properties.find(f"{WORD}outlineLvl") if properties is not None else None
    value = number(element)
    return value + 1 if value is not None and 0 <= value < _BODY_LEVEL else None


def list_level(properties: Element | None) -> int | None:
    """The list level of paragraph properties, from 1; 0 where numbering is switched off, None where none is set."""
    numbering = properties.find(f"{WORD}numPr") if properties is not None else None
    if numbering is None:
        return None
    if number(numbering.find(f"{WORD}numId")) == 0:
        return 0
    return (number(numbering.find(f"{WORD}ilvl")) or 0) + 1


def number(element: Element | None, name: str = "val") -> int | None:
    """The integer in an attribute, or None."""
    value = element.get(f"{WORD}{name}") if element is not None else None
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else None


def is_on(properties: Element | None, name: str, *, default: bool = False) -> bool:
    """Whether a switch of run properties ("b", "vanish") is on."""
    element = properties.find(f"{WORD}{name}") if properties is not None else None
    if element is None:
        return default
    return element.get(f"{WORD}val") not in {"0", "false", "off", "none"}
