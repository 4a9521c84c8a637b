"""LangChain with FAISS: retrieval by meaning alone; it has no extractive reader."""

from __future__ import annotations

import sys
from typing import Any

from adapter import main
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings


class WithLangchain:
    """One FAISS store of passages."""

    def __init__(self, encoder: str, reader: str) -> None:
        self._embeddings = HuggingFaceEmbeddings(model_name=encoder, encode_kwargs={"normalize_embeddings": True})

    def index(self, passages: list[dict[str, str]], paragraphs: list[dict[str, str]], folder: str) -> None:
        """Embed passages and keep the index."""
        identities = [{"id": one["id"]} for one in passages]
        self._store = FAISS.from_texts([one["text"] for one in passages], self._embeddings, metadatas=identities)
        self._store.save_local(folder)

    def open(self, folder: str) -> None:
        """Load the index."""
        self._store = FAISS.load_local(folder, self._embeddings, allow_dangerous_deserialization=True)

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the best passages."""
        return [found.metadata["id"] for found in self._store.similarity_search(question, k=k)]

    def ask(self, question: str) -> dict[str, Any]:
        """It cannot read; the best passage stands for an answer when only time is asked for."""
        return {"answer": None, "score": 0.0}


if __name__ == "__main__":
    main(WithLangchain(*sys.argv[1:3]))
