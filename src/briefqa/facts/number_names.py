"""Numbers that are names: designations, articles, calibres, page and phone numbers, footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefqa.facts.entities import polity_keys
from briefqa.facts.figures.currencies import RISKY_CODES, is_currency_code
from briefqa.facts.naming import key_of
from briefqa.facts.text import MONTHS, STOPWORDS, WEEKDAYS, is_common, words


@dataclass(frozen=True, slots=True)
class NumberedName:
    """A piece of text whose digits belong to a name, with the reason in words."""

    start: int
    end: int
    reason: str


_WEAPON = "|".join(sorted(words("weapon_nouns"), key=len, reverse=True))
_HEAD = "|".join(sorted(words("numbered_heads"), key=len, reverse=True))
_CAPITAL_HEAD = "|".join(sorted(words("numbered_capital_heads"), key=len, reverse=True))
_AFTER_HEAD = (
    r"\.?\s?\d+(?:\.\d+)*[a-z]?(?:\(\d+\))*(?:\([a-z]\))*(?:\s?(?:[-–&]|and|to|or)\s?\d+[a-z]?(?![\d%.,/]|\s?"
    r"(?:%|per)))*"
    r"(?![\w%]|[.,]\d|\s?(?:%|per|hundred|thousand|million|billion|trillion)\b)"
)
_FEW_DIGITS = 2
_LONGEST_POLITY = 50
"""Characters before a number in which the name of a state or an organisation is looked for."""
_YEAR_NAME = "|".join(sorted(words("year_names")))

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("web address", re.compile(r"\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("identifier", re.compile(r"\b(?:doi|DOI|ISBN|ISSN|IBAN|arXiv)[:\s]*[\w./:-]*\d[\w./:-]*|\b10\.\d{4,9}/\S+")),
    ("legal reference", re.compile(r"\b(?:\d{2,4}/\d{1,4}|\d{1,4}/\d{4})/[A-Z]{2,5}\b|\bC[‑-]?\d+/\d{2}(?:\s?P)?\b")),
    (
        "legal reference",
        re.compile(
            r"\((?:EU|EC|EEC|CFSP|EURATOM|Euratom)\)\s*(?:No\.?\s*)?\d{1,4}/\d{2,4}\b|\bNo\.?\s*\d{1,4}/\d{4}\b"
        ),
    ),
    ("legal reference", re.compile(r"\b(?:S|A|E)/(?:RES|PRST)/[\w/().-]*\d[\w/().-]*")),
    (
        "phone number",
        re.compile(
            r"(?<!\w)\+\d{1,3}[\s().-]*\d[\d\s().-]{5,16}\d\b|\(\d{3}\)\s?\d{3}[-\s]\d{4}\b|\b\d{3}-\d{3}-\d{4}\b"
        ),
    ),
    ("phone number", re.compile(r"\b(?:tel|phone|fax|call)\.?:?\s*[\d(+][\d\s().-]{5,18}\d\b", re.IGNORECASE)),
    ("network address", re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]|\.\d)")),
    (
        "version or section number",
        re.compile(
            r"\b[vV]\.?\s?\d+(?:\.\d+)+\b|\b(?:version|section|chapter|figure|table)\s+\d+(?:\.\d+)+\b", re.IGNORECASE
        ),
    ),
    ("footnote mark", re.compile(r"\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]|\(\s?fn\.?\s?\d+\)")),
    (
        "footnote mark",
        re.compile(r"(?<=[a-z)\]\"'’”][.,;])\d{1,3}(?=\s+[A-Z\"“(]|\s*$)|(?<=[.!?][\"'’”])\d{1,3}(?=\s|$)"),
    ),
    (
        "list number",
        re.compile(
            r"^\s*\(?(?:\d{1,2}|[ivx]{1,4})[.)](?=\s+\S)(?!\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
        ),
    ),
    (
        "calibre",
        re.compile(
            r"\b\d{1,3}(?:\.\d+)?\s?x\s?\d{2,3}\s?(?:mm|R)\b|(?<![\w.])\.\d{2}[\s-](?:calib(?:re|er)|ACP|BMG)\b"
        ),
    ),
    (
        "calibre",
        re.compile(
            rf"(?<![\w,.])\d{{1,3}}(?:\.\d+)?[\s-]?(?:mm|millimet(?:re|er))(?=[\s-](?:[\w-]+\s+){{0,2}}"
            rf"(?:{_WEAPON})\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "calibre",
        re.compile(
            r"(?<=\d\s)\d{2,3}(?:\.\d+)?[\s-]?mm\b|\bcalib(?:re|er)\s+(?:of\s+)?\d{1,3}(?:\.\d+)?\s?mm\b", re.IGNORECASE
        ),
    ),
    ("dimension", re.compile(r"\b\d+(?:\.\d+)?\s?[x×]\s?\d+(?:\.\d+)?(?:\s?[x×]\s?\d+)?\b")),
    (
        "time of day",
        re.compile(
            r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:UTC|GMT|CET|CEST|EST|EDT|KST|PST|local time))?"
        ),
    ),
    (
        "time of day",
        re.compile(r"\b(?:1[0-2]|0?[1-9])\s?(?:[ap]\.m\.|[ap]m\b)|\b\d{4}\s?(?:UTC|GMT|hours\b|hrs\b)", re.IGNORECASE),
    ),
    ("idiom", re.compile(r"\b24/7\b|\b9/11\b|\b50[/-]50\b|\b20/20\b|\b360-degree\b|\bCatch-22\b")),
    ("programme named after a year", re.compile(rf"\b(?:{_YEAR_NAME})\s+(?:19|20)\d\d\b(?=.)", re.IGNORECASE)),
    ("numbered reference", re.compile(rf"\b(?i:{_HEAD})s?{_AFTER_HEAD}|\b(?:{_CAPITAL_HEAD}){_AFTER_HEAD}")),
    (
        "numbered reference",
        re.compile(r"\b[Nn](?:o|r|os)\.\s?\d+(?:[./-]\d+)*\b|\b[Nn]umber\s\d+\b(?!\s?%)|[№#]\s?\d+\b|\bp\.\s?\d+\b"),
    ),
    (
        "designation",
        re.compile(r"(?<![\w$€£])(?:[A-Z][A-Za-z]{0,9}|[A-Z]{2,12}s?)[-‑]\d+[A-Za-z]*\d*(?:[-/]\w+)*(?![\w%]|\.\d)"),
    ),
    (
        "designation",
        re.compile(
            r"(?<![\w$€£])(?=[A-Za-z]*[A-Z])[A-Za-z]{1,6}\d+(?:[A-Za-z]+\d*)*(?:[-./]\w*\d\w*)*(?:[-/][A-Z]\w*)*"
            r"(?![\w%])"
        ),
    ),
    (
        "designation",
        re.compile(
            r"(?<![\w.,$€£-])\d+[A-Z](?:[A-Z]?\d+\w*)?(?=\b)(?!\s?\d)|(?<![\w.,$€£-])\d+[A-Z]{1,3}-\d+\w*"
            r"|\b\d[A-Z]\d+\b"
        ),
    ),
    ("designation", re.compile(r"(?<![\w$€£])[\w]+(?:-\w+)*-(?:19|\d{3,4})(?=\s+(?:pandemic|virus|vaccine|missile))")),
)
_CAPITALISED_BEFORE = re.compile(
    r"\b([A-Z][\w'-]*)\s(\d{1,4})(?![\w%]|[.,:/]\d|\s?(?:%|per\s?cent|percent|pct)\b|\s?(?:to|and|or|-|–)\s?\d)"
)
_AMOUNT_FOLLOWS = re.compile(
    r"\s?-?(?:hundred|thousand|million|billion|trillion|bn|mn|km|kg|tonnes?|tons?|years?|months?|weeks?|days?|hours?|"
    r"euros?|dollars?|pounds?|times|more|fewer|people|troops|soldiers|civilians|per)\b",
    re.IGNORECASE,
)
_GLUED_CODE = re.compile(r"([A-Z]{3})\d[\d.,]*(?:k|m|mn|bn|b|tn|trn|million|billion)?$", re.IGNORECASE)
_PERIOD = re.compile(r"(?:Q[1-4]|H[12]|FY\s?\d{2,4})\b(?!-)")
_HAS_NUMBER = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]|^\s*\(?[ivx]{1,4}[.)]\s")
_SUPERSCRIPTS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def numbered_names(text: str, known: Iterable[tuple[int, int]] = ()) -> tuple[NumberedName, ...]:
    """The pieces of folded `text` whose digits are part of a name, left to right, none overlapping.

    `known` are spans of names of the corpus; those with a digit in them count too.
    """
    if not _HAS_NUMBER.search(text):
        return ()
    found = [NumberedName(start, end, "part of a name") for start, end in known if _has_digit(text[start:end])]
    for reason, pattern in _PATTERNS:
        found += [NumberedName(match.start(), match.end(), reason) for match in pattern.finditer(text)]
    found += _after_capitals(text)
    found = [item for item in found if not _PERIOD.match(text, item.start) and not _is_money(text, item)]
    found += [NumberedName(match.start(), match.end(), "footnote mark") for match in _SUPERSCRIPTS.finditer(text)]
    return _without_overlaps(item for item in found if item.end > item.start)


def _is_money(text: str, item: NumberedName) -> bool:
    """Whether a currency code is glued to its amount: "EUR3bn"."""
    code = _GLUED_CODE.match(text, item.start, item.end)
    if code is None or not is_currency_code(code.group(1)):
        return False
    return code.group(1) not in RISKY_CODES or len(_digits_of(text, item)) > _FEW_DIGITS


def _digits_of(text: str, item: NumberedName) -> str:
    """The digits of a name."""
    return "".join(filter(str.isdigit, text[item.start : item.end]))


def _has_digit(piece: str) -> bool:
    return any(character.isdigit() for character in piece)


def _after_capitals(text: str) -> Iterator[NumberedName]:
    """Type numbers after a proper name: "Leopard 2", "Boeing 737"; never a year or an amount."""
    for match in _CAPITALISED_BEFORE.finditer(text):
        word, number = match.group(1), match.group(2)
        lowered = word.casefold().removesuffix("'s")
        ordinary = lowered in MONTHS or lowered in WEEKDAYS or lowered in STOPWORDS or _ends_polity(text, match.end(1))
        opens = not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1:] in '.!?:;|"•-–—('
        is_year = len(number) == 4 and number[:2] in ("19", "20") and not _is_type_name(word)
        opens = opens and (word.islower() or is_common(word))
        if (
            ordinary
            or opens
            or is_year
            or is_currency_code(word)
            or word.endswith("'s")
            or _AMOUNT_FOLLOWS.match(text, match.end())
        ):
            continue
        yield NumberedName(match.start(), match.end(), "designation")


def _ends_polity(text: str, end: int) -> bool:
    """Whether the name of a state or an organisation ends at `end`: "Peru 12", "the Marshall Islands 48"."""
    before = re.findall(r"[\w'-]+", text[max(0, end - _LONGEST_POLITY) : end])
    return any(key_of(" ".join(before[-count:])) in polity_keys() for count in range(1, len(before) + 1))


def _is_type_name(word: str) -> bool:
    """Whether capitals inside the word show a type name: "PzH 2000", not "Summit 2024"."""
    return not word.isupper() and any(character.isupper() for character in word[1:])


def _without_overlaps(found: Iterable[NumberedName]) -> tuple[NumberedName, ...]:
    kept: list[NumberedName] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
        elif item.end > kept[-1].end:
            kept[-1] = NumberedName(kept[-1].start, item.end, kept[-1].reason)
    return tuple(kept)
