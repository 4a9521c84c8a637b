"""The process that reads facts for a build: names first, then one document after the other, until its input ends.

Both ends are this program's own, and the documents were read by then, so that they are pickled. Run as
`python -m briefqa.facts.worker`.
"""

from __future__ import annotations

import pickle
import sys

from briefqa.facts.extraction import extract_facts
from briefqa.facts.lexicon import Lexicon


def main() -> None:
    """Serve requests on standard input until it ends."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    try:
        lexicon = Lexicon.from_json(pickle.load(requests))
        while True:
            document, passages = pickle.load(requests)
            pickle.dump(extract_facts(document, passages, lexicon), replies)
            replies.flush()
    except (EOFError, BrokenPipeError):
        return


if __name__ == "__main__":
    main()
