"""Variations of a question of which it is known whether the answer may stay the same.

Every variation is a pure function of the question and the names and years of the documents: the same
question always varies in the same way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from briefqa.facts import Entity, Lexicon, Mention

YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?!\d)")
_MONEY = re.compile(r"[$€£¥]\s?\d")
_SCALED = re.compile(r"(?P<sign>[$€£¥]\s?)(?P<number>\d+(?:\.\d+)?) (?P<scale>billion|million)\b")
_AUXILIARY = re.compile(r"\b(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|should)\b", re.IGNORECASE)
_ASKING = re.compile(r"(?:which|who|what|when|where|how)\b", re.IGNORECASE)
_BEING = ("is", "are", "was", "were")
_CONTRACTED = {"can": "can't", "will": "won't"}
_SUBJECT = re.compile(
    r"(?:the|an?|this|these|those|its|their|his|her|our|it|they|he|she|we|you)\b|I\b|[A-Z]|[\w.-]+['’]s?(?!\w)"
)
"""How a subject that stands behind the auxiliary begins."""
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


class Expectation(StrEnum):
    """What a variation may do to the answer."""

    SAME = "same"
    OTHER = "other"


class Family(StrEnum):
    """The kinds of variation."""

    PARAPHRASE = "paraphrase"
    TYPO = "typo"
    ALIAS = "alias"
    SCALE = "scale"
    IRRELEVANT_SENTENCE = "irrelevant sentence"
    WRONG_YEAR = "wrong year"
    SWAPPED_ENTITY = "swapped entity"
    NEGATION = "negation"
    REORDERED_DOCUMENTS = "reordered documents"
    ADDED_DOCUMENT = "added document"


EXPECTATIONS: dict[Family, Expectation] = {
    family: Expectation.OTHER
    if family in (Family.WRONG_YEAR, Family.SWAPPED_ENTITY, Family.NEGATION)
    else Expectation.SAME
    for family in Family
}

TEMPLATES = (
    "Can you tell me: {question}",
    "According to the documents, {lowered}",
    "I would like to know this: {question}",
    "{question} Please quote the source.",
    "{bare}",
)
"""Ways in which people wrap a question; `bare` is without its question mark, `lowered` begins in lower case."""

_AUXILIARIES = r"(?=(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|should)\b)"
REWORDED = (
    (re.compile(rf"^How much {_AUXILIARIES}"), "What amount "),
    (re.compile(r"^How much (?!(?:higher|lower|more|less|larger|smaller)\b)"), "What amount of "),
    (re.compile(r"^How many (?!(?:more|fewer|times)\b)"), "What number of "),
    (re.compile(rf"^When {_AUXILIARIES}"), "At what time "),
    (re.compile(rf"^Where {_AUXILIARIES}"), "At which place "),
)
"""Openings of a question and other words for them; the first that fits is used."""

IRRELEVANT = ("The canteen was full today. {question}", "{question} It has been raining since this morning.")
"""Sentences about nothing that a policy brief says, before and after a question."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A question to ask in place of another."""

    family: Family
    question: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the documents hold: their names, the years that they mention, their text."""

    lexicon: Lexicon
    years: frozenset[int]
    text: str


def surroundings_of(lexicon: Lexicon, texts: Iterator[str]) -> Surroundings:
    """The names and years of some documents."""
    text = "\n".join(texts)
    return Surroundings(lexicon, frozenset(int(year) for year in YEAR.findall(text)), text)


def vary(question: str, answers: tuple[str, ...], around: Surroundings) -> tuple[Variation, ...]:
    """All variations of one question, without those that leave it as it was, in the order of `Family`."""
    sources: tuple[tuple[Family, Callable[[], Iterator[str]]], ...] = (
        (Family.PARAPHRASE, lambda: _paraphrases(question, around.lexicon)),
        (Family.TYPO, lambda: _misspellings(question)),
        (Family.ALIAS, lambda: _aliases(question, answers, around)),
        (Family.SCALE, lambda: _scales(question, answers)),
        (Family.IRRELEVANT_SENTENCE, lambda: (sentence.format(question=question) for sentence in IRRELEVANT)),
        (Family.WRONG_YEAR, lambda: _wrong_years(question, around.years)),
        (Family.SWAPPED_ENTITY, lambda: _swapped_entities(question, around)),
        (Family.NEGATION, lambda: _negations(question, answers)),
    )
    found = (Variation(family, text) for family, source in sources for text in source())
    return tuple(dict.fromkeys(variation for variation in found if variation.question != question))


def _draw(question: str, purpose: str, choices: int) -> int:
    """A number below `choices` that depends on nothing but the words."""
    digest = hashlib.sha256(f"{purpose}\n{question}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % choices


def _paraphrases(question: str, lexicon: Lexicon) -> Iterator[str]:
    """The question with its opening in other words, and in each template; a name at its start keeps its capital."""
    for opening, words in REWORDED:
        if opening.search(question):
            yield opening.sub(words, question)
            break
    named = any(mention.start == 0 for mention in lexicon.mentions(question))
    lowered = question if named or question[:2].isupper() else question[:1].lower() + question[1:]
    for template in TEMPLATES:
        yield template.format(question=question, lowered=lowered, bare=question.rstrip("?"))


def _misspellings(question: str) -> Iterator[str]:
    """Two inner letters of a long word swapped, and one dropped; never in the first word, which says what is asked."""
    words = [match for match in _LONG_WORD.finditer(question) if match.start() > 0]
    if not words:
        return
    word = words[_draw(question, "word", len(words))]
    place = word.start() + 1 + _draw(question, "place", len(word.group()) - 3)
    yield question[:place] + question[place + 1] + question[place] + question[place + 2 :]
    yield question[:place] + question[place + 1 :]


def _plain_mentions(question: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Names that another name can take the place of: no adjectives, and no cities, which may mean the city."""
    return tuple(one for one in lexicon.mentions(question) if not one.is_demonym and not one.is_capital)


def _replaced(question: str, mention: Mention, name: str) -> str:
    """The question with another name in the place of one."""
    return question[: mention.start] + name + question[mention.end :]


def _aliases(question: str, answers: tuple[str, ...], around: Surroundings) -> Iterator[str]:
    """Each name by every other name that the documents use for it, unless that name is what is asked for."""
    for mention in _plain_mentions(question, around.lexicon):
        entity = around.lexicon.entity(mention.entity_id)
        for name in (entity.name, *entity.aliases):
            used = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", around.text) is not None
            asked_for = any(name in answer for answer in answers)
            if (
                used
                and not asked_for
                and name.casefold() not in mention.surface.casefold()
                and mention.surface not in name
            ):
                yield _replaced(question, mention, name)


def _scales(question: str, answers: tuple[str, ...]) -> Iterator[str]:
    """An amount in the question in the other scale, and an amount asked for in a scale."""
    for match in _SCALED.finditer(question):
        number = float(match["number"])
        other = f"{number / 1000:g} billion" if match["scale"] == "million" else f"{number * 1000:,.0f} million"
        yield question[: match.start()] + match["sign"] + other + question[match.end() :]
    if any(_MONEY.search(answer) for answer in answers):
        for scale in ("millions", "billions"):
            yield f"{question.rstrip('?')} in {scale}?"


def _wrong_years(question: str, years: frozenset[int]) -> Iterator[str]:
    """Every year moved by the same distance to where no document has been."""
    asked = {int(year) for year in YEAR.findall(question)}
    if not asked:
        return
    start = 11 + _draw(question, "year", 20)
    free = (shift for shift in range(start, start + 40) if not years.intersection(year - shift for year in asked))
    shift = next(free, None)
    if shift is not None:
        yield YEAR.sub(lambda match: str(int(match.group()) - shift), question)


def _swapped_entities(question: str, around: Surroundings) -> Iterator[str]:
    """Each state by one that no document mentions."""
    absent = [entity for entity in around.lexicon.entities if _is_absent_state(entity, around.text)]
    if not absent:
        return
    for mention in around.lexicon.mentions(question):
        entity = around.lexicon.entity(mention.entity_id)
        if entity.kind == "state" and not mention.is_capital:
            other = absent[_draw(question + mention.surface, "state", len(absent))]
            adjective = any(form.endswith(mention.surface) for form in entity.demonyms)
            if not adjective:
                yield _replaced(question, mention, other.name)
            elif other.demonyms:
                yield _replaced(question, mention, other.demonyms[0])


def _is_absent_state(entity: Entity, text: str) -> bool:
    """Whether an entity is a state of one name that the documents never mention."""
    return entity.kind == "state" and entity.frequency == 0 and " " not in entity.name and entity.name not in text


def _negations(question: str, answers: tuple[str, ...]) -> Iterator[str]:
    """A question for a thing with its first auxiliary negated; a claim stands for yes as for no, so it is left out.

    So is "What was the value?", as nobody asks what it was not.
    """
    asking = _ASKING.match(question)
    auxiliary = _AUXILIARY.search(question, asking.end()) if asking and answers else None
    if auxiliary is None or asking is None or asking.group().casefold() not in ("which", "who", "what"):
        return
    rest = question[auxiliary.end() :].strip()
    word = auxiliary.group().casefold()
    inverted = word in ("do", "does", "did") or _SUBJECT.match(rest) is not None
    at_once = not question[asking.end() : auxiliary.start()].strip()
    if " " not in rest or (inverted and at_once and word in _BEING):
        return
    negated = _CONTRACTED.get(word, f"{word}n't") if inverted and word not in _BEING else f"{auxiliary.group()} not"
    yield f"{question[: auxiliary.start()]}{negated} {rest}"
