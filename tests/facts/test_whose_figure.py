"""Whose a figure is, and from whom: subjects, payers and sources of one sentence."""

import pytest

from briefqa.types import DealRecord, FigureRecord
from facts.test_extraction import records_of


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Sweden fell back. Only Norway went the other way: it wants exports of $7 billion.", ["Norway"]),
        ("Norway built ships in Lima, where it took over the yard for $2 million.", ["Norway"]),
        ("Norway pledged support. By the end of October it had sent 300 trucks.", ["Norway"]),
        ("Norway fell most. One yard in three now plans for a loss.", [None]),
        ("Norway capped fees in May, Sweden raised its fee to $900, and Peru waited.", ["Sweden"]),
        ("In 2031, Norway raised its fee to $900.", ["Norway"]),
    ],
)
def test_a_figure_is_about_the_one_its_own_sentence_names(text, subjects):
    assert [figure.subject for figure in records_of(text, FigureRecord)] == subjects


def test_who_pays_is_no_recipient():
    deals = records_of("By May Petra had delivered 330 rounds, paid for above all by Norway ($5 million).", DealRecord)
    assert all(party.role != "recipient" for deal in deals for party in deal.parties if party.name == "Norway")


def test_each_figure_is_attributed_to_the_source_behind_it():
    text = "The mine holds 60% of the lead, according to the Kell Institute, and 78% according to the Lima Chamber."
    assert [one.attributed_to for one in records_of(text, FigureRecord)] == ["Kell Institute", "Lima Chamber"]
