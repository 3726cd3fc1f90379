"""Documents in the console: given as files, corrected beside their text, published by a second person.

Goes in: requests of who is signed in. Comes out: pages over `bot.documents`; nothing of a document is
ever taken for HTML, and none of its bytes are sent but as a picture drawn here.
"""
