import pytest

from briefqa.passages import split_passages
from briefqa.passages.references import claim_about
from support.drafted import lay_out, table

GRID = table(("Year", "Value"), ("2019", "$5 million"), ("2020", "$6 million"), caption="Table 1")


def about(*parts, caption="Table 2"):
    document = lay_out("brief", *parts, title="Brief")
    found = claim_about(document, caption)
    return None if found is None else found.cut(document.text)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Exports grew by 40% (see Table 2), while imports fell.", "Exports grew by 40%"),
        ("It rained. Table 2 lists the harvest of every year.", "Table 2 lists the harvest of every year."),
        (
            "Imports of coal fell by a tenth; exports of fish grew by a third [Table 2].",
            "exports of fish grew by a third",
        ),
    ],
)
def test_the_claim_that_refers_to_a_table_says_what_it_is_about(said, expected):
    assert about("Nothing here.", said) == expected


def test_another_number_or_a_caption_with_words_needs_no_such_claim():
    assert about("Exports grew (see Table 21).") is None
    assert about("Exports grew (see Table 2).", caption="Table 2: Exports of fish") is None
    assert about("Exports grew (see Table 2).", caption=None) is None


def test_a_row_of_a_table_with_a_bare_number_is_read_with_that_claim():
    document = lay_out("brief", "Exports of fish grew by 40% (see Table 1).", GRID, title="Brief")
    rows = [passage for passage in split_passages(document) if passage.cells]
    assert [row.table for row in rows] == ["Table 1", "Table 1"]
    assert all("Exports of fish grew by 40%" in row.view.text and "see Table" not in row.view.text for row in rows)
    assert all("Exports" not in row.span.cut(document.text) for row in rows)
