"""A tokenizer that drops Vietnamese marks, so that a question typed without them is read like one typed with them.

Rasa's featurizers can strip accents, but leave "đ", which is no accented "d" for Unicode.
"""

from __future__ import annotations

import sys
from typing import List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.text import fold


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Splits at white space as Rasa does; each token is lower case and without marks."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Tell, as a line of JSON, which turn is being understood: the assistant puts it among its own lines."""
        for message in messages:
            turn = (message.get("metadata") or {}).get("turn")
            if isinstance(turn, str) and turn.isalnum():
                sys.stderr.write('{"event": "understanding", "turn": "%s"}\n' % turn)
        return super().process(messages)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Give the tokens of one attribute of a message."""
        return [
            Token(fold(token.text), token.start, token.end, token.data)
            for token in super().tokenize(message, attribute)
        ]
