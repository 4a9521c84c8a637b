"""Who takes part in a deal: names before and after its words, with the prepositions that give them roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from briefqa.facts.lexicon import Mention
from briefqa.facts.prose import PassageReading
from briefqa.facts.text import MONTHS, STOPWORDS, WEEKDAYS, is_common, strip_possessive, words

_JOINT = re.compile(
    r"(?:['’]s?)?(?:\s+\([^)]{1,24}\))?(?:\s+member\s+states)?\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*[-–/]\s*|"
    r"\s+as well as\s+)(?:the\s+)?"
    r"(?:[\w-]+\s+){0,2}$"
)
_OWNER = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,3}$")
_OWNED_NOUNS = re.compile(r"\s+(?:[a-z][\w-]*\s+){1,3}")
_MODIFIERS = re.compile(r"(?:\b(?:the|an?|its|their|both|all|state-owned|[a-z]+-(?:owned|based|led|run|backed))\s+)+$")
_PREPOSITIONS = frozenset(
    "in to at near from on against around toward towards with by for between through via under into over about within"
    " across among amid without like per than versus including".split()
)
_GOVERNMENT = re.compile(
    r"\b(?:governments?|republic|kingdom|ministry|president|parliament|authorities)\s+of\s*$", re.I
)
_ORGAN = re.compile(
    r"\b(?:ministry|department|office|committee|mission|embassy|government|parliament|army|navy|air force|coast guard"
    r"|military|cabinet|council)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according|due|thanks|compared|up|close|next)\s+$", re.IGNORECASE)
_BEFORE_VERB = re.compile(
    r"(?:^|[\s(,])(?P<name>[A-Z][\w&-]+)\s+(?:(?:has|have|had|will|also|already|then|later|since|recently|first|finally"
    r"|in turn|meanwhile)\s+)*$"
)
_DEFINITE = re.compile(r"\W*[Tt]he\s+([a-z]{3,})\b")
_PRONOUN = re.compile(r"\b(?:it|they|he|she)\b", re.IGNORECASE)
_CAPITALISED = re.compile(r"[A-Z][\w&]+(?:[-'][\w&]+)*")
_SAYING = words("attribution_verbs")
_VERBS = (words("finite_verbs") | frozenset("lent gave sent sold bought paid won".split())) - _SAYING
_NEAR = 90
"""Characters before a name or verb in which its own words stand; the rest of a very long sentence is not searched."""
_REACH = 600
"""Characters before and behind a deal's verb in which its parties are looked for."""
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

    With `polities` only states and organisations count; without, a capitalised word that no lexicon knows does too.
    """
    pattern = re.compile(
        rf"\b(?:{words})\s+(?:the\s+|its\s+)?(?:(?!(?:by|from)\b)[a-z][\w-]*\s+){{0,3}}", re.IGNORECASE
    )
    end = min(end, start + _REACH)
    near = [mention for mention in item.mentions if start <= mention.start < end]
    candidates = [mention for mention in actors(near) if is_polity(mention) or not polities]
    for match in pattern.finditer(item.text, start, end):
        first = next((m for m in candidates if match.start() < m.start <= match.end() and m.start < end), None)
        if first is None:
            first = next((m for m in candidates if m.start == match.end()), None)
        if first is None and not polities and not _is_known(item, match.end()):
            first = local_name(item.text, match.end())
        if (
            first is not None
            and _ACCORDING.search(item.text, max(0, match.start() - _NEAR), match.start()) is None
            and _reaches(item.text, match.start(), first.start)
        ):
            return chain(item.text, candidates, first, end)
    return []


def _is_known(item: PassageReading, position: int) -> bool:
    """Whether a date, a name or a title stands at `position`, so that no unknown name begins there."""
    taken = [(mention.start, mention.end) for mention in item.mentions]
    taken += [(name.start, name.end) for name in item.reading.names]
    taken += [(date.start, date.end) for date in item.reading.dates]
    return any(start <= position < end for start, end in taken)


def _reaches(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= 6


def chain(text: str, candidates: Sequence[Mention], first: Mention, end: int) -> list[Mention]:
    """`first` and the names joined to it by commas or "and"; an owner gives way to what it owns."""
    found = [first]
    for mention in candidates:
        if mention.start < found[-1].end or mention.start >= end:
            continue
        between = text[found[-1].end : mention.start]
        owns = _OWNER.fullmatch(between) or (found[-1].is_demonym and _OWNED_NOUNS.fullmatch(between))
        if owns and _is_proper(mention):
            found[-1] = mention
        elif _JOINT.fullmatch(between):
            found.append(mention)
        elif not owns:
            break
    return found


def agents_before(item: PassageReading, start: int, trigger: int) -> list[Mention]:
    """The names that act in `text[start:trigger]`: the subject nearest to the trigger with what is joined to it.

    An owner gives way to what it owns ("Poland's state-owned Orlen", "the French utility EDF"); what follows a
    preposition or a verb is no subject. States and organisations count before other names where no subject is clear.
    """
    start = max(start, trigger - _REACH)
    near = [mention for mention in item.mentions if start <= mention.start and mention.end <= trigger]
    inside = [
        mention
        for mention in actors(near)
        if start <= mention.start and mention.end <= trigger and not in_bracket(item.text, mention)
    ]
    candidates = _heads(item.text, inside)
    subjects = [mention for mention in candidates if _is_subject(item.text, start, mention)]
    subjects = _unlisted(item.text, candidates, subjects)
    if not subjects:
        candidates = [m for m in candidates if not is_place(item.text, m) and not _is_object(item.text, start, m)]
        subjects = [mention for mention in candidates if is_polity(mention)] or candidates
    if not subjects:
        return []
    joined = [subjects[-1]]
    for mention in reversed(subjects[:-1]):
        if not _JOINT.fullmatch(item.text[mention.end : joined[0].start]):
            break
        joined.insert(0, mention)
    return joined


def acting(item: PassageReading, start: int, trigger: int) -> list[Mention]:
    """The subject of the clause `text[start:trigger]`, or whom its pronoun stands for.

    A pronoun takes the subject of the clause before it in the sentence, else that of the passage before.
    """
    found = agents_before(item, start, trigger) or _unknown_subject(item, start, trigger)
    if found:
        return found
    pronoun = _PRONOUN.search(item.text, start, trigger)
    if pronoun is None:
        return _meant_by_noun(item, start, trigger)
    earlier = _first_subject(item, pronoun.start())
    if earlier or item.subject_before is None:
        return earlier
    return [mention for mention in item.mentions_before if mention.surface in item.subject_before][:2] or [
        mention for mention in item.mentions_before if is_polity(mention)
    ][:1]


def _meant_by_noun(item: PassageReading, start: int, trigger: int) -> list[Mention]:
    """Whom "the bank" or "the fund" stands for: the name of the passage before, or of the title, that ends so."""
    noun = _DEFINITE.match(item.text, start, trigger)
    if noun is None:
        return []
    known = [m for m in (*item.mentions[:1], *item.mentions_before) if m.name.split()[-1].casefold() == noun.group(1)]
    return known[:1]


def _first_subject(item: PassageReading, end: int) -> list[Mention]:
    """The first subject of the sentence before `end`, for a pronoun that follows."""
    before = [mention for mention in actors(item.mentions) if mention.end <= end and not in_bracket(item.text, mention)]
    heads = _heads(item.text, before)
    first = next((mention for mention in heads if _is_subject(item.text, 0, mention)), None)
    return [] if first is None else chain(item.text, heads, first, end)


def _unknown_subject(item: PassageReading, start: int, trigger: int) -> list[Mention]:
    """A capitalised word right before the verb that no lexicon knows as a name: "the Commission pledged"."""
    match = _BEFORE_VERB.search(item.text, max(start, trigger - _NEAR), trigger)
    if match is None or _is_known(item, match.start("name")):
        return []
    opens = match.start("name") == 0 or item.text[: match.start("name")].rstrip()[-1:] in (".", ":", "")
    word = match.group("name")
    if word.casefold() in STOPWORDS or (opens and is_common(word)):
        return []
    found = local_name(item.text, match.start("name"))
    return [] if found is None else [found]


def local_name(text: str, start: int) -> Mention | None:
    """A single capitalised word at `start` that no lexicon knows as a name: "Shell", "Orange"."""
    match = _CAPITALISED.match(text, start)
    if match is None or match.group().casefold() in (*MONTHS, *WEEKDAYS):
        return None
    word = strip_possessive(match.group())
    return Mention(f"name:{word.casefold()}", word, word, start, start + len(word), 0.5, word)


def _heads(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """`mentions` without those that only say whose the next one is."""
    kept: list[Mention] = []
    for number, mention in enumerate(mentions):
        owned = kept and _OWNER.fullmatch(text[kept[-1].end : mention.start]) and not _is_proper(mention)
        if owned:
            continue
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        between = "" if following is None else text[mention.end : following.start]
        owner = _OWNER.fullmatch(between) or (mention.is_demonym and _OWNED_NOUNS.fullmatch(between))
        if following is None or not owner or not _is_proper(following):
            kept.append(mention)
    return kept


def _is_proper(mention: Mention) -> bool:
    """Whether a name acts for itself, not for the state that owns it as its ministry or mission does."""
    return not _ORGAN.search(mention.surface)


def _is_subject(text: str, start: int, mention: Mention) -> bool:
    """Whether neither a preposition nor a verb stands before the mention, articles and adjectives aside."""
    before = _MODIFIERS.sub("", text[max(start, mention.start - _NEAR) : mention.start])
    last = re.search(r"([\w'-]+)\s*$", before)
    if last is None:
        return True
    word = last.group(1)
    if word.casefold() == "of":
        return _GOVERNMENT.search(before) is not None
    if word.casefold() in _PREPOSITIONS:
        return False
    return not _is_object(text, start, mention)


def _is_object(text: str, start: int, mention: Mention) -> bool:
    """Whether a verb that says nothing stands right before the mention."""
    last = re.search(r"([\w'-]+)\s*$", _MODIFIERS.sub("", text[max(start, mention.start - _NEAR) : mention.start]))
    word = "" if last is None else last.group(1)
    is_verb = word.islower() and "-" not in word and (word in _VERBS or word.endswith(("ed", "ing")))
    return is_verb and word not in _SAYING


def _unlisted(text: str, candidates: Sequence[Mention], subjects: Sequence[Mention]) -> list[Mention]:
    """`subjects` without the later members of a list whose first member is no subject: "with X, Y and Z"."""
    kept: list[Mention] = []
    refused: Mention | None = None
    for mention in candidates:
        if mention not in subjects:
            refused = mention
            continue
        gap = None if refused is None else text[refused.end : mention.start]
        if gap is not None and _JOINT.fullmatch(gap) and _goes_on(text, candidates, mention, gap):
            refused = mention
            continue
        kept.append(mention)
        refused = None
    return kept


def _goes_on(text: str, candidates: Sequence[Mention], mention: Mention, gap: str) -> bool:
    """Whether a list is still open or closes here; a bare comma before the last name ends an introduction."""
    if re.search(r"\band\b|&", gap):
        return True
    later = list(islice((other for other in candidates if other.start > mention.end), 3))
    return any(re.search(r"\band\b|&", text[mention.end : min(other.start, mention.end + _NEAR)]) for other in later)


def in_bracket(text: str, mention: Mention) -> bool:
    """Whether the mention stands in brackets, aside from what the sentence says."""
    opened = text.rfind("(", 0, mention.start)
    return opened >= 0 and text.find(")", opened) > mention.start


def is_place(text: str, mention: Mention) -> bool:
    """Whether a preposition of place or direction stands before the mention."""
    return _PLACE.search(text, max(0, mention.start - 12), mention.start) is not None
