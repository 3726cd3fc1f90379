"""What people asked in vain, and the office's own answers to it.

Goes in: the journal, the votes, and what the knowledge offers through `ports.py`. Comes out: pages to
write an answer, have it approved by a second person, and take it back. Imports: the console's own
modules, `bot.operations`, `bot.accounts`.
"""
