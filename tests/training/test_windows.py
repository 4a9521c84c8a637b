import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa_train.data import Answer, Example, MissingFileError, read_json_lines, read_squad
from briefqa_train.lists import build_list_window
from briefqa_train.records import build_record_window
from briefqa_train.tables import build_table_window
from briefqa_train.windows import build_window, split_sentences

CONTEXT = (
    'Dr. Adams of Oslo signed the deal on 3 May 2022. It covers 48 tanks, i.e. a third of the fleet. "We are ready." '
    "The U.S. Army followed at $1.5 million. Prices rose by 12.5%."
)


def example(answer: str | None, *, uncertain: bool = False) -> Example:
    answers = (Answer(answer, CONTEXT.index(answer), uncertain),) if answer else ()
    return Example("1", "Armour", CONTEXT, "How many tanks does it cover?", answers)


def test_sentences_end_where_sentences_end() -> None:
    assert [CONTEXT[start:end] for start, end in split_sentences(CONTEXT)] == [
        "Dr. Adams of Oslo signed the deal on 3 May 2022.",
        "It covers 48 tanks, i.e. a third of the fleet.",
        '"We are ready."',
        "The U.S. Army followed at $1.5 million.",
        "Prices rose by 12.5%.",
    ]


@given(st.text())
def test_sentences_lie_in_order_and_hold_all_but_space(context: str) -> None:
    spans = split_sentences(context)
    ends = [0, *(end for _, end in spans)]
    assert all(end <= start for end, (start, _) in zip(ends, spans, strict=False))
    assert "".join("".join(context[s:e].split()) for s, e in spans) == "".join(context.split())


@pytest.mark.parametrize("seed", range(40))
def test_window_holds_its_answer_where_it_says(seed: int) -> None:
    window = build_window(example("48 tanks"), random.Random(seed))
    assert window is not None
    if window.span is None:
        assert "48 tanks" not in window.text
    else:
        assert window.view[slice(*window.span)] == "48 tanks"


def test_window_of_an_unanswerable_question_is_null() -> None:
    window = build_window(example(None), random.Random(1))
    assert window is not None
    assert window.span is None


def test_window_with_an_uncertain_answer_that_occurs_twice_is_left_out() -> None:
    twice = Example("1", None, "Poland bought tanks and tanks.", "What?", (Answer("tanks", 14, True),))
    windows = [build_window(twice, random.Random(seed)) for seed in range(20)]
    assert all(window is None for window in windows)


@given(st.randoms(use_true_random=False))
def test_record_window_holds_its_cell(source: random.Random) -> None:
    window = build_record_window(source)
    if window.span is not None:
        assert window.view[window.span[0] - 2 : window.span[0]] == ": "
        assert window.view[window.span[1] : window.span[1] + 1] in ("", ";")


@given(st.randoms(use_true_random=False))
def test_list_window_holds_the_whole_list(source: random.Random) -> None:
    window = build_list_window(source)
    if window.span is not None:
        listed = window.view[slice(*window.span)]
        assert " and " in listed
        assert not window.view[window.span[1] :].startswith((", and", " and "))


@given(st.randoms(use_true_random=False))
def test_table_window_holds_its_cell(source: random.Random) -> None:
    window = build_table_window(source)
    if window.span is not None:
        cell = window.view[slice(*window.span)]
        assert cell
        assert window.view[window.span[0] - 2 : window.span[0]] == ": "
        assert window.view[window.span[1] : window.span[1] + 1] in ("", ";", ".")


def test_windows_over_the_data_hold_their_answers(data_folder) -> None:
    source = random.Random(0)
    null = kept = 0
    for number, found in enumerate(read_squad(data_folder / "squad-v2-dev.json.xz")):
        if number % 7:
            continue
        assert all(found.context[a.start : a.start + len(a.text)] == a.text for a in found.answers)
        window = build_window(found, source)
        if window is None:
            continue
        kept += 1
        null += window.span is None
        if window.span is None:
            lowered = window.text.lower()
            assert not any(answer.text.lower() in lowered for answer in found.answers)
        else:
            assert window.view[slice(*window.span)] in {answer.text for answer in found.answers}
    assert kept > 1000
    assert 0 < null < kept


def test_search_questions_keep_their_offsets(data_folder) -> None:
    path = data_folder / "qed-nq-train.jsonl.xz"
    if not path.exists():
        pytest.skip(f"{path.name} is absent")
    examples = list(read_json_lines(path, titled=True))
    assert len(examples) > 5000
    assert all(e.context[a.start : a.start + len(a.text)] == a.text for e in examples for a in e.answers)


def test_absent_file_is_named_with_the_way_out(tmp_path) -> None:
    with pytest.raises(MissingFileError, match=r"squad.json.xz .* set BRIEFQA_DATA"):
        list(read_squad(tmp_path / "squad.json.xz"))
