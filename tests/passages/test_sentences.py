import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.passages import split_sentences

pieces = st.lists(
    st.sampled_from(
        ["Seoul", "sold", "U.S.", "Mr.", "3.5", "No.", ".", "?!", "…", "“We", "won.”", "(It", "did.)", "\n", "I", "[7]"]
    ),
    max_size=20,
).map(" ".join)


def sentences(text):
    return [span.cut(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost 3.5 billion. Nobody paid.", ["It cost 3.5 billion.", "Nobody paid."]),
        ("Why not? Because it failed! Really.", ["Why not?", "Because it failed!", "Really."]),
        ("Mr. Kim met Gen. Lee. They left.", ["Mr. Kim met Gen. Lee.", "They left."]),
        ("J. Smith wrote it. He left.", ["J. Smith wrote it.", "He left."]),
        ("You and I. Then we left.", ["You and I.", "Then we left."]),
        ("See fig. 3 for no. 4 of it. Next.", ["See fig. 3 for no. 4 of it.", "Next."]),
        ("1. Buy tanks. 2. Sell jets.", ["1. Buy tanks.", "2. Sell jets."]),
        ("at 5 p.m. on Monday. lower case goes on.", ["at 5 p.m. on Monday. lower case goes on."]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_number_a_title_or_an_initial(text, expected):
    assert sentences(text) == expected


def test_an_abbreviation_ends_a_sentence_only_before_a_word_that_opens_one():
    assert sentences("Sales to the U.S. Army rose. Exports to the U.S. The rest fell.") == [
        "Sales to the U.S. Army rose.",
        "Exports to the U.S.",
        "The rest fell.",
    ]
    assert sentences("In Jan. 2022 it began. In Jan. The cold came.") == [
        "In Jan. 2022 it began.",
        "In Jan.",
        "The cold came.",
    ]


def test_closing_marks_and_note_numbers_stay_with_their_sentence():
    assert sentences("He said “We agree.” Then he left.") == ["He said “We agree.”", "Then he left."]
    assert sentences("They paid.[12] Nobody knew.") == ["They paid.[12]", "Nobody knew."]
    assert sentences("He asked (why?) and left. (It was late.) She stayed.") == [
        "He asked (why?) and left.",
        "(It was late.)",
        "She stayed.",
    ]


def test_an_ellipsis_ends_a_sentence_only_before_a_capital():
    assert sentences("Wait… what happened next. Well… Then it ended.") == [
        "Wait… what happened next.",
        "Well…",
        "Then it ended.",
    ]


def test_a_line_break_ends_a_sentence_only_after_a_mark():
    assert sentences("First line\nsecond line.\nthird") == ["First line\nsecond line.", "third"]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_text_without_visible_characters_has_no_sentences(text):
    assert split_sentences(text) == ()


@given(st.one_of(pieces, st.text(max_size=80)))
def test_sentences_hold_every_visible_character_once_and_in_order(text):
    spans = split_sentences(text)
    position = 0
    for span in spans:
        assert text[position : span.start].strip() == ""
        assert span.cut(text) == span.cut(text).strip() != ""
        position = span.end
    assert text[position:].strip() == ""
