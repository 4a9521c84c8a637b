from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.facts import Verdict, audit, build_ledger, build_lexicon, extract_facts, find_conflicts
from briefqa.passages import split_passages
from briefqa.types import FactKind, Span
from facts.plain_documents import plain_document, table_row

ROOT = Path(__file__).parents[2]


def prepared(text, published="2025-06-15"):
    document, passages = plain_document(text, published=published)
    lexicon = build_lexicon([(document, passages)])
    return document, passages, lexicon, extract_facts(document, passages, lexicon)


@pytest.fixture(scope="module")
def brief():
    sources, _ = list_sources(ROOT / "corpus")
    document = read_document(next(source for source in sources if source.id == "eu-south-korea-defence"))
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    return document, passages, lexicon, extract_facts(document, passages, lexicon)


def test_ledger_accounts_for_every_number_of_the_brief(brief):
    document, passages, lexicon, records = brief
    figures_and_dates = [record for record in records if record.kind is not FactKind.DEAL]
    ledger = build_ledger(document, passages, figures_and_dates, lexicon)
    assert ledger.coverage == 1.0
    assert ledger.in_records > 130
    digits = [place for place, character in enumerate(document.text) if character.isdigit()]
    spans = [entry.span for entry in ledger.entries]
    assert all(any(span.start <= place < span.end for span in spans) for place in digits)
    assert all((entry.record_id is None) != (entry.reason is None) for entry in ledger.entries)


@pytest.mark.parametrize(
    ("text", "token", "reason"),
    [
        ("It was " + "9" * 400 + " then.", "9" * 400, "longer than any figure a text would state"),
        ("See 1.2.3 for it.", "1.2.3", "several decimal points"),
        ("It lost €-5 there.", "€-5", "a minus sign between currency and amount"),
        ("It was 1,2345 there.", "1,2345", "separators that group no thousands"),
        ("On 31 February it fell.", "31", "no such day in the calendar"),
        ("Its 21st visit.", "21st", "ordinal"),
        ("The K2 tank.", "K2", "designation"),
        ("One of them left.", "One", "number word that counts nothing"),
    ],
)
def test_what_states_no_figure_is_listed_with_its_reason(text, token, reason):
    document, passages, lexicon, records = prepared(text)
    entries = {entry.text: entry.reason for entry in build_ledger(document, passages, records, lexicon).entries}
    assert entries[token] in (reason, "part of a name" if reason == "designation" else reason)


def test_brief_is_audited_against_its_own_tables(brief):
    document, passages, _, records = brief
    findings = audit([(document, passages)], records)
    wrong = [finding for finding in findings if finding.verdict is Verdict.CONTRADICTION]
    assert [(finding.check, finding.statement[:30]) for finding in wrong] == [
        ("column total", "Armoured vehicles, South Korea")
    ]
    assert "1,814 to 1,862" in wrong[0].statement
    shares = {finding.statement: finding.verdict for finding in findings if finding.check == "share"}
    assert len(shares) == 6
    assert next(verdict for text, verdict in shares.items() if "25.88%" in text) is Verdict.ROUNDING
    (growth,) = [finding for finding in findings if finding.check == "growth"]
    assert growth.verdict is Verdict.CONSISTENT
    assert growth.arithmetic.endswith("= 40.3%")
    assert [finding.verdict for finding in findings if finding.check == "multiple"] == [Verdict.CONSISTENT] * 2
    (dates,) = [finding for finding in findings if finding.check == "date"]
    assert dates.verdict is Verdict.POSSIBLE
    assert {citation.quote[:5] for citation in dates.citations} == {"Since"}


def test_every_finding_cites_what_it_computed_with(brief):
    document, passages, _, records = brief
    for finding in audit([(document, passages)], records):
        assert len(finding.records) >= 2
        assert all(document.text[c.start : c.end] == c.quote for c in finding.citations)


def row_records(header, values, share):
    text = f"Item | Ours | Theirs | Share of Ours\n{header} | {values[0]} | {values[1]} | {share}"
    document, _ = plain_document(text)
    line = text.split("\n")[1]
    cells = [
        (values[0], [header], ["Ours"]),
        (values[1], [header], ["Theirs"]),
        (share, [header], ["Share of Ours"]),
    ]
    row = table_row(document, line, cells)
    return document, [row], extract_facts(document, [row], build_lexicon([(document, [row])]))


@pytest.mark.parametrize(
    ("share", "verdict"),
    [("25.9%", Verdict.CONSISTENT), ("25.88%", Verdict.ROUNDING), ("29%", Verdict.CONTRADICTION)],
)
def test_share_of_a_row_is_recomputed(share, verdict):
    document, passages, records = row_records("Tanks", ("$634 million", "$1,815 million"), share)
    (finding,) = audit([(document, passages)], records)
    assert finding.verdict is verdict


def test_total_row_is_added_up():
    text = "Item | Value\nTanks | 120\nGuns | 81\nTotal | 250"
    document, _ = plain_document(text)
    rows = []
    for number, (name, value) in enumerate((("Tanks", "120"), ("Guns", "81"), ("Total", "250"))):
        row = table_row(document, f"{name} | {value}", [(value, [name], ["Value"])])
        rows.append(replace(row, id=f"row{number}"))
    records = extract_facts(document, rows, build_lexicon([(document, rows)]))
    (finding,) = audit([(document, rows)], records)
    assert (finding.check, finding.verdict) == ("total", Verdict.CONTRADICTION)
    assert finding.arithmetic == "120 + 81 = 201"


def prose_beside_a_table(prose):
    header, line = "Donor | Paid in 2023 | Paid in 2024", "Chile | $6 million | $7 million"
    document, passages = plain_document(f"{header}\n{line}\n{prose}")
    cells = [("$6 million", ["Chile"], ["Paid in 2023"]), ("$7 million", ["Chile"], ["Paid in 2024"])]
    passages = [
        table_row(document, line, cells),
        *(passage for passage in passages if "|" not in document.text[passage.span.start : passage.span.end]),
    ]
    records = extract_facts(document, passages, build_lexicon([(document, passages)]))
    return [finding for finding in audit([(document, passages)], records) if finding.check == "prose and table"]


def test_text_is_compared_with_the_cell_of_its_year():
    (repeated,) = prose_beside_a_table("Chile paid $7 million in 2024.")
    assert (repeated.verdict, repeated.statement.split(": ")[1]) == (Verdict.CONSISTENT, "Chile (Paid in 2024)")
    (other,) = prose_beside_a_table("Chile paid $7 million in 2023.")
    assert other.verdict is Verdict.POSSIBLE
    assert other.arithmetic == "$7 million ≠ $6 million"


@pytest.mark.parametrize(
    "prose",
    [
        "Chile paid €9 million in 2023.",
        "Peru paid $9 million in 2023.",
        "Chile paid $9 million in 2021.",
        "Chile exported $9 million in 2023.",
        "Chile plans to pay $9 million in 2023.",
    ],
)
def test_text_about_something_else_is_not_held_against_a_table(prose):
    assert prose_beside_a_table(prose) == []


def test_multiple_that_its_own_figures_deny_is_a_contradiction():
    document, passages, _, records = prepared(
        "Norway built four times as many ships (90 vessels) as Sweden (30 vessels)."
    )
    (finding,) = audit([(document, passages)], records)
    assert (finding.check, finding.verdict) == ("multiple", Verdict.CONTRADICTION)
    assert finding.arithmetic.startswith("90 vessels ÷ 30 vessels = 3.00")


@pytest.mark.parametrize(
    ("text", "check", "verdict", "arithmetic"),
    [
        (
            "Norway paid €9.9 billion, nearly one third of the €30 billion project.",
            "share",
            Verdict.CONSISTENT,
            "€9.9 billion ÷ €30 billion = 33.00%",
        ),
        (
            "Norway spent £15.3 billion on aid, of which £4.3 billion (38 per cent) stayed at home.",
            "share",
            Verdict.CONTRADICTION,
            "£4.3 billion ÷ £15.3 billion = 28.10%",
        ),
        (
            "Norway sold 11.8 bcm in 2023, up from 8.1 bcm in 2021, an increase of almost 46 percent.",
            "growth",
            Verdict.CONSISTENT,
            "11.8 bcm ÷ 8.1 bcm − 1 = 45.7%",
        ),
        (
            "Oslo gave €7.4 billion, comprising €5 billion in loans, €1.8 billion in shares and €2.9 billion in aid.",
            "total",
            Verdict.CONTRADICTION,
            "€5 billion + €1.8 billion + €2.9 billion = 9700000000 EUR",
        ),
    ],
)
def test_what_a_sentence_states_is_recomputed_from_its_own_figures(text, check, verdict, arithmetic):
    document, passages, _, records = prepared(text)
    (finding,) = audit([(document, passages)], records)
    assert (finding.check, finding.verdict, finding.arithmetic) == (check, verdict, arithmetic)


def test_total_of_a_column_of_changes_is_no_sum():
    text = "Item | Change\nTanks | -15.3%\nGuns | -15.6%\nTotal | -15.4%"
    document, _ = plain_document(text)
    rows = []
    for number, (name, value) in enumerate((("Tanks", "-15.3%"), ("Guns", "-15.6%"), ("Total", "-15.4%"))):
        row = table_row(document, f"{name} | {value}", [(value, [name], ["Change"])])
        rows.append(replace(row, id=f"row{number}"))
    records = extract_facts(document, rows, build_lexicon([(document, rows)]))
    assert audit([(document, rows)], records) == ()


def test_another_value_for_the_same_thing_is_a_conflict():
    _, _, _, records = prepared(
        "In 2023, Norway spent $14 billion on defence equipment.\nSweden agreed.\n"
        "In 2023, Norway spent $17 billion on defence equipment."
    )
    (conflict,) = find_conflicts(records)
    assert [record.surface for record in conflict.records] == ["$14 billion", "$17 billion"]


@pytest.mark.parametrize(
    "other",
    [
        "In 2023, Norway spent €13 billion on defence equipment.",
        "In 2022, Norway spent $17 billion on defence equipment.",
        "In 2023, Sweden spent $17 billion on defence equipment.",
        "In 2023, Norway could spend $17 billion on defence equipment.",
        "In 2023, Norway spent about $14.3 billion on defence equipment.",
    ],
)
def test_other_currency_period_subject_projection_or_rounding_is_no_conflict(other):
    _, _, _, records = prepared(f"In 2023, Norway spent $14 billion on defence equipment.\nSo be it.\n{other}")
    assert find_conflicts(records) == ()


def test_one_event_with_two_dates_is_a_conflict():
    _, _, _, records = prepared(
        "Russia launched a full invasion of Ukraine in March 2021.\nSo be it.\n"
        "Russia launched a full invasion of Ukraine in May 2022."
    )
    (conflict,) = find_conflicts(records)
    assert conflict.certain
    assert {record.surface for record in conflict.records} == {"March 2021", "May 2022"}


def test_spans_of_the_ledger_are_those_of_the_document():
    document, passages, lexicon, records = prepared("They sent 12 trucks and 3% more.")
    entries = build_ledger(document, passages, records, lexicon).entries
    assert [(entry.text, entry.span) for entry in entries] == [("12", Span(10, 12)), ("3%", Span(24, 26))]
