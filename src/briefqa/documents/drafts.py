"""What a parser hands over: blocks as drafts, without offsets, and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from briefqa.types import BlockKind


@dataclass(frozen=True, slots=True)
class DraftCell:
    """One cell as it stands in the source; `is_header` is None where the format does not say.

    `marks` holds the label and the offset of each note mark that the builder took out of `text`. `page` is the page
    that begins with this cell, in a table that goes on over the end of a page.
    """

    text: str
    rowspan: int = 1
    colspan: int = 1
    is_header: bool | None = None
    marks: tuple[tuple[str, int], ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One block without offsets.

    `text` may contain note marks (`MARK_OPEN`, label, `MARK_CLOSE`). A table has `rows` instead of text, and
    `header_rows` where the format says how many there are. `merged` is True where rowspan and colspan are known, so
    that an empty cell is an empty cell; in flattened text an empty header cell continues its neighbour. `mark` is
    the label of a footnote.
    """

    kind: BlockKind
    text: str = ""
    level: int | None = None
    page: int | None = None
    last_page: int | None = None
    rows: tuple[tuple[DraftCell, ...], ...] = ()
    header_rows: int | None = None
    merged: bool = False
    caption: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A parsed file: its blocks and what it says about itself; the manifest takes precedence."""

    drafts: tuple[Draft, ...]
    media_type: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
