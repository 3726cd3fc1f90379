"""How much is given to a writer and taken from it, and what is let through."""

#: Sources that a writer is given, and letters of each.
MAX_SOURCES, MAX_SOURCE_LETTERS = 8, 900
#: Sentences that are read of a reply, and letters of each.
MAX_SENTENCES, MAX_SENTENCE_LETTERS = 8, 500
#: Letters of a reply that are parsed at all.
MAX_REPLY = 20_000
#: Words skipped between two that are taken, up to which a stretch of a source is one.
MAX_SKIPPED = 24
#: Words before a stretch that may turn it.
BEFORE = 2
#: What answers less well than this share of what it rests on says too little of what is asked.
MIN_RELEVANCE = 0.5
#: Words of a sentence that say something, below which it says nothing.
MIN_WORDS = 2
#: Citations from which on an answer is of several passages; letters from which on one is long.
SEVERAL, LONG = 2, 240
#: Clauses of a sentence that are looked for in its sources; parts of a source that are looked at together.
MAX_CLAUSES, MAX_TOGETHER = 16, 4
#: Sentences whose support is kept, as two checks ask for it; sources that are kept taken apart.
CACHED_SUPPORTS = 16
#: Words of a list's head that each of its items is read with.
MAX_HEAD = 12
