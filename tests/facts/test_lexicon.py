import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.facts import Lexicon, build_lexicon
from facts.plain_documents import plain_document

TEXT = """Estonia buys launchers from Nordvik Aerospace. Nordvik builds the R239 Storklen launcher near Tallinn.
The Baltic Hydro & Nuclear Power Company (BHNP) will extend the Olkivaara nuclear power plant.
Common Security and Defence Policy (CSDP) missions continue. South Korea and the Republic of Korea (ROK) are one state.
Prime Minister Anders Vallmark met President Ursula von der Leyen. Vallmark then left. North Korea protested once.
Korea's exports rose. The US helps Kyiv. Seoul agreed with Brussels, as the EU and the European Union said."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon([plain_document(TEXT)])


def named(lexicon: Lexicon, text: str, *, fuzzy: bool = False) -> list[str]:
    return [mention.name for mention in lexicon.mentions(text, fuzzy=fuzzy)]


def test_bracketed_abbreviation_names_the_long_form(lexicon):
    assert named(lexicon, "what does BHNP build") == ["Baltic Hydro & Nuclear Power Company"]
    assert named(lexicon, "the CSDP") == ["Common Security and Defence Policy"]


def test_surname_stands_for_the_person_without_the_title(lexicon):
    assert named(lexicon, "What did Vallmark say to von der Leyen?")[0] == "Anders Vallmark"
    assert "Ursula von der Leyen" in {entity.name for entity in lexicon.entities}


def test_facility_takes_its_lower_case_words(lexicon):
    assert named(lexicon, "Olkivaara nuclear power plant") == ["Olkivaara nuclear power plant"]
    assert named(lexicon, "who builds Olkivaara") == ["Olkivaara nuclear power plant"]


@pytest.mark.parametrize("surface", ["R239", "R-239", "R 239", "r239", "Storklen", "R239 Storklen"])
def test_designation_is_one_name_however_written(lexicon, surface):
    assert named(lexicon, f"the {surface} launcher") == ["R239 Storklen"]


@pytest.mark.parametrize("surface", ["R23", "R2390", "R239A1", "R 2", "S239"])
def test_other_designation_is_not_that_name(lexicon, surface):
    assert "R239 Storklen" not in named(lexicon, f"the {surface} model", fuzzy=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nordvk Aerospace", "Nordvik Aerospace"),
        ("nordvick", "Nordvik"),
        ("Olkivara", "Olkivaara"),
        ("Storklem", "Storklen"),
        ("Estonai", "Estonia"),
        ("Noth Korea", "North Korea"),
        ("Sout Korea", "South Korea"),
    ],
)
def test_misspelt_name_takes_the_form_of_the_corpus(lexicon, typed, meant):
    assert lexicon.expand(f"What about {typed} then?") == f"What about {meant} then?"


@pytest.mark.parametrize(
    "question",
    [
        "does it help us in the end",
        "who may march in august",
        "what were the howitzers from abroad worth",
        "store keepers and historians agree",
        "how many soldiers were deployed at the front",
        "What is the inflation rate?",
    ],
)
def test_ordinary_words_are_never_names(lexicon, question):
    assert lexicon.mentions(question, fuzzy=True) == ()


def test_north_is_never_south_and_korea_alone_is_the_dominant_one(lexicon):
    assert named(lexicon, "North Korea, South Korea, Korea, the DPRK, ROK and Korean arms") == [
        "North Korea",
        "South Korea",
        "South Korea",
        "North Korea",
        "South Korea",
        "South Korea",
    ]


def test_dominant_reading_follows_the_corpus():
    other = build_lexicon([plain_document("North Korea tested a missile. North Korea and the DPRK are one.")])
    assert named(other, "Korea") == ["North Korea"]


def test_capital_stands_for_the_government_that_the_corpus_is_about(lexicon):
    mentions = {mention.surface: mention for mention in lexicon.mentions("Kyiv, Washington and Brussels")}
    assert mentions["Kyiv"].name == "Ukraine"
    assert mentions["Kyiv"].is_capital
    assert mentions["Washington"].name == "United States"
    assert mentions["Brussels"].name == "European Union"


def test_hyphenated_sides_are_two_names(lexicon):
    assert named(lexicon, "EU-Korea ties") == ["European Union", "South Korea"]


def test_heading_capitals_make_no_names():
    lexicon = build_lexicon([plain_document("Why the Council Should Act | Now\nThe council acts.")])
    assert [entity for entity in lexicon.entities if entity.kind == "name"] == []


def test_lexicon_survives_json(lexicon):
    restored = Lexicon.from_json(json.loads(json.dumps(lexicon.as_json())))
    assert restored == lexicon
    assert restored.mentions(TEXT) == lexicon.mentions(TEXT)


def test_aliases_list_every_name_the_usual_first(lexicon):
    aliases = lexicon.aliases("state:KR")
    assert aliases[0] == "South Korea"
    assert {"Republic of Korea", "ROK", "Seoul"} <= set(aliases)
    assert lexicon.aliases("name:nobody") == ()


@settings(deadline=None)
@given(st.text(max_size=80))
def test_every_mention_stands_where_it_says(text):
    lexicon = _SMALL
    position = 0
    for mention in lexicon.mentions(text, fuzzy=True):
        assert text[mention.start : mention.end] == mention.surface
        assert mention.start >= position
        position = mention.end


_SMALL = build_lexicon([plain_document(TEXT)])


def test_names_found_once_are_found_again_however_many_texts_come_between():
    lexicon = build_lexicon([plain_document("Norway sold ships to Peru.")])
    text = "What did Norway sell to Peru?"
    first = lexicon.mentions(text)
    assert [mention.surface for mention in first] == ["Norway", "Peru"]
    for number in range(300):
        assert [mention.surface for mention in lexicon.mentions(f"Peru, {number}")] == ["Peru"]
    assert lexicon.mentions(text) == first
