"""The terms of the lexical index: words by their stems, figures and designations whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A run of letters and digits, held together by the marks that stand inside figures, names and abbreviations, with a
# currency sign before it and a percent sign behind.
TOKEN = re.compile(r"[$€£¥₩]?[^\W_]+(?:[.,'’\-‐‑][^\W_]+)*%?")
FIGURE = re.compile(r"[$€£¥₩]?\d+(?:[.,]\d+)*%?")
ABBREVIATION = re.compile(r"[a-z](?:\.[a-z])+")
DESIGNATIONS = re.compile(r"(?=.*[a-z]-?\d)(?P<one>[a-z\d-]*\d)s")
"""Several of what a designation names: "TB2s", "F-16s"."""
POSSESSIVE = re.compile(r"['’]s?\b")
HYPHEN = re.compile(r"[-‐‑]")
AFFIX = "$€£¥₩%"
FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Distinct tokens of a hundred pages of prose, several times over; some 5 MB at most.
REMEMBERED = 1 << 15
LONGEST_REMEMBERED = 32  # characters; scripts without spaces run on for whole paragraphs
# British spellings that stems do not bring together with the American ones.
BRITISH = (
    (re.compile(r"^(def|off|lic|pret)ence(s?)$"), r"\1ense\2"),
    (re.compile(r"^(arm|col|lab|hon|harb|neighb|fav|behavi|end?eav|hum|rum|vap|vig)our"), r"\1or"),
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"^(cent|met|theat|lit|fib|calib)re(s?)$"), r"\1er\2"),
    (re.compile(r"^programme"), "program"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
)


def split_terms(text: str) -> list[str]:
    """The terms of `text` in order, lower-case, without accents, English words by their Snowball stem.

    A figure is one term with its sign and one without ("68.64%" and "68.64", "€1.5" and "1.5"), its thousands
    unseparated; a designation is one term without its hyphen, so that "FA-50" and "FA50" meet, and each of its parts.
    """
    return [term for token in TOKEN.findall(_fold(text)) for term in _token_terms(token)]


@lru_cache(maxsize=REMEMBERED)
def _token_terms(token: str) -> tuple[str, ...]:
    """The terms of one token; texts repeat their tokens, so most are remembered."""
    import Stemmer

    terms: list[str] = []
    _add_terms(token, terms)
    return tuple(Stemmer.Stemmer("english").stemWords(terms))


def _fold(text: str) -> str:
    """Lower case, compatibility forms resolved, accents removed."""
    lower = text.lower()
    return lower if lower.isascii() else FOREIGN.sub(_fold_foreign, lower)


def _fold_foreign(run: re.Match[str]) -> str:
    text = run.group()
    return _bare(text) if len(text) <= LONGEST_REMEMBERED else _bare.__wrapped__(text)


@lru_cache(maxsize=REMEMBERED)
def _bare(run: str) -> str:
    """A run of letters and signs beyond ASCII, which mostly are the same few quotes, dashes and names."""
    decomposed = unicodedata.normalize("NFKD", run)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


def _add_terms(token: str, terms: list[str]) -> None:
    if FIGURE.fullmatch(token):
        whole = re.sub(r",(?=\d{3}(?!\d))", "", token)
        terms.append(whole)
        if whole.strip(AFFIX) != whole:
            terms.append(whole.strip(AFFIX))
        return
    word = POSSESSIVE.sub("", token.strip(AFFIX))
    several = DESIGNATIONS.fullmatch(word)
    if several:
        word = several["one"]
    if ABBREVIATION.fullmatch(word):
        terms.append(word.replace(".", ""))
        return
    parts = [part for part in HYPHEN.split(word) if part]
    if len(parts) > 1:
        if not all(part.isdigit() for part in parts):
            terms.append("".join(parts))
        for part in parts:
            _add_terms(part, terms)
        return
    terms.extend(_american(piece) for piece in re.split(r"[.,'’]", word) if piece)


def _american(word: str) -> str:
    for pattern, replacement in BRITISH:
        word = pattern.sub(replacement, word)
    return word
