"""Haystack: in-memory store, BM25 and embedding retrievers joined by reciprocal ranks, the extractive reader."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from adapter import main
from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

READ = 5  # paragraphs that the reader gets


class WithHaystack:
    """Two stores, one of passages to search and one of paragraphs to read."""

    def __init__(self, encoder: str, reader: str) -> None:
        self._encoder = encoder
        self._question = SentenceTransformersTextEmbedder(model=encoder, progress_bar=False)
        self._question.warm_up()
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")
        self._reader = TransformersExtractiveReader(model=reader, top_k=1, no_answer=True)
        self._reader.warm_up()

    def index(self, passages: list[dict[str, str]], paragraphs: list[dict[str, str]], folder: str) -> None:
        """Embed both levels and keep them as JSON, as the in-memory store does."""
        embedder = SentenceTransformersDocumentEmbedder(model=self._encoder, progress_bar=False)
        embedder.warm_up()
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name, texts in (("passages", passages), ("paragraphs", paragraphs)):
            store = InMemoryDocumentStore(embedding_similarity_function="cosine")
            documents = [Document(id=one["id"], content=one["text"]) for one in texts]
            store.write_documents(embedder.run(documents=documents)["documents"])
            store.save_to_disk(f"{folder}/{name}.json")
        self.open(folder)

    def open(self, folder: str) -> None:
        """Read both stores."""
        self._retrievers = {}
        for name in ("passages", "paragraphs"):
            store = InMemoryDocumentStore.load_from_disk(f"{folder}/{name}.json")
            self._retrievers[name] = (InMemoryBM25Retriever(store), InMemoryEmbeddingRetriever(store))

    def _find(self, name: str, question: str, k: int) -> list[Document]:
        words, meaning = self._retrievers[name]
        vector = self._question.run(text=question)["embedding"]
        found = [
            words.run(query=question, top_k=k)["documents"],
            meaning.run(query_embedding=vector, top_k=k)["documents"],
        ]
        return self._joiner.run(documents=found, top_k=k)["documents"]

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the best passages."""
        return [document.id for document in self._find("passages", question, k)]

    def ask(self, question: str) -> dict[str, Any]:
        """The best answer in the best paragraphs; the reader's own "no answer" is a refusal."""
        answers = self._reader.run(query=question, documents=self._find("paragraphs", question, READ))["answers"]
        best = max(answers, key=lambda answer: answer.score)
        return {"answer": best.data, "score": best.score}


if __name__ == "__main__":
    main(WithHaystack(*sys.argv[1:3]))
