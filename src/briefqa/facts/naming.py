"""How names are compared: keys that ignore case, possessives, dots and the writing of designations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefqa.facts.text import fold, is_common

_PART = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*|\d+|&")


@dataclass(frozen=True, slots=True)
class Part:
    """One comparable part of a text: a word, a run of digits or "&", `text[start:end]` as written."""

    key: str
    start: int
    end: int
    capitalised: bool


def parts(text: str) -> list[Part]:
    """The comparable parts of `text`: "K-239", "K 239" and "K239" all give `k`, `239`."""
    folded = fold(text)
    found = []
    for match in _PART.finditer(folded):
        surface = match.group()
        key = "and" if surface == "&" else surface.replace(".", "").casefold()
        if key == "s" and folded[match.start() - 1 : match.start()] == "'":
            continue
        found.append(Part(key, match.start(), match.end(), surface[0].isupper()))
    return found


# A build asks for the key of the same names again and again; some 10 MB at most.
@lru_cache(maxsize=1 << 16)
def key_of(name: str) -> tuple[str, ...]:
    """The comparison key of a name; a leading article does not count."""
    keys = tuple(part.key for part in parts(name))
    return keys[1:] if len(keys) > 1 and keys[0] == "the" else keys


def needs_capitals(name: str) -> bool:
    """Whether the lower-case form of `name` would be ordinary words ("US", "the Union", "Turkey")."""
    return all(is_common(key) for key in key_of(name))
