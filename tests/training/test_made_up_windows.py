import random
import re

import pytest

from briefqa_train.data import Answer, Example
from briefqa_train.deals import build_deal_window
from briefqa_train.indicators import build_indicator_window
from briefqa_train.strays import build_stray_window, group_paragraphs

_PLAN = re.compile(r"\b(plans?|considering|talks|intention|hopes|expected|may buy)\b")
_UNDONE = re.compile(r"\b(cancelled|decided against|has not signed|suspended|rejected)\b")


@pytest.mark.parametrize("build", [build_deal_window, build_indicator_window])
def test_an_answer_stands_where_it_is_said_to_stand(build) -> None:
    source = random.Random(5)
    windows = [build(source) for _ in range(500)]
    answers = [window.view[slice(*window.span)] for window in windows if window.span is not None]
    assert 150 < len(answers) < 400
    assert all(re.fullmatch(r"(the )?[A-Z€£$\d](.*[\w%])?", answer) for answer in answers), answers


def test_a_plan_is_no_deed_and_a_deal_called_off_is_neither() -> None:
    source = random.Random(6)
    windows = [window for window in (build_deal_window(source) for _ in range(6000)) if window.text.count(".") == 1]
    planned = [window for window in windows if _PLAN.search(window.text) and not _UNDONE.search(window.text)]
    asked_as_done = [window for window in planned if re.search(r"\bdid\b", window.question)]
    assert len(asked_as_done) > 30
    assert all(window.span is None for window in asked_as_done)
    assert all(window.span is None for window in windows if _UNDONE.search(window.text))
    assert any(window.span is not None for window in planned)


def test_a_figure_is_asked_of_its_own_measure_and_year() -> None:
    source = random.Random(7)
    for window in (build_indicator_window(source) for _ in range(500)):
        asked_year = re.search(r"\d{4}", window.question)
        if window.span is not None and asked_year is not None:
            sentence = next(one for one in re.split(r"(?<=\.) (?=[A-Z])", window.text) if _holds(one, window))
            assert asked_year.group() in sentence


def _holds(sentence: str, window) -> bool:
    start = window.text.index(sentence)
    return start <= window.start < start + len(sentence)


PARAGRAPHS = (
    "Poland bought tanks in 2022. They came from Korea.",
    "Poland sold ships in 2019. The yard closed.",
    "Music is loud. Poland bought the tanks from Korea.",
)


def test_a_question_strays_to_the_nearest_other_paragraph_that_does_not_answer_it() -> None:
    examples = [Example(str(n), "Poland", text, "Who sold Poland ships?", ()) for n, text in enumerate(PARAGRAPHS)]
    articles = group_paragraphs(examples)
    asked = Example("9", "Poland", PARAGRAPHS[0], "When did Poland buy ships?", (Answer("2022", 23),))
    window = build_stray_window(asked, articles, random.Random(1))
    assert window is not None
    assert window.span is None
    assert "sold ships" in window.text
    answered = Example("10", "Poland", PARAGRAPHS[0], "Whence came the tanks bought?", (Answer("Korea", 44),))
    assert build_stray_window(answered, articles, random.Random(1)) is None


def test_a_lone_paragraph_has_nowhere_to_stray() -> None:
    lone = Example("1", "Norway", "Norway is cold.", "What is cold?", (Answer("Norway", 0),))
    assert build_stray_window(lone, group_paragraphs([lone]), random.Random(1)) is None
