"""The part of a web page that is the document: without navigation, banners, related boxes and what is hidden."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from briefqa.documents.furniture import RELATED_HEADING
from briefqa.documents.normalise import collapse

_DROPPED_TAG = re.compile(
    "script|style|noscript|template|nav|iframe|svg|form|button|select|textarea|input|dialog|object|embed|canvas|audio"
    "|video|map|menu|head|link|meta"
)
_DROPPED_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar"]
)
_NOISE = re.compile(
    "ads?|adverts?|advertisement|banner|breadcrumbs?|comments|cookies?|consent|gdpr|footer|menu|modal|nav|navbar"
    "|navigation|newsletter|pager|pagination|popup|promo|recommended|recommendations|related|shar(?:e|ing)|sidebar|skip"
    "|social|sponsored|subscribe|subscription|teaser|toolbar|widget"
)
_KEY_BOX = re.compile(r"key|fact|box|highlight|summary|takeaway|note|quote", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAJORITY = 0.5


def main_content(root: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Drop what is no part of the document from the tree, and return the element that holds the document."""
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    total = _prose_length(body)
    for element in [one for one in body.iter() if isinstance(one.tag, str)]:
        if element is not body and _is_noise(element, total):
            _drop(element)
    for heading in [one for one in body.iter(*_HEADINGS) if RELATED_HEADING.match(collapse(one.text_content()))]:
        _drop_related(heading, body)
    return _main_element(body)


def _main_element(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The one `main` element, else the article with most of the text, else the body."""
    total = _prose_length(body)
    mains = [one for one in body.iter() if one.tag == "main" or (one.tag is not None and one.get("role") == "main")]
    for element in [*mains, *sorted(body.iter("article"), key=_prose_length, reverse=True)]:
        if _prose_length(element) > _MAJORITY * total:
            return element
    return body


def _is_noise(element: lxml_html.HtmlElement, total: int) -> bool:
    """Whether an element is no part of the document; one that holds most of its text always is."""
    tag = element.tag
    if _DROPPED_TAG.fullmatch(tag):
        return tag != "form" or _prose_length(element) <= _MAJORITY * total
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    if tag in {"html", "body", "main", "article", "table", "tbody", "thead", "tr", "td", "th", *_HEADINGS}:
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    noisy = any(_NOISE.fullmatch(token.lower()) for token in _TOKEN.findall(named))
    site_header = tag == "header" and element.find(".//h1") is None
    aside = tag == "aside" and (noisy or not _KEY_BOX.search(named))
    marked = element.get("role") in _DROPPED_ROLES or noisy or tag == "footer" or site_header or aside
    return marked and _prose_length(element) <= _MAJORITY * total


def _prose_length(element: lxml_html.HtmlElement) -> int:
    """How many characters of paragraphs, list items and cells an element holds outside links."""
    text = sum(len(collapse(part)) for part in element.itertext() if isinstance(part, str))
    links = sum(len(collapse(link.text_content())) for link in element.iter("a"))
    return max(text - links, 0)


def _drop_related(heading: lxml_html.HtmlElement, body: lxml_html.HtmlElement) -> None:
    """Drop a heading such as "Related articles" with what follows it, as long as that is mostly links."""
    if heading.getparent() is None or not any(one is body for one in heading.iterancestors()):
        return
    following = []
    for sibling in heading.itersiblings():
        if sibling.tag in _HEADINGS or _link_share(sibling) <= _MAJORITY:
            break
        following.append(sibling)
    if any(collapse(sibling.text_content()) for sibling in following):
        for element in (heading, *following):
            _drop(element)


def _link_share(element: lxml_html.HtmlElement) -> float:
    """The share of an element's text that stands in links; 1 for an element without text."""
    text = len(collapse(element.text_content())) if isinstance(element.tag, str) else 0
    if not text:
        return 1.0
    links = [element] if element.tag == "a" else element.iter("a")
    linked: int = sum(len(collapse(link.text_content())) for link in links)
    return linked / text


def _drop(element: lxml_html.HtmlElement) -> None:
    """Take an element out of the tree and keep the text after it."""
    if element.getparent() is not None:
        element.drop_tree()
