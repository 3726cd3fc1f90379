"""In go messages that Rasa is to understand, out come tokens without Vietnamese marks.

Runs in Rasa's process on Python 3.10. Imports rasa and knowledge only.
"""
