from dataclasses import replace

import pytest

from briefqa.documents.drafts import Draft
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import BlockKind, FactKind, PassageKind
from support.drafted import lay_out


def bylines(*lines, **known):
    drafts = [Draft(BlockKind.BOILERPLATE, line) for line in lines]
    known = {"author": "Ana Paz and Luis Ruiz", "publisher": "The Andes Forum", "published": "2031-05-12", **known}
    document = replace(lay_out("b", *drafts, "Peru ordered 9 ships in 2030.", title="Ships"), **known)
    return document, split_passages(document)


def told(*lines, **known):
    document, passages = bylines(*lines, **known)
    return [passage.span.cut(document.text) for passage in passages if passage.kind is PassageKind.BYLINE]


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Paz and Luis Ruiz",
        "Ana Paz and Luis Ruiz | 9 min read",
        "Andes Forum",
        "12 May 2031",
        "REPORT | 12 May 2031",
        "May 2031",
    ],
)
def test_a_line_with_the_known_author_publisher_or_day_is_a_byline(line):
    assert told(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "2 MB",
        "9 min read",
        "Home > Publications > Security",
        "Disclaimer: the views expressed are those of Ana Paz and Luis Ruiz alone and not of the Andes Forum.",
        "© 2031 The Andes Forum. All rights reserved.",
        "By continuing on the Andes Forum you accept cookies",
        "12 May 2030",
        "Eva Sol",
        "Share this article",
    ],
)
def test_furniture_and_lines_of_others_are_none(line):
    assert told(line) == []


def test_without_anything_known_of_a_document_nothing_is_a_byline():
    assert told("Ana Paz and Luis Ruiz", "12 May 2031", author=None, publisher=None, published=None) == []


def test_a_byline_names_nobody_in_the_lexicon_and_makes_no_records():
    document, passages = bylines("12 May 2031", "Ana Paz and Luis Ruiz")
    lexicon = build_lexicon([(document, passages)])
    assert lexicon.mentions("Luis Ruiz") == ()
    records = extract_facts(document, passages, lexicon)
    assert [record.surface for record in records if record.kind is not FactKind.DEAL] == ["9 ships", "2030"]
