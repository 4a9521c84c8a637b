import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.answering.expectation import Expectation
from briefqa.answering.question import clean_question, read_question
from briefqa.errors import QuestionError
from briefqa.facts import build_lexicon
from briefqa.index.lexical import LexicalIndex
from briefqa.passages import split_passages
from support.drafted import lay_out, quoted

DOCUMENT = lay_out(
    "ships",
    "Peru ordered 9 ships from Norway in 2022. The Norwegian yard Hanwha Ocean makes corvettes in Geoje.",
    "Hanwha Ocean sells frigates to Peru. The corvettes of Hanwha Ocean cost $3.4 billion.",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
LEXICAL = LexicalIndex.build(quoted(DOCUMENT, PASSAGES))


def read(text):
    return read_question(text, LEXICON, LEXICAL)


def surfaces(question):
    return [unit.surface for unit in question.units]


@pytest.mark.parametrize("text", ["", " \n\t", "?!", "…", "\u200b", "\x00"])
def test_a_question_without_words_is_refused(text):
    with pytest.raises(QuestionError, match="type what you want to know"):
        clean_question(text, 100)


def test_a_question_over_the_limit_is_refused_with_both_lengths():
    assert clean_question("a" * 1200, 1200) == "a" * 1200
    with pytest.raises(QuestionError, match=r"has 1,201 characters; ask in at most 1,200\."):
        clean_question("a" * 1201, 1200)


def test_half_a_character_is_refused():
    with pytest.raises(QuestionError, match="unpaired surrogate"):
        clean_question("Who \ud800 is it?", 100)


def test_control_characters_and_surplus_space_are_cleaned_away():
    assert clean_question(" Who\x00 \n\tsold\u200b it\u00a0?\x1b ", 100) == "Who sold it ?"
    assert clean_question("caf\u0065\u0301", 100) == "caf\u00e9"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_cleaning_a_clean_question_changes_nothing(text):
    try:
        cleaned = clean_question(text, 100)
    except QuestionError:
        return
    assert clean_question(cleaned, 100) == cleaned
    assert cleaned == " ".join(cleaned.split())
    assert not any(unicodedata.category(character) == "Cc" for character in cleaned)


def test_the_words_that_ask_are_no_units_and_the_rest_stands_in_order():
    question = read("How many ships did Peru order from Norway in 2022?")
    assert surfaces(question) == ["ships", "Peru", "order", "Norway", "2022"]
    assert [unit.surface for unit in question.units if unit.is_name] == ["Peru", "Norway"]
    assert [unit.surface for unit in question.units if unit.is_number] == ["2022"]
    assert question.expectation is Expectation.FIGURE
    assert question.text == question.corrected == "How many ships did Peru order from Norway in 2022?"


def test_a_name_is_covered_by_any_of_its_forms():
    (unit,) = (unit for unit in read("What does the Norwegian yard make?").units if unit.is_name)
    assert unit.surface == "Norwegian"
    assert unit.alternatives[0] == ("norwegian",)
    assert ("norway",) in unit.alternatives
    assert read("What does Norway make?").names == read("What does the Norwegian yard make?").names


def test_a_name_of_several_words_is_one_unit():
    question = read("What does Hanwha Ocean sell?")
    assert surfaces(question) == ["Hanwha Ocean", "sell"]
    assert question.units[0].alternatives[0] == ("hanwha", "ocean")


def test_a_word_said_twice_is_one_unit():
    units = surfaces(read("Does Peru sell ships or does Peru order ships?"))
    assert sorted(units) == ["Peru", "order", "sell", "ships"]


def test_misspelt_names_and_words_are_read_in_the_form_of_the_corpus():
    question = read("What do the corvetes of Hanwah Ocean cost?")
    assert question.text == "What do the corvetes of Hanwah Ocean cost?"
    assert "Hanwha Ocean" in question.corrected
    assert surfaces(question)[0].startswith("corvet")
    assert any(unit.alternatives[0] == ("corvett",) for unit in question.units)


def test_words_of_english_and_of_the_corpus_are_never_corrected():
    for text in ("What does the sheep cost?", "Which frigates are sold?", "Is Norway near Geoje?"):
        assert read(text).corrected == text


def test_without_the_words_of_the_corpus_only_names_are_corrected():
    question = read_question("Do the corvetes of Hanwah Ocean float?", LEXICON)
    assert question.corrected == "Do the corvetes of Hanwha Ocean float?"


def test_figures_are_asked_with_as_they_are_typed():
    question = read("Why 68.64% or $3.4 billion?")
    assert {"68.64%", "$3.4", "billion"} <= question.asked
    assert next(unit.surface for unit in question.units if unit.is_number) == "68.64%"


def test_a_currency_is_no_country():
    of_the_country = read("What are ships of the US worth?")
    in_its_money = read("What are ships of Peru worth in US$?")
    assert [unit.surface for unit in of_the_country.units if unit.is_name] == ["US"]
    assert [unit.surface for unit in in_its_money.units if unit.is_name] == ["Peru"]


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    question = read(text)
    assert question.text == text
    assert len({unit.alternatives for unit in question.units}) == len(question.units)
    assert all(unit.alternatives and all(unit.alternatives) for unit in question.units)


def test_a_name_with_a_digit_is_no_number_and_people_by_their_years_are_one():
    units = {unit.surface: unit for unit in read("Do G99 states care for over-65s?").units}
    assert not units["G99"].is_number
    assert any(("65",) in unit.alternatives for unit in units.values())


@pytest.mark.parametrize("word", ["dearest", "quietest"])
def test_a_superlative_of_a_common_word_is_no_misspelling(word):
    lexical = LexicalIndex.build(["Stocks depress prices, and the quickest yard sells first."])
    assert lexical.nearest_term(word) is not None
    assert word in read_question(f"Which yard is the {word} one?", LEXICON, lexical).corrected


def test_a_degree_that_is_asked_with_is_nothing_to_be_found():
    units = {unit.surface: unit.is_form for unit in read_question("How large were the large exports?", LEXICON).units}
    assert units == {"large": True, "exports": False}
    units = {unit.surface: unit.is_form for unit in read_question("Who bought large ships?", LEXICON).units}
    assert units["large"] is False
