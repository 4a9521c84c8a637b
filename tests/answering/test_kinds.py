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
