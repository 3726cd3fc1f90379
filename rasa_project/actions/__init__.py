"""In goes the tracker of a conversation, out go one Answer and the slots that it sets.

One action a file; registry.py lists them. Rasa itself never holds facts: actions ask the knowledge.
Imports knowledge and rasa_sdk only.
"""
