"""The order, contract or plan that was called off, where a question asks which one was."""

from __future__ import annotations

import re

from briefqa.answering.question import Question
from briefqa.facts import Lexicon
from briefqa.facts.text import fold
from briefqa.index.terms import split_terms
from briefqa.types import Document, Passage, Span

_DROPPED = (
    r"(?:cancel(?:l?ed)?|terminated?|call(?:ed)? off|scrap(?:ped)?|shelved?|abandon(?:ed)?|annul(?:led)?|drop(?:ped)?"
    r"|withdr[ae]wn?|g[ai]ven? up|give up|collapsed?|suspend(?:ed)?|end(?:ed)?|revoked?|rescind(?:ed)?)"
)
_ASKED = re.compile(
    rf"^(?:and |but |so )?(?:which|what) (?P<thing>[^?]+?) (?:did|was|were|has|have|had|is|are)\b[^?]*\b{_DROPPED}\b",
    re.IGNORECASE,
)
_OTHER_SIDE = re.compile(r"\b(?:with|from|for|to|between)\b.*")
_COMPLEMENT = re.compile(r" (?:of|with|from|for|to|between) ")
_SAID = re.compile(
    r"(?:^|[;:,] |\bbut |\band )(?P<thing>(?:an?|the|its|their) (?P<head>(?:[\w'-]+ ){0,3}?[\w'-]+)"
    r"(?: (?:for|with|of|from|to|between|on) [^,;.]+?)?)"
    rf"(?:, [^,;.]{{1,60}},)? (?:was|were|has been|have been|had been) (?:\w+ )?{_DROPPED}\b",
    re.IGNORECASE,
)


def dropped_spans(question: Question, passage: Passage, document: Document, lexicon: Lexicon) -> tuple[Span, ...]:
    """Where a passage says what was called off: "A contract with X", of "A contract with X, worth €2, was cancelled".

    The thing has to be called what the question calls it, and to be with whom the question says.
    """
    asked = _ASKED.match(question.corrected)
    if asked is None:
        return ()
    wanted = set(split_terms(_COMPLEMENT.split(asked["thing"])[0].split()[-1]))
    other_side = _OTHER_SIDE.search(asked["thing"])
    with_whom = _ids(other_side.group(), lexicon) if other_side else set()
    start = passage.span.start
    return tuple(
        Span(start + said.start("thing"), start + said.end("thing"))
        for said in _SAID.finditer(fold(passage.span.cut(document.text)))
        if wanted and wanted <= set(split_terms(said["head"])) and with_whom <= _ids(said["thing"], lexicon)
    )


def _ids(text: str, lexicon: Lexicon) -> set[str]:
    return {mention.entity_id for mention in lexicon.mentions(text)}
