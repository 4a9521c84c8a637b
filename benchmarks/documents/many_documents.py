"""1,000 small text, Markdown and HTML files, read by parallel workers; memory must not grow with their number.

    python benchmarks/documents/many_documents.py --documents 1000 --workers 2

Prints the speed and, after each tenth of the documents, the resident memory of this process and its largest worker.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import tempfile
import time
from pathlib import Path

from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.reading import read_documents
from briefqa.documents.sources import list_sources

TEXT = (
    "The council extended programme {number} for coastal shipping, at a cost of €{number}.5 million, although a third "
    "of the member states had voted against it. The ministers will meet again in the spring of {year}. "
) * 12
FORMATS = {
    "txt": "Programme {number}\n\n{text}\n\n{text}\n",
    "md": "# Programme {number}\n\n{text}\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "html": "<h1>Programme {number}</h1><p>{text}</p><table><tr><th>a<th>b<tr><td>1<td>2</table><p>{text}</p>",
}


def resident(process: int) -> int:
    """Resident memory of a process in KiB; 0 where it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(found.group(1)) if found else 0


def children() -> list[int]:
    """The processes that this one started, from any of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread may end while we look
            found.extend(map(int, (task / "children").read_text().split()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.documents):
            suffix = list(FORMATS)[number % len(FORMATS)]
            text = TEXT.format(number=number, year=1900 + number % 130)
            (Path(folder) / f"{number:05}.{suffix}").write_text(FORMATS[suffix].format(number=number, text=text))
        sources, failures = list_sources(Path(folder))
        started = time.perf_counter()
        failed = len(failures)
        for count, outcome in enumerate(read_documents(sources, workers=options.workers, limits=ReadLimits()), 1):
            failed += isinstance(outcome, ReadFailure)
            if count % max(options.documents // 10, 1) == 0:
                workers = max(map(resident, children()), default=0)
                print(
                    f"{count:6} read   {resident(os.getpid()) // 1024:4} MiB here, {workers // 1024:4} MiB in a worker"
                )
        took = time.perf_counter() - started
    print(f"{len(sources)} documents, {failed} failed, {took:.1f} s, {len(sources) / took:.0f} per second")


if __name__ == "__main__":
    main()
