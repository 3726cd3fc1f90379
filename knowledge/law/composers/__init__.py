"""How each kind of question about the law is answered, from the catalogue as of a day.

Goes in: a Context and a LawQuestion. Comes out: a Draft, or None where nothing is known.
Imports: the modules of `knowledge.law` beside it, `knowledge.answering` and the rooms below.
"""
