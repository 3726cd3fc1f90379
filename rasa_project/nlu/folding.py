"""A tokenizer without Vietnamese marks: a question typed without them is read like one with them.

Rasa's featurizers can strip accents, but leave "đ", which is no accented "d" for Unicode.
"""

from __future__ import annotations

import sys
from typing import List, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.language import fold


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(WhitespaceTokenizer):
    """Splits at white space as Rasa does; each token is in lower case and without marks."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Tokenize, and write which turn that is for, as a line of JSON for the assistant's log."""
        for message in messages:
            turn = (message.get("metadata") or {}).get("turn")
            if isinstance(turn, str) and turn.isalnum():
                sys.stderr.write('{"event": "understanding", "turn": "%s"}\n' % turn)
        return super().process(messages)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of one attribute of a message."""
        return [
            Token(fold(token.text), token.start, token.end, token.data)
            for token in super().tokenize(message, attribute)
        ]
