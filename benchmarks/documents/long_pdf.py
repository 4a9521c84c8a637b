"""A PDF of 300 dense pages in two columns, with headings, notes and ruled tables, read in the sandbox.

    python benchmarks/documents/long_pdf.py --pages 300

The target: 60 s on one core and 1 GB of memory. Needs the extra `benchmarks` (reportlab).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.reading import read_documents
from briefqa.documents.sources import Source

SENTENCE = (
    "The council extended the programme for coastal shipping in {year}, at a cost of €{cost}.5 million, although "
    "{part} of the member states had voted against it in the first reading. "
)
PARTS = ("a third", "a quarter", "two", "nearly half", "some")


def paragraphs(count: int) -> list[Flowable]:
    """Headings, paragraphs and now and then a table."""
    styles = getSampleStyleSheet()
    flow: list[Flowable] = []
    for number in range(count):
        if number % 12 == 0:
            flow.append(Paragraph(f"Chapter {number // 12 + 1}: The Programme and Its Price", styles["Heading2"]))
        if number % 30 == 29:
            rows = [["Country", "2020", "2021"], *[[f"Country {row}", str(row * 7), f"{row}.5%"] for row in range(8)]]
            flow.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        text = "".join(
            SENTENCE.format(year=1900 + (number + at) % 120, cost=number * 7 + at, part=PARTS[at % 5])
            for at in range(5)
        )
        flow.append(Paragraph(text, styles["BodyText"]))
    return flow


def make_pdf(pages: int) -> bytes:
    """A PDF of about so many pages."""
    stream = io.BytesIO()
    width = (A4[0] - 124) / 2
    frames = [Frame(50 + number * (width + 24), 70, width, A4[1] - 150, 0, 0, 0, 0) for number in range(2)]
    template = BaseDocTemplate(stream, pagesize=A4)

    def furnish(canvas, document) -> None:  # noqa: ANN001 - reportlab has no types
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, A4[1] - 40, f"Annual report | {document.page}")

    template.addPageTemplates([PageTemplate(frames=frames, onPage=furnish)])
    template.build(paragraphs(round(pages * 6.25)))
    return stream.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    wanted = parser.parse_args().pages
    content = make_pdf(wanted)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(content)
        source = Source("long", path, path.name, hashlib.sha256(content).hexdigest())
        started = time.perf_counter()
        (outcome,) = read_documents([source], workers=1, limits=ReadLimits())
        took = time.perf_counter() - started
    if isinstance(outcome, ReadFailure):
        raise SystemExit(outcome.reason)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"pages            {max(block.last_page or 0 for block in outcome.blocks)}")
    print(f"characters       {len(outcome.text):,}")
    print(f"blocks           {dict(Counter(str(block.kind) for block in outcome.blocks))}")
    print(f"wall clock       {took:.1f} s")
    print(f"processor time   {used.ru_utime + used.ru_stime:.1f} s")
    print(f"peak memory      {used.ru_maxrss / 1024:.0f} MiB in the worker")


if __name__ == "__main__":
    main()
