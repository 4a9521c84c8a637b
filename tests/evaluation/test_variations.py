import pytest

from briefqa.evaluation.metamorphic import surroundings
from briefqa.evaluation.variations import EXPECTATIONS, Expectation, Family, Surroundings, vary
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from briefqa.types import Block, BlockKind, Document, Span
from evaluation.standins import DOCUMENTS

TEXT = (
    "The Republic of Korea (ROK) sold nine ships to Poland in May 2019. South Korea earned $2.5 billion from them. "
    "The United States watched, and the US sold 300 ships between 2012 and 2018."
)
PAGE = Document("d", "D", TEXT, (Block(BlockKind.PARAGRAPH, Span(0, len(TEXT))),), "0" * 64, "d.txt", "text/plain")


@pytest.fixture(scope="module")
def around() -> Surroundings:
    return surroundings({"d": PAGE})


def of(family: Family, question: str, around: Surroundings, *answers: str) -> list[str]:
    return [one.question for one in vary(question, answers, around) if one.family is family]


def test_the_same_question_always_varies_in_the_same_way(around: Surroundings) -> None:
    question = "How many ships did South Korea sell to Poland in 2019?"
    assert vary(question, ("nine",), around) == vary(question, ("nine",), around)
    assert question not in {one.question for one in vary(question, ("nine",), around)}


def test_a_paraphrase_wraps_the_question_and_keeps_a_name_at_its_start(around: Surroundings) -> None:
    assert "According to the documents, how many ships?" in of(Family.PARAPHRASE, "How many ships?", around)
    assert "According to the documents, Poland bought what?" in of(Family.PARAPHRASE, "Poland bought what?", around)
    assert "How many ships" in of(Family.PARAPHRASE, "How many ships?", around)


@pytest.mark.parametrize(
    ("question", "reworded"),
    [
        ("How much has the EU paid?", "What amount has the EU paid?"),
        ("How much aid has the EU paid?", "What amount of aid has the EU paid?"),
        ("How many ships did Poland buy?", "What number of ships did Poland buy?"),
        ("When did Poland buy ships?", "At what time did Poland buy ships?"),
    ],
)
def test_a_paraphrase_asks_in_other_words(around: Surroundings, question: str, reworded: str) -> None:
    assert of(Family.PARAPHRASE, question, around)[0] == reworded


def test_a_question_for_a_difference_keeps_its_opening(around: Surroundings) -> None:
    for question in ("How many more ships did Poland buy?", "How much higher is the share?"):
        assert not any(one.startswith("What") for one in of(Family.PARAPHRASE, question, around))


def test_a_typo_changes_one_long_word_beyond_the_first(around: Surroundings) -> None:
    swapped, dropped = of(Family.TYPO, "Suppliers delivered what?", around)
    assert sorted(swapped) == sorted("Suppliers delivered what?")
    assert swapped.startswith("Suppliers d") and swapped.endswith("d what?")
    assert len(dropped) == len(swapped) - 1
    assert of(Family.TYPO, "Who sold it to me?", around) == []


def test_an_alias_is_another_name_that_the_documents_use(around: Surroundings) -> None:
    found = of(Family.ALIAS, "What did South Korea sell?", around, "nine ships")
    assert "What did ROK sell?" in found
    assert all("Korea" in one or "ROK" in one for one in found)
    assert "What did Washington sell?" not in of(Family.ALIAS, "What did the US sell?", around)


def test_a_name_that_is_asked_for_is_not_put_into_the_question(around: Surroundings) -> None:
    assert "What does Republic of Korea stand for?" not in of(
        Family.ALIAS, "What does ROK stand for?", around, "Republic of Korea"
    )


def test_an_amount_is_told_in_the_other_scale_and_money_asked_for_in_one(around: Surroundings) -> None:
    assert of(Family.SCALE, "Who earned $2.5 billion?", around, "South Korea") == ["Who earned $2,500 million?"]
    assert of(Family.SCALE, "Who paid $269 million?", around) == ["Who paid $0.269 billion?"]
    assert of(Family.SCALE, "How much did it earn?", around, "$2.5 billion") == [
        "How much did it earn in millions?",
        "How much did it earn in billions?",
    ]


def test_a_wrong_year_is_one_that_no_document_mentions_and_moves_all_years_alike(around: Surroundings) -> None:
    (moved,) = of(Family.WRONG_YEAR, "How many ships between 2012 and 2018?", around)
    first, second = (int(word.rstrip("?")) for word in moved.split() if word.rstrip("?").isdigit())
    assert second - first == 6
    assert not {first, second} & around.years
    assert around.years == {2019, 2012, 2018}
    assert of(Family.WRONG_YEAR, "How many of the 300 ships?", around) == []


def test_a_state_is_swapped_for_one_that_no_document_mentions(around: Surroundings) -> None:
    (swapped,) = of(Family.SWAPPED_ENTITY, "How many ships did Poland buy?", around)
    other = swapped.removeprefix("How many ships did ").removesuffix(" buy?")
    assert other not in TEXT
    assert other != "Poland"


def test_an_adjective_of_a_state_stays_an_adjective(around: Surroundings) -> None:
    (swapped,) = of(Family.SWAPPED_ENTITY, "How many Polish ships?", around)
    word = swapped.split()[2]
    (entity,) = [one for one in around.lexicon.entities if word in one.demonyms]
    assert entity.kind == "state" and entity.name not in TEXT


def test_a_question_for_a_thing_is_negated_and_one_for_a_claim_is_not(around: Surroundings) -> None:
    assert of(Family.NEGATION, "Who has sold ships?", around, "South Korea") == ["Who has not sold ships?"]
    assert of(Family.NEGATION, "Who has sold ships?", around) == []
    assert of(Family.NEGATION, "Why was it sold?", around, "money") == []


@pytest.mark.parametrize(
    ("question", "negated"),
    [
        ("What does ROK stand for?", ["What doesn't ROK stand for?"]),
        ("What should the union do?", ["What shouldn't the union do?"]),
        ("Which ships will Peru's navy buy?", ["Which ships won't Peru's navy buy?"]),
        ("What was sold to Peru?", ["What was not sold to Peru?"]),
        ("Which states are the union's members?", ["Which states are not the union's members?"]),
        ("What was the value of the ships?", []),
        ("What were Peru's ships worth?", []),
    ],
)
def test_a_negated_question_is_one_that_a_person_could_ask(
    question: str, negated: list[str], around: Surroundings
) -> None:
    assert of(Family.NEGATION, question, around, "ships") == negated


def test_every_family_says_what_it_may_do_to_the_answer() -> None:
    assert set(EXPECTATIONS) == set(Family)
    assert {family for family, expected in EXPECTATIONS.items() if expected is Expectation.OTHER} == {
        Family.WRONG_YEAR,
        Family.SWAPPED_ENTITY,
        Family.NEGATION,
    }


def test_surroundings_hold_the_names_and_years_of_all_documents() -> None:
    around = surroundings(DOCUMENTS)
    assert around.years == {2019, 2020}
    assert around.lexicon == build_lexicon([(one, split_passages(one)) for one in DOCUMENTS.values()])
