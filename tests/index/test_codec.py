import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.index.codec import decode_fact, decode_value, encode_value
from briefqa.types import (
    Answer,
    Block,
    Cell,
    Conflict,
    DateRecord,
    DealRecord,
    Derivation,
    Document,
    FigureRecord,
    Header,
    Operand,
    Party,
    Passage,
    Segment,
    Span,
    View,
)

text = st.text(max_size=8)
spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


st.register_type_strategy(Span, spans)
headers = st.builds(Header)
cells = st.builds(Cell, row_headers=few(headers), column_headers=few(headers))
blocks = st.builds(Block, section=few(text), cells=few(cells))
documents = st.builds(Document, blocks=few(blocks))
views = few(st.builds(Segment, span=st.none() | spans)).map(View)
passages = st.builds(Passage, view=views, section=few(text), cells=few(cells))
records = st.one_of(
    st.builds(FigureRecord, kind=st.just("figure")),
    st.builds(DateRecord, kind=st.just("date"), participants=few(text)),
    st.builds(DealRecord, kind=st.just("deal"), parties=few(st.builds(Party)), citations=st.just(())),
)


@given(documents)
@settings(max_examples=50)
def test_a_document_survives_json(document):
    assert decode_value(Document, json.loads(json.dumps(encode_value(document)))) == document


@given(passages)
@settings(max_examples=50)
def test_a_passage_survives_json(passage):
    assert decode_value(Passage, json.loads(json.dumps(encode_value(passage)))) == passage


@given(st.one_of(documents, passages, records, st.builds(Conflict, citations=st.just(()))))
@settings(max_examples=50)
def test_values_are_encoded_as_the_standard_library_would(value):
    assert encode_value(value) == asdict(value)
    assert list(encode_value(value)) == list(asdict(value))


@given(records)
@settings(max_examples=50)
def test_a_record_survives_json_with_its_type(record):
    decoded = decode_fact(json.loads(json.dumps(encode_value(record))))
    assert decoded == record
    assert type(decoded) is type(record)


@given(st.builds(Conflict, citations=st.just(())), st.builds(Derivation, operands=few(st.builds(Operand))))
@settings(max_examples=20)
def test_parts_of_an_answer_survive_json(conflict, derivation):
    assert decode_value(Conflict, json.loads(json.dumps(encode_value(conflict)))) == conflict
    assert decode_value(Derivation, json.loads(json.dumps(encode_value(derivation)))) == derivation


def test_what_is_no_such_value_is_an_error():
    with pytest.raises((KeyError, TypeError, ValueError)):
        decode_value(Answer, {"id": "a"})
    with pytest.raises(ValueError, match="recipe"):
        decode_fact({"kind": "recipe"})
