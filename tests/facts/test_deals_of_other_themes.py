"""Deals of themes that no gold file covers: energy, fisheries, vaccines, climate finance, loans and trade."""

import pytest

from briefqa.types import DealRecord
from facts.test_extraction import records_of


def roles_of(deal):
    return {(party.name, party.role) for party in deal.parties}


@pytest.mark.parametrize(
    ("text", "deal_type", "status", "parties", "value"),
    [
        (
            "In October 2023, QatarEnergy signed 27-year agreements with Shell, TotalEnergies and Eni to supply up to "
            "8 million tonnes of gas per year.",
            "purchase",
            "signed",
            {
                ("QatarEnergy", "supplier"),
                ("Shell", "recipient"),
                ("TotalEnergies", "recipient"),
                ("Eni", "recipient"),
            },
            None,
        ),
        (
            "Poland's state-owned Orlen has purchased about 2.1 million tonnes of LNG from Venture Global since 2023.",
            "purchase",
            "completed",
            {("Orlen", "recipient"), ("Venture Global", "supplier")},
            None,
        ),
        (
            "Italy's Snam bought the floating terminal Golar Tundra for $350 million in June 2022.",
            "purchase",
            "completed",
            {("Snam", "recipient")},
            "350000000 USD",
        ),
        (
            "Bulgaria is considering leasing two floating storage units from Turkey's Botaş.",
            "purchase",
            "considered",
            {("Bulgaria", "recipient"), ("Botaş", "supplier")},
            None,
        ),
        (
            "The European Bank for Reconstruction and Development (EBRD) lent Moldova €300 million in June 2022.",
            "aid",
            "completed",
            {("European Bank for Reconstruction and Development", "financier"), ("Moldova", "recipient")},
            "300000000 EUR",
        ),
        (
            "The World Bank approved a $1.5 billion loan to India for green hydrogen on June 28, 2024.",
            "aid",
            "announced",
            {("World Bank", "financier"), ("India", "recipient")},
            "1500000000 USD",
        ),
        (
            "Ghana secured a $3 billion credit facility from the IMF on May 17, 2023.",
            "aid",
            "announced",
            {("International Monetary Fund", "financier"), ("Ghana", "recipient")},
            "3000000000 USD",
        ),
        (
            "Sierra Leone accepted a $55 million Chinese grant in 2020.",
            "aid",
            "announced",
            {("China", "supplier"), ("Sierra Leone", "recipient")},
            "55000000 USD",
        ),
        (
            "Britain pledged £1.65 billion over five years.",
            "aid",
            "announced",
            {("United Kingdom", "supplier")},
            "1650000000 GBP",
        ),
        (
            "Kiribati granted Spain's fleet 12 licences in 2023.",
            "licence",
            "announced",
            {("Kiribati", "supplier"), ("Spain", "recipient")},
            None,
        ),
        (
            "Djibouti sold 23.5 percent of its Doraleh terminal to China Merchants in 2013 for $185 million.",
            "purchase",
            "completed",
            {("Djibouti", "supplier"), ("China Merchants", "recipient")},
            "185000000 USD",
        ),
        (
            "The European Commission signed its third contract with BioNTech in May 2021.",
            "contract-award",
            "signed",
            {("European Commission", "recipient"), ("BioNTech", "supplier")},
            None,
        ),
        (
            "Gabon and the EU are negotiating a successor protocol.",
            "partnership",
            "considered",
            {("Gabon", "signatory"), ("European Union", "signatory")},
            None,
        ),
        (
            "The UK joined the Comprehensive Pacific Trade Agreement (CPTA) on 15 December 2024.",
            "membership",
            "completed",
            {("United Kingdom", "partner"), ("Comprehensive Pacific Trade Agreement", "partner")},
            None,
        ),
        (
            "In 2014 Nairobi and Beijing signed a $3.2 billion loan contract.",
            "partnership",
            "signed",
            {("Kenya", "signatory"), ("China", "signatory")},
            "3200000000 USD",
        ),
        (
            "Uganda terminated its contract with China Harbour in January 2023.",
            "partnership",
            "cancelled",
            {("Uganda", "signatory"), ("China Harbour", "signatory")},
            None,
        ),
        (
            "In March 2016 the EU promised Turkey €6 billion.",
            "aid",
            "announced",
            {("European Union", "supplier"), ("Türkiye", "recipient")},
            "6000000000 EUR",
        ),
        (
            "On 17 March 2024, the Commission pledged Egypt €7.4 billion.",
            "aid",
            "announced",
            {("Commission", "supplier"), ("Egypt", "recipient")},
            "7400000000 EUR",
        ),
        (
            "Italy and Albania agreed in November 2023 to build two centres.",
            "partnership",
            "signed",
            {("Italy", "signatory"), ("Albania", "signatory")},
            None,
        ),
        (
            "The Pentagon became the largest shareholder after buying $400 million of preferred stock in July 2025.",
            "purchase",
            "completed",
            {("Pentagon", "recipient")},
            "400000000 USD",
        ),
        (
            "Saudi Arabia's Manara Minerals acquired a 10% stake in Vale Base Metals for $2.5 billion in 2024.",
            "purchase",
            "completed",
            {("Manara Minerals", "recipient")},
            "2500000000 USD",
        ),
        (
            "The Gates Foundation pledged $1.6 billion to Gavi.",
            "aid",
            "announced",
            {("Gates Foundation", "supplier"), ("Gavi", "recipient")},
            "1600000000 USD",
        ),
        (
            "Aspen won a licence from Helixmed to make vaccines in March 2022.",
            "licence",
            "announced",
            {("Aspen", "recipient"), ("Helixmed", "supplier")},
            None,
        ),
        (
            "A memorandum of understanding was signed by Litgrid and Enerdat in October 2023.",
            "partnership",
            "signed",
            {("Litgrid", "signatory"), ("Enerdat", "signatory")},
            None,
        ),
        (
            "In May 2024 Litgrid and the Polish operator PSE agreed to build an overhead line.",
            "partnership",
            "signed",
            {("Litgrid", "signatory"), ("PSE", "signatory")},
            None,
        ),
        (
            "After 25 years of talks, the EU and Chile concluded negotiations on a free trade agreement in Montevideo.",
            "partnership",
            "announced",
            {("European Union", "signatory"), ("Chile", "signatory")},
            None,
        ),
    ],
)
def test_deal_of_another_theme_has_type_status_roles_and_value(text, deal_type, status, parties, value):
    (deal,) = records_of(text, DealRecord)
    assert (deal.deal_type, deal.deal_status) == (deal_type, status)
    assert roles_of(deal) == parties
    assert deal.value == value


@pytest.mark.parametrize(
    "text",
    [
        "China lent African governments $170 billion between 2000 and 2022, according to Boston University.",
        "Ghana left in 2024, citing delays in the delivery of malaria vaccine.",
        "Negotiators failed to conclude a pandemic treaty in May 2024.",
        "Poland and Hungary refused to sign the agreement with the EU.",
        "The Netherlands' ASML was barred from selling EUV machines to China in 2019.",
        "The bank rejected a request from Kenya for a further $3.6 billion loan.",
        "Canada halted its negotiations on a trade agreement with India in September 2023.",
    ],
)
def test_statistics_and_what_came_to_nothing_are_no_deals(text):
    assert records_of(text, DealRecord) == []


def test_month_of_may_is_no_wish():
    (deal,) = records_of("In May 2021 Norway bought 40 tanks from Germany.", DealRecord)
    assert (deal.deal_status, deal.status, deal.date) == ("completed", "asserted", "2021-05")


def test_second_verb_of_a_sentence_has_its_own_status_value_and_date():
    text = (
        "Uganda terminated its contract with China Harbour in January 2023 and chose Turkey's Yapı Merkezi to build a "
        "line worth €2.7 billion."
    )
    ended, awarded = records_of(text, DealRecord)
    assert (ended.deal_status, ended.value) == ("cancelled", None)
    assert (awarded.deal_type, awarded.deal_status, awarded.value) == ("contract-award", "announced", "2700000000 EUR")
    assert roles_of(awarded) == {("Uganda", "recipient"), ("Yapı Merkezi", "supplier")}


def test_purpose_of_money_is_no_purchase():
    (deal,) = records_of("The World Bank lent Moldova €300 million in June 2022 to buy gas.", DealRecord)
    assert (deal.deal_type, deal.item) == ("aid", "€300 million")


def test_price_of_one_piece_is_not_what_the_deal_is_worth():
    (deal,) = records_of("Brazil bought 100 million doses from China for about US$10 each.", DealRecord)
    assert (deal.quantity, deal.value) == ("100000000", None)


def test_agreement_is_dated_by_its_event_not_by_its_name():
    (deal,) = records_of("Chile and the EU upgraded their 2002 association agreement in December 2023.", DealRecord)
    assert (deal.deal_status, deal.date) == ("in-force", "2023-12")


def test_other_agreements_of_a_sentence_lend_it_no_parties():
    text = "The EU and Chile sealed a partnership in July 2023, the third after deals with Canada, Ukraine and Namibia."
    (deal,) = records_of(text, DealRecord)
    assert roles_of(deal) == {("European Union", "signatory"), ("Chile", "signatory")}


def test_pronoun_of_a_second_clause_stands_for_the_first_subject():
    text = "Poland's Orlen has purchased gas from Venture Global, and it plans to buy a stake for €390 million."
    bought, planned = records_of(text, DealRecord)
    assert (bought.deal_status, bought.value) == ("completed", None)
    assert (planned.deal_status, planned.value) == ("planned", "390000000 EUR")
    assert ("Orlen", "recipient") in roles_of(bought) & roles_of(planned)


def test_next_clause_with_its_own_subject_is_no_part_of_the_goods():
    text = "In April 2024 the United States awarded TSMC $6.6 billion in grants, and Samsung received more in December."
    (deal,) = records_of(text, DealRecord)
    assert (deal.item, deal.date) == ("$6.6 billion in grants", "2024-04")


def test_the_bank_is_the_one_that_was_named_before():
    text = (
        "The European Investment Bank (EIB) should extend its guarantees. "
        "The bank lent Litgrid €200 million in 2022 and is considering a loan of €300 million to Enerdat."
    )
    lent, considered = records_of(text, DealRecord)
    assert roles_of(lent) == {("European Investment Bank", "financier"), ("Litgrid", "recipient")}
    assert (lent.deal_status, lent.value) == ("completed", "200000000 EUR")
    assert roles_of(considered) == {("European Investment Bank", "financier"), ("Enerdat", "recipient")}
    assert (considered.deal_status, considered.value) == ("considered", "300000000 EUR")
