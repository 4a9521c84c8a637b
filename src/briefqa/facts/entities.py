"""Entities of a corpus and the forms by which texts mention them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from briefqa.facts.countries import polities, shared_short_forms
from briefqa.facts.naming import key_of, needs_capitals
from briefqa.facts.text import is_common

EXACT_SCORE, ALIAS_SCORE, PARTIAL_SCORE, INITIALS_SCORE = 1.0, 0.95, 0.9, 0.85
"""A name in full, another name for the same thing, one distinctive part of a name, its initials."""

_SHORTEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that has a name.

    `kind` is state, organisation, region or name; `frequency` counts mentions in the corpus; `aliases` are further
    names as texts write them, `demonyms` adjectives of a state, `capitals` cities that may stand for it.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    frequency: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entity; `is_capital` marks a city that stands for a government."""

    entity_id: str
    text: str
    score: float
    needs_capitals: bool
    is_capital: bool = False
    is_demonym: bool = False


def known_polities() -> Iterator[Entity]:
    """Every state and organisation of the tables, none of them mentioned yet."""
    for polity in polities():
        kind = polity.id.partition(":")[0]
        yield Entity(polity.id, polity.names[0], kind, polity.names[1:], polity.demonyms, polity.capitals)


def index_forms(entities: Iterable[Entity]) -> dict[tuple[str, ...], Form]:
    """Every key by which an entity can be mentioned, each with one reading.

    A form that several entities share goes to the one mentioned most in the corpus; where none leads,
    nobody gets it. Names in full come before aliases, aliases before parts of names.
    """
    entities = tuple(entities)
    frequency = {entity.id: entity.frequency for entity in entities}
    claims: dict[tuple[str, ...], dict[str, Form]] = {}
    for entity in entities:
        for form in _forms_of(entity):
            key = key_of(form.text)
            known = claims.setdefault(key, {}).get(entity.id)
            if key and (known is None or known.score < form.score):
                claims[key][entity.id] = form
    for text, owners in shared_short_forms().items():
        for owner in owners:
            if owner in frequency:
                form = Form(owner, text, ALIAS_SCORE, needs_capitals(text), text in _capitals(owner), True)
                claims.setdefault(key_of(text), {}).setdefault(owner, form)
    chosen = {}
    for key, rivals in claims.items():
        winner = _dominant(tuple(rivals.values()), frequency)
        if winner is not None:
            chosen[key] = winner
    return chosen


def _capitals(entity_id: str) -> tuple[str, ...]:
    return next((polity.capitals for polity in polities() if polity.id == entity_id), ())


def _dominant(rivals: tuple[Form, ...], frequency: dict[str, int]) -> Form | None:
    if len(rivals) == 1:
        return rivals[0]
    best = max(form.score for form in rivals)
    rivals = tuple(form for form in rivals if form.score == best)
    ranked = sorted(rivals, key=lambda form: (-frequency[form.entity_id], form.entity_id))
    if len(ranked) > 1 and frequency[ranked[0].entity_id] == frequency[ranked[1].entity_id]:
        return None
    return ranked[0]


def _forms_of(entity: Entity) -> Iterator[Form]:
    shared = shared_short_forms()
    yield Form(entity.id, entity.name, EXACT_SCORE, needs_capitals(entity.name))
    for alias in entity.aliases:
        dormant = (
            entity.kind in ("organisation", "region")
            and not entity.frequency
            and needs_capitals(alias)
            and not alias.isupper()
        )
        if not dormant:
            yield Form(entity.id, alias, ALIAS_SCORE, needs_capitals(alias))
    for demonym in entity.demonyms:
        if demonym not in shared:
            for text in (demonym, f"{demonym}s"):
                yield Form(entity.id, text, ALIAS_SCORE, needs_capitals(text), is_demonym=True)
    for capital in entity.capitals:
        if capital not in shared:
            yield Form(entity.id, capital, ALIAS_SCORE, needs_capitals(capital), is_capital=True)
    if entity.kind == "name":
        for text in name_parts(entity.name):
            yield Form(entity.id, text, PARTIAL_SCORE, needs_capitals(text))
        initials = "".join(word[0] for word in entity.name.replace("-", " ").split() if word[0].isupper())
        if len(initials) >= _SHORTEST_INITIALS and initials.isalpha():
            yield Form(entity.id, initials, INITIALS_SCORE, True)


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a longer name that are distinctive by themselves: no ordinary word, no state's name, no maker.

    "Airbus" alone is not the "Airbus A320neo".
    """
    words = name.split()
    if len(words) < 2:
        return ()
    model = next((number for number, word in enumerate(words) if any(map(str.isdigit, word))), 0)
    words = words[model:]
    found = [word for word in words if len(word) > 1 and word[0].isupper() and _is_distinctive(word)]
    return tuple(dict.fromkeys(found))


def _is_distinctive(word: str) -> bool:
    if any(character.isdigit() for character in word):
        return True
    return len(word) >= 3 and not is_common(word) and key_of(word) not in polity_keys()


@cache
def polity_keys() -> frozenset[tuple[str, ...]]:
    """The keys of every name, demonym and capital of the states and organisations."""
    names = [name for polity in polities() for name in (*polity.names, *polity.demonyms, *polity.capitals)]
    return frozenset(key_of(name) for name in (*names, *shared_short_forms()))
