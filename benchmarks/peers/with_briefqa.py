"""briefqa itself, under the same protocol; it takes files, not texts, so the index is built before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapter import main

from briefqa.assistant import Assistant
from briefqa.settings import Settings


class WithBriefqa:
    """An assistant over an index that `briefqa build` made."""

    def open(self, folder: str) -> None:
        """Open the index and the reader."""
        self._assistant = Assistant.open(Path(folder), Settings())

    def search(self, question: str, k: int) -> list[str]:
        """Ids of the best passages."""
        return [hit.passage.id for hit in self._assistant.search(question, k=k)]

    def ask(self, question: str) -> dict[str, Any]:
        """The answer, or None for a refusal."""
        answer = self._assistant.ask(question)
        return {"answer": answer.answer, "score": answer.confidence, "kind": str(answer.kind)}


if __name__ == "__main__":
    main(WithBriefqa())
