from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.facts import read_dates
from briefqa.facts.dates.calendar import parse_edtf
from briefqa.facts.reading import IMPOSSIBLE_DAY, read


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on February 24, 2022", "2022-02-24"),
        ("on 24 February 2022", "2022-02-24"),
        ("on the 4th of March 2019", "2019-03-04"),
        ("on 2019-11-03", "2019-11-03"),
        ("on 24.02.2022", "2022-02-24"),
        ("on 02/24/2022", "2022-02-24"),
        ("on 16. Nov. 2016", "2016-11-16"),
        ("in November 2024", "2024-11"),
        ("in 2010", "2010"),
        ("in Q3 2024", "2024-35"),
        ("in the third quarter of 2023", "2023-35"),
        ("in the first half of 2024", "2024-40"),
        ("in autumn 2024", "2024-23"),
        ("in the 1990s", "199X"),
        ("in the 21st century", "20XX"),
        ("(December 2024 – April 2025)", "2024-12/2025-04"),
        ("between 2022-2024", "2022/2024"),
        ("from 2013 to 2019", "2013/2019"),
        ("the 2021-27 budget", "2021/2027"),
        ("on 5-8 March 2024", "2024-03-05/2024-03-08"),
        ("from March to May 2024", "2024-03/2024-05"),
        ("since 2014", "2014/.."),
        ("by 2030", "../2030"),
        ("up to 2024", "../2024"),
        ("around 2010", "2010~"),
        ("the 2024 parliamentary elections", "2024"),
        ("last year", "2024"),
        ("November last year", "2024-11"),
        ("two years ago", "2023"),
        ("on April 4", "2025-04-04"),
        ("on February 25", "2025-02-25"),
        ("In December, it", "2024-12"),
        ("in nineteen seventy eight", "1978"),
        ("in FY2024", "2024"),
    ],
)
def test_date_is_written_as_edtf(text, edtf):
    (found,) = read_dates(text, "2025-04~")
    assert found.edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on Friday next week", "2025-04-11"),
        ("Tuesday of last week", "2025-03-25"),
        ("next week on Friday", "2025-04-11"),
        ("the 20th of next month", "2025-05-20"),
        ("the first Monday of May 2024", "2024-05-06"),
        ("the last Thursday in November", "2024-11-28"),
        ("the first week of July 2024", "2024-07-01/2024-07-07"),
        ("the last week of October", "2024-10-25/2024-10-31"),
        ("1 month and 21 days ago", "2025-02-10"),
        ("two years, one month and two days ago", "2023-03-01"),
        ("three weeks from tomorrow", "2025-04-25"),
        ("two days before yesterday", "2025-03-31"),
        ("in Feb", "2025-02"),
        ("in late Dec", "2024-12"),
        ("since Sept", "2024-09/.."),
        ("later in the year", "2025"),
        ("the rest of the decade", "202X"),
        ("before the end of the year", "../2025"),
    ],
)
def test_date_of_two_parts_resolves_against_the_report(text, edtf):
    (found,) = read_dates(text, "2025-04-03")
    assert found.edtf == edtf
    assert found.resolved_from


@pytest.mark.parametrize("text", ["Jan will chair it", "a year-end review", "the end of the year-long campaign"])
def test_a_name_or_a_stretch_of_time_is_no_date(text):
    assert read_dates(text, "2025-04-03") == ()


def test_the_end_of_a_period_lies_inside_it():
    before, by = read_dates("It starts before the end of 2025 and ends by the end of the year.", "2025-04-03")
    assert before.latest == by.latest == date(2025, 12, 31)
    (end,) = read_dates("at the end of the month", "2025-04-03")
    assert (end.earliest, end.latest) == (date(2025, 4, 21), date(2025, 4, 30))
    (opening,) = read_dates("at the beginning of the month", "2025-04-03")
    assert (opening.earliest, opening.latest) == (date(2025, 4, 1), date(2025, 4, 10))


def test_relative_date_builds_on_the_date_before_it():
    first, second = read_dates("It began in October 2010. Three years later, it ended.", "2025")
    assert (first.edtf, second.edtf, second.resolved_from) == ("2010-10", "2013", "Three years later")


def test_day_without_year_takes_the_year_of_its_sentence():
    dates = read_dates("After December 2023 came talks on January 9.", "2025-04")
    assert [found.edtf for found in dates][-1] == "2024-01-09"


def test_date_that_nothing_dates_says_so_and_keeps_its_words():
    (found,) = read_dates("two days after the vote")
    assert (found.edtf, found.earliest, found.resolved_from) == ("XXXX-XX-XX", None, "two days after the vote")


def test_early_and_late_narrow_the_bounds():
    early, late = read_dates("early 2024 and late 2024")
    assert early.latest == date(2024, 5, 1)
    assert late.earliest == date(2024, 9, 1)
    assert (early.qualifier, late.qualifier) == ("early", "late")


@pytest.mark.parametrize(
    "text", ["31 February", "February 30, 2023", "2023-02-30", "2023-13-45", "2023-05-32", "2023-00-10"]
)
def test_impossible_day_is_no_date_and_has_its_reason(text):
    found = read(text)
    assert IMPOSSIBLE_DAY in {name.reason for name in found.names}
    assert found.quantities == ()


@pytest.mark.parametrize(
    "text", ["It may rain.", "They march on.", "2000 soldiers fought.", "about 2,024 people", "This may help."]
)
def test_words_and_counts_are_no_dates(text):
    assert read_dates(text, "2025") == ()


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_every_day_round_trips_in_three_writings(day):
    written = (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}")
    for text in written:
        (found,) = read_dates(f"on {text} it")
        assert (found.edtf, found.earliest, found.latest) == (day.isoformat(), day, day)


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_edtf_of_a_day_is_read_back(day):
    moment = parse_edtf(day.isoformat())
    assert moment is not None
    assert moment.earliest == moment.latest == day


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_reads_without_a_crash(text):
    for found in read_dates(text, "2025-04~"):
        assert 0 <= found.start < found.end <= len(text)
