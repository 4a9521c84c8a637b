from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefqa.models.reader import Reading
from briefqa_api.served import TimedReader


class Slow:
    name = "slow/1"

    def read(self, question: str, texts: Sequence[str]) -> tuple[Reading, ...]:
        if not texts:
            raise ValueError(question)
        return ()


def test_each_run_of_the_reader_is_timed_whether_it_succeeds_or_not() -> None:
    seconds: list[float] = []
    reader = TimedReader(Slow(), seconds.append)
    assert (reader.name, reader.read("Why?", ["text"])) == ("slow/1", ())
    with pytest.raises(ValueError, match="Why"):
        reader.read("Why?", [])
    assert len(seconds) == 2 and all(0 <= one < 60 for one in seconds)
