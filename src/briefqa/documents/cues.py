"""What a line of unmarked text is, told from its shape: heading, caption, list item, name."""

from __future__ import annotations

import re

from briefqa.documents.furniture import is_byline_or_date, is_disclaimer, is_furniture
from briefqa.types import BlockKind

MAX_HEADING_WORDS = 16
MAX_CAPTION_WORDS = 40
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
_ORDINAL = re.compile(r"^\s*\(?(?:(\d{1,3})|([a-z])|([ivx]{2,5}))[.)]")
_NUMBERED = re.compile(r"^(?P<indent>\s*)\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+(?P<text>\S.*)$")
_SECTION_NUMBER = re.compile(
    r"^(?:(?:chapter|part|section|annex|appendix)\s+)?(\d{1,2}(?:\.\d{1,2})*|[IVXL]+)[.):]?\s+\S"
)
_LABELLED_CAPTION = re.compile(
    r"^(?:table|figure|fig|chart|graph|map|image|photo|picture|exhibit|diagram|infographic)s?\.?\s*"
    r"(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])\b\s*(?:[.:–—-]|$)",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    r"(?:table|figure|fig|chart|graph|map|image|exhibit|diagram)\.?\s*(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])\s*[.:–—-]?",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"^\(?(?:sources?|notes?|photo(?:graph)?s?(?: credits?)?|image(?: credits?)?|credits?|pictures?|courtesy"
    r"|illustration|map)"
    r"(?:\s+by)?\s*[:/]\s*\S|^(?:photo|image|picture)\s*[—–-]\s*\S|^(?:photo|image|illustration|picture)\s+by\s+\S|^©\s*\S+",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    r"^[(\[]?(?:photo|image|picture)?\s*(?:©\s*)?(?:(?:AP|EPA|AFP|DPA|EFE)(?:\s+(?:photo|images?))?|reuters"
    r"|getty(?: images)?|shutterstock|unsplash|flickr|wikimedia(?: commons)?|alamy|istock|picture alliance)\b"
    r"[^.]{0,60}[)\]]?$"
    r"|^\w[^.]{0,40}/\s?(?:AP|AFP|EPA|reuters|getty(?: images)?|shutterstock|wikimedia(?: commons)?|flickr)\b.{0,20}$",
    re.IGNORECASE,
)
_SOURCE_AT_END = re.compile(
    r"[.)\s]\s*\(?(?:(?:sources?|photos?|images?|(?:photo |image )?credits?)\s*:"
    r"|(?:photo|image|picture)s? (?:by|courtesy of|via)\s|©)"
    r"\s*[^.]{2,80}\.?\)?$",
    re.IGNORECASE,
)
_TABLE_LABEL = re.compile(r"^table\s*(?:\d|[IVX]+\b|[A-Z]\b)", re.IGNORECASE)
_OPEN_END = re.compile(r"\b(?:the|a|an|and|or|near|from|between|its|their|his|her|our|whose|which|who|that|is|are)$")
_GENERIC_HEADING = re.compile(
    r"(?:\d{1,2}\.?\s*)?(?:the |our |key |main |major |executive |policy |introductory |concluding )*"
    r"(?:summary|abstract|introduction|intro|take-?aways?|findings|points|messages|facts|insights|conclusions?"
    r"|recommendations?|background|context|overview|(?:table of )?contents|foreword|preface|remarks|observations"
    r"|highlights|at a glance|in brief|bottom line|outlook|implications"
    r"|notes|endnotes|footnotes|references|bibliography|sources|methodology"
    r"|appendix|annex|acknowledge?ments|about the authors?|what next|next steps|way forward|discussion|analysis"
    r"|results)"
    r"(?:\s+(?:and|&)\s+\w+)?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:fellow|director|professor|lecturer|analyst|researcher|scholar|adviser|advisor|editor|economist|chair"
    r"|ambassador|minister|coordinator|associate|assistant|president|secretary|expert|head of|officer"
    r"|candidate|manager|consultant)\b",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:dr|prof(?:essor)?|amb(?:assador)?|gen(?:eral)?|col(?:onel)?|sir|dame|mr|mrs|ms)\.?\s+", re.IGNORECASE
)
_FIGURE_START = re.compile(
    r"[€$£¥]?\d[\d.,]*\s?(?:%|‰|per ?cent|(?:thousand|million|billion|trillion|bn|mn|tonnes?|km|m³|[kmgt]wh?)\b)"
    r"|[€$£¥]\d|\d{1,2}\s(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s(?:\d{4})?\s?[:–—-]",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:council|institut[eo]?|cent(?:re|er)|foundation|forum|academy|university|association|society|network|commission"
    r"|agency|observatory|think ?tank|initiative)\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'.-])*")
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


def looks_like_names(line: str) -> bool:
    """Whether a line has the form of a person's name, or of several joined by commas, "and" or "&"."""
    if is_generic_heading(line):
        return False
    people = re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+", line)
    return all(_is_name(_HONORIFIC.sub("", person).split()) for person in people)


def is_name_with_role(line: str) -> bool:
    """Whether a short line is a person's name with an office: "Anna Berg, Senior Fellow"."""
    name, _, office = line.partition(",")
    return word_count(line) <= 16 and not ends_sentence(line) and bool(_ROLE.search(office)) and looks_like_names(name)


def is_role(line: str) -> bool:
    """Whether a short line says what office somebody holds, as below a name: "Senior Fellow, Polar Programme"."""
    return word_count(line) <= 16 and not ends_sentence(line) and bool(_ROLE.search(line))


def is_generic_heading(line: str) -> bool:
    """Whether a line is a heading that any brief may have, such as "Key Takeaways:", so that it names no brief."""
    return bool(_GENERIC_HEADING.fullmatch(line.rstrip(" :.")))


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
    return bool(_LABELLED_CAPTION.match(line) or is_source_line(line) or _SOURCE_AT_END.search(line))


def is_source_line(line: str) -> bool:
    """Whether a line credits a source and says nothing else."""
    if word_count(line) > MAX_CAPTION_WORDS:
        return False
    return bool(_SOURCE_LINE.match(line) or (word_count(line) <= 12 and _CREDIT_LINE.match(line)))


def closes_caption(line: str) -> bool:
    """Whether a line is the last of a caption that began above it: words of its own, then the source."""
    return bool(_SOURCE_AT_END.search(line)) and not _LABELLED_CAPTION.match(line) and not is_source_line(line)


def is_labelled_caption(line: str) -> bool:
    """Whether a line has a caption's label: "Figure 2: ..."."""
    return word_count(line) <= MAX_CAPTION_WORDS and bool(_LABELLED_CAPTION.match(line))


def starts_with_figure(line: str) -> bool:
    """Whether a line opens with an amount, a share or a day, as a key figure or an entry of a timeline does."""
    return bool(_FIGURE_START.match(line))


def is_organisation(line: str) -> bool:
    """Whether a line could be the name of an institute, in capitals or of few words."""
    return bool(_ORGANISATION.search(line)) and (is_capitals(line) or word_count(line) <= 5) and ":" not in line


def is_caption_label(line: str) -> bool:
    """Whether a line is a caption's label alone, so that the line after it says the rest."""
    return bool(_BARE_LABEL.fullmatch(line))


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


def follow_each_other(first: str, second: str) -> bool:
    """Whether two numbered lines count on: 1 and 2, a and b, or Roman numbers both."""
    left, right = _ORDINAL.match(first), _ORDINAL.match(second)
    if left is None or right is None:
        return False
    if left[1] and right[1]:
        return int(right[1]) == int(left[1]) + 1
    if left[2] and right[2]:
        return ord(right[2]) == ord(left[2]) + 1 or {left[2], right[2]} <= set("ivx")
    return not (left[1] or right[1]) and bool(left[3] or right[3])


def heading_level(line: str) -> int:
    """The depth of a heading told from its number ("2.1" is 2), else 1."""
    found = _SECTION_NUMBER.match(line)
    return found.group(1).count(".") + 1 if found and not _ROMAN_ONLY.fullmatch(found.group(1)) else 1


def could_be_heading(line: str) -> bool:
    """Whether a line is short, starts like a heading and has no sentence's end."""
    bare = line.removesuffix(":").rstrip()
    if not bare or word_count(bare) > MAX_HEADING_WORDS or len(bare) >= PROSE_CHARACTERS:
        return False
    if bare.endswith((".", "!", ",", ";", "…", "-", "–")) or _OPEN_END.search(bare):
        return False
    if starts_lower(bare) or starts_with_figure(bare) or not any(map(str.isalpha, bare)):
        return False
    return bare[0].isupper() or bool(_SECTION_NUMBER.match(bare)) or bare[0] in "“\"‘'(¿¡" or bare[0].isdigit()


def is_capitals(line: str) -> bool:
    """Whether all letters of a line are capitals."""
    return line.upper() == line and any(map(str.isalpha, line))


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
