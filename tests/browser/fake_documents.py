"""Documents that the fake server holds, built by hand so that the browser tests need no index."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from briefqa.types import Block, BlockKind, Cell, CellReference, Citation, Document, Header, Span


@dataclass
class Draft:
    """Grows the text of a document block by block."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: BlockKind, words: str, *, page: int | None = None, level: int | None = None) -> None:
        self.blocks.append(Block(kind, self._append(words), page=page, level=level))

    def add_table(self, rows: list[list[str]], caption: str, page: int | None = None) -> None:
        """A table whose first row and first column are headers."""
        start = len(self.text) + bool(self.text)
        spans: dict[tuple[int, int], Span] = {}
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                separator = "" if number == column == 0 and not self.text else " | " if column else "\n"
                spans[number, column] = self._append(words, separator)
        cells = tuple(_cell(rows, spans, row, column) for row, column in spans)
        self.blocks.append(Block(BlockKind.TABLE, Span(start, len(self.text)), page=page, cells=cells, caption=caption))

    def finish(self, name: str, title: str, **more: str) -> Document:
        return Document(name, title, self.text, tuple(self.blocks), "0" * 64, f"{name}.txt", "text/plain", **more)

    def _append(self, words: str, separator: str = "\n") -> Span:
        self.text += separator if self.text else ""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))


def _cell(rows: list[list[str]], spans: dict[tuple[int, int], Span], row: int, column: int) -> Cell:
    if row == 0 or column == 0:
        return Cell(row, column, spans[row, column], is_header=True)
    return Cell(
        row,
        column,
        spans[row, column],
        row_headers=(Header(rows[row][0], spans[row, 0]),),
        column_headers=(Header(rows[0][column], spans[0, column]),),
    )


def harbour_report() -> Document:
    """A report of three pages, long enough that its cited places lie below the fold."""
    draft = Draft()
    draft.add(BlockKind.TITLE, "Harbours of the North: Trade and Repair", page=1)
    draft.add(BlockKind.PARAGRAPH, "Kaisa Lindqvist and Ruben Achterberg", page=1)
    for item in (
        "Three of the five harbours will be dredged before the ferries grow larger.",
        "The ministry has promised 12.4 million crowns, and the towns have promised the rest.",
        "Nobody has decided yet who pays for the breakwater at Varnes.",
    ):
        draft.add(BlockKind.LIST_ITEM, f"- {item}", page=1, level=1)
    draft.add(BlockKind.HEADING, "Why the harbours matter", page=1, level=1)
    for number in range(1, 7):
        draft.add(
            BlockKind.PARAGRAPH,
            f"Harbour {number} has served the coast for generations. Its quays carry timber, fish and, since the road "
            "was cut, almost everything that the islands eat. When the winter storms close the strait, the stores on "
            "the quay last for eleven days; after that, bread comes by helicopter and costs what helicopters cost.",
            page=1,
        )
    draft.add(BlockKind.HEADING, "What repair costs", page=2, level=1)
    draft.add(
        BlockKind.PARAGRAPH,
        "The breakwater at Varnes was repaired in May 2021 for 3.1 million crowns, about twice what was set aside. "
        "A second section followed in 2023.",
        page=2,
    )
    draft.add(BlockKind.CAPTION, "Table 1. Repairs by harbour, in million crowns", page=2)
    draft.add_table(
        [
            ["Harbour", "2021", "2023"],
            ["Varnes", "3.1", "0.8"],
            ["Lillevik", "1.4", "2.25"],
            ["Østre Havn", "0.6", "4.0"],
        ],
        "Table 1. Repairs by harbour, in million crowns",
        page=2,
    )
    draft.add(BlockKind.HEADING, "What comes next", page=3, level=1)
    for number in range(1, 8):
        draft.add(
            BlockKind.PARAGRAPH,
            f"Step {number} of the plan is open to comment until spring. The towns ask for a share of the ferry fares, "
            "the ministry asks for patience, and the engineers ask for calm weather, which is the one thing that "
            "neither can grant.",
            page=3,
        )
    draft.add(
        BlockKind.PARAGRAPH,
        "An older estimate put the repair of the Varnes breakwater at 2.6 million crowns, without the lamps.",
        page=3,
    )
    return draft.finish(
        "harbours",
        "Harbours of the North: Trade and Repair",
        author="Kaisa Lindqvist and Ruben Achterberg",
        publisher="Coastal Review",
        published="2024-02",
        url="https://example.org/harbours",
    )


HOSTILE_TEXT = (
    '\U0001f6a2 <script>window.attacked = 1</script><img src=x onerror="window.attacked = 2"> &lt;b&gt; '
    "pays \u202e0001\u202c crowns\u200b to O\u2019Neill </p></mark><style>*{display:none}</style> "
    "${window.attacked = 3}"
)


def hostile_report() -> Document:
    """A document whose title, text and address try to become markup, script or links."""
    draft = Draft()
    draft.add(BlockKind.HEADING, '"><script>window.attacked = 4</script>', level=1)
    draft.add(BlockKind.PARAGRAPH, HOSTILE_TEXT)
    draft.add_table([["<th>", "\u202eevil"], ["<td onclick=1>", HOSTILE_TEXT]], "<caption>")
    return draft.finish(
        "hostile",
        "</title><script>window.attacked = 5</script>",
        url="javascript:window.attacked=6",
        author=HOSTILE_TEXT,
    )


def cite(
    document: Document,
    quote: str,
    answer: str | None = None,
    *,
    section: str | None = None,
    page: int | None = None,
    cell: CellReference | None = None,
) -> dict[str, object]:
    """A citation of `quote` as JSON, with `answer` marked in it."""
    start = document.text.index(quote)
    end = start + len(quote)
    found = (None, None) if answer is None else (quote.index(answer), quote.index(answer) + len(answer))
    url = f"/v1/documents/{document.id}/view?start={start}&end={end}"
    citation = Citation(
        document.id, document.title, f"{document.id}-{start}", quote, start, end, *found,
        document.text[max(0, start - 32) : start], document.text[end : end + 32], section, page, cell, url,
    )  # fmt: skip
    return asdict(citation)
