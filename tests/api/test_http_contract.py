from __future__ import annotations

import dataclasses
from typing import get_args

import httpx
import pytest

from briefqa import types
from briefqa.facts import Finding, Verdict
from briefqa.index.store import DocumentSummary
from briefqa_api.schemas import answers, common, documents, facts

PAIRS = [
    (types.Answer, answers.Answer),
    (types.Conflict, answers.Conflict),
    (types.Derivation, answers.Derivation),
    (types.Operand, answers.Operand),
    (types.Citation, common.Citation),
    (types.CellReference, common.CellReference),
    (types.FigureRecord, facts.FigureRecord),
    (types.DateRecord, facts.DateRecord),
    (types.DealRecord, facts.DealRecord),
    (types.Party, facts.Party),
    (DocumentSummary, documents.Summary),
    (Finding, facts.Finding),
]


@pytest.mark.parametrize(("core", "model"), PAIRS)
def test_the_models_have_the_fields_of_the_core_types(core: type, model: type[common.Model]) -> None:
    assert {field.name for field in dataclasses.fields(core)} == set(model.model_fields)


@pytest.mark.parametrize(
    ("core", "annotation"),
    [
        (types.AnswerKind, answers.Answer.model_fields["kind"].annotation),
        (types.FactStatus, facts.Status),
        (Verdict, facts.Finding.model_fields["verdict"].annotation),
        (types.BlockKind, documents.Kind),
    ],
)
def test_the_models_know_every_value_of_the_core_enumerations(core: type, annotation: object) -> None:
    assert {member.value for member in core} == set(get_args(annotation))


def test_the_example_of_an_answer_is_an_answer() -> None:
    answers.Answer.model_validate(answers.ANSWER_EXAMPLE)


@pytest.mark.anyio
async def test_every_route_is_described_with_its_problems_and_shown_on_the_page(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    page = await client.get("/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for path, operations in document["paths"].items():
        assert path in page.text
        for operation in operations.values():
            assert operation["summary"]
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert "422" not in document["paths"]["/v1/ask"]["post"]["responses"]
    assert document["components"]["schemas"]["Question"]["examples"]
