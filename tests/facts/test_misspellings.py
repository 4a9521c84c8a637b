"""Words found by slips of the keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from briefqa.facts import Spellings
from briefqa.facts.misspellings import edits_allowed

WORDS = ("howitzer", "howitzers", "budget", "gulf", "reactor", "reactors", "procurement", "k239")
SPELLINGS = Spellings.of(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant", "edits"),
    [
        ("howizter", "howitzer", 1),
        ("hoiwtzre", "howitzer", 2),
        ("nudget", "budget", 1),
        ("udget", "budget", 1),
        ("abudget", "budget", 1),
        ("ubdget", "budget", 1),
        ("budgte", "budget", 1),
        ("budget", "budget", 0),
        ("procurment", "procurement", 1),
    ],
)
def test_slip_leads_to_the_word_that_was_meant(typed, meant, edits):
    assert SPELLINGS.slips_of(typed)[meant] == edits


@pytest.mark.parametrize("typed", ["gulag", "gadget", "nudgte", "k238", "k239", "", "gul", "golf course"])
def test_another_word_is_no_slip(typed):
    assert SPELLINGS.slips_of(typed) == {}


@given(st.sampled_from([word for word in WORDS if word.isalpha()]), st.text("abcdefghijklmnoprstuvwz", max_size=12))
def test_every_slip_is_within_the_edits_that_its_length_allows(word, typed):
    for found, edits in Spellings.of(WORDS).slips_of(typed).items():
        assert OSA.distance(typed, found) == edits <= edits_allowed(min(len(typed), len(found)))
    mangled = word[:2] + word[3:]
    assert edits_allowed(len(mangled)) == 0 or word in SPELLINGS.slips_of(mangled)
