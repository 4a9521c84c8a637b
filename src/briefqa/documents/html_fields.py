"""What a web page says about itself: meta elements, structured data, its title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypedDict

from lxml import html as lxml_html

from briefqa.documents.metadata import read_day, read_name
from briefqa.documents.normalise import collapse

_SITE_SUFFIX = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}$")
_TITLES = ("citation_title", "dc.title", "og:title", "twitter:title")
_AUTHORS = ("citation_author", "dc.creator", "author", "article:author", "parsely-author", "byl")
_DATES = (
    "citation_publication_date",
    "article:published_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "datepublished",
    "pubdate",
    "publication_date",
    "date",
)
_PUBLISHERS = ("citation_publisher", "dc.publisher", "og:site_name", "publisher", "application-name")


class Fields(TypedDict):
    """The fields of `ParsedFile` that a page fills."""

    title: str | None
    author: str | None
    publisher: str | None
    published: str | None


def read_fields(root: lxml_html.HtmlElement) -> Fields:
    """Read title, author, publisher and day of publication of a page, each None where it does not say."""
    metas = _metas(root)
    structured = next(_articles(root), {})
    times = (one.get("datetime") for one in root.iter("time") if one.get("datetime"))
    return {
        "title": _first(metas, _TITLES) or _name(structured.get("headline")) or _title(root),
        "author": _author(metas) or _name(structured.get("author")),
        "publisher": _first(metas, _PUBLISHERS) or _name(structured.get("publisher")),
        "published": _day(metas) or read_day(_text(structured.get("datePublished"))) or read_day(next(times, None)),
    }


def _metas(root: lxml_html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        if name and meta.get("content"):
            found.setdefault(name, []).append(meta.get("content"))
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((value for name in names for value in map(read_name, metas.get(name, [])) if value), None)


def _author(metas: dict[str, list[str]]) -> str | None:
    """All authors of the first field that names any; addresses are no names."""
    for name in _AUTHORS:
        people = [person for person in map(read_name, metas.get(name, [])) if person and "://" not in person]
        if people:
            return ", ".join(dict.fromkeys(people))
    return None


def _day(metas: dict[str, list[str]]) -> str | None:
    return next((day for name in _DATES for day in map(read_day, metas.get(name, [])) if day), None)


def _title(root: lxml_html.HtmlElement) -> str | None:
    """The only h1, else the title element without the name of the site."""
    headings = [collapse(one.text_content()) for one in root.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return read_name(headings[0])
    element = root.find(".//title")
    return read_name(_SITE_SUFFIX.sub("", collapse(element.text_content()))) if element is not None else None


def _articles(root: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Objects of schema.org's Article family in the page's JSON-LD."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            value = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # broken structured data says nothing; the page itself still does
        for one in _objects(value):
            kinds = one.get("@type")
            if any("Article" in kind or kind in {"Report", "WebPage"} for kind in _strings(kinds)):
                yield one


def _objects(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON-LD value: itself, its list or its graph."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if isinstance(value, dict):
        graph = value.get("@graph")
        return [value, *(_objects(graph) if isinstance(graph, list) else [])]
    return []


def _strings(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _name(value: object) -> str | None:
    """A name out of a string, an object with a name, or a list of them."""
    if isinstance(value, list):
        names = [name for name in map(_name, value) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return read_name(_text(value))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
