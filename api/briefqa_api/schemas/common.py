"""What all models share, and the pieces that several of them hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _whole_text(value: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise PydanticCustomError("surrogate", "Contains an unpaired surrogate, which is not text")
    return value


Text = Annotated[str, AfterValidator(_whole_text)]


class Model(BaseModel):
    """Base of all models: no fields but those named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CellReference(Model):
    """Where in a table a cited cell stands."""

    table: str | None = Field(description="the caption of the table")
    row: str | None = Field(examples=["Howitzers (value)"])
    column: str | None = Field(examples=["United States"])


class Citation(Model):
    """A verbatim claim with its exact place: W3C TextQuoteSelector and TextPositionSelector in one."""

    document_id: str
    document_title: str
    passage_id: str
    quote: str = Field(description="the whole claim, verbatim: `text[start:end]` of the document")
    start: int = Field(ge=0, description="first code point of the quote in the document's text")
    end: int = Field(ge=0, description="one past the last code point")
    answer_start: int | None = Field(description="where the answer begins in the quote, in code points")
    answer_end: int | None = Field(description="one past the answer's last code point in the quote")
    prefix: str = Field(description="the text before the quote")
    suffix: str = Field(description="the text after the quote")
    section: str | None = Field(description="headings above the quote, outermost first, joined with ' > '")
    page: int | None = Field(description="counted from 1; null where the format has no pages")
    cell: CellReference | None
    url: str = Field(description="opens the document with the quote highlighted, relative to this server")
    last_page: int | None = Field(description="the page the quote ends on, another than `page` over a page's end")


class ProblemPart(Model):
    """One of several things that are wrong with a request."""

    pointer: str = Field(examples=["/body/question"])
    detail: str


class Problem(Model):
    """An error as RFC 9457 problem details."""

    type: str = Field(examples=["urn:briefqa:problem:question"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["The question is empty; type a question in words."])
    request_id: str | None = Field(description="under which the server's log knows the request")
    errors: list[ProblemPart] | None = None
