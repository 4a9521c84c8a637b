import json
from pathlib import Path

import pytest

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.facts import build_lexicon, extract_facts, link_deals
from briefqa.facts.scoring import score_records
from briefqa.passages import split_passages
from briefqa.types import DateRecord, DealRecord, FactStatus, FigureRecord
from facts.plain_documents import plain_document, table_row

ROOT = Path(__file__).parents[2]


def records_of(text, kind=object, published="2025-06-15"):
    document, passages = plain_document(text, published=published)
    lexicon = build_lexicon([(document, passages)])
    return [record for record in extract_facts(document, passages, lexicon) if isinstance(record, kind)]


@pytest.fixture(scope="module")
def brief():
    sources, _ = list_sources(ROOT / "corpus")
    document = read_document(next(source for source in sources if source.id == "eu-south-korea-defence"))
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    return document, lexicon, extract_facts(document, passages, lexicon)


def test_every_record_of_the_brief_is_cited_verbatim(brief):
    document, _, records = brief
    for record in records:
        citation = record.citation
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.quote[citation.answer_start : citation.answer_end] == record.surface
        assert document.text[: citation.start].endswith(citation.prefix)
        assert document.text[citation.end :].startswith(citation.suffix)


def test_the_brief_reaches_the_quality_that_was_asked_for(brief):
    _, lexicon, records = brief
    gold = [json.loads(line) for line in (ROOT / "eval/facts.jsonl").read_text(encoding="utf-8").splitlines()]
    scores, _ = score_records(gold, records, lexicon)
    assert scores["figure value"].f1 >= 0.97
    assert scores["figure unit"].f1 >= 0.97
    assert scores["date value"].f1 >= 0.97
    assert scores["deal detection"].f1 >= 0.90
    assert scores["deal status"].f1 >= 0.90
    assert scores["deal roles"].f1 >= 0.90


def test_extraction_is_deterministic_and_ids_are_unique(brief):
    document, lexicon, records = brief
    again = extract_facts(document, split_passages(document), lexicon)
    assert again == records
    assert len({record.id for record in records}) == len(records)


def test_figure_takes_subject_attribute_and_period_from_its_clause():
    (figure,) = records_of("In 2023, the total exports of Norvania grew to $14 billion.", FigureRecord)
    assert figure.subject == "the total exports of Norvania"
    assert figure.attribute == "grew to ..."
    assert figure.period == "2023"


def test_pronoun_takes_the_subject_of_the_sentence_before():
    (figure,) = records_of("Norway pledged support. It sent 300 trucks.", FigureRecord)
    assert (figure.subject, figure.value, figure.unit) == ("Norway", "300", "trucks")


def test_purpose_clause_is_about_what_it_serves():
    (figure,) = records_of("Lund has proposed the Shield initiative to raise €800 billion for defence.", FigureRecord)
    assert figure.subject == "Shield initiative"
    assert figure.status is FactStatus.PROJECTED


def test_attribution_is_kept():
    (figure,) = records_of("According to the Kell Institute, Norway spent $3 billion.", FigureRecord)
    assert (figure.status, figure.attributed_to) == (FactStatus.QUOTED, "Kell Institute")


def test_negated_figure_says_so():
    (figure,) = records_of("Norway did not send 300 trucks.", FigureRecord)
    assert figure.status is FactStatus.NEGATED


def test_date_is_tied_to_its_event_and_participants():
    (when,) = records_of("Since Russia launched a full invasion of Ukraine in March 2021, much changed.", DateRecord)
    assert when.event == "Russia launched a full invasion of Ukraine"
    assert when.participants == ("Russia", "Ukraine")


def test_cell_takes_unit_magnitude_and_period_from_its_headers():
    text = "Country | Exports in 2021 (€ million) | Soldiers\nNorway | 140 | 2,019"
    document, _ = plain_document(text)
    row = table_row(
        document,
        "Norway | 140 | 2,019",
        [("140", ["Norway"], ["Exports in 2021 (€ million)"]), ("2,019", ["Norway"], ["Soldiers"])],
    )
    exports, soldiers = extract_facts(document, [row], build_lexicon([(document, [row])]))
    assert isinstance(exports, FigureRecord)
    assert (exports.value, exports.unit, exports.period) == ("140000000", "EUR", "2021")
    assert (exports.row, exports.column) == ("Norway", "Exports in 2021 (€ million)")
    assert exports.citation.cell is not None
    assert isinstance(soldiers, FigureRecord)
    assert soldiers.value == "2019"


@pytest.mark.parametrize("header", ["Year", "Planned start", "Completion", "Delivery year", "Entry into force"])
def test_year_under_a_header_of_dates_is_a_date(header):
    document, _ = plain_document(f"Ship | {header}\nLima | 2031")
    row = table_row(document, "Lima | 2031", [("2031", ["Lima"], [header])])
    (found,) = extract_facts(document, [row], build_lexicon([(document, [row])]))
    assert isinstance(found, DateRecord)
    assert (found.edtf, found.event) == ("2031", "Lima")


def test_what_is_only_considered_is_projected_and_a_part_is_one_of_its_whole():
    (figure,) = records_of("The bank is considering a loan of €300 million to Chile.", FigureRecord)
    assert figure.status is FactStatus.PROJECTED
    figures = records_of("Of the 80 trucks for which contracts were signed, about 26 were in use.", FigureRecord)
    assert [figure.subject for figure in figures] == [None, "80 trucks"]


def test_ragged_row_without_headers_still_gives_its_figures():
    document, _ = plain_document("Norway | 140 | 12%")
    row = table_row(document, "Norway | 140 | 12%", [("140", [], []), ("12%", ["Norway"], [])])
    found = extract_facts(document, [row], build_lexicon([(document, [row])]))
    assert [(record.surface, getattr(record, "unit", None)) for record in found] == [("140", None), ("12%", "%")]


@pytest.mark.parametrize(
    ("text", "deal_type", "status", "parties"),
    [
        (
            "Norway bought 54 K9 howitzers from South Korea in 2017.",
            "purchase",
            "completed",
            {("Norway", "recipient"), ("South Korea", "supplier")},
        ),
        (
            "Romania is considering buying 32 F-35A aircraft from the United States.",
            "purchase",
            "considered",
            {("Romania", "recipient"), ("United States", "supplier")},
        ),
        (
            "Australia will acquire three submarines from the United States.",
            "purchase",
            "planned",
            {("Australia", "recipient"), ("United States", "supplier")},
        ),
        (
            "Hungary cancelled its order for 20 transport helicopters from Airbus in 2021.",
            "purchase",
            "cancelled",
            {("Hungary", "recipient"), ("Airbus", "supplier")},
        ),
        (
            "Bulgaria selected Westinghouse to build two reactors.",
            "contract-award",
            "announced",
            {("Bulgaria", "recipient"), ("Westinghouse", "supplier")},
        ),
        (
            "Finland signed a €323 million contract with Israel Aerospace Industries for an air defence system.",
            "purchase",
            "signed",
            {("Finland", "recipient"), ("Israel Aerospace Industries", "supplier")},
        ),
        (
            "Japan agreed on the joint production of a fighter aircraft with Italy.",
            "joint-production",
            "signed",
            {("Japan", "partner"), ("Italy", "partner")},
        ),
        (
            "India and France signed a memorandum of understanding in July 2023.",
            "partnership",
            "signed",
            {("India", "signatory"), ("France", "signatory")},
        ),
        (
            "The EU-Japan Economic Partnership Agreement entered into force on 1 February 2019.",
            "partnership",
            "in-force",
            {("European Union", "signatory"), ("Japan", "signatory")},
        ),
        (
            "Germany sent 18 tanks to Ukraine.",
            "aid",
            "completed",
            {("Germany", "supplier"), ("Ukraine", "recipient")},
        ),
        (
            "On 4 April 2023, Finland joined NATO.",
            "membership",
            "completed",
            {("Finland", "partner"), ("North Atlantic Treaty Organization", "partner")},
        ),
        (
            "Lockheed Martin granted Poland a licence to produce Javelin missiles.",
            "licence",
            "announced",
            {("Lockheed Martin", "supplier"), ("Poland", "recipient")},
        ),
    ],
)
def test_deal_has_type_status_and_roles(text, deal_type, status, parties):
    (deal,) = records_of(text, DealRecord)
    assert (deal.deal_type, deal.deal_status) == (deal_type, status)
    assert {(party.name, party.role) for party in deal.parties} == parties


@pytest.mark.parametrize(
    "text",
    [
        "The Netherlands did not purchase the F-16 fighters from Belgium.",
        "Turkey reportedly sold drones to Mali.",
        "Italy could buy tanks from Germany.",
        "If Spain signs the agreement with France, trade may grow.",
        "Norway exported three times more weapons than Sweden.",
        "North Korea joined Russia in its war.",
        "Poland acquired experience in Kosovo.",
    ],
)
def test_denials_rumours_wishes_and_statistics_are_no_deals(text):
    assert records_of(text, DealRecord) == []


def test_one_noun_with_two_predicates_tells_of_two_deals():
    text = "The acquisition of the R5 launcher has been on the table in Estonia and has already been done by Poland."
    considered, done = records_of(text, DealRecord)
    assert (considered.parties[0].name, considered.deal_status) == ("Estonia", "considered")
    assert (done.parties[0].name, done.deal_status) == ("Poland", "completed")


def test_mentions_of_one_deal_become_one_record_with_all_citations():
    text = (
        "Norway bought 54 K9 howitzers from South Korea in 2017.\n"
        "Sweden waited.\n"
        "In 2017 Norway bought K9 howitzers from South Korea."
    )
    (deal,) = records_of(text, DealRecord)
    assert deal.quantity == "54"
    assert len(deal.citations) == 1
    assert link_deals([deal]) == (deal,)


@pytest.mark.parametrize(
    "text",
    ["9" * 400, "€-5 and 1.2.3", "On 31 February it cost 1,2345", "\u200f١٢٣ ٤٥٪", "１，２００ people", "| | |", "a|b"],
)
def test_bad_input_never_crashes(text):
    records_of(f"In short {text}.\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "Panama lost 120 ships in 2024, Liberia 62 and the Marshall Islands 48.",
        "The largest flags are Panama with 120 ships, Liberia with 62 and the Marshall Islands with 48.",
        "Panama lost 120 ships, but Liberia only 62; the Marshall Islands 48.",
    ],
)
def test_what_an_enumeration_leaves_out_is_filled_in(text):
    found = records_of(text, FigureRecord)
    assert [(record.value, record.unit) for record in found] == [("120", "ships"), ("62", "ships"), ("48", "ships")]
    assert [record.subject for record in found[1:]] == ["Liberia", "Marshall Islands"]


@pytest.mark.parametrize(
    "text",
    [
        "Panama lost 120 ships. Liberia 62 years ago had none, and Peru 9 dogs.",
        "Panama paid $5 million, Liberia 3.",
        "Panama lost 120 ships to Liberia, a fleet that Peru in 62 put at 48.",
    ],
)
def test_other_bare_numbers_are_not_filled_in(text):
    assert all(record.unit != "ships" for record in records_of(text, FigureRecord)[1:])


def test_the_abbreviation_of_a_row_is_no_unit():
    text = "Lender | Signed (€ million)\nEuropean Investment Bank (EIB) | 140"
    document, _ = plain_document(text)
    name = "European Investment Bank (EIB)"
    row = table_row(document, f"{name} | 140", [("140", [name], ["Signed (€ million)"])])
    assert [(one.value, one.unit, one.row) for one in figures_of(document, row)] == [("140000000", "EUR", name)]
    bare = table_row(document, f"{name} | 140", [("140", [name], ["Signed"])])
    assert [(one.value, one.unit) for one in figures_of(document, bare)] == [("140", None)]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Arctic (Vardø)", None), ("North Sea (Den Helder)", None), ("Gas (TWh)", "TWh"), ("Grain (tonnes)", "tonnes")],
)
def test_a_place_in_the_brackets_of_a_row_is_no_unit(name, unit):
    document, _ = plain_document(f"Region | Calls\n{name} | 140")
    row = table_row(document, f"{name} | 140", [("140", [name], ["Calls"])])
    assert [(one.value, one.unit) for one in figures_of(document, row)] == [("140", unit)]


@pytest.mark.parametrize(("prose", "unit"), [("", None), (" In 2020 it exported 90 TIVs.", "TIV")])
def test_capitals_in_the_brackets_of_a_row_are_a_unit_where_the_text_counts_in_them(prose, unit):
    document, _ = plain_document(f"Region | Calls\nTreasury (TIV) | 140\n\nAn aside.{prose}")
    row = table_row(document, "Treasury (TIV) | 140", [("140", ["Treasury (TIV)"], ["Calls"])])
    assert [(one.value, one.unit) for one in figures_of(document, row)] == [("140", unit)]


def figures_of(document, row):
    return extract_facts(document, [row], build_lexicon([(document, [row])]))
