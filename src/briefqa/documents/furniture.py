"""Lines that a website or a publisher puts around a text: buttons, sizes, dates, bylines, disclaimers, links."""

from __future__ import annotations

import re

MAX_FURNITURE_WORDS = 8
_MAX_NOTICE_WORDS = 60

_DISCLAIMER = re.compile(
    r"^(?:legal )?(?:disclaimer|copyright|legal notice|terms of use|(?:cookie|privacy) (?:policy|notice))\b"
    r"|^(?:©|\(c\)\s|copyright )|\ball rights reserved\b"
    r"|^(?:the |any |all )?(?:views|opinions|findings)[^.]{0,80}\b(?:expressed|stated|contained|presented)\b[^.]{0,200}"
    r"\b(?:author|those|not necessarily|do(?:es)? not)\b"
    r"|\bdo(?:es)? not necessarily (?:reflect|represent)\b|\b(?:is|are) the sole responsibility of\b"
    r"|^no part of this (?:publication|document|paper|report|work)\b"
    r"|\blicen[sc]ed under (?:a )?(?:the )?(?:creative commons|cc)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:we|(?:this|our) (?:web)?site)(?: and our partners)? uses? cookies\b|\baccept (?:all )?cookies\b"
    r"|^by (?:continuing|clicking)\b.{0,80}\b(?:cookies|terms|privacy)\b"
    r"|^subscribe (?:to|for|now)\b|^sign up (?:to|for)\b"
    r"|^(?:follow|join|support) us\b|^this article (?:was )?(?:first|originally) (?:appeared|published)\b",
    re.IGNORECASE,
)
_FURNITURE_FORMS = (
    r"[\d.,]+\s?(?:[kmg]i?b|bytes)",
    r"(?:pdf|docx?|xlsx?)(?:\s*[([]?[\d.,]+\s?[kmg]b[)\]]?)?",
    r"\d+\s*(?:-\s*)?min(?:ute)?s?\.?\s*(?:read|reading time)?",
    r"(?:estimated )?reading time:?.*",
    r"(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    r"-?\s*\d{1,4}\s*-?",
    r"\d+\s*/\s*\d+",
    r"\d+ (?:views|shares|comments|likes|downloads|pages)",
    r"(?:click here to )?(?:download|share|print|subscribe|sign up|log in|sign in|save|copy link|menu|search|home|tweet"
    r"|email|follow us|skip to (?:main )?content|back to top|read more|learn more|see also|read also|read next|listen"
    r"|advertisement|sponsored|next|previous|loading|listen to|view|cite|donate|close|accept(?: all)?|reject all)"
    r"(?: (?:pdf|article|paper|this|the|full|report|now|on|by|in|via|to|our|newsletter|text|version|post|here|file"
    r"|publication|brief|page|address|story)(?: \w+){0,3})?[.:…]?",
    r"[^.!?]{1,40}(?:\s+[>›»]\s+[^.!?]{1,60})+",
    r"(?:related|recommended|latest|more|similar|popular) "
    r"(?:articles?|posts?|publications?|news|reading|stories|content)[.:…]?",
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|instagram|youtube|bluesky|mastodon|threads|reddit|e-?mail"
    r"|email address|your e-?mail|leave a (?:comment|reply)|share on \w+"
    r"|contact(?: us)?|about(?: us)?|cookie settings)",
    r"(?:published|posted|updated|last updated|last modified|published online)(?: on)?:?\s+.{4,40}",
    r"(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under|doi|issn|isbn|regions?|themes?|series|contact|phone|tel"
    r"|fax|e-?mail|web(?:site)?)\s*:\s*.+",
    r"(?:https?://|www\.)\S+",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
)
_FURNITURE = re.compile(f"^(?:{'|'.join(_FURNITURE_FORMS)})$", re.IGNORECASE)
_SERIES = re.compile(
    r"(?:(?:policy|issue|research|briefing|discussion|working|strategic|security|expert|analytical|position|white"
    r"|occasional|conference|country|special)\s+(?:briefs?|briefings?|papers?|notes?|memos?|reports?|comment(?:ary)?"
    r"|series|insights?|analys[ei]s)|commentary|op-?ed|opinion|analys[ei]s|brief|report|explainer|interview"
    r"|publications?|insights?|news|blog|events?|articles?)"
    r"(?:\s+(?:no\.?|№|#|n°|series|vol\.?)?\s*\d[\d/.,() -]*)?(?:[,|•·-]?\s*[a-z]+ (?:19|20)\d\d)?",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"(?:vol(?:ume)?|no|nr|issue|number|series)\b\.?\s*\d[\w/.,() -]{0,30}", re.IGNORECASE)
_READ_MORE = re.compile(
    r"^(?:read (?:more|also|next)|also read|see also|more (?:on|about) this|related(?: reading)?|recommended"
    r"|continue reading)\s*[:>»→|–—]\s*\S",
    re.IGNORECASE,
)
_CONTENTS_LINE = re.compile(r"\S.{0,80}?\s?(?:\.\s?){4,}\s*\d{1,4}")
BYLINE = re.compile(r"^(?:(?:written |authored |edited )?by|authors?\s*:|written by)\s+(?=\S)", re.IGNORECASE)
"""What opens a line that names the author."""
_DATE_LINE = re.compile(
    r"^(?:(?:as of|date):?\s+|(?:[^\W\d_][\w’'-]+ ?){1,3},\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[—–]\s+")
RELATED_HEADING = re.compile(
    r"^(?:related|recommended|more (?:from|on|about|like|in)|most (?:read|popular|viewed)|latest|similar|popular"
    r"|trending|you (?:may|might) (?:also )?(?:like|be interested|enjoy)|read (?:more|next|also)|see also"
    r"|also (?:read|on)|further reading|share|follow us|subscribe|newsletter|sign up|stay (?:informed|updated|in touch)"
    r"|tags|topics|about the authors?|comments|leave a (?:comment|reply)|contact( us)?)\b",
    re.IGNORECASE,
)
"""Headings of boxes that a website puts around an article."""
_LINK_BOX = re.compile(
    r"(?:related|recommended|latest|more|similar|popular|trending|most (?:read|popular|viewed))"
    r"(?: (?:articles?|posts?|publications?|news|readings?|stories|content|research|analysis|topics))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in|enjoy)|read (?:more|next|also)|see also|also read"
    r"|(?:table of )?contents|in this (?:article|brief|paper|report)|on this page|jump to",
    re.IGNORECASE,
)


def is_disclaimer(line: str) -> bool:
    """Whether a block is a disclaimer, a copyright notice, or asks for consent to cookies or for a subscription."""
    if _DISCLAIMER.search(line[:400]):
        return True
    return len(line.split()) <= _MAX_NOTICE_WORDS and bool(_COOKIES.search(line))


def is_furniture(line: str) -> bool:
    """Whether a whole line is furniture of a page: a file size, a reading time, a page number, a button, a link on."""
    few = len(line.split()) <= MAX_FURNITURE_WORDS
    return (few and bool(_FURNITURE.match(line))) or (len(line) <= 120 and bool(_READ_MORE.match(line)))


def is_contents_line(line: str) -> bool:
    """Whether a line belongs to a table of contents: a title, dots, a page number."""
    return bool(_CONTENTS_LINE.fullmatch(line))


def is_byline_or_date(line: str) -> bool:
    """Whether a short line names the author or the day of publication and nothing else."""
    if len(line.split()) > 12 or line.endswith((".", "!", "?", ":", ";")):
        return False
    return bool(BYLINE.match(line) or _DATE_LINE.match(line))


def is_series(line: str) -> bool:
    """Whether a line at the top of a text names the kind or series of the publication: "Policy Brief No. 12/2024"."""
    return bool(_SERIES.fullmatch(line) or _VOLUME.fullmatch(line))


def front_parts(line: str) -> list[str]:
    """The parts of a line that bars or dots at mid-height part."""
    return [part for part in _PARTS.split(line) if part]


def is_front_matter(line: str) -> bool:
    """Whether each part of a line, parted by bars or dots at mid-height, is a byline, a date or furniture."""
    parts = front_parts(line)
    return bool(parts) and all(is_byline_or_date(part) or is_furniture(part) or is_series(part) for part in parts)


def opens_link_box(line: str) -> bool:
    """Whether a line heads a box of links: to other articles, as "Related articles" does, or the table of contents."""
    return bool(_LINK_BOX.fullmatch(line.rstrip(" :.…")))
