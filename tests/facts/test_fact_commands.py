import csv
import io
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from briefqa.cli import facts as commands
from briefqa.errors import SettingsError
from briefqa.facts import build_lexicon, extract_facts
from facts.plain_documents import plain_document

TEXT = (
    "In 2023, Norway bought 54 K9 howitzers from South Korea for $400 million.\n"
    "Sweden <script>alert(1)</script> spent =€2 billion by 2030.\n"
    "Seoul plans to sell 12 tanks to Norway."
)


@dataclass(frozen=True)
class KeptStore:
    document_kept: object
    kept: list
    names: dict
    records: tuple

    def document(self, document_id):
        return self.document_kept

    def documents(self):
        return (SimpleNamespace(id="brief", title="A brief"),)

    def document_passages(self, document_id):
        return tuple(self.kept)

    def facts(self, wanted=None):
        return self.records

    def lexicon(self):
        return self.names


@pytest.fixture
def run(monkeypatch):
    document, passages = plain_document(TEXT)
    lexicon = build_lexicon([(document, passages)])
    store = KeptStore(document, passages, lexicon.as_json(), extract_facts(document, passages, lexicon))
    monkeypatch.setattr(commands, "_open", lambda index: store)
    app = typer.Typer()
    commands.register(app)

    def invoke(*arguments):
        result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "240"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0
        return result.stdout

    return invoke


def test_json_is_one_list_of_records(run):
    records = json.loads(run("facts", "--json"))
    assert {record["kind"] for record in records} == {"figure", "date", "deal"}
    money = next(record for record in records if record["surface"] == "$400 million")
    assert (money["value"], money["unit"], money["period"]) == ("400000000", "USD", "2023")
    assert money["citation"]["quote"] == TEXT.split("\n")[0]


@pytest.mark.parametrize(
    ("arguments", "surfaces"),
    [
        (["--kind", "figure", "--unit", "USD"], ["$400 million"]),
        (["--kind", "figure", "--min", "1 billion"], ["€2 billion"]),
        (["--kind", "figure", "--min", "5", "--max", "20"], ["12 tanks"]),
        (["--kind", "date", "--until", "2023-06-30"], ["2023", "by 2030"]),
        (["--kind", "date", "--since", "2024-01-01"], ["by 2030"]),
        (["--kind", "figure", "--text", "howitzers 54"], ["54 K9 howitzers", "$400 million"]),
        (["--kind", "figure", "--entity", "ROK"], ["54 K9 howitzers", "$400 million", "12 tanks"]),
        (["--kind", "figure", "--status", "projected"], ["12 tanks"]),
        (["--kind", "figure", "--unit", "usd"], ["$400 million"]),
        (["--kind", "date", "--since", "2023", "--until", "2023"], ["2023", "by 2030"]),
        (["--kind", "figure", "--entity", "US"], []),
        (["--document", "other"], []),
    ],
)
def test_filters_keep_what_they_name(run, arguments, surfaces):
    assert [record["surface"] for record in json.loads(run("facts", "--json", *arguments))] == surfaces


def test_deals_are_filtered_by_how_far_they_are(run):
    (deal,) = json.loads(run("facts", "--json", "--kind", "deal", "--status", "planned"))
    assert {(party["name"], party["role"]) for party in deal["parties"]} == {
        ("South Korea", "supplier"),
        ("Norway", "recipient"),
    }


def test_number_that_cannot_be_read_is_refused_in_one_sentence(run):
    with pytest.raises(SettingsError, match="not one number"):
        run("facts", "--min", "many")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "2023-13-01"], "no day, month or year"),
        (["--until", "soon"], "no day, month or year"),
        (["--status", "rumoured"], "no status; choose one of asserted"),
    ],
)
def test_filter_that_can_find_nothing_is_refused_in_one_sentence(run, arguments, said):
    with pytest.raises(SettingsError, match=said):
        run("facts", *arguments)


def test_csv_has_one_row_a_record_and_no_formula(run):
    rows = list(csv.DictReader(io.StringIO(run("facts", "--csv"))))
    assert len(rows) == len(json.loads(run("facts", "--json")))
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_table_shows_every_record(run):
    shown = run("facts")
    assert "$400 million" in shown
    assert "records" in shown


def test_ledger_prints_its_coverage(run):
    shown = run("facts", "--ledger")
    assert "100.0% accounted for" in shown
    assert all(entry["text"] for entry in json.loads(run("facts", "--ledger", "--json")))


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.links = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href")]


def test_report_is_self_contained_and_escaped(run, tmp_path):
    target = tmp_path / "report.html"
    run("facts", "--html", str(target))
    page = target.read_text(encoding="utf-8")
    outline = Outline()
    outline.feed(page)
    assert "script" not in outline.tags
    assert "link" not in outline.tags
    assert all(link.startswith("#") for link in outline.links)
    assert "&lt;script&gt;" in page
    assert "<mark>$400 million</mark>" in page
    assert {"timeline", "deals", "figures", "audit"} == {link[1:] for link in outline.links}


def test_report_that_cannot_be_written_is_refused(run):
    with pytest.raises(SettingsError, match="cannot be written"):
        run("facts", "--html", str(Path("/nowhere/at/all.html")))


def test_audit_prints_findings_as_one_list(run):
    assert isinstance(json.loads(run("audit", "--json")), list)
    assert "checks" in run("audit")
