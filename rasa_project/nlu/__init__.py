"""Rasa's own NLU component; it runs in Rasa's process on Python 3.10.

Goes in: messages that Rasa is to understand. Comes out: tokens without Vietnamese marks.
Imports: `knowledge.language`, rasa.
"""
