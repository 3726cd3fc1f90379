"""What a server replied: sentences, or nothing where it has another form."""

from __future__ import annotations

import json

import jsonschema
import pytest

from knowledge.writing import SCHEMA, WrittenSentence, sentences_in

ONE = {"text": "Hạn nộp là ngày 05/12/2023.", "sources": [1]}

OTHER_FORMS = {
    "no JSON": "Hạn nộp là ngày 05/12/2023.",
    "cut off": '{"sentences": [{"text": "Hạn nộp',
    "HTML": "<html><body>502</body></html>",
    "a list": json.dumps([ONE]),
    "no sentences": json.dumps({"answer": "x"}),
    "another type": json.dumps({"sentences": "Hạn nộp"}),
    "a sentence that is none": json.dumps({"sentences": [ONE, "Hạn nộp"]}),
    "no sources": json.dumps({"sentences": [{"text": "Hạn nộp"}]}),
    "sources that are no numbers": json.dumps({"sentences": [{**ONE, "sources": ["1"]}]}),
    "true for a number": json.dumps({"sentences": [{**ONE, "sources": [True]}]}),
    "no words": json.dumps({"sentences": [{"text": " \n", "sources": [1]}]}),
    "too many": json.dumps({"sentences": [ONE] * 9}),
    "too long": json.dumps({"sentences": [{**ONE, "text": "a" * 20_000}]}),
    "nested too deep": "[" * 15_000,
    "null": "null",
    "nothing": "",
}


def test_sentences_with_their_sources() -> None:
    reply = json.dumps({"sentences": [{**ONE, "sources": [1, 2, 1]}]})
    assert sentences_in(reply) == (WrittenSentence("Hạn nộp là ngày 05/12/2023.", (1, 2)),)
    assert sentences_in('{"sentences": []}') == ()


@pytest.mark.parametrize("reply", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_another_form_is_none(reply: str) -> None:
    assert sentences_in(reply) == ()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate({"sentences": [ONE]}, SCHEMA)
