"""What the office itself says, kept beside its documents: answers of its own, verified rules of the law.

Goes in: a store and values of `knowledge.office`. Comes out: the same, each with the number of the
change that brought it. Imports: the modules of `knowledge.storage`.
"""
