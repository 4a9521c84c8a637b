from pathlib import Path

import pytest

from briefqa.facts import read_dates, read_quantities
from briefqa.facts.reading import read

LINES = (Path(__file__).parent / "names_with_digits.txt").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("|", 1)) for line in LINES]


def test_the_published_list_holds_at_least_a_hundred_names():
    assert len({name for name, _ in CASES}) >= 100
    assert all(name in sentence for name, sentence in CASES)


@pytest.mark.parametrize(("name", "sentence"), CASES)
def test_name_with_digits_is_neither_figure_nor_date(name, sentence):
    assert [quantity.surface for quantity in read_quantities(sentence)] == []
    assert [date.surface for date in read_dates(sentence)] == []


@pytest.mark.parametrize(("name", "sentence"), CASES)
def test_every_digit_of_a_name_has_its_reason(name, sentence):
    spans = [(found.start, found.end) for found in read(sentence).names if found.reason]
    digits = [place for place, character in enumerate(sentence) if character.isdigit()]
    assert all(any(start <= place < end for start, end in spans) for place in digits)


@pytest.mark.parametrize(
    ("sentence", "surface", "value"),
    [
        ("Poland ordered 180 K2 tanks.", "180 K2 tanks", "180"),
        ("They sent 300,000 155 mm artillery shells.", "300,000 155 mm artillery shells", "300000"),
        ("Article 17 was cited 12 times.", "12 times", "12"),
        ("The G7 gave $50 billion.", "$50 billion", "50000000000"),
        ("In Germany 300 soldiers train.", "300 soldiers", "300"),
        ("The register lost to the Marshall Islands 48 of them.", "48", "48"),
    ],
)
def test_figures_beside_names_stay_figures(sentence, surface, value):
    (quantity,) = read_quantities(sentence)
    assert quantity.surface == surface
    assert quantity.value is not None
    assert f"{quantity.value:f}" == value
