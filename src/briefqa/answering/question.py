"""A question as the retriever and the reader need it: corrected, with what has to be covered and what is expected."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from briefqa.answering.expectation import Expectation, expect
from briefqa.errors import QuestionError
from briefqa.facts import Lexicon
from briefqa.index.terms import split_terms

# Words that carry the form of a question, not its matter, by their stems.
_FUNCTION_WORDS = """
a an the this that these those it its he him his she her they them their we us our you your i me my there here one
and or but nor so if then than as of in on at by for from to into onto with without about over under between among
against during before after since until through per via up down out off is are was were be been being am do does did
done doing has have had having can could will would shall should may might must not no yes what which who whom whose
when where why how many much more most less least some any each every all both other another such same also just only
very too now ever please tell list name give show find according say says said know mean means s t whats 's
"""
FUNCTION_TERMS = frozenset(split_terms(_FUNCTION_WORDS))
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a passage should speak of: a term of the question, or a name with its other forms.

    A text covers the unit when it holds every term of at least one alternative. `surface` is what was typed.
    """

    surface: str
    alternatives: tuple[tuple[str, ...], ...]
    is_name: bool = False
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read.

    `text` is what was typed, `corrected` has misspelt names in the corpus's own form, `units` is what passages are
    compared with, `asked` the question's words in lower case.
    """

    text: str
    corrected: str
    units: tuple[Unit, ...]
    expectation: Expectation
    asked: frozenset[str]
    names: tuple[str, ...]


def clean_question(text: str, limit: int) -> str:
    """`text` without control characters and surplus white space.

    Raises:
        QuestionError: nothing can be asked with it.
    """
    if not text.strip():
        raise QuestionError("The question is empty; type what you want to know.")
    if len(text) > limit:
        raise QuestionError(f"The question has {len(text):,} characters; ask in at most {limit:,}.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise QuestionError("The question holds half of a character (an unpaired surrogate); send it as valid UTF-8.")
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in _CONTROL
    )
    cleaned = " ".join(visible.split())
    if not _WORD.search(cleaned):
        raise QuestionError("The question has no words; type what you want to know.")
    return cleaned


def read_question(text: str, lexicon: Lexicon) -> Question:
    """Read a cleaned question against the names of the corpus."""
    corrected = lexicon.expand(text)
    units: list[Unit] = []
    names: list[str] = []
    position = 0
    for mention in lexicon.mentions(corrected):
        units.extend(_term_units(corrected[position : mention.start]))
        forms = dict.fromkeys((mention.surface, *lexicon.aliases(mention.entity_id)))
        alternatives = tuple(dict.fromkeys(tuple(split_terms(form)) for form in forms))
        alternatives = tuple(terms for terms in alternatives if terms)
        if alternatives:
            units.append(Unit(mention.surface, alternatives, is_name=True))
            names.append(mention.entity_id)
        position = mention.end
    units.extend(_term_units(corrected[position:]))
    unique = {unit.alternatives: unit for unit in reversed(units)}
    asked = frozenset(re.findall(r"[\w.,$€£%-]*\w%?", corrected.lower()))
    return Question(
        text, corrected, tuple(reversed(unique.values())), expect(corrected), asked, tuple(dict.fromkeys(names))
    )


def _term_units(text: str) -> list[Unit]:
    """A unit for each content term of a stretch without names."""
    units = []
    for word in re.findall(r"\S+", text):
        for term in split_terms(word):
            if term not in FUNCTION_TERMS:
                number = any(character.isdigit() for character in term)
                units.append(Unit(word.strip("?!.,;:()\"'“”‘’"), ((term,),), is_number=number))
    return units
