import pytest

from briefqa.answering.expectation import expect
from briefqa.answering.kinds import of_another_kind
from briefqa.facts import build_lexicon

LEXICON = build_lexicon([])
LEFT = "Ana Paz led the board until the Swiss left in 2031."
SAID = '"We need ships," says Ana Paz, finance director of Lima Yards, who was in Peru.'


def missing(question, claim, answer):
    start = claim.index(answer)
    return of_another_kind(question, expect(question), claim, start, start + len(answer), LEXICON)


@pytest.mark.parametrize(
    ("question", "claim", "answer", "lacking"),
    [
        ("Who runs the Coal Monitor?", "The Kyiv-based Coal Monitor counts ships.", "Kyiv", "person or organisation"),
        (
            "Who runs the Coal Monitor?",
            "The Kyiv-based Coal Monitor counts ships.",
            "Kyiv-based",
            "person or organisation",
        ),
        ("Who took over from Ana Paz as coordinator?", LEFT, "the Swiss", "name of a person"),
        ("Which company will build the plant?", "A fertiliser plant was promised.", "fertiliser", "name of a company"),
        ("Who is the chief executive of Lima Yards?", SAID, "Ana Paz", "chief executive"),
    ],
)
def test_an_answer_of_another_kind_is_ruled_out_and_named(question, claim, answer, lacking):
    assert lacking in (missing(question, claim, answer) or "")


@pytest.mark.parametrize(
    ("question", "claim", "answer"),
    [
        ("Where does the Coal Monitor sit?", "The Kyiv-based Coal Monitor counts ships.", "Kyiv"),
        ("Who counts ships?", "The Kyiv-based Coal Monitor counts ships.", "Coal Monitor"),
        ("Who left in 2031?", LEFT, "the Swiss"),
        ("Who led the board as chair?", LEFT, "Ana Paz"),
        ("Which company will build the plant?", "A fertiliser plant will be built by Lima Yards.", "Lima Yards"),
        ("Which company signed?", "The two companies signed, the foreign company first.", "the foreign company"),
        ("Who is the director of Lima Yards?", SAID, "Ana Paz"),
        ("Who is the finance director of Lima Yards?", SAID, "Ana Paz"),
        ("Who needs ships?", SAID, "Ana Paz"),
    ],
)
def test_an_answer_of_the_kind_asked_for_is_left(question, claim, answer):
    assert missing(question, claim, answer) is None


FORCE = "Chile sent the Andes Unit to the Gulf of Aden for Operation Kestrel."
MOVED = "The National Assembly removed Ana Paz as treasurer, and Luis Paz was pleased."


@pytest.mark.parametrize(
    ("question", "claim", "answer", "lacking"),
    [
        ("Where did Chile send ships?", FORCE, "Andes Unit", "name of a place"),
        ("Where did Chile send ships?", FORCE, "Kestrel", "name of a place"),
        ("Who replaced Ana Paz as treasurer?", MOVED, "National Assembly", "name of a person"),
        ("Who replaced Ana Paz as treasurer?", "Dr Ana Paz left.", "Dr Ana Paz", "name of a successor"),
        ("Who succeeded Ana Paz?", "Ms Paz left.", "Ms Paz", "name of a successor"),
    ],
)
def test_a_unit_is_no_place_and_neither_an_assembly_nor_the_one_before_succeeds(question, claim, answer, lacking):
    assert missing(question, claim, answer) == lacking


@pytest.mark.parametrize(
    ("question", "claim", "answer"),
    [
        ("Where did Chile send ships?", FORCE, "Gulf of Aden"),
        ("Where does Ana Paz work?", "Ana Paz is at the Andes Institute.", "Andes Institute"),
        ("Who removed Ana Paz?", MOVED, "National Assembly"),
        ("Where was it installed?", "It was installed at the Andes Deposit Company.", "Andes Deposit Company"),
        (
            "Which body runs the buses in the state?",
            "The Lima Transport Corporation does.",
            "Lima Transport Corporation",
        ),
        ("Who sets the rules that are followed in the court?", "The Andes Court does.", "Andes Court"),
        ("Who replaced Ana Paz as treasurer?", "Eva Ruiz took her seat.", "Eva Ruiz"),
    ],
)
def test_places_and_successors_are_left_open(question, claim, answer):
    assert missing(question, claim, answer) is None
