"""Who holds an office: the title that a claim puts beside a name, held against the office that a question asks for.

"The Polish Deputy Defence Minister Pawel Bejda" is not the defence minister of Korea: another country and a lower
office. Only what stands right beside the name counts, and only what the title itself says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.facts import Lexicon
from briefqa.facts.text import words

_NO_OFFICE = frozenset("candidate politician mr mrs ms dr sir lady deputy staff".split())
_OFFICES = "|".join(
    sorted(
        {*(words("titles_of_office") - _NO_OFFICE), "founder", "co-founder", "mayor", "chief executive", "treasurer"},
        key=len,
        reverse=True,
    )
)
_EXCLUSIVE = frozenset(
    "president vice-president minister chancellor king queen ambassador governor mayor director commissioner".split()
)
"""Offices that one person hardly holds beside another one of them."""
_PORTFOLIOS = frozenset(
    "foreign defence defense finance interior energy health trade transport economy justice agriculture environment"
    " education labour labor prime".split()
)
_LOWER = re.compile(r"\b(?:deputy|vice|assistant|under|acting|interim)\b", re.IGNORECASE)
_NOW = re.compile(r"^(?:and |but |so )?who(?:'s| is)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:former|ex|late|erstwhile|previous)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"^(?:and |but |so )?who(?:'s| is| are| was| were| became| has become)\b (?P<now>currently |now )?"
    rf"(?P<title>(?:[\w.'’&-]+ ){{0,6}}?(?P<office>{_OFFICES}))\b(?!['’]s|(?-i: [A-Z]))"
    r"(?P<of>(?: (?:of|for|at|in)(?: [\w.'’&-]+){1,6})?)",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"\b(?:dr|sir|mr|mrs|ms)\.? $", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<title>(?:(?:[\w.’'&-]+) ){{0,6}}?(?P<office>{_OFFICES}))(?: at the time)?,? $",
    re.IGNORECASE,
)
_BEFORE_OF = re.compile(
    rf"(?P<title>(?:[\w.’'&-]+ ){{0,4}}?(?P<office>{_OFFICES}) (?:of|for) (?:the )?[A-Z][\w.'’-]*"
    r"(?: (?:of |the |and )*[A-Z][\w.'’-]*){0,4}),? $"
)
_BEHIND = re.compile(
    r"^(?:,|\s\(|\s[–—-])\s?(?:who (?:is|was) )?(?P<title>(?:the |an? |its |their |then )?(?:[\w.’'&-]+ ){0,4}?"
    rf"(?P<office>{_OFFICES})(?: (?:of|for|at)(?: [\w.’'&-]+){{1,5}})?)",
    re.IGNORECASE,
)
_TITLE_STARTS = re.compile(
    r".*(?:[,;:.(]|\b(?:with|by|said|says|told|to|from|that|and|when|as|met|between|of|for|under|in|on)\b)\s+",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"^(?P<opening>and |but |so )?who (?:currently |now )?(?:heads|leads|runs|directs|is (?:heading|leading|running)"
    r"|is in charge of|(?:is|'s) at the (?:helm|head) of)\b (?P<what>[^?]+)",
    re.IGNORECASE,
)
_FOUNDED = re.compile(
    r"^(?i:(?:and |but |so )?who (?:set up|founded|started|created|established|launched) )(?P<what>(?:the )?[A-Z][^?]*)"
)


@dataclass(frozen=True, slots=True)
class Restated:
    """A question after a deed said as one after an office, and the office; only who is called so may answer it."""

    question: str
    office: str


def as_offices(question: str) -> tuple[Restated, ...]:
    """The offices whose holder does what a question asks: who heads a body is its director or president."""
    heads, founded = _HEADS.match(question), _FOUNDED.match(question)
    if heads is not None:
        offices = ("director", "president", "chief executive")
        return tuple(Restated(f"Who is the {office} of {heads['what'].strip()}?", office) for office in offices)
    if founded is not None:
        return (Restated(f"Who is the founder of {founded['what'].strip()}?", "founder"),)
    return ()


def is_called(text: str, start: int, end: int, office: str) -> bool:
    """Whether the name `text[start:end]` has an office of that word right beside it, and no lower one."""
    title = _title(text, start, end)
    return re.search(rf"\b{office}\b", title, re.IGNORECASE) is not None and not _LOWER.search(title)


def of_another_office(question: str, text: str, start: int, end: int, lexicon: Lexicon) -> str | None:
    """The office asked for, where the title beside the name is a lower, a past, or another one, or another body's.

    Args:
        question: the question.
        text: the folded claim.
        start: where the answer begins in it.
        end: where it ends.
        lexicon: the names of the corpus.
    """
    asked = _ASKED.match(question)
    title = _title(text, start, end) if asked is not None else ""
    if asked is None or not title:
        return None
    wanted = asked["title"].casefold().removeprefix("the ")
    bare = " ".join(wanted.replace("defense", "defence").split()[-2:])
    elsewhere = (
        text.casefold().replace("defense", "defence").replace(title.casefold().replace("defense", "defence"), " ")
    )
    if re.search(rf"(?<!deputy )(?<!vice )\b{re.escape(bare)}\b", elsewhere):
        return None  # whose title that one is, only reading can tell
    said = re.search(_OFFICES, title, re.IGNORECASE)
    if _LOWER.search(title) and not _LOWER.search(wanted):
        return wanted
    if _LOWER.search(wanted) and not _LOWER.search(title) and said is not None:
        return wanted
    if (
        _PAST.search(title)
        and not _PAST.search(wanted)
        and re.match(r"^(?:and |but |so )?who(?:'s| is)\b", question, re.I)
    ):
        return wanted
    if _differ(wanted, title):
        return wanted
    bodies, others = _bodies(f"{asked['title']}{asked['of']}", lexicon), _bodies(title, lexicon)
    if not any(body.startswith("state:") for body in bodies):
        others = {body for body in others if not body.startswith("state:")}  # the director of a body has a nation too
    return f"{wanted} of {lexicon.entity(min(bodies)).name}" if bodies and others and not bodies & others else None


def _british(text: str) -> str:
    return text.casefold().replace("defense", "defence")


def _differ(wanted: str, title: str) -> bool:
    """Whether two titles name portfolios, or offices that exclude each other, and none in common."""
    asked, said = ({*re.findall(r"[\w-]+", _british(text))} for text in (wanted, title))
    return any(asked & kind and said & kind and not asked & said & kind for kind in (_PORTFOLIOS, _EXCLUSIVE))


def _title(text: str, start: int, end: int) -> str:
    """The title before a name, else the one behind it, else nothing; one inside the answer counts as before."""
    inside = [match.end() for match in re.finditer(rf"\b(?:{_OFFICES})\b,?\s+", text[start:end], re.IGNORECASE)]
    name = start + inside[-1] if inside else start
    before = _HONORIFIC.sub("", text[max(0, name - 90) : name])
    whole = _BEFORE_OF.search(before) if before.endswith(", ") else None
    if whole is not None:
        return whole["title"]
    opening = _TITLE_STARTS.match(before.rstrip(" ,"))
    found = _BEFORE.search(before[opening.end() :] if opening else before)
    if found is not None:
        return found["title"]
    behind = _BEHIND.match(text[end : end + 90])
    return behind["title"] if behind is not None else ""


def _bodies(text: str, lexicon: Lexicon) -> set[str]:
    """The states and organisations in a text, adjectives counting for their states; cities are part of other names."""
    return {
        mention.entity_id
        for mention in lexicon.mentions(text)
        if mention.entity_id.startswith(("state:", "organisation:")) and not mention.is_capital
    }
