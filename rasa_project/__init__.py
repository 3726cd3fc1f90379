"""In goes a message with its conversation (Rasa's tracker), out come an Answer and slots.

`domain`, `data` and `config.yml` train Rasa, `nlu` holds its own component; `actions` run in the
assistant. Imports knowledge only.
"""
