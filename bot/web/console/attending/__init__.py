"""Where staff answer people: the queue, a conversation, the bell.

Goes in: requests of who may attend. Comes out: pages, and pieces of them that htmx asks for again and
again. Imports: the console's own modules, `bot.handover`.
"""
