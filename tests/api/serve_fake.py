"""Serve the fake assistant in a process of its own: `python serve_fake.py STATE PORT [NAME=VALUE ...]`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from api.fake_assistant import FakeAssistant
from briefqa.settings import Settings
from briefqa_api.serving import run


class SwappingAssistant(FakeAssistant):
    """Moves to a generation as soon as the file `generation` beside it names one; slow enough to be caught at it."""

    def __init__(self, state: Path) -> None:
        super().__init__()
        self._file = state / "generation"

    def refresh(self) -> bool:
        number = int(self._file.read_text()) if self._file.exists() else 0
        name = f"g{number}"
        if self.opened[0] == name:
            return False
        self.generations = [(name, _document(number))]
        return super().refresh()

    def ask(self, question: str, **options: object):  # type: ignore[no-untyped-def]
        answer = super().ask(question, **options)  # type: ignore[arg-type]
        time.sleep(0.01)
        return answer


def _document(number: int):  # type: ignore[no-untyped-def]
    from api.fake_assistant import make_document

    return make_document(text=f"Howitzers abroad\nPoland ordered {number} howitzers in generation g{number}.")


class Opener:
    def __init__(self, state: Path) -> None:
        self.state = state

    def __call__(self) -> SwappingAssistant:
        return SwappingAssistant(self.state)


def main() -> None:
    state, port = Path(sys.argv[1]), int(sys.argv[2])
    server = {name: json.loads(value) for name, _, value in (one.partition("=") for one in sys.argv[3:])}
    settings = Settings(port=port, index=state / "index", corpus=state / "corpus", server={"state": state, **server})
    run(settings, open_assistant=Opener(state))


if __name__ == "__main__":
    main()
