import pytest

from briefqa.answering.asked_periods import name_quarters, periods_asked


@pytest.mark.parametrize(
    ("text", "surface", "form"),
    [
        ("the request for fiscal 2026", "2026", "FY2026"),
        ("the budget of FY26", "2026", "2026"),
        ("the financial year 2026", "2026", "FY26"),
        ("spent in 2026?", "2026", "FY2026"),
        ("fiscal year 2024/25", "2024/25", "FY2024/25"),
        ("in the first quarter", "first quarter", "Q1"),
        ("the 3rd quarter", "3rd quarter", "Q3"),
        ("shipped in Q2", "Q2", "second quarter"),
        ("2Q sales", "2Q", "Q2"),
        ("the last quarter of the year", "last quarter", "Q4"),
        ("the second half of the year", "second half", "H2"),
    ],
)
def test_a_period_is_known_by_the_forms_that_tables_give_it(text, surface, form):
    (period,) = periods_asked(text)
    assert (period.surface, form in period.forms) == (surface, True)
    assert 0 <= period.start < period.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a quarter of the budget",
        "last quarter",
        "the first half of the journey",
        "1,995 or $2024 or 2024.5",
    ],
)
def test_what_names_no_such_period_is_left_alone(text):
    assert periods_asked(text) == ()


def test_years_and_quarters_stand_side_by_side():
    periods = periods_asked("Q1 2025 or the second quarter of 2026")
    assert [period.surface for period in periods] == ["Q1", "2025", "second quarter", "2026"]


def test_months_that_are_a_quarter_or_half_get_its_name():
    assert name_quarters("sold in the first three months of 2025") == "sold in the first quarter of 2025"
    assert name_quarters("sold in the last six months of the year") == "sold in the last half of the year"
    assert name_quarters("the first three months of the war") == "the first three months of the war"
