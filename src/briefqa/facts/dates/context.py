"""What a date without a year, or a relative one, is read against: its sentence, its paragraph, its document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefqa.facts.dates.calendar import Moment, month, parse_edtf, year
from briefqa.facts.dates.calendar import day as calendar_day

LOOK_AHEAD = 45
"""Days after its own date that a dated report still means by a day without a year: "the show opens on June 17"."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place that a date is read from.

    `published` is the document's date, `paragraph` the latest date of the same paragraph so far and
    `before` the latest date of the text before it. Any of them may be unknown.
    """

    published: Moment | None = None
    paragraph: Moment | None = None
    before: Moment | None = None

    @classmethod
    def of(cls, published: str | None) -> Anchor:
        """The anchor of a document published at an EDTF date."""
        return cls(parse_edtf(published))

    @property
    def now(self) -> date | None:
        """The day that "today" means, the last one the document's date allows; None when it is unknown."""
        if self.published is not None:
            return self.published.latest
        story = self.story
        return None if story is None else story.earliest

    @property
    def story(self) -> Moment | None:
        """The date that the text last spoke of."""
        return self.paragraph or self.before


def year_for(anchor: Anchor, of_month: int, of_day: int | None, *, future: bool = False) -> int | None:
    """The year that a month or day without one belongs to, or None when nothing tells.

    The paragraph's own date decides first: its year, or the next one where the story has moved past the
    turn of the year. Then the document's date: the latest such day that is not after it.
    """
    story = anchor.paragraph
    if story is not None and story.precision in ("day", "month", "week", "season", "quarter", "half"):
        candidate = story.earliest.year + (of_month < story.earliest.month - 1)
        known = anchor.published
        if candidate > story.earliest.year and (known is None or _first(candidate, of_month, of_day) > known.latest):
            candidate = story.earliest.year
        return candidate
    if story is not None and story.precision == "year":
        return story.earliest.year
    if anchor.published is not None:
        limit = anchor.published.latest
        same = _first(limit.year, of_month, of_day)
        if future:
            return limit.year if same >= anchor.published.earliest else limit.year + 1
        near = of_day is not None and anchor.published.precision == "day" and (same - limit).days <= LOOK_AHEAD
        return limit.year if same <= limit or near else limit.year - 1
    return anchor.before.earliest.year if anchor.before is not None else None


def _first(of_year: int, of_month: int, of_day: int | None) -> date:
    moment = calendar_day(of_year, of_month, of_day) if of_day is not None else None
    return (moment or month(of_year, of_month)).earliest


def this_year(anchor: Anchor) -> Moment | None:
    """The year that "this year" means."""
    now = anchor.now
    return None if now is None else year(now.year)
