"""Done things and plans: what a question wants done, and whether a claim only plans, denies or drops it.

A plan never answers "did". What counts is the clause around the answer, not the whole passage: "The bank lent A five
million and is considering a loan to B" tells of a done loan and of one that is only considered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.facts.clauses import clause_at
from briefqa.facts.text import words
from briefqa.index.terms import split_terms
from briefqa.types import DealRecord, Span

PLANNED, DROPPED, DENIED = "only planned", "called off", "denied"

_AUXILIARY = re.compile(r"\b(?:did|was|were|has|have|had)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|do|does|can)\b", re.IGNORECASE)
_SUBJECT_ASKED = re.compile(r"^(?:and |but |so )?(?:who|what|which|whose|how (?:many|much))\b", re.IGNORECASE)
_PARTICIPLES = frozenset(
    "bought built sold sent spent paid lent won begun done given taken made held broken chosen drawn driven found gone"
    " got kept left lost met put run seen shown shut sunk written cut laid brought caught led grown known risen"
    " fallen let".split()
)
_PAST = _PARTICIPLES | frozenset(
    "began gave took broke chose drew went saw showed wrote fell rose grew became came fought fled stood knew".split()
)
_BARE = frozenset(
    "pay start order award open sign join leave ship launch buy sell send spend lend give get build win host cost issue"
    " return charter export import deploy supply produce lease transfer grant vote visit test drop pass plant"
    " fund".split()
)
"""Verbs that are nouns too, and so do not count as finite verbs by themselves; after "did" they do."""
_MEANT = "|".join(
    (
        r"plan(?:s|ned|ning)?|propos(?:es?|ed|als?)(?! that\b)|intend(?:s|ed)?|intentions?|expect(?:s|ed)?",
        r"considering|under consideration|consider(?:s|ed)? (?:such|[a-z]+ing)\b|weigh(?:s|ed|ing)|on the table|talks",
        r"negotiat(?:es?|ing)|(?<!after )(?<!following )negotiations?(?! of\b)|scheduled|hop(?:es?|ed|ing)",
        r"aim(?:s|ed|ing)? (?:to|for|at)|supposed|promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|seek(?:s|ing)?|sought",
        r"envisage[ds]?|want(?:s|ed)?|pending|letters? of intent",
        r"(?:willing|ready|prepar(?:es?|ed|ing)|threaten(?:s|ed)?|tr(?:y|ies|ied)|attempted|offer(?:s|ed)?) to",
        r"(?:has|have|had) offered|offer(?:s|ed)? (?=[$€£\d])|appl(?:y|ies|ied) for|requested",
        r"ask(?:s|ed)? (?:for|to)|(?:recommend|urg|advis)(?:e?s|ed|ing)(?! (?:on )?by\b)",
        r"considered (?:an?|the)(?! [a-z]*(?:est|most)\b)",
    )
)
_NO_PLAN = re.compile(
    r"\b(?:is|are|was|were|be|been|being|[a-z]+ly|often)\s+(?:[a-z]+\s+)?considered\b|(?:^|, )considered an?\b"
    r"|\b(?:as|than) (?:[a-z]+ly )?(?:planned|proposed|requested|recommended|expected)\b"
    r"|\b(?:the|its|their) recommended\b",
    re.IGNORECASE,
)
"""A judgement, and a plan that something done is held against: "is considered a success", "later than planned"."""
_HISTORIC = r"(?:later|eventually|afterwards?|ultimately|subsequently|soon|come to|go on|become)"
_MODAL = rf"will|would(?! {_HISTORIC}\b)|could|might|should|shall|(?-i:may)(?! have\b)"
_TO_COME = "|".join(
    (
        r"\b(?:is|are|was|were|remains?) (?:(?:still|now|originally|first|also|only) )?"
        r"(?:to (?!(?:the|an?|its|their)\b)[a-z]+\b|due\b(?! to (?:the|an?|its|their)\b))",
        r"(?:^|[,(] )to be [a-z]+(?:ed|en|t)\b",
    )
)
_PLAN = re.compile(rf"\b(?:{_MEANT}|{_MODAL})\b|{_TO_COME}", re.IGNORECASE)
_PLANNED_HEADER = re.compile(
    r"\b(?:planned|expected|projected|announced|pledged?s?|proposed|targets?|forecasts?|commitments?|committed"
    r"|promised)\b",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )\b(?:cancel(?:s|l?ed)|suspend(?:s|ed)|terminat(?:es|ed)|scrapp?(?:s|ed)|shelved"
    r"|abandon(?:s|ed)|annul(?:s|led)|called off|fell through|revoked|reject(?:s|ed)|postpone[ds]?|put off|frozen"
    r"|halted|(?:was|were|been|be) given up|(?:give|gave|given|giving) up (?:the|that|this) (?:idea|plan|project)s?)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|neither|nor|refuse[sd]?|decline[sd]? to|fail(?:s|ed)? to|unable to|yet to)\b|\bno\b(?!\.)"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(r"\b(?:not (?:only|just|least)|no (?:less|more|fewer|later)\b|no doubt)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before)\b", re.IGNORECASE)
_ASKS_OTHERWISE = re.compile(
    rf"\b(?:{_MEANT}|{_MODAL}|going to|announc\w*|agree[sd]?|commit(?:s|ted|ments?)?|offer\w*|said|says?|saying"
    r"|suggest\w*|moot\w*|estimate\w*|forecast\w*|predict\w*|warn\w*|call(?:s|ed)? for|demand\w*|decid\w*|decision"
    r"|target\w*|meant|due|ask(?:s|ed)?|appl(?:y|ies|ied)|fil(?:e[sd]?|ing) for|submit\w*|request\w*|recommend\w*"
    r"|urg(?:e[sd]?|ing)|advi[sc]e[sd]?|threat\w*|tr(?:y|ied)|attempt\w*|consider\w*|pending|g[ai]ven? up"
    r"|need(?:s|ed)?|if|not|never|no|without"
    r"|refus\w*|fail\w*|declin\w*|den(?:y|ies|ied)|cancel\w*|suspend\w*|terminat\w*|abandon\w*|annul\w*"
    r"|collaps\w*|shelv\w*|off|revok\w*|reject\w*|postpon\w*"
    r"|frozen|froze|freeze|halt\w*|last (?!year|month|week|decade)\w+|future|upcoming|originally)\b|n['’]t\b"
    rf"|{_TO_COME}|\b(?:was|were|is|are)\b.+\bto (?!the\b|an?\b)[a-z]+",
    re.IGNORECASE,
)
_OUTLIVES = frozenset("sign signed order ordered award awarded conclude concluded bid".split())
"""Deeds that stay done when what they began is called off later."""
_TURN = re.compile(
    r"(?:,|\b(?:and|but|then|who|which)\b)\s+"
    r"(?:(?:has|have|had|been|also|already|later|then|finally|only|in fact|\w+ly)\s+)*(?P<verb>[a-z]+)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_DETERMINERS = frozenset("the a an its their his her this that these those of to for in on by with and or".split())
_OPEN_DEALS, _DONE_DEALS = frozenset({"considered", "planned", "cancelled"}), frozenset({"completed", "in-force"})
_SPEECH = re.compile(r'"[^"]*"')
_PARTICIPLE = re.compile(rf"\b(?:{'|'.join(sorted(_PARTICIPLES))}|[a-z]{{3,}}ed) (?:in|on|at|by|since|from)\b")
_PART_END = re.compile(r"[,;:.(]|\b(?:and|but|after|because|while|which|who)\b")
_TO_FOLLOW = re.compile(
    r"(?P<between>(?: (?!(?:had|has|have|need|needs|ought)\b)[^\s,;:.]+){0,4}),?"
    r" (?:(?:which|that) (?:is|are) )?to be [a-z]+(?:ed|en|t|id)\b"
    r"(?!.*\b(?:was|were|has|have|had)\b)",
    re.IGNORECASE,
)
"""A thing in a list without a verb that is to be done: "A contribution of £8 million a year, to be paid by"."""
_SUBORDINATE = re.compile(r"\W*(?:when|once|as|although|though|because|while)\b", re.IGNORECASE)
_OWN_SUBJECT = re.compile(r"[^,;.]{0,40}, (?:it|they|he|she|we|this|these|nobody)\b", re.IGNORECASE)
"""After "When X set a ceiling in May," a pronoun begins a clause of its own, which may deny another deed."""
_REFUSALS = frozenset(
    split_terms(
        "block blocked stop stopped prevent prevented oppose opposed veto vetoed bar barred ban banned forbid forbade"
        " forbidden withhold withheld delay delayed object objected resist resisted turned"
    )
)
"""Deeds that consist in not doing: who blocks a loan refuses it."""
_FOLLOWS = 90
"""Characters after an introduction or a subject in which the verb stands."""


def deed_asked(question: str) -> str | None:
    """The word of a question that asks for a done thing ("delivered", "pay"); None where it asks for none.

    Questions for plans, promises and denials, and those for what something is, ask for none.
    """
    if _ASKS_OTHERWISE.search(question):
        return None
    auxiliary = _AUXILIARY.search(question)
    if auxiliary is not None:
        bare = auxiliary.group().casefold() == "did"
        return _verb(question[auxiliary.end() :], bare=bare) or ("done" if bare else None)
    if _SUBJECT_ASKED.match(question) and not _PRESENT.search(question):
        return _verb(question, bare=False, past=True)
    return None


def _verb(text: str, *, bare: bool, past: bool = False) -> str | None:
    """The first word that can be the verb: as in "did X pay" where `bare`, else a participle or a past tense."""
    previous = ""
    for match in _WORD.finditer(text):
        word, low = match.group(), match.group().casefold()
        if word == low and previous not in _DETERMINERS:
            if bare and (low in words("finite_verbs") or low in _BARE):
                return word
            if not bare and (low in (_PAST if past else _PARTICIPLES) or (low.endswith("ed") and len(low) > 4)):
                return word
        previous = low
    return None


def why_not_done(deed: str, text: str, start: int, end: int, deals: Sequence[DealRecord], answer: Span) -> str | None:
    """Why the answer `text[start:end]` tells of nothing done: `PLANNED`, `DROPPED` or `DENIED`; None where it may.

    Args:
        deed: what the question asks to have been done.
        text: the claim.
        start: where the answer begins in it.
        end: where it ends.
        deals: the deals of the claim.
        answer: the answer's place in the document.
    """
    own = [deal for deal in deals if deal.span.contains(answer)]
    if any(deal.deal_status in _DONE_DEALS for deal in own):
        return None
    if own and all(deal.deal_status in _OPEN_DEALS for deal in own):
        called_off = all(deal.deal_status == "cancelled" for deal in own)
        if not (called_off and deed.casefold() in _OUTLIVES):
            return DROPPED if called_off else PLANNED
    start, end, text = start - text.count("*", 0, start), end - text.count("*", 0, end), text.replace("*", "")
    text = _SPEECH.sub(lambda match: match.group() if match.end() > start else "-" * len(match.group()), text)
    clause = clause_at(text, start, end)
    said = _said_of(text, clause.start, start)
    before, rest = len(said), text[end : min(len(text), end + _FOLLOWS)]
    if clause.subject_end == clause.start and not _tells_of(said, deed):
        follows = _TO_FOLLOW.match(rest)
        if follows is not None and not any(map(_is_past, follows["between"].split())):
            return PLANNED
        said += "" if _SUBORDINATE.match(text) and _OWN_SUBJECT.match(rest) else _first_part(rest)
    for cue, no_cue, why in ((_DENIAL, _NO_DENIAL, DENIED), (_PLAN, _NO_PLAN, PLANNED)):
        found = cue.search(no_cue.sub(_blank, said))
        if found is None or (why is DENIED and _REFUSALS & set(split_terms(deed))):
            continue
        behind = said[before : found.start()] if found.start() > before else ""
        if why is PLANNED and any(_is_past(word) and not _ASKS_OTHERWISE.search(word) for word in behind.split()):
            continue  # "in March 2025 removed a customer that had planned to buy"
        if not (_tells_of(said[: found.start()], deed) or _UNTIL.search(said + text[start:end], found.start())):
            return why
    return DROPPED if is_called_off(deed, text[clause.start : clause.end]) else None


def is_called_off(deed: str, said: str) -> bool:
    """Whether a clause calls something off, unless that is the very deed asked for: "How many ships were scrapped?"."""
    asked = set(split_terms(deed))
    dropped = (match for match in _DROP.finditer(said) if not asked & set(split_terms(match.group())))
    return deed.casefold() not in _OUTLIVES and next(dropped, None) is not None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _tells_of(said: str, deed: str) -> bool:
    """Whether a stretch already tells of the deed, or of something else that was done: "begun in May"."""
    return bool(set(split_terms(deed)) & set(split_terms(said))) or _PARTICIPLE.search(said) is not None


def is_planned_header(header: str) -> bool:
    """Whether the header of a column says that its cells tell of plans or promises."""
    return _PLANNED_HEADER.search(header) is not None


def _said_of(text: str, left: int, right: int) -> str:
    """What a clause says before an answer, from the last verb on that another one stands before."""
    turns = [match for match in _TURN.finditer(text, left, right) if _is_past(match["verb"])]
    return text[turns[-1].start() if turns else left : right]


def _first_part(text: str) -> str:
    """The rest of a clause whose verb is still to come; a comma that closes its introduction is left out."""
    return _PART_END.split(text.lstrip(", "), maxsplit=1)[0]


def _is_past(word: str) -> bool:
    return word in _PAST or word in ("was", "were", "is", "are") or (word.endswith("ed") and len(word) > 4)
