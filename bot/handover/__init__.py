"""A conversation goes on with a person of the office: asked for, agreed to, queued, taken, given back.

Goes in: what people write, what staff answer. Comes out: who has a conversation, what was said in it,
messages for the inbox. Imports: errors, settings, storage, accounts, operations, dialogue, delivery of `bot`.
"""
