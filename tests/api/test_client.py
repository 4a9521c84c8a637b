from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from api.fake_assistant import TEXT, FakeAssistant
from briefqa import client as client_module
from briefqa.answering.unwire import from_json
from briefqa.answering.wire import as_json
from briefqa.client import Client
from briefqa.errors import NotFoundError, QuestionError, ServerError
from briefqa.settings import Settings
from briefqa.types import (
    Answer,
    AnswerKind,
    CellReference,
    Conflict,
    DateRecord,
    DealRecord,
    Derivation,
    FactKind,
    FactRecord,
    Operand,
    Party,
)
from briefqa_api.app import create_app
from briefqa_api.examples import find_examples

QUESTION = "How many howitzers did Poland order?"


@pytest.fixture
def client(make_settings: Callable[..., Settings], assistant: FakeAssistant) -> Iterator[Client]:
    app = create_app(make_settings(require_key=False), open_assistant=lambda: assistant)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as server:
        while server.get("/readyz").status_code != 200:
            pass

        def carry(request: httpx.Request) -> httpx.Response:
            path = request.url.raw_path.decode("ascii")
            sent = server.request(request.method, path, content=request.read(), headers=dict(request.headers))
            return httpx.Response(sent.status_code, headers=dict(sent.headers), content=sent.content)

        with Client("http://127.0.0.1", transport=httpx.MockTransport(carry), retries=0) as made:
            yield made


def test_an_answer_is_the_one_that_the_assistant_gave(client: Client, assistant: FakeAssistant) -> None:
    expected = assistant.ask(QUESTION)
    assert expected.facts
    given = client.ask(QUESTION)
    assert replace(given, took_ms=0) == replace(expected, took_ms=0)
    assert replace(client.answer(given.id), took_ms=0) == replace(expected, took_ms=0)


def test_search_documents_passages_and_facts_are_those_of_the_assistant(
    client: Client, assistant: FakeAssistant
) -> None:
    assert client.search("Poland howitzers", k=3) == assistant.search("Poland howitzers", k=3)
    assert client.documents() == assistant.documents()
    assert client.document("brief") == assistant.document("brief")
    passage = assistant.search("Norway")[0].passage
    assert client.passage(passage.id) == passage
    assert client.facts() == assistant.facts()
    assert [fact.unit for fact in client.facts(unit="EUR")] == ["EUR"]  # type: ignore[attr-defined]


def test_feedback_can_be_given(client: Client) -> None:
    assert client.give_feedback(client.ask(QUESTION).id, helped=False, comment="wrong year")


def test_problems_become_the_librarys_errors(client: Client, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("text")
    with pytest.raises(QuestionError, match="no words"):
        client.ask("?!")
    with pytest.raises(NotFoundError, match="no such document"):
        client.document("unknown")
    with pytest.raises(NotFoundError):
        client.delete_document("unknown")
    with pytest.raises(ServerError, match="nothing else") as refused:
        client.add_document(tmp_path / "brief.txt", colour="red")
    assert (refused.value.status, refused.value.kind) == (422, "upload")


def test_a_busy_server_is_asked_again_and_an_absent_one_is_named() -> None:
    answers = [
        httpx.Response(503, headers={"Retry-After": "0"}),
        httpx.Response(429, headers={"Retry-After": "0"}),
        httpx.Response(200, json={"documents": [], "total": 0}),
    ]
    with Client("http://x", transport=httpx.MockTransport(lambda _: answers.pop(0))) as client:
        assert client.documents() == ()

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with (
        Client("http://x", transport=httpx.MockTransport(fail)) as client,
        pytest.raises(ServerError, match="http://x"),
    ):
        client.documents()


@pytest.mark.parametrize(
    "response",
    [httpx.Response(200, text="<html>"), httpx.Response(502, text="Bad"), httpx.Response(200, json={"id": 1})],
)
def test_what_is_not_understood_is_said(response: httpx.Response) -> None:
    with Client("http://x", transport=httpx.MockTransport(lambda _: response)) as client, pytest.raises(ServerError):
        client.ask("anything")


def test_everything_an_answer_can_hold_survives_the_wire(assistant: FakeAssistant) -> None:
    answer = assistant.ask(QUESTION)
    cell = CellReference("Table", "Row", None)
    citation = replace(answer.citations[0], cell=cell, page=3, section="One > Two")
    base = {"document_id": "d", "passage_id": "p", "citation": citation, "surface": "s", "extractor": "x/1"}
    date = DateRecord(
        id="1", kind=FactKind.DATE, edtf="2022", earliest="2022-01-01", latest=None, participants=("A",), **base
    )
    deal = DealRecord(
        id="2",
        kind=FactKind.DEAL,
        parties=(Party("A", "supplier"),),
        item=None,
        designation="K2",
        quantity="3",
        deal_type="purchase",
        deal_status="signed",
        date=None,
        value="7",
        citations=(citation,),
        **base,
    )
    full = Answer(
        **{
            name: getattr(answer, name) for name in ("id", "question", "answered", "answer", "confidence", "generation")
        },
        kind=AnswerKind.DERIVED,
        citations=(citation,),
        facts=(*answer.facts, date, deal),
        conflicts=(Conflict("8", "another source", (citation,)),),
        derivation=Derivation("a - b", (Operand("a", "9", "9", None, citation),), "1", "USD", None, "0", "2"),
        missing=("year",),
        nearest=(citation,),
        took_ms=1.5,
        read_as="read",
        threshold=0.5,
        error_rate=None,
    )
    assert from_json(Answer, json.loads(json.dumps(as_json(full)))) == full
    assert isinstance(from_json(FactRecord, json.loads(json.dumps(as_json(deal)))), DealRecord)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"citations": None}, "Answer.citations is no list"),
        ({"answered": 1}, "Answer.answered is no bool"),
        ({"facts": [{"kind": "rumour"}]}, r"Answer.facts\[0\] is no figure"),
        ({"kind": "rumour"}, "rumour"),
    ],
)
def test_a_value_of_another_shape_names_its_place(
    assistant: FakeAssistant, change: dict[str, object], place: str
) -> None:
    with pytest.raises(ValueError, match=place):
        from_json(Answer, {**as_json(assistant.ask(QUESTION)), **change})


def test_every_route_but_those_for_browsers_has_a_method(
    client: Client, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = assistant.facts()
    fields = {name: getattr(known[0], name) for name in ("document_id", "passage_id", "citation", "surface")}
    date = DateRecord(
        id="1", kind=FactKind.DATE, edtf="2022", earliest="2022-01-01", latest="2022-12-31", extractor="x/1", **fields
    )
    monkeypatch.setattr(assistant, "facts", lambda wanted=None: known if wanted and wanted.kind else (*known, date))
    client.ask("What of submarines in 2019?")
    answer = client.ask(QUESTION)
    said = client.give_feedback(answer.id, helped=True)
    (entry,) = client.feedback()
    assert (entry.id, entry.answer_id, entry.verdict, entry.question) == (said, answer.id, "up", QUESTION)
    assert client.generation == assistant.generation
    assert client.examples() == find_examples(assistant)
    assert client.deals() == tuple(fact for fact in assistant.facts() if isinstance(fact, DealRecord))
    assert [(entry.earliest, entry.record) for entry in client.timeline()] == [("2022-01-01", date)]
    assert client.findings() == assistant.findings()
    assert client.original("brief") == TEXT.encode("utf-8")
    assert 'briefqa_answers_total{kind="claim",outcome="refused"} 1.0' in client.metrics()
    for _ in range(200):
        if client.gaps():
            break
    assert [(gap.missing, gap.questions) for gap in client.gaps()] == [("year 2019", ("What of submarines in 2019?",))]


def test_the_client_reaches_every_route_of_the_api(tmp_path: Path) -> None:
    source = Path(client_module.__file__).read_text("utf-8")
    app = create_app(Settings(server={"state": tmp_path}))
    paths = {path for path in app.openapi()["paths"] if path.startswith(("/v1/", "/metrics"))}
    assert len(paths) > 15
    # the viewer's page is for people
    missing = {path for path in paths if re.sub(r"\{\w+\}", "{_part(", path).split("_part(")[0] not in source}
    assert missing == set()
