"""Holds a run against a baseline: which questions became wrong, which became right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefqa.errors import EvaluationError
from briefqa.evaluation.outcomes import Outcome

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What a baseline keeps of a question: whether the answer was right and its first citation too."""

    right: bool
    cited: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ids of questions that differ from the baseline, each tuple sorted.

    absent: questions of the baseline that the run did not ask; they score 0, so those that were right
    are among the newly wrong as well. added: questions that the baseline does not know.
    """

    newly_wrong: tuple[str, ...]
    newly_right: tuple[str, ...]
    newly_miscited: tuple[str, ...]
    newly_cited: tuple[str, ...]
    absent: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def regressed(self) -> bool:
        """Whether something that was right no longer is."""
        return bool(self.newly_wrong or self.newly_miscited)

    @property
    def flipped(self) -> bool:
        """Whether anything at all differs, for better or worse."""
        return any((self.newly_wrong, self.newly_right, self.newly_miscited, self.newly_cited, self.absent, self.added))


def marks_of(outcomes: Sequence[Outcome]) -> dict[str, Mark]:
    """What a baseline keeps of each outcome."""
    return {outcome.id: Mark(outcome.right, outcome.cited) for outcome in outcomes}


def compare(baseline: Mapping[str, Mark], current: Mapping[str, Mark]) -> Comparison:
    """Hold the current marks against those of the baseline.

    A citation counts as lost only where the answer is still right: a question that became wrong is
    listed once.
    """
    shared = sorted(baseline.keys() & current.keys())
    absent = sorted(baseline.keys() - current.keys())
    wrong = [one for one in shared if baseline[one].right and not current[one].right]
    still_right = [one for one in shared if baseline[one].right and current[one].right]
    return Comparison(
        newly_wrong=tuple(sorted(wrong + [one for one in absent if baseline[one].right])),
        newly_right=tuple(one for one in shared if current[one].right and not baseline[one].right),
        newly_miscited=tuple(one for one in still_right if baseline[one].cited and not current[one].cited),
        newly_cited=tuple(one for one in still_right if current[one].cited and not baseline[one].cited),
        absent=tuple(absent),
        added=tuple(sorted(current.keys() - baseline.keys())),
    )


def read_baseline(path: Path) -> dict[str, Mark]:
    """Read the marks that `save_baseline` wrote.

    Raises:
        EvaluationError: the file is missing or not a baseline of this format.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise EvaluationError(f"{path} is a baseline of format {content['format']}, this version reads {FORMAT}.")
        return {str(name): Mark(bool(mark["right"]), mark["cited"]) for name, mark in content["questions"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} cannot be read as a baseline ({error!r}); write one with briefqa eval --save-baseline."
        ) from error


def save_baseline(path: Path, marks: Mapping[str, Mark]) -> None:
    """Write the marks, one question a line and sorted by id, so that a changed baseline reads well in a diff."""
    lines = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps({'right': mark.right, 'cited': mark.cited})}"
        for name, mark in sorted(marks.items())
    )
    path.write_text(f'{{"format": {FORMAT}, "questions": {{\n{lines}\n}}}}\n', encoding="utf-8")
