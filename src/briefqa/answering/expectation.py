"""What sort of answer a question asks for, read off its own words.

The classes follow the coarse types of Li and Roth, "Learning Question Classifiers" (2002), with figures divided by
their unit because a percentage never answers a question about money.
"""

from __future__ import annotations

import re
from enum import StrEnum

from briefqa.types import DateRecord, FigureRecord


class Expectation(StrEnum):
    """The sort of thing that would answer a question."""

    MONEY = "money"
    PERCENTAGE = "percentage"
    RATE = "rate"
    """A price that is a sum or a percentage: a fee, an interest, a tariff."""
    FIGURE = "figure"
    DURATION = "duration"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    REASON = "reason"
    STATEMENT = "statement"
    THING = "thing"


_MONEY_WORDS = (
    r"(?:cost|costs|price|priced|pay|paid|worth|value|valued|budget|dollars?|euros?|pounds?|usd|eur|gbp|won|yen|"
    r"spend|spent|spending|money|sum|funding|(?<!to )financ\w+|revenue|expens\w+|bill|loan|grant|income|debt|turnover)"
)
_MONEY_VERBS = (
    r"(?:lend|lent|loan(?:ed)?|pledge[ds]?|promise[ds]?|owe[ds]?|earn(?:ed|s)?|give|gave|given|grant(?:ed)?|donate[ds]?|"
    r"invest(?:ed|s)?|borrow(?:ed|s)?|charge[ds]?|contribute[ds]?|allocate[ds]?|disburse[ds]?|commit(?:ted|s)?|"
    r"provide[ds]?|raise[ds]?|mobili[sz]e[ds]?|save[ds]?|receive[ds]?|offer(?:ed|s)?)"
)
_RATES = r"(?:fees?|premium|interest|tariffs?|tax|taxes|levy|surcharge|discount|rate of (?:interest|tax))"
_FIGURES = "percentage|number|figure|figures|amount|share|proportion|rate|ratio|population|size|length|total|quantity|capacity|target|growth|cap|ceiling|threshold|minimum|maximum|yield|speed|distance|height|depth|width|weight|temperature"
_MEASURES = r"(?:inflation|unemployment|turnout|attendance|headcount)"
_SIZES = "many|much|big|large|high|low|tall|far|fast|old|heavy|deep|wide|often|strong|great|frequently|small|steep|short|thick|close|late|early|hot|warm|cold|dense"
PLURALS = (
    r"(?:countries|states|nations|companies|firms|weapons|systems|agreements|measures|members|ministers|leaders|"
    r"institutions|organi[sz]ations|products|items|reasons|steps|factors|tools|challenges|benefits|options|"
    r"conditions|areas|sectors|parties|deals|projects|years|cities|regions|types|kinds|sources|\w+ies|\w{3,}[^su\W]s)"
)

_PEOPLE = (
    r"(?:person|man|woman|politician|minister|president|leader|author|writer|official|general|expert|scholar|academic|"
    r"researcher|analyst|economist|historian|lawyer|judge|envoy|ambassador|adviser|spokes\w+|director|chair\w*|mayor)"
)
_AUXILIARIES = r"(?:do|does|did|is|was|are|were|has|have|had|will|would|can|could|should|must|may|might)"

_SHARES = r"(?:share|percentage|proportion|portion|fraction)"

# In order: the first that fits decides.
_RULES: tuple[tuple[Expectation, str], ...] = (
    (Expectation.REASON, r"^(?:and |but |so )?(?:why|how come)\b|\bfor what (?:reason|purpose)|\bwhat (?:is|was|were|are) the (?:reason|cause|purpose)|\bexplain\b|\breasons? (?:for|why|behind)\b|\bwhat (?:caused|led to|prompted|made|makes|drove|drives)\b"),
    (Expectation.DURATION, r"\bhow (?:long|soon|many (?:years|months|weeks|days|hours))\b(?! ago)|\bduration\b"),
    (Expectation.THING, r"\bwhere (?:do|does|did) .* (?:stand|rank)\b|\bhow (?:do|does|did) .* rank\b|\bhow far along\b"),
    (Expectation.THING, r"^what (?:does|do|did) (?:an? |the )?[\w&-]+ mean\W*$"),
    (Expectation.LIST, r"^(?:and |but |so )?where (?:were|are)\b|\b(?:with|between|among) whom\b"),
    (Expectation.PERSON, r"^(?:and |but |so |with |from |to |by |for )?who(?:m|se)?\b"),
    (Expectation.DATE, r"^(?:and |but |so |since |until |by |from )?when\b|\bwhen\W*$|\b(?:what|which) (?:exact |calendar )?(?:year|month|date|day|century|decade|quarter|period|time)\b|\bhow long ago\b|\bsince when\b|\b(?:date|year|month) of\b"),
    (Expectation.PERSON, rf"\b(?:what|which) {_PEOPLE}\b"),
    (Expectation.THING, rf"^(?:and |but |so |in |for )?which\b(?! {_SHARES}).*\b(?:biggest|largest|highest|greatest|smallest|lowest) {_SHARES}\b"),
    (Expectation.PERCENTAGE, r"\b(?:percent|percentage|per cent|proportion|portion|share|fraction|slice)\b(?! (?:of )?prices?)|%"),
    (Expectation.RATE, rf"\b(?:what|which|how (?:much|high|large|big|low))\b.*\b{_RATES}\b"),
    (Expectation.MONEY, rf"\bhow (?:expensive|costly|cheap)\b|\bhow much (?:did|does|do|has|have|had|will|would|is|was|were|are|could|can|should)\b.*\b{_MONEY_VERBS}\b"),
    (Expectation.MONEY, rf"\bhow much (?:money|funding|aid|cash|budget|did .* (?:cost|pay|spend|worth))|\b(?:how much|what|how large|how big)\b.*\b{_MONEY_WORDS}\b|\b(?:what|which) fine\b|^(?!.*\b(?:who|where|which|why|how)\b).*\b(?:price|cost|worth|value|budget|bill|revenue|turnover|debt)\b"),
    (Expectation.MONEY, r"^(?:and |but |so )?what (?:did|does|do|has|have|had) [^?]+ (?:earn(?:ed)?|owed?|charged?)\b(?! (?:its|their|his|her|the) (?:name|reputation|nickname|title|place|living))"),
    (Expectation.MONEY, r"\bhow many (?:(?:million|billion|thousand) )?(?:euros?|dollars?|pounds?|yen|francs?|kroner)\b|[$€£](?!\s?\d)"),
    (Expectation.FIGURE, rf"\bhow (?:{_SIZES})\b|\b(?:what|which|whats|what's)(?: \w+){{0,3}} (?:{_FIGURES})\b|\bby how\b|\b(?:{_FIGURES}) of\b|\bmargin\b"),
    (Expectation.FIGURE, rf"^(?:and |but |so )?what (?:is|was|were|are) (?!.*\b(?:main|major|chief|key|top|biggest|largest)\b)[^?]*\b{_MEASURES}(?: (?:of|in|for|from|to|by|at|after|before|per|since)\b[^?]*)?\W*$"),
    (Expectation.PERSON, r"\bwho(?:m|se)?\b"),
    (Expectation.THING, r"\bwhich (?:one )?of (?:the|these|those|its|their)\b.*?\b(?:is|was|has|does)\b"),
    (Expectation.LIST, rf"^(?:list|name|enumerate)\b|\b(?:what|which)(?! {_AUXILIARIES}\b)(?: \w+){{0,2}} {PLURALS}\b(?! (?:of|in) (?:the )?\w+ (?:is|was)\b)|\bwhat are the\b|\bwhat were the\b"),
    (Expectation.PLACE, r"\bwhere\b|\b(?:what|which|in what|in which) (?:country|city|state|place|region|province|location|town|continent|sea|capital)\b"),
    (Expectation.STATEMENT, r"^(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b|^(?:and |but |so )?how\b|\bwhether\b|\bwhat (?:does|did|do) .* (?:say|think|claim|mean|argue|recommend|suggest)\b|\bwhat happened\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)

DEGREE = re.compile(rf"\bhow (?P<degree>{_SIZES})\b", re.IGNORECASE)
"""What is asked by how far something is the case."""

FIGURES = frozenset(
    {Expectation.MONEY, Expectation.PERCENTAGE, Expectation.RATE, Expectation.FIGURE, Expectation.DURATION}
)
"""The expectations that only a number can meet."""

CLAIMS = frozenset({Expectation.REASON, Expectation.STATEMENT})
"""The expectations that a whole claim meets."""

_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"(?<![A-Za-z][-–])(?<![A-Za-z\d])\d")  # a digit that is no part of a name: not K9, not FA-50
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|halves|thirds?|quarters?|twice|double[ds]?|tripled?|several|single|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥₩₴]|\b(?:USD|EUR|GBP|KRW|dollars?|euros?|pounds?|won|yen|million|billion|trillion)\b")
_PERCENT = re.compile(r"%|\bper ?cent\b|\b(?:half|thirds?|quarters?|fifths?|tenths?|majority|most)\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:1[0-9]\d\d|20\d\d)s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today)\b|"
    r"\b(?:century|centuries|(?:last|next|this|previous|following) (?:year|month|week|decade)|ago|later)\b"
)
_DURATION = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|centur(?:y|ies))\b", re.IGNORECASE)
_LENGTH = re.compile(r"\d[\d.,]*[\s-]?(?:km|kilomet\w+|miles?|met(?:re|er)s?|m)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|therefore|thus|so that|in order to|given|seeing|"
    r"considering|explain\w*|reasons?|caus(?:e|ed|es|ing)|necessary|forc(?:e|ed|es|ing)|means that|makes? it|after|"
    r"as|for|so|precisely why|in light of|evidenced by)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 8  # words; in a longer text the capital that opens a sentence says nothing
_NO_NAME = r"(?!(?:The|An?|This|That|These|Those|Its?|Their|His|Her|He|She|They|We|Our|In|On|At|By|For|And|But)\b)"
_CAPITALISED = re.compile(rf"\b{_NO_NAME}[A-Z][\w’'-]+")
_NAME = re.compile(rf"(?<![.!?]\s)(?<!^)\b{_NO_NAME}[A-Z][\w’'-]+")


def expect(question: str) -> Expectation:
    """The sort of answer `question` asks for; THING where nothing more can be said."""
    text = question.strip()
    for kind, pattern in _COMPILED:
        if pattern.search(text):
            return kind
    return Expectation.THING


def fits(expectation: Expectation, text: str, asked: frozenset[str] = frozenset()) -> float:
    """How well `text` can hold what is expected: 1 it does, 0 it cannot, 0.5 where nothing can be told.

    Words of the question (`asked`, lower-case) do not count: a year that was asked with is no answer to "when".
    """
    match expectation:
        case Expectation.MONEY:
            return float(bool(_MONEY.search(text)) and _has_new(_DIGIT, text, asked))
        case Expectation.PERCENTAGE:
            return float(bool(_PERCENT.search(text)))
        case Expectation.RATE:
            return float(bool(_PERCENT.search(text) or _MONEY.search(text)) and _has_new(_DIGIT, text, asked))
        case Expectation.FIGURE:
            return float(_has_new(_COUNT, text, asked) or _has_new(_NUMBER_WORD, text, asked))
        case Expectation.DURATION:
            return float(bool(_DURATION.search(text) or _DATE.search(text) or _LENGTH.search(text)))
        case Expectation.DATE:
            return float(_has_new(_DATE, text, asked))
        case Expectation.PERSON | Expectation.PLACE:
            pattern = _NAME if len(text.split()) > _LONGEST_NAME else _CAPITALISED
            return float(_has_new(pattern, text, asked))
        case Expectation.REASON:
            return 0.75 if _REASON.search(text) else 0.25
        case _:
            return 0.5


def record_kind(expectation: Expectation) -> type[FigureRecord] | type[DateRecord] | None:
    """The kind of record that can answer; None where a name or a claim is asked for."""
    if expectation is Expectation.DATE:
        return DateRecord
    return FigureRecord if expectation in FIGURES else None


def _has_new(pattern: re.Pattern[str], text: str, asked: frozenset[str]) -> bool:
    for match in pattern.finditer(text):
        start, end = match.span()
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".,"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in ".,"):
            end += 1
        if text[start:end].strip(".,").lower() not in asked:
            return True
    return False
