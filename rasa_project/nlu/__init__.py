"""How Rasa reads a message: components of its own, which run in Rasa's process on Python 3.10.

Goes in: messages that Rasa is to understand. Comes out: folded tokens, the sentence's vector, the
intent with a calibrated confidence. Imports: `knowledge.language`, `knowledge.data`, rasa.
"""
