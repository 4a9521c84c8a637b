"""Who takes part in a deal: names before and after its words, with the prepositions that give them roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading

_JOINT = re.compile(
    r"(?:['’]s?)?(?:\s+\([^)]{1,24}\))?(?:\s+member\s+states)?\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*[-–/]\s*|"
    r"\s+as well as\s+)(?:the\s+)?"
    r"(?:[\w-]+\s+){0,2}$"
)
_OWNER = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,3}$")
_PLACE = re.compile(r"\b(?:in|to|at|near|from|of|on|against|around|towards?)\s+(?:the\s+)?$", re.IGNORECASE)


def is_polity(mention: Mention) -> bool:
    """Whether the mention is a state or an organisation, not a region or another name."""
    return mention.entity_id.startswith(("state:", "organisation:"))


def actors(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that can act in a deal: states, organisations and names without digits, no regions."""
    return [
        mention
        for mention in mentions
        if not mention.entity_id.startswith("region:") and not any(character.isdigit() for character in mention.surface)
    ]


def after_preposition(
    item: PassageReading, words: str, start: int, end: int, *, polities: bool = False
) -> list[Mention]:
    """The names that follow one of the prepositions `words` ("from|by") in `text[start:end]`, joined ones too.

    With `polities` only states and organisations count.
    """
    pattern = re.compile(rf"\b(?:{words})\s+(?:the\s+|its\s+)?(?:[a-z][\w-]*\s+){{0,3}}", re.IGNORECASE)
    candidates = [mention for mention in actors(item.mentions) if is_polity(mention) or not polities]
    for match in pattern.finditer(item.text, start, end):
        first = next((m for m in candidates if match.start() < m.start <= match.end() and m.start < end), None)
        if first is None:
            first = next((m for m in candidates if m.start == match.end()), None)
        if first is not None and _reaches(item.text, match.start(), first.start):
            return chain(item.text, candidates, first, end)
    return []


def _reaches(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= 6


def chain(text: str, candidates: Sequence[Mention], first: Mention, end: int) -> list[Mention]:
    """`first` and the names joined to it by commas or "and"; an owner gives way to what it owns."""
    found = [first]
    for mention in candidates:
        if mention.start < found[-1].end or mention.start >= end:
            continue
        between = text[found[-1].end : mention.start]
        if _OWNER.fullmatch(between):
            found[-1] = mention
        elif _JOINT.fullmatch(between):
            found.append(mention)
        else:
            break
    return found


def agents_before(item: PassageReading, start: int, trigger: int) -> list[Mention]:
    """The names that act in `text[start:trigger]`: its subject with what is joined to it, no mere places."""
    candidates = [
        mention
        for mention in actors(item.mentions)
        if start <= mention.start
        and mention.end <= trigger
        and not _is_place(item.text, mention)
        and not in_bracket(item.text, mention)
    ]
    polities = [mention for mention in candidates if is_polity(mention)] or candidates
    if not polities:
        return []
    last = polities[-1]
    joined = [last]
    for mention in reversed(polities[:-1]):
        if not _JOINT.fullmatch(item.text[mention.end : joined[0].start]):
            break
        joined.insert(0, mention)
    return joined


def in_bracket(text: str, mention: Mention) -> bool:
    """Whether the mention stands in brackets, aside from what the sentence says."""
    opened = text.rfind("(", 0, mention.start)
    return opened >= 0 and text.find(")", opened) > mention.start


def _is_place(text: str, mention: Mention) -> bool:
    return _PLACE.search(text, max(0, mention.start - 12), mention.start) is not None


def names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The usual names of mentions, each once."""
    return tuple(dict.fromkeys(mention.name for mention in mentions))
