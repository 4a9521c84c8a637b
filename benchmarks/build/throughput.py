"""How fast a build is, against the encoder's own throughput on the same passages, and what an update costs.

    python benchmarks/build/throughput.py --squad squad-v2-dev.json.xz --paragraphs 400

The target: at least 80% of the encoder's own throughput, everything counted: starting the process that builds,
importing, reading, splitting, facts, embedding, writing and syncing; on the first build of a machine the export and its
check as well, which a later new index takes over. The encoder alone is timed twice, with its model loaded: as the build
runs its export, and as sentence-transformers runs the original.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from squad_corpus import write_corpus

from briefqa.index.embedding import embed_views, find_vectors
from briefqa.index.generation import open_generation
from briefqa.models.encoder import Encoder
from briefqa.models.encoders import open_encoder
from briefqa.models.sentence_transformer import SentenceTransformerEncoder
from briefqa.passages import claim_text
from briefqa.progress import no_progress


def build(corpus: Path, index: Path, cache: Path) -> tuple[float, float, str]:
    """Seconds and processor seconds of `briefqa build`, and what it printed; exports are kept in `cache`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "briefqa", "build", "--corpus", str(corpus), "--index", str(index)]
    environment = {**os.environ, "BRIEFQA_ENCODER_CACHE": str(cache)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, done.stdout.splitlines()[0]


def show(name: str, seconds: float, used: float, passages: int) -> None:
    """Print one line of the table."""
    print(f"{name:34}{seconds:9.1f} s{used:9.1f} CPU s{passages / seconds:9.0f} passages/s")


def time_alone(name: str, encode: Callable[[], object], built: tuple[float, float], passages: int) -> None:
    """Print what encoding alone takes, and how near the build comes to it."""
    started, used = time.perf_counter(), time.process_time()
    encode()
    alone, alone_used = time.perf_counter() - started, time.process_time() - used
    show(name, alone, alone_used, passages)
    print(
        f"    of that the build reaches {alone / built[0]:.0%} by the clock, {alone_used / built[1]:.0%} by processor"
    )


def embed(encoder: Encoder, texts: Sequence[str]) -> None:
    """Encode `texts` as a build does."""
    vectors, rows = find_vectors(texts, None, encoder.dimension)
    embed_views(texts, rows, vectors, encoder, no_progress, workers=os.cpu_count() or 1)


def main() -> None:
    """Build, time the encoder on what was built, and update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=400)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index, cache = (Path(folder) / name for name in ("corpus", "index", "cache"))
        write_corpus(arguments.squad, corpus, arguments.paragraphs)
        first, first_used, _ = build(corpus, Path(folder) / "first", cache)
        built, built_used, _ = build(corpus, index, cache)
        with open_generation(index) as generation:
            rows = range(generation.manifest.counts.passages)
            texts = [claim_text(passage) for passage in generation.store.passages(rows)]
            exported = open_encoder(generation.encoder_folder)
        show("briefqa build, first on a machine", first, first_used, len(texts))
        show("briefqa build, a new index", built, built_used, len(texts))
        time_alone("its encoder alone", lambda: embed(exported, texts), (built, built_used), len(texts))
        original = SentenceTransformerEncoder()
        original.encode(texts[:32])
        time_alone("sentence-transformers alone", lambda: original.encode(texts), (built, built_used), len(texts))
        seconds, used, line = build(corpus, index, cache)
        show("briefqa build, nothing changed", seconds, used, len(texts))
        (corpus / "dropped-in.txt").write_text("Estonia paid for twelve howitzers in May 2024.\n", encoding="utf-8")
        seconds, used, line = build(corpus, index, cache)
        show("briefqa build, one file more", seconds, used, len(texts))
        print(line)


if __name__ == "__main__":
    main()
