"""Which way it went: a rise is no fall, who left did not enter, and who was paid did not pay.

Only a clause that says the opposite, and nowhere the way that is asked for, rules an answer out. "Growth" goes both
ways ("a growth of -4%"), and so does what a question only mentions beside its verb.
"""

from __future__ import annotations

import re

from briefqa.answering.expectation import FIGURES, Expectation
from briefqa.facts.clauses import clause_at
from briefqa.index.terms import split_terms

_AUXILIARY = r"(?:did|does|do|has|have|had|will|was|were|is|are)"
_UP = (
    r"(?:rises?|rose|risen|grows?|grew|grown|increase[sd]?|climb(?:s|ed)?|gain(?:s|ed)?|soar(?:s|ed)?|jump(?:s|ed)?"
    r"|surge[sd]?|raise[sd]?)"
)
_DOWN = (
    r"(?:falls?|fell|fallen|drop(?:s|ped)?|decline[sd]?|decrease[sd]?|loses?|lost|shrinks?|shrank|shrunk|plunge[sd]?"
    r"|plummet(?:s|ed)?|dwindle[sd]?|lower(?:s|ed)|reduce[sd]?|sank|slump(?:s|ed)?)"
)
_EITHER_UP = re.compile(rf"\b(?:{_UP}|growth|growing|rising|increasing|gaining|up|more|higher)\b")
_EITHER_DOWN = re.compile(rf"\b(?:{_DOWN}|cuts?|falling|declining|decreasing|losing|reduction|loss|down|less|fewer)\b")
_ENTERED = re.compile(
    r"\b(?:(?:re-?)?(?:join(?:s|ed)?|enter(?:s|ed)?)|return(?:s|ed)?|accede[sd]?|admitted"
    r"|(?:go|goes|went|gone|c[oa]mes?|move[sd]?|marche?[sd]?) (?:back )?(?:in)?to|back (?:in)?to)\b"
)
_LEFT = re.compile(
    r"\b(?:leaves?|left|withdr[ae]ws?|withdrawn|quits?|exit(?:s|ed)?|out of|(?:pull(?:s|ed)?|walk(?:s|ed)?) out)\b"
)
_VERB_ASKED = re.compile(
    rf"\b{_AUXILIARY}\b.*?(?:\b(?P<up>{_UP})\b|\b(?P<down>{_DOWN})\b)|\b(?P<other>which|that|who)\b"
)
_CUT = re.compile(r"[;:]|,\s(?!\d)|\s(?:and|but|while|whereas|as|because|when|after|before|although|despite)\s")
_NEGATIVE = re.compile(r"(?<![\w.])[-−–]\s?\d")
_GIVEN_AND_TAKEN = (
    (r"sells?|sold", r"buys?|bought|purchase[sd]?"),
    (r"exports?|exported", r"imports?|imported"),
    (r"lends?|lent|loan(?:ed)?", r"borrow(?:s|ed)?"),
    (r"pays?|paid|gives?|gave|given|grant(?:s|ed)?|donate[sd]?", r"receive[sd]?|gets?|got|obtain(?:s|ed)?"),
)
_ASKED_OF = re.compile(
    r"\b(?:did|does|do|has|have|had)\s+(?:the\s+)?(?P<who>[^?,]+?)\s+"
    rf"(?P<verb>{'|'.join(f'{given}|{taken}' for given, taken in _GIVEN_AND_TAKEN)})\b(?P<rest>[^?]*)"
)
_TO_WHOM = re.compile(
    r"^(?: [^?]*?\bto)? (?:(?:the|its|their|a|an) )?(?P<whom>[\w'’ -]+?)"
    r"(?= (?:in|for|as|on|by|at|after|before|since|between|from|over|per|each|every)\b|$)"
)
_PASSIVE = re.compile(r"\b(?:by|was|were|been|is|are|not)\b")
_ARTICLES = frozenset("the a an its their his her".split())


def gone_the_other_way(question: str, expectation: Expectation, text: str, start: int, end: int) -> str | None:
    """The word of the question that the clause of the answer `text[start:end]` says the opposite of; None without one.

    Args:
        question: the question.
        expectation: what it asks for.
        text: the folded claim.
        start: where the answer begins in it.
        end: where it ends.
    """
    said = _part_around(text, start, end)
    if expectation in FIGURES:
        return _other_change(question, said, text[start:end]) or _other_role(question, text, start, end)
    if expectation is Expectation.DATE:
        return _other_side(question, said) or _other_role(question, text, start, end)
    return None


def _part_around(text: str, start: int, end: int) -> str:
    """The part of a sentence that holds an answer, between conjunctions and commas."""
    before = [match.end() for match in _CUT.finditer(text, 0, start)]
    after = _CUT.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _other_change(question: str, said: str, answer: str) -> str | None:
    asked = _VERB_ASKED.search(question)
    if asked is None or asked["other"] or _NEGATIVE.search(answer):
        return None
    if asked["up"]:
        turned = re.search(rf"\b{_DOWN}\b", said) is not None and _EITHER_UP.search(said) is None
    else:
        turned = re.search(rf"\b{_UP}\b", said) is not None and _EITHER_DOWN.search(said) is None
    return (asked["up"] or asked["down"]) if turned else None


def _other_side(question: str, said: str) -> str | None:
    """The entering asked for where the claim dates the leaving, and the other way round."""
    entered, left = _ENTERED.search(question), _LEFT.search(question)
    if entered and not left and _LEFT.search(said) and not _ENTERED.search(said):
        return entered.group()
    if left and not entered and _ENTERED.search(said) and not _LEFT.search(said):
        return left.group()
    return None


def _other_role(question: str, text: str, start: int, end: int) -> str | None:
    """The verb asked for with its subject, where the clause has that subject do the opposite, or the taker do it."""
    asked = _ASKED_OF.search(question)
    clause = clause_at(text, start, end)
    subject, said = text[clause.start : clause.subject_end], text[clause.subject_end : clause.end]
    if asked is None or not subject or _PASSIVE.search(said):
        return None
    who, whom = _head(asked["who"]), _TO_WHOM.match(asked["rest"])
    does = _terms(subject)
    for given, taken in _GIVEN_AND_TAKEN:
        asks_given = re.fullmatch(given, asked["verb"]) is not None
        if not asks_given and re.fullmatch(taken, asked["verb"]) is None:
            continue
        same, opposite = (given, taken) if asks_given else (taken, given)
        tells_same = re.search(rf"\b(?:{same})\b", said) is not None
        tells_opposite = re.search(rf"\b(?:{opposite})\b", text[clause.subject_end : start]) is not None
        taker = _head(whom["whom"]) if whom and asks_given and " from " not in said else frozenset()
        turned = who and who <= does if tells_opposite else taker and taker <= does and not who & does
        if turned and tells_same != tells_opposite:
            return f"{asked['verb']} by {asked['who']}"
    return None


def _terms(text: str) -> frozenset[str]:
    return frozenset(split_terms(text))


def _head(phrase: str) -> frozenset[str]:
    """The terms of the last word of a short name or noun phrase: "the city council" is about a council."""
    pieces = [word for word in phrase.split() if word.casefold() not in _ARTICLES]
    return _terms(pieces[-1]) if pieces else frozenset()
