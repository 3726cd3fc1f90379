"""Rasa's project: `domain`, `data`, `config.yml` train it, `nlu` holds its own component,
`rest_channel` is its way in.

Goes in: a message with its conversation (Rasa's tracker). Comes out: an Answer and slots, from
`actions`, which run in the assistant. Imports: `knowledge`.
"""
