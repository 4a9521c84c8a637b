"""The assistant as the server needs it: with the names of the corpus and with what the documents' audit found."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from briefqa.assistant import Assistant
from briefqa.facts import Finding, Lexicon, audit
from briefqa.models.reader import Reader
from briefqa.settings import Settings


class ServedAssistant(Assistant):
    """Audits a generation when that is first asked for, and keeps the findings while it answers."""

    def __init__(self, index: Path, settings: Settings, reader: Reader | None) -> None:
        super().__init__(index, settings, reader)
        self._audit_lock = Lock()
        self._audited: tuple[str, tuple[Finding, ...]] | None = None

    def lexicon(self) -> Lexicon:
        """The names of the corpus and their aliases."""
        return self._opened.answerer.lexicon

    def findings(self) -> tuple[Finding, ...]:
        """What the documents say about each other and themselves, contradictions first."""
        with self.steady(), self._audit_lock:
            generation = self._opened.generation
            if self._audited is None or self._audited[0] != generation.id:
                store = generation.store
                documents = [(store.document(one.id), store.document_passages(one.id)) for one in store.documents()]
                self._audited = generation.id, audit(documents, store.facts(None))
            return self._audited[1]
