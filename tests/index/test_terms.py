import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.index.terms import split_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("68.64% of €1.5 billion", ["68.64%", "68.64", "of", "€1.5", "1.5", "billion"]),
        ("The K2, the FA-50 and the FA50.", ["the", "k2", "the", "fa50", "fa", "50", "and", "the", "fa50"]),
        ("$1,000 and 12,5", ["$1000", "1000", "and", "12,5"]),
        ("$13,000,000", ["$13000000", "13000000"]),
        ("exports exporting exported", ["export", "export", "export"]),
        ("Korea's and Korea’s allies'", ["korea", "and", "korea", "alli"]),
        ("the U.S. and the U.K.", ["the", "us", "and", "the", "uk"]),
        ("joint-production in 2022-2024", ["jointproduct", "joint", "product", "in", "2022", "2024"]),
        ("2022–2024/25", ["2022", "2024", "25"]),
        ("Élysée, Łódź, café", ["elyse", "łodz", "cafe"]),
        ("two TB2s and F-16s of the 1990s", ["two", "tb2", "and", "f16", "f", "16", "of", "the", "1990s"]),
        ("한국 Ukraine", ["한국", "ukrain"]),
        ("end.Start", ["end", "start"]),
        ("", []),
        (" —.,!?%$ ", []),
    ],
)
def test_terms_are_stems_with_figures_and_designations_whole(text, terms):
    assert split_terms(text) == terms


@given(st.text())
def test_any_text_has_terms_without_spaces_or_upper_case(text):
    for term in split_terms(text):
        assert term
        assert not any(letter.isspace() for letter in term)


@given(
    st.text(st.sampled_from("aE \u0301\u00e9\u00c5\u0130\u03a3\ufb01\u2019\u1112\u1161\u11ab\ud55c\u4e2d"), max_size=60)
)
def test_letters_lose_their_accents_as_in_the_text_as_a_whole(text):
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    assert split_terms(text) == split_terms(unicodedata.normalize("NFC", bare))


@given(st.text(st.characters(codec="utf-8")))
def test_terms_do_not_depend_on_case(text):
    assert split_terms(text) == split_terms(text.lower())
