"""How far a deal is, by the words of its clause; and which clauses tell of no deal at all."""

from __future__ import annotations

import re

_HYPOTHETICAL = re.compile(
    r"\b(?:could|should|might|(?-i:may)|would|ought to|must|urged? to|calls? (?:on|for)|wants?|hopes?|seeks?|wishes"
    r"|needs? to|if|whether|unless|"
    r"opportunity to|such as by|for instance, by|to consider|potential|possible|possibly|capable of|focus on)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"\b(?:reportedly|rumou?red|allegedly|speculat\w+|unconfirmed|is said to|are said to)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|without|neither|nor|refused|refuses|declined|denied|denies|rejected|rejects|ruled out"
    r"|failed|avoided|avoids|unable|barred|banned|prohibited|forbidden|halted|blocked|vetoed|opposed|opposes"
    r"|delays?\W+in|delayed|lack of|absence of|suspension of)\b|n't\b",
    re.IGNORECASE,
)
_SAID = 400
"""Characters before a deal's verb that can bear on it; longer clauses are lists."""
_IRREGULAR_PAST = frozenset("bought sold chose gave sent lent won struck".split())
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cancelled",
        re.compile(
            r"\b(?:cancel(?:s|l?ed|l?ing)?|scrapp(?:ed|ing)|terminat(?:ed|ing)|abandon(?:ed|ing)|annulled"
            r"|fell through|called off|shelv(?:ed|ing)|revoked|withdrew from|pulled out of|lapsed|frozen|suspended)\b",
            re.I,
        ),
    ),
    (
        "considered",
        re.compile(
            r"(?<!^)\b(?:consider(?:s|ed|ing|ation)?|mull(?:s|ed|ing)?|weigh(?:s|ed|ing)|explor(?:e[sd]?|ing)"
            r"|on the table|in talks|"
            r"negotiat(?:e[sd]?|ing|ions?)|discuss(?:es|ed|ing|ions?)?|evaluat(?:e[sd]?|ing)|interest(?:ed)? in"
            r"|looking at|eyeing)\b",
            re.I,
        ),
    ),
    (
        "planned",
        re.compile(
            r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|will|shall|is to|are to|aim(?:s|ed|ing)? to"
            r"|expect(?:s|ed)? to|"
            r"set to|due to|scheduled|(?:pledg|promis)(?:e[sd]?|ing) to|proposed|poised to)\b",
            re.I,
        ),
    ),
    (
        "in-force",
        re.compile(
            r"\b(?:entered into force|enters into force|in force|took effect|came into (?:force|effect)|ratified)\b",
            re.I,
        ),
    ),
    (
        "completed",
        re.compile(
            r"\b(?:already been done|been completed|completed|been delivered|took delivery|fulfilled"
            r"|finali[sz]ed delivery)\b",
            re.I,
        ),
    ),
    (
        "signed",
        re.compile(
            r"\b(?:sign(?:s|ed|ing)?|inked?|seal(?:s|ed)|conclud(?:e[sd]?|ing)|agreed|agrees|reached|struck)\b", re.I
        ),
    ),
    (
        "announced",
        re.compile(
            r"\b(?:announc(?:e[sd]?|ing)|unveil(?:s|ed)|confirm(?:s|ed)|approv(?:e[sd]?|ing)|(?:pledg|promis)(?:e[sd]?|ing)"
            r"|committ?(?:ed|s|ing)?|earmark(?:s|ed))\b",
            re.I,
        ),
    ),
)


def is_no_deal(said: str) -> bool:
    """Whether `said`, the clause up to its deal, only wishes, supposes, rumours or denies it."""
    without_pairs = re.sub(r"\bnot only\b|\bnot just\b|\bno (?:less|more|fewer) than\b", " ", said, flags=re.IGNORECASE)
    return bool(_HYPOTHETICAL.search(without_pairs) or _RUMOUR.search(without_pairs) or _NEGATED.search(without_pairs))


_MEANT = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|agree(?:s|d|ment|ments)?|decid(?:e[sd]?|ing)|decision|expect(?:s|ed)?"
    r"|set|due|aim(?:s|ed|ing)?|commit(?:s|ted|ment)?|pledge[sd]?|promise[sd]?|contracts?|deals?|orders?|option|is|are|was"
    r"|were|will|want(?:s|ed)?|hope[sd]?|seek(?:s|ing)?|ready|continue[sd]?|began|begun|chose|opted|moved|offer(?:s|ed)?"
    r"|consider(?:s|ed|ing)?|refus(?:es|ed)|declin(?:es|ed)|fail(?:s|ed)|scheduled|poised|proposed|able|likely|managed)"
    r"(?:\s+(?:in|on|last|this|next|jointly|also|then|together|both)\s*[\w ,]{0,20}?)?\s+to\s+(?:jointly\s+)?$",
    re.IGNORECASE,
)
_SEPARATE_VERB = re.compile(r"(?:\band|\bbut|,)\s+(?:then\s+|instead\s+|also\s+)?$", re.IGNORECASE)


def is_mere_purpose(text: str, start: int, verb: int) -> bool:
    """Whether the verb at `verb` only says what something else is for: "lent it money to buy gas"."""
    before = text[max(start, verb - _SAID) : verb]
    return re.search(r"\bto\s+(?:jointly\s+)?$", before) is not None and _MEANT.search(before) is None


def said_up_to(text: str, start: int, verb: re.Match[str]) -> str:
    """What a clause says up to its deal verb; a second past-tense verb of the same subject speaks for itself."""
    first = verb.group().split()[0].casefold()
    past = first.endswith("ed") or first in _IRREGULAR_PAST
    separate = _SEPARATE_VERB.search(text, max(start, verb.start() - 24), verb.start()) if past else None
    return text[separate.start() if separate is not None else max(start, verb.start() - _SAID) : verb.end()]


def deal_status(said: str, otherwise: str) -> str:
    """The status that `said` gives, the least advanced cue first; `otherwise` where no cue stands."""
    for status, cue in _CUES:
        if cue.search(said):
            return status
    return otherwise
