from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from api.conftest import running
from api.fake_assistant import FakeAssistant, make_document
from briefqa.settings import ServerSettings, Settings
from briefqa.types import Block, BlockKind, Cell, DealRecord, FactKind, Header, Party, Span
from briefqa_api.examples import _deal_question, find_examples

pytestmark = pytest.mark.anyio
DOCS = Path(__file__).parents[2] / "docs"


async def test_the_widget_and_its_pinned_twin_may_be_loaded_from_any_page(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    twin = re.search(r"/widget-[0-9a-f]{12}\.js", page)
    assert twin is not None
    for path in ("/widget.js", twin[0]):
        script = await client.get(path, headers={"Origin": "https://anywhere.example"})
        assert script.headers["access-control-allow-origin"] == "*"
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        again = await client.get(path, headers={"If-None-Match": script.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert (await client.get("/widget.js")).content == (await client.get(twin[0])).content
    assert "immutable" in (await client.get(twin[0])).headers["cache-control"]


async def test_the_demo_page_allows_only_its_own_files(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_examples_are_questions_that_the_documents_answer(
    client: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    text = "Exports\nTanks abroad\nNorway ordered 54 tanks abroad.\nNothing\nHere.\nHowitzers | $977 million"
    document = make_document(text=text)
    start = text.index("$977 million")
    cell = Cell(
        0, 1, Span(start, len(text)), (Header("Howitzers million", Span(0, 1)),), (Header("Value", Span(0, 1)),)
    )
    kinds = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH)
    blocks = [Block(kind, block.span) for kind, block in zip(kinds, document.blocks, strict=False)]
    blocks.append(Block(BlockKind.TABLE, document.blocks[5].span, cells=(cell,)))
    made = type(document)(
        document.id, document.title, text, tuple(blocks), document.sha256, document.file, document.media_type
    )
    assistant.generations.append(("g9", made))
    assistant.refresh()
    # the section "Nothing" says nothing of the kind, so it makes no example
    expected = ("What is the figure for Howitzers million, Value?", "What is said about Tanks abroad?")
    assert find_examples(assistant) == expected
    assert (await client.get("/v1/examples")).json()["questions"] == list(expected)
    count = assistant.asked
    await client.get("/v1/examples")
    assert assistant.asked == count


@pytest.mark.parametrize(
    ("parties", "fields", "question"),
    [
        ("supplier recipient", {"deal_type": "aid"}, "What did the United States give Norway?"),
        ("supplier recipient", {"deal_type": "purchase"}, "What did Norway buy from the United States?"),
        ("supplier recipient", {"item": "tanks", "quantity": "54"}, "How many tanks did Norway order?"),
        ("supplier recipient", {"item": "54 tanks", "quantity": "54"}, None),
        (
            "signatory signatory",
            {"item": "Act", "date": "2010"},
            "When did the United States and Norway sign the Act?",
        ),
        ("signatory signatory", {"item": "Act"}, None),
        ("recipient partner", {"deal_type": "purchase"}, None),
    ],
)
async def test_a_deal_is_asked_about_as_a_person_would(
    assistant: FakeAssistant, parties: str, fields: dict[str, str], question: str | None
) -> None:
    named = tuple(Party(*pair) for pair in zip(("United States", "Norway"), parties.split(), strict=True))
    deal = DealRecord(
        **{name: getattr(assistant.facts()[0], name) for name in ("document_id", "passage_id", "citation", "surface")},
        id="1",
        kind=FactKind.DEAL,
        extractor="t/1",
        parties=named,
        designation=None,
        deal_status="signed",
        value=None,
        **{"item": None, "quantity": None, "deal_type": "other", "date": None, **fields},
    )
    assert _deal_question(deal) == question


async def test_examples_can_be_set(make_settings: Callable[..., Settings], assistant: FakeAssistant) -> None:
    async with running(make_settings(examples=["Why?"]), assistant) as client:
        assert (await client.get("/v1/examples")).json()["questions"] == ["Why?"]


async def test_every_route_and_its_scope_is_in_the_docs(client: httpx.AsyncClient) -> None:
    text = (DOCS / "http.md").read_text("utf-8")
    described = (await client.get("/openapi.json")).json()["paths"]
    for path, operations in described.items():
        for method in operations:
            assert f"| `{method.upper()} {path}` | " in text, (method, path)
    documented = re.findall(r"^\| `(GET|POST|DELETE) (/[^`]*)` \|", text, re.MULTILINE)
    assert {(method.lower(), path) for method, path in documented} == {
        (method, path) for path, operations in described.items() for method in operations
    }


async def test_every_problem_type_is_in_the_docs() -> None:
    text = (DOCS / "http.md").read_text("utf-8")
    code = "".join(file.read_text("utf-8") for file in Path("api/briefqa_api").rglob("*.py"))
    found = re.findall(r'ProblemError\(\s*\d{3},\s*"([a-z-]+)"', code) + re.findall(
        r'_refusal\(\s*\d{3}, "([a-z-]+)"', code
    )
    assert len(found) > 12
    assert [kind for kind in found if f"`{kind}`" not in text] == []


async def test_every_setting_is_in_the_docs_with_its_default() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    fields = {**Settings.model_fields, **ServerSettings.model_fields}
    del fields["server"]
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE))
    assert set(rows) == set(fields)
    for name, field in fields.items():
        default = field.default
        if default in (None, ()):
            expected = {"unset", "none"}
        else:
            plain = str(default).lower() if isinstance(default, bool) else str(default)
            expected = {f"`{plain.removesuffix('.0') if isinstance(default, float) else plain}`"}
        assert rows[name] in expected, name
