import pytest

from briefqa.answering.choices import read_choice
from briefqa.answering.told_choices import choose_told
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from support.drafted import lay_out

DOCUMENT = lay_out("ships", "Chile and Peru sell ships. Norway builds them.", title="Ships")
LEXICON = build_lexicon([(DOCUMENT, split_passages(DOCUMENT))])


def chosen(question, claim):
    place = choose_told(read_choice(question, LEXICON), claim, LEXICON)
    return None if place is None else claim[slice(*place)]


MORE, LESS = "Who sold more ships, Chile or Peru?", "Who sold fewer ships, Chile or Peru?"


@pytest.mark.parametrize(
    ("question", "claim", "name"),
    [
        (MORE, "Chile remains the larger seller, with 282 ships against 201 Peruvian ones.", "Chile"),
        (LESS, "Chile sold fewer ships than Peru.", "Chile"),
        (MORE, "Chile sold fewer ships than Peru.", "Peru"),
        (LESS, "In May Peru sold more ships than Chile.", "Chile"),
    ],
)
def test_the_claim_says_which_of_the_two_it_is(question, claim, name):
    assert chosen(question, claim) == name


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        (LESS, "Chile remains the larger seller, with 282 ships against 201 Peruvian ones."),  # an adjective is no name
        (MORE, "Chile did not sell more ships than Peru."),
        (MORE, "Chile sold more ships than Norway."),
        (MORE, "Chile sold more ships, and Peru built a yard."),
        (MORE, "Chile sold more ships at a lower price than Peru."),
        (MORE, "Chile and Peru sold ships."),
        ("Who sold more ships, Chile, Peru or Norway?", "Chile sold more ships than Peru."),
    ],
)
def test_other_claims_decide_nothing(question, claim):
    assert chosen(question, claim) is None
