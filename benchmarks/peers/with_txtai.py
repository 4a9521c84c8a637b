"""txtai: a hybrid index, and its extractive question answering over the best passages."""

from __future__ import annotations

import sys
from typing import Any

from adapter import main
from txtai import RAG, Embeddings

CONTEXT = 5  # passages that the reader gets


class WithTxtai:
    """One hybrid index of passages."""

    def __init__(self, encoder: str, reader: str) -> None:
        self._encoder = encoder
        self._reader_path = reader

    def index(self, passages: list[dict[str, str]], paragraphs: list[dict[str, str]], folder: str) -> None:
        """Embed passages and keep the index."""
        embeddings = Embeddings(path=self._encoder, hybrid=True, content=True)
        embeddings.index([(one["id"], one["text"], None) for one in passages])
        embeddings.save(folder)
        self._use(embeddings)

    def open(self, folder: str) -> None:
        """Load the index."""
        embeddings = Embeddings(path=self._encoder, hybrid=True, content=True)
        embeddings.load(folder)
        self._use(embeddings)

    def _use(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._reader = RAG(
            embeddings, self._reader_path, task="question-answering", context=CONTEXT, output="flatten", gpu=False
        )

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the best passages."""
        return [str(found["id"]) for found in self._embeddings.search(question, k)]

    def ask(self, question: str) -> dict[str, Any]:
        """What the reader finds in the best passages together; None where it is too unsure.

        Where a model points to its first token, which says that there is no answer, the pipeline fails with a
        TypeError; that counts as the refusal which the model meant.
        """
        try:
            answer = self._reader([{"query": question, "question": question}])[0]
        except TypeError:
            answer = None
        return {"answer": answer or None, "score": 0.0}


if __name__ == "__main__":
    main(WithTxtai(*sys.argv[1:3]))
