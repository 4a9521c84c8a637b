"""A question as the retriever and the reader need it: corrected, with what has to be covered and what is expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefqa.answering.asked_amounts import AskedAmount, amounts_asked
from briefqa.answering.asked_periods import AskedPeriod, periods_asked
from briefqa.answering.expectation import DEGREE, Expectation, expect
from briefqa.answering.restating import STATUS_WORDS, restate, spell_opening
from briefqa.answering.verb_forms import BASES
from briefqa.errors import QuestionError
from briefqa.facts import Lexicon, Mention
from briefqa.facts.text import is_common
from briefqa.index.lexical import LexicalIndex
from briefqa.index.terms import split_terms
from briefqa.passages import split_sentences

# Words that carry the form of a question, not its matter, by their stems.
_FUNCTION_WORDS = """
a an the this that these those it its he him his she her they them their we us our you your i me my there here one
and or but nor so if then than as of in on at by for from to into onto with without about over under between among
against during before after since until through per via up down out off is are was were be been being am do does did
done doing has have had having can could will would shall should may might must not no yes what which who whom whose
when where why how many much more most less least some any each every all both other another such same also just only
very too now ever actually really please tell list name give show find according say says said know mean means s t
whats 's
"""
FUNCTION_TERMS = frozenset(split_terms(_FUNCTION_WORDS))
FORM_TERMS = frozenset(
    split_terms(
        "worth value cost costs price pay paid amount sum number figure share percentage percent proportion portion "
        "money dollar dollars euro euros year month date day place person country countries reason kind type sort"
    )
)
_STATUS = tuple((term,) for term in split_terms(" ".join(STATUS_WORDS)))
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WORD = re.compile(r"[^\W_]")
_AGED = re.compile(r"(?P<years>\d\d)s")
"""People by their years ("over-65s"), which a table writes without the "s"."""
_COMPARED = re.compile(r"(?P<base>[a-z]{3,}?)e(?:r|st)")
_CURRENCY = ("$", "€", "£", "¥", "₩")
_LETTERS = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-])")
_FRAME = re.compile(
    r"^(?:according to (?:the|this|your) (?:\w+ )?(?:documents?|briefs?|papers?|reports?|corpus)|"
    r"(?:please|could you|can you|i (?:want|would like) to know),?)\s*,?\s+",
    re.IGNORECASE,
)
_SHORTEST_MISSPELT = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that a passage should speak of: a term of the question, or a name with its other forms.

    A text covers the unit when it holds every term of at least one alternative. `surface` is what was typed.
    A unit `is_form` when it only says what sort of answer is wanted ("worth", "share").
    """

    surface: str
    alternatives: tuple[tuple[str, ...], ...]
    is_name: bool = False
    is_number: bool = False
    is_form: bool = False


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


def read_question(text: str, lexicon: Lexicon, lexical: LexicalIndex | None = None) -> Question:
    """Read a cleaned question against the names of the corpus and, where `lexical` is given, its words."""
    corrected = restate(lexicon.expand(spell_opening(_asking_sentence(text))))
    mentions = lexicon.mentions(corrected)
    if lexical is not None:
        typed, corrected = corrected, _correct_words(corrected, mentions, lexical)
        mentions = mentions if corrected == typed else lexicon.mentions(corrected)
    units: list[Unit] = []
    names: list[str] = []
    position = 0
    for mention in mentions:
        if corrected[mention.end : mention.end + 1] in _CURRENCY:
            continue  # "US$" names money, no country
        units.extend(_term_units(corrected[position : mention.start]))
        forms = dict.fromkeys((mention.surface, *lexicon.aliases(mention.entity_id)))
        alternatives = tuple(dict.fromkeys(tuple(split_terms(form)) for form in forms))
        alternatives = tuple(terms for terms in alternatives if terms)
        if alternatives:
            units.append(Unit(mention.surface, alternatives, is_name=True))
            names.append(mention.entity_id)
        position = mention.end
    units.extend(_term_units(corrected[position:]))
    degree = DEGREE.search(corrected)
    if degree is not None:  # "how large were the exports?" asks for a figure, not for something large
        units = [replace(unit, is_form=True) if unit.surface == degree["degree"] else unit for unit in units]
    unique = {unit.alternatives: unit for unit in reversed(units)}
    asked = frozenset(re.findall(r"[\w.,$€£%-]*\w%?", corrected.lower()))
    return Question(
        text, corrected, tuple(reversed(unique.values())), expect(corrected), asked, tuple(dict.fromkeys(names))
    )


def _asking_sentence(text: str) -> str:
    """The sentence that asks, without what was said around it and without "according to the documents"."""
    sentences = [span.cut(text) for span in split_sentences(text)]
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), None)
    return _FRAME.sub("", asking if asking and len(sentences) > 1 else text) or text


def _correct_words(text: str, mentions: Sequence[Mention], lexical: LexicalIndex) -> str:
    """Put misspelt words into the corpus's own form; English words and words of the corpus stay as typed."""
    named = [(mention.start, mention.end) for mention in mentions]

    def correct(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if (
            len(word) < _SHORTEST_MISSPELT
            or is_common(lower)
            or _is_compared(lower)
            or any(a < match.end() and match.start() < b for a, b in named)
        ):
            return word
        terms = split_terms(word)
        if len(terms) != 1 or terms[0] in FUNCTION_TERMS or len(lexical.postings(terms[0])):
            return word
        return lexical.nearest_term(terms[0]) or word

    return _LETTERS.sub(correct, text)


def _is_compared(word: str) -> bool:
    """Whether a word is a common one's comparative or superlative, which lists of words leave out: "dearest"."""
    match = _COMPARED.fullmatch(word)
    if match is None:
        return False
    base = match["base"]
    forms = [
        base,
        f"{base}e",
        f"{base[:-1]}y" if base.endswith("i") else base,
        base[:-1] if base[-1:] == base[-2:-1] else base,
    ]
    return any(len(form) > 2 and is_common(form) for form in forms)


def _term_units(text: str) -> list[Unit]:
    """A unit for each period, each amount with a scale and each content term of a stretch without names."""
    units: list[Unit] = []
    position = 0
    found: tuple[AskedPeriod | AskedAmount, ...] = (*periods_asked(text), *amounts_asked(text))
    for asked in sorted(found, key=lambda one: one.start):
        if asked.start < position:
            continue
        forms = tuple(dict.fromkeys(tuple(split_terms(form)) for form in asked.forms))
        units.extend(_word_units(text[position : asked.start]))
        units.append(Unit(asked.surface, forms, is_number=True))
        position = asked.end
    units.extend(_word_units(text[position:]))
    return units


def _forms(term: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a term of a question may be written."""
    aged = _AGED.fullmatch(term)
    if aged:
        return (term,), (aged["years"],)
    base = BASES.get(term, term)
    if base != term and term not in FORM_TERMS:
        return (term,), tuple(split_terms(base))  # "spent" is told by a column "Spending" too
    return _STATUS if (term,) == _STATUS[0] else ((term,),)


def _word_units(text: str) -> list[Unit]:
    """A unit for each content term of a stretch without names and periods."""
    units = []
    for word in re.findall(r"\S+", text):
        for term in split_terms(word):
            if term not in FUNCTION_TERMS:
                units.append(
                    Unit(
                        word.strip("?!.,;:()\"'“”‘’"),
                        _forms(term),
                        is_number=term[0].isdigit(),
                        is_form=term in FORM_TERMS,
                    )
                )
    return units
