"""What a line of unmarked text is, told from its shape: heading, caption, list item, furniture of a web page."""

from __future__ import annotations

import re

from briefqa.types import BlockKind

MAX_HEADING_WORDS = 16
MAX_CAPTION_WORDS = 40
MAX_FURNITURE_WORDS = 8
PROSE_CHARACTERS = 120
"""A line at least this long is running text: no heading in a newspaper column or a brief gets there."""

_PARTICLE = "al|bin|da|de|del|der|di|du|el|la|le|van|von"
_NAME_PARTICLE = re.compile(_PARTICLE, re.IGNORECASE)
_SMALL_WORD = re.compile(
    rf"{_PARTICLE}|a|an|and|as|at|but|by|des|en|for|from|how|if|in|into|is|its|nor|of|off|on|onto|or|per|so|than|that"
    r"|the|their|to|und|up|versus|via|vs|with|within",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•‣▪▸►●○◦■□⁃–—·➤✓]\s+|[•‣▪▸►●○◦■□➤](?=\S))(?P<text>\S.*)$")
_NUMBERED = re.compile(r"^(?P<indent>\s*)\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+(?P<text>\S.*)$")
_SECTION_NUMBER = re.compile(
    r"^(?:(?:chapter|part|section|annex|appendix)\s+)?(\d{1,2}(?:\.\d{1,2})*|[IVXL]+)[.):]?\s+\S"
)
_LABELLED_CAPTION = re.compile(
    r"^(?:table|figure|fig|chart|graph|map|image|photo|picture|box|exhibit|diagram|infographic)s?\.?\s*"
    r"(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])\b\s*(?:[.:–—-]|$)",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"^\(?(?:sources?|notes?|photo(?:graph)?s?(?: credits?)?|image(?: credits?)?|credits?|pictures?|courtesy"
    r"|illustration|map)"
    r"(?:\s+by)?\s*[:/]\s*\S|^(?:photo|image|illustration|picture)\s+by\s+\S|^©\s*\S+",
    re.IGNORECASE,
)
_SOURCE_AT_END = re.compile(r"[.)\s]\s*\(?(?:sources?|photo|image|credits?)\s*:\s*[^.]{2,80}\.?\)?$", re.IGNORECASE)
_TABLE_LABEL = re.compile(r"^table\s*(?:\d|[IVX]+\b|[A-Z]\b)", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^(?:legal )?(?:disclaimer|copyright|legal notice|terms of use|(?:cookie|privacy) (?:policy|notice))\b"
    r"|^(?:©|\(c\)\s|copyright )|\ball rights reserved\b"
    r"|^(?:the |any )?(?:views|opinions)[^.]{0,80}\b(?:expressed|stated|contained|presented)\b[^.]{0,200}"
    r"\b(?:author|those|not necessarily|do(?:es)? not)\b",
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
    r"\d+ (?:views|shares|comments|likes|downloads)",
    r"(?:click here to )?(?:download|share|print|subscribe|sign up|log in|sign in|save|copy link|menu|search|home|tweet"
    r"|email|follow us|skip to (?:main )?content|back to top|read more|learn more|see also|read also|read next"
    r"|advertisement|sponsored|next|previous|loading)"
    r"(?: (?:pdf|article|paper|this|the|full|report|now|on|by|in|via|to|our|newsletter|text|version|post|here|file)"
    r"(?: \w+){0,3})?[.:…]?",
    r"(?:related|recommended|latest|more|similar|popular) "
    r"(?:articles?|posts?|publications?|news|reading|stories|content)[.:…]?",
    r"(?:published|posted|updated|last updated|last modified)(?: on)?:?\s+.{4,40}",
    r"(?:https?://|www\.)\S+",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
)
_FURNITURE = re.compile(f"^(?:{'|'.join(_FURNITURE_FORMS)})$", re.IGNORECASE)
BYLINE = re.compile(r"^(?:(?:written |authored |edited )?by|authors?:|written by)\s+(?=\S)", re.IGNORECASE)
"""What opens a line that names the author."""
_DATE_LINE = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4})$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'.-])*")
_PARTS = re.compile(r"\s*[|•·]\s*")
_ROMAN_ONLY = re.compile(r"[IVXL]+")


def word_count(line: str) -> int:
    """How many words a line has."""
    return len(line.split())


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and brackets aside."""
    return line.rstrip("\"'”’»)] ").endswith((".", "!", "?", "…", ":", ";", "。"))


def starts_lower(line: str) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return line[:1].islower()


def is_disclaimer(line: str) -> bool:
    """Whether a block is a disclaimer or a copyright notice."""
    return bool(_DISCLAIMER.search(line[:400]))


def is_furniture(line: str) -> bool:
    """Whether a whole line is furniture of a page: a file size, a reading time, a page number, a button."""
    return word_count(line) <= MAX_FURNITURE_WORDS and bool(_FURNITURE.match(line))


def is_byline_or_date(line: str) -> bool:
    """Whether a short line names the author or the day of publication and nothing else."""
    return word_count(line) <= 12 and not ends_sentence(line) and bool(BYLINE.match(line) or _DATE_LINE.match(line))


def front_parts(line: str) -> list[str]:
    """The parts of a line that bars or dots at mid-height part."""
    return [part for part in _PARTS.split(line) if part]


def is_front_matter(line: str) -> bool:
    """Whether each part of a line, parted by bars or dots at mid-height, is a byline, a date or furniture."""
    parts = front_parts(line)
    return bool(parts) and all(is_byline_or_date(part) or is_furniture(part) for part in parts)


def looks_like_names(line: str) -> bool:
    """Whether a line has the form of a person's name, or of several joined by commas, "and" or "&"."""
    return all(_is_name(person.split()) for person in re.split(r",\s*|\s+(?:and|&)\s+", line))


def _is_name(words: list[str]) -> bool:
    """Whether two to four words are capitalised as a name is, particles aside."""
    if not 2 <= len(words) <= 4 or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    if any(_SMALL_WORD.fullmatch(word) and not _NAME_PARTICLE.fullmatch(word) for word in words):
        return False
    return all(_NAME_WORD.fullmatch(word) for word in words)


def is_caption(line: str) -> bool:
    """Whether a line is labelled as a caption or credits a source."""
    if word_count(line) > MAX_CAPTION_WORDS:
        return False
    return bool(_LABELLED_CAPTION.match(line) or _SOURCE_LINE.match(line) or _SOURCE_AT_END.search(line))


def is_source_line(line: str) -> bool:
    """Whether a line credits a source and says nothing else."""
    return word_count(line) <= MAX_CAPTION_WORDS and bool(_SOURCE_LINE.match(line))


def is_table_caption(line: str) -> bool:
    """Whether a line is labelled as the caption of a table."""
    return word_count(line) <= MAX_CAPTION_WORDS and bool(_TABLE_LABEL.match(line))


def split_bullet(line: str) -> tuple[int, str] | None:
    """The indent and the text of a bulleted line, or None."""
    found = _BULLET.match(line)
    return (len(found["indent"].expandtabs(4)), found["text"]) if found else None


def split_number(line: str) -> tuple[int, str] | None:
    """The indent and the text of a numbered line, or None; whether it is a list item depends on its neighbours."""
    found = _NUMBERED.match(line)
    return (len(found["indent"].expandtabs(4)), found["text"]) if found else None


def heading_level(line: str) -> int:
    """The depth of a heading told from its number ("2.1" is 2), else 1."""
    found = _SECTION_NUMBER.match(line)
    return found.group(1).count(".") + 1 if found and not _ROMAN_ONLY.fullmatch(found.group(1)) else 1


def could_be_heading(line: str) -> bool:
    """Whether a line is short, starts like a heading and has no sentence's end."""
    bare = line.removesuffix(":").rstrip()
    if not bare or word_count(bare) > MAX_HEADING_WORDS or len(bare) >= PROSE_CHARACTERS:
        return False
    if bare.endswith((".", "!", ",", ";", "…", "-", "–")) or starts_lower(bare) or not any(map(str.isalpha, bare)):
        return False
    return bare[0].isupper() or bool(_SECTION_NUMBER.match(bare)) or bare[0] in "“\"‘'(¿¡" or bare[0].isdigit()


def is_title_case(line: str) -> bool:
    """Whether the words that carry meaning are capitalised, as in a title, or the line is in capitals."""
    words = [word for word in _WORD.findall(line) if not _SMALL_WORD.fullmatch(word)]
    if not words:
        return False
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals >= 0.75 * len(words)


def kind_of_paragraph(line: str) -> BlockKind:
    """What a paragraph of a format with markup is: running text, a caption, or furniture that the markup hides."""
    if is_disclaimer(line) or is_furniture(line) or is_byline_or_date(line):
        return BlockKind.BOILERPLATE
    return BlockKind.CAPTION if is_caption(line) else BlockKind.PARAGRAPH


RELATED_HEADING = re.compile(
    r"^(?:related|recommended|more (?:from|on|about|like|in)|most (?:read|popular|viewed)|latest|similar|popular"
    r"|trending|you (?:may|might) (?:also )?(?:like|be interested|enjoy)|read (?:more|next|also)|see also"
    r"|also (?:read|on)|further reading|share|follow us|subscribe|newsletter|sign up|stay (?:informed|updated|in touch)"
    r"|tags|topics|about the authors?|comments|leave a (?:comment|reply)|contact( us)?)\b",
    re.IGNORECASE,
)
"""Headings of boxes that a website puts around an article."""
