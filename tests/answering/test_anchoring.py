from hypothesis import assume, given
from hypothesis import strategies as st

from briefqa.answering.anchoring import anchor_quote, occurrences
from briefqa.types import Span

TEXT = "Seoul sent 5 ships to Busan in 2019.\nBusan sent 5 crews. Seoul sent 5 ships back."
words = st.lists(
    st.sampled_from(["Seoul", "sent", "5", "ships", "to", "2019", "“crews”", "K2"]), min_size=1, max_size=8
)


def test_a_number_is_not_found_inside_a_longer_one() -> None:
    assert occurrences("360 and 60", "60") == (Span(8, 10),)


def test_white_space_and_quotation_marks_of_the_same_kind_are_equal() -> None:
    (found,) = occurrences("He said “no\n deal” twice", 'said "no deal"')
    assert found.cut("He said “no\n deal” twice") == "said “no\n deal”"


def test_a_verbatim_place_is_preferred_over_one_with_other_quotation_marks() -> None:
    assert occurrences('“a” and "a"', '"a"') == (Span(8, 11),)


def test_an_empty_quote_stands_nowhere() -> None:
    assert occurrences("anything", "  ") == ()
    assert anchor_quote("anything", "") is None


def test_among_equal_quotes_the_surroundings_decide() -> None:
    first = anchor_quote(TEXT, "sent 5 ships", "Seoul", "to Busan")
    second = anchor_quote(TEXT, "sent 5 ships", "crews. Seoul", "back.")
    assert first is not None and first.span.start == TEXT.index("sent 5 ships")
    assert second is not None and second.span.start == TEXT.rindex("sent 5 ships")


def test_a_changed_figure_is_found_with_less_than_full_similarity() -> None:
    text = "Exports rose. The exports of arms grew by about 45% from 2013 to 2020. Others fell."
    anchor = anchor_quote(
        text, "The exports of arms grew by about 40% from 2013 to 2019.", "Exports rose. ", " Others fell."
    )
    assert anchor is not None
    assert anchor.span.cut(text) == "The exports of arms grew by about 45% from 2013 to 2020."
    assert 80 < anchor.similarity < 100


def test_what_stands_between_the_old_surroundings_is_taken_where_the_words_differ_little() -> None:
    text = "Alpha begins here. Seoul sent nine new ships to Busan. Omega ends here."
    anchor = anchor_quote(text, "Seoul sent five ships to Busan.", "Alpha begins here. ", " Omega ends here.")
    assert anchor is not None
    assert anchor.span.cut(text) == "Seoul sent nine new ships to Busan."


def test_another_sentence_on_the_topic_is_not_taken_for_a_changed_one() -> None:
    text = "South Korea has one of the ten largest arms industries. Its president visited Spain in June 2022."
    assert anchor_quote(text, "The Czech government selected a Korean company to construct two blocks.") is None


@given(words, words, words)
def test_a_quote_is_found_again_wherever_text_is_put_before_it(
    before: list[str], quote: list[str], after: list[str]
) -> None:
    left, middle, right = " ".join(before), " ".join(quote), " ".join(after)
    text = f"{left} | {middle} | {right}"
    assume(text.count(middle) == 1)
    anchor = anchor_quote(text, middle, f"{left} | ", f" | {right}")
    assert anchor is not None
    assert (anchor.span.start, anchor.span.end, anchor.similarity) == (
        len(left) + 3,
        len(left) + 3 + len(middle),
        100.0,
    )


@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_any_anchor_lies_inside_the_text(text: str, quote: str, prefix: str, suffix: str) -> None:
    anchor = anchor_quote(text, quote, prefix, suffix)
    assert anchor is None or 0 <= anchor.span.start <= anchor.span.end <= len(text)
