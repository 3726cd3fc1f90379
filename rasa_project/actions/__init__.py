"""Rasa's actions, one a file; registry.py lists them. Rasa holds no facts: actions ask `knowledge`.

Goes in: the tracker of a conversation. Comes out: one Answer and the slots that it sets.
Imports: `knowledge`, rasa_sdk.
"""
