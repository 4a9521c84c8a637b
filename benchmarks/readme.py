"""Put the tables of the result files into README.md and docs/, between their markers.

    python -m benchmarks.readme            write them
    python -m benchmarks.readme --check    exit 1 where a document differs from the files

A marker is `<!-- table: NAME -->`, and the table ends at `<!-- end of table -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from benchmarks.results import read_result
from benchmarks.tables import TABLES

ROOT = Path(__file__).parents[1]
MARKED = re.compile(
    r"(?P<head><!-- table: (?P<name>[\w-]+) -->\n)(?P<body>.*?)(?P<tail><!-- end of table -->)", re.DOTALL
)


def rendered(text: str) -> str:
    """`text` with every marked table as the result files have it, or the word that there is none yet.

    Raises:
        SystemExit: a marker names no table.
    """
    return MARKED.sub(_table, text)


def _table(found: re.Match[str]) -> str:
    name = found["name"]
    if name not in TABLES:
        raise SystemExit(f"There is no table {name}; name one of {', '.join(TABLES)}.")
    file, make = TABLES[name]
    result = read_result(file)
    body = "Not measured yet: `make bench` measures it." if result is None else make(result)
    return f"{found['head']}\n{body}\n\n{found['tail']}"


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    stale = []
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        current = rendered(text)
        if current != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if not chosen.check:
                path.write_text(current, encoding="utf-8")
    if stale:
        done = "differ from benchmarks/results; run python -m benchmarks.readme" if chosen.check else "written"
        print(f"{', '.join(stale)}: {done}", file=sys.stderr)
    return 1 if stale and chosen.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
