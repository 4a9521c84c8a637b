"""One lexicon per corpus: its names with their aliases, used by facts and by questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from briefqa.facts.entities import Entity, Form, index_forms
from briefqa.facts.misspellings import NamedForm, NameSpellings
from briefqa.facts.naming import Part, key_of, parts
from briefqa.facts.text import STOPWORDS

_SEPARATOR = re.compile(r"[\s\-–.'’/]{0,3}$")
_LONGEST_MISSPELT = 4
_MOST_SEEN = 128  # texts whose names are kept: a question and its claims are looked through some forty times


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: `text[start:end] == surface`, `score` in 0..1, `form` as the corpus writes it.

    `is_capital` marks a city that may stand for a government, `is_demonym` an adjective of a state.
    """

    entity_id: str
    name: str
    surface: str
    start: int
    end: int
    score: float
    form: str
    is_capital: bool = False
    is_demonym: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of a corpus.

    `vocabulary` holds the corpus's own lower-case words beyond ordinary English; they are never read as
    misspelt names.
    """

    entities: tuple[Entity, ...]
    vocabulary: frozenset[str] = frozenset()
    _forms: dict[tuple[str, ...], Form] = field(default_factory=dict, repr=False, compare=False)
    _longest: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _by_id: dict[str, Entity] = field(default_factory=dict, repr=False, compare=False)
    _spellings: NameSpellings = field(init=False, repr=False, compare=False)
    _seen: dict[str, tuple[Mention, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update({entity.id: entity for entity in self.entities})
        self._forms.update(index_forms(self.entities))
        for key in self._forms:
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))
        object.__setattr__(self, "_spellings", NameSpellings.of(self._misspellable()))

    def _misspellable(self) -> Iterator[NamedForm]:
        """The forms that the corpus uses and that are no ordinary words."""
        for key, form in self._forms.items():
            frequency = self._by_id[form.entity_id].frequency
            if frequency and not form.needs_capitals:
                yield NamedForm(key, form.entity_id, frequency)

    def entity(self, entity_id: str) -> Entity:
        """The entity with that id; KeyError when the lexicon has none."""
        return self._by_id[entity_id]

    def aliases(self, entity_id: str) -> tuple[str, ...]:
        """Every name of the entity, the usual one first; demonyms and capitals come last; () if unknown."""
        entity = self._by_id.get(entity_id)
        if entity is None:
            return ()
        return (entity.name, *entity.aliases, *entity.demonyms, *entity.capitals)

    def mentions(self, text: str, *, fuzzy: bool = False) -> tuple[Mention, ...]:
        """The names in `text` from left to right, longest first, none overlapping another.

        With `fuzzy` misspelt names of the corpus are found too; ordinary words never count as such.
        """
        if fuzzy:
            return self._find(text, fuzzy=True)
        known = self._seen.get(text)
        if known is None:
            known = self._find(text, fuzzy=False)
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            self._seen[text] = known
        return known

    def _find(self, text: str, *, fuzzy: bool) -> tuple[Mention, ...]:
        pieces = parts(text)
        meant = [self._spellings.meant_by(part.key, self.vocabulary) for part in pieces] if fuzzy else []
        found: list[Mention] = []
        index = 0
        while index < len(pieces):
            if not fuzzy and pieces[index].key not in self._longest:
                index += 1  # most words open no name
                continue
            mention, used = self._exact(text, pieces, index)
            if mention is None and fuzzy:
                mention, used = self._misspelt(text, pieces, meant, index)
            if mention is not None:
                found.append(mention)
            index += used
        return tuple(found)

    def expand(self, question: str) -> str:
        """`question` with misspelt names put into the corpus's own form; everything else stays as typed."""
        pieces, position = [], 0
        for mention in self.mentions(question, fuzzy=True):
            pieces.append(question[position : mention.start])
            pieces.append(mention.surface if key_of(mention.form) == key_of(mention.surface) else mention.form)
            position = mention.end
        return "".join(pieces) + question[position:]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values that `from_json` reads back."""
        return {"entities": [asdict(entity) for entity in self.entities], "vocabulary": sorted(self.vocabulary)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Lexicon:
        """The lexicon that `as_json` wrote."""
        lists = ("aliases", "demonyms", "capitals")
        entities = tuple(Entity(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in stored["entities"])
        return cls(entities, frozenset(stored["vocabulary"]))

    def _exact(self, text: str, pieces: Sequence[Part], index: int) -> tuple[Mention | None, int]:
        if index and pieces[index - 1].end == pieces[index].start:
            return None, 1
        longest = min(self._longest.get(pieces[index].key, 0), len(pieces) - index)
        for length in range(longest, 0, -1):
            window = pieces[index : index + length]
            form = self._forms.get(tuple(part.key for part in window))
            if form is None or not _is_whole(text, pieces, index, length, form):
                continue
            if form.needs_capitals and not _is_written_as_name(text, pieces, index, length, form):
                continue
            return self._mention(text, window, form, form.score), length
        return None, 1

    def _misspelt(
        self, text: str, pieces: Sequence[Part], meant: Sequence[frozenset[str]], index: int
    ) -> tuple[Mention | None, int]:
        if index and pieces[index - 1].end == pieces[index].start:
            return None, 1
        for length in range(min(_LONGEST_MISSPELT, len(pieces) - index), 0, -1):
            window = pieces[index : index + length]
            near = self._spellings.nearest(tuple(part.key for part in window), tuple(meant[index : index + length]))
            if near is None:
                continue
            form = self._forms[near[0]]
            if _is_whole(text, pieces, index, length, form):
                return self._mention(text, window, form, round(near[1] * form.score, 4)), length
        return None, 1

    def _mention(self, text: str, window: Sequence[Part], form: Form, score: float) -> Mention:
        start, end = window[0].start, window[-1].end
        name = self._by_id[form.entity_id].name
        return Mention(
            form.entity_id, name, text[start:end], start, end, score, form.text, form.is_capital, form.is_demonym
        )


def _is_whole(text: str, pieces: Sequence[Part], index: int, length: int, form: Form) -> bool:
    """Whether the window is written together as one name and ends where a word ends."""
    window = pieces[index : index + length]
    for left, right in pairwise(window):
        between = text[left.end : right.start]
        if "," in form.text:
            between = between.replace(",", "")
        if not _SEPARATOR.match(between):
            return False
    following = index + length
    return following >= len(pieces) or pieces[following].start > window[-1].end


def _is_written_as_name(text: str, pieces: Sequence[Part], index: int, length: int, form: Form) -> bool:
    """Whether ordinary words are written as a name here: with capitals, and not inside a longer name."""
    window = pieces[index : index + length]
    surface = text[window[0].start : window[-1].end]
    if form.text.replace(".", "").isupper():
        return surface.replace(".", "").isupper()
    if not all(part.capitalised or part.key in STOPWORDS or part.key.isdigit() for part in window):
        return False
    for neighbour, gap in _neighbours(text, pieces, index, length):
        if gap == " " and neighbour.capitalised and neighbour.key not in STOPWORDS:
            return False
    return True


def _neighbours(text: str, pieces: Sequence[Part], index: int, length: int) -> list[tuple[Part, str]]:
    found = []
    if index:
        before = pieces[index - 1]
        found.append((before, text[before.end : pieces[index].start]))
    if index + length < len(pieces):
        after = pieces[index + length]
        found.append((after, text[pieces[index + length - 1].end : after.start]))
    return found
