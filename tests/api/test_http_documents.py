from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.conftest import running
from api.fake_assistant import TEXT, FakeAssistant
from briefqa.settings import Settings
from briefqa.types import Block, BlockKind, Document, Span
from briefqa_api.showing import pieces

HOSTILE = TEXT.index("<script>")


@pytest.mark.anyio
async def test_documents_are_listed_a_page_at_a_time(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/documents")).json()
    assert [document["id"] for document in listed["documents"]] == ["brief"]
    assert listed["total"] == 1
    beyond = (await client.get("/v1/documents", params={"offset": 5})).json()
    assert (beyond["documents"], beyond["total"]) == ([], 1)


@pytest.mark.anyio
async def test_a_document_comes_with_text_blocks_and_pieces_that_agree(client: httpx.AsyncClient) -> None:
    document = (await client.get("/v1/documents/brief", params={"start": 17, "end": 23})).json()
    assert document["text"] == TEXT
    assert "".join(piece["text"] for piece in document["pieces"]) == TEXT
    assert [piece["text"] for piece in document["pieces"] if piece["cited"]] == ["Poland"]
    assert [block["kind"] for block in document["blocks"]] == ["title", "paragraph", "paragraph", "paragraph"]
    assert all(TEXT[block["start"] : block["end"]] == block["text"] for block in document["blocks"])


@pytest.mark.anyio
async def test_the_viewer_shows_text_as_text_and_marks_the_span(client: httpx.AsyncClient) -> None:
    place = {"start": HOSTILE, "end": HOSTILE + 8}
    page = await client.get("/v1/documents/brief/view", params=place)
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert 'id="cited"' in page.text
    assert "&lt;script&gt;</mark>" in page.text


@pytest.mark.anyio
async def test_the_original_file_is_sent_only_while_it_is_the_one_that_was_read(
    client: httpx.AsyncClient, make_settings: Callable[..., Settings]
) -> None:
    response = await client.get("/v1/documents/brief/file")
    assert sha256(response.content).digest() == sha256(TEXT.encode()).digest()
    assert response.headers["content-disposition"].startswith("attachment")
    (make_settings().corpus / "brief.txt").write_text("another text", "utf-8")
    assert (await client.get("/v1/documents/brief/file")).json()["type"] == "urn:briefqa:problem:no-original"


@pytest.mark.anyio
async def test_a_passage_tells_its_place_and_how_it_was_read(client: httpx.AsyncClient) -> None:
    hit = (await client.get("/v1/search", params={"query": "howitzers arrive"})).json()["hits"][0]
    passage = (await client.get(f"/v1/passages/{hit['passage_id']}")).json()
    assert passage["quote"] == TEXT[passage["start"] : passage["end"]] == "The howitzers arrive by 2027."
    assert passage["view"] == [{"text": passage["quote"], "start": passage["start"], "end": passage["end"]}]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "address",
    [
        "/v1/documents/unknown",
        "/v1/documents/unknown/view",
        "/v1/documents/unknown/file",
        "/v1/documents/..%2f..%2fetc%2fpasswd/file",
        "/v1/passages/unknown",
        "/nothing",
    ],
)
async def test_what_is_not_there_is_a_problem_document(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Not Found"


@pytest.mark.anyio
async def test_a_server_without_an_index_lives_but_is_not_ready(make_settings: Callable[..., Settings]) -> None:
    from briefqa.errors import IndexMissingError

    def fail() -> FakeAssistant:
        raise IndexMissingError("Nothing was built at /secret/place yet.")

    async with running(make_settings(), FakeAssistant()) as client:
        index = client.app.state.runtime.index  # type: ignore[attr-defined]
        index._assistant, index._open = None, fail
        await index.refresh()
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        for response in (await client.get("/readyz"), await client.post("/v1/ask", json={"question": "howitzers"})):
            assert response.status_code == 503
            assert response.headers["retry-after"] == "5"
            assert "IndexMissingError" in response.text
            assert "secret" not in response.text


@given(st.text(min_size=1, max_size=40), st.data())
def test_pieces_always_join_to_the_text_and_mark_exactly_the_span(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    blocks = tuple(Block(BlockKind.PARAGRAPH, Span(*pair)) for pair in zip(cuts[::2], cuts[1::2], strict=False))
    start = data.draw(st.integers(0, len(text) - 1))
    cited = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = pieces(Document("d", "t", text, blocks, "", "d.txt", "text/plain"), cited)
    assert "".join(piece["text"] for piece in found) == text
    assert "".join(piece["text"] for piece in found if piece["cited"]) == cited.cut(text)
    for index, block in enumerate(blocks):
        assert "".join(piece["text"] for piece in found if piece["block"] == index) == block.span.cut(text)
