"""Building the lexicon of a corpus from its documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefqa.facts.entities import Entity, known_polities, polity_keys
from briefqa.facts.lexicon import Lexicon
from briefqa.facts.name_runs import find_abbreviations, find_names
from briefqa.facts.naming import key_of
from briefqa.facts.text import is_common
from briefqa.types import Document, Passage, PassageKind

_LOWER_WORD = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]{3,}(?![\w'’])")
_NOT_RUNNING_TEXT = frozenset({PassageKind.HEADING, PassageKind.TABLE_ROW, PassageKind.BYLINE})
_LONGEST_NAME = 8


def build_lexicon(documents: Sequence[tuple[Document, Sequence[Passage]]]) -> Lexicon:
    """The lexicon of a corpus: its own names, and the states and organisations of the world.

    Names are read from running text; headings and table rows, where capitals mean nothing, only count
    mentions. Pure and deterministic; the order of documents does not matter.
    """
    names: Counter[str] = Counter()
    short_forms: dict[str, Counter[str]] = {}
    texts = [
        passage.span.cut(document.text)
        for document, passages in documents
        for passage in passages
        if passage.kind is not PassageKind.BYLINE
    ]
    for document, passages in documents:
        for passage in passages:
            if passage.kind not in _NOT_RUNNING_TEXT:
                names.update(run.text for run in find_names(passage.span.cut(document.text)))
    for text in texts:
        for long, short in find_abbreviations(text):
            short_forms.setdefault(long, Counter())[short] += 1
    entities = [*_with_abbreviations(tuple(known_polities()), short_forms), *_own_names(names, short_forms)]
    counted = _count_mentions(entities, texts)
    return Lexicon(counted, _vocabulary(texts))


def _vocabulary(texts: Iterable[str]) -> frozenset[str]:
    words = {word for text in texts for word in _LOWER_WORD.findall(text)}
    return frozenset(word for word in words if not is_common(word))


def _with_abbreviations(polities: Sequence[Entity], short_forms: dict[str, Counter[str]]) -> Iterator[Entity]:
    """Give a state the abbreviation that a document brackets after one of its names."""
    by_key = {key_of(long): shorts for long, shorts in short_forms.items()}
    for entity in polities:
        found = [short for name in (entity.name, *entity.aliases) for short in by_key.get(key_of(name), ())]
        yield replace(entity, aliases=tuple(dict.fromkeys((*entity.aliases, *found)))) if found else entity


def _own_names(names: Counter[str], short_forms: dict[str, Counter[str]]) -> list[Entity]:
    known = polity_keys()
    shorts = {short for forms in short_forms.values() for short in forms}
    spelled: dict[tuple[str, ...], Counter[str]] = {}
    for name, count in names.items():
        key = key_of(name)
        if key and key not in known and len(key) <= _LONGEST_NAME and name not in shorts:
            spelled.setdefault(key, Counter())[name] += count
    for long in short_forms:
        if key_of(long) and key_of(long) not in known:
            spelled.setdefault(key_of(long), Counter())[long] += 1
    usual = {key: min(forms, key=lambda form: (-forms[form], form)) for key, forms in spelled.items()}
    owners = _merge_parts({key: sum(forms.values()) for key, forms in spelled.items()})
    found = []
    for key in sorted(usual):
        if key in owners:
            continue
        merged = sorted(usual[part] for part, owner in owners.items() if owner == key)
        bracketed = sorted({short for long in short_forms if key_of(long) == key for short in short_forms[long]})
        slug = "-".join(key)
        found.append(Entity(f"name:{slug}", usual[key], "name", tuple(dict.fromkeys((*bracketed, *merged)))))
    return found


def _merge_parts(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Which name is only a part of exactly one longer name: "Trump" of "Donald Trump"."""
    containing: dict[tuple[str, ...], list[tuple[str, ...]]] = {key: [] for key in counts}
    for long in counts:
        for length in range(1, len(long)):
            for start in range(len(long) - length + 1):
                part = long[start : start + length]
                if part in containing and not _is_maker(part, long[start + length :]):
                    containing[part].append(long)
    owners = {}
    for part, longs in containing.items():
        outermost = [long for long in longs if not any(long != other and _within(long, other) for other in longs)]
        if len(outermost) == 1 and not all(is_common(word) for word in part):
            owners[part] = outermost[0]
    return owners


def _is_maker(part: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether `part` stands before the model number of a longer name: "Airbus" of "Airbus A320neo"."""
    return any(key.isdigit() for key in rest) and not any(key.isdigit() for key in part)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


def _count_mentions(entities: Sequence[Entity], texts: Iterable[str]) -> tuple[Entity, ...]:
    """Count mentions twice: by what is unambiguous, then with shared forms given to whoever leads."""
    texts = tuple(texts)
    counted = tuple(entities)
    for _ in range(2):
        lexicon = Lexicon(counted)
        counts: Counter[str] = Counter(mention.entity_id for text in texts for mention in lexicon.mentions(text))
        counted = tuple(replace(entity, frequency=counts[entity.id]) for entity in entities)
    return counted
