"""A tokenizer without Vietnamese marks, names of places and digits.

A question typed without marks is read like one with them, and one about any place and year like that
about another. Rasa's featurizers can strip accents, but leave "đ", which is no accented "d" for
Unicode.
"""

from __future__ import annotations

import re
import sys
from typing import List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.language import fold, gazetteer

#: What stands for the name of a place, for a year and for any digit; no Vietnamese word.
PLACE, YEAR, DIGIT = "qplace", "qyear", "0"
YEAR_TYPED = re.compile(r"\b(?:19|20)\d\d\b")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Splits at white space as Rasa does; each token is in lower case and stands for its like."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Tokenize, and write which turn that is for, as a line of JSON for the assistant's log."""
        for message in messages:
            turn = (message.get("metadata") or {}).get("turn")
            if isinstance(turn, str) and turn.isalnum():
                sys.stderr.write('{"event": "understanding", "turn": "%s"}\n' % turn)
        return super().process(messages)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of one attribute of a message; the words of a place are one name."""
        tokens = super().tokenize(message, attribute)
        text = message.get(attribute)
        spans = [(mention.start, mention.end) for mention in gazetteer().mentions(text)]
        return [
            Token(_stand_in(token, spans), token.start, token.end, token.data) for token in tokens
        ]


def _stand_in(token: Token, places: list[tuple[int, int]]) -> str:
    if any(start <= token.start < end for start, end in places):
        return PLACE
    return re.sub(r"\d", DIGIT, YEAR_TYPED.sub(YEAR, fold(token.text)))
