"""What decides how passages are found, with what each figure was measured on.

"The benchmark" is `python -m benchmarks.retrieval`: 334 citizens' questions over 29,527 articles.
"""

#: Passages that keyword search and vector search hand on each: 100 hold the right article in 98 of
#: 100 questions of the benchmark, more add none.
CANDIDATES = 100
#: Words: a longer question is searched by its first ones, so that time does not depend on it.
MAX_QUERY_WORDS = 60
#: Questions whose vector is kept: an answer looks for one question in several places.
CACHED_QUERIES = 2_000
#: Tokens of a passage that the encoder reads. For whole articles 320 rank better than 160 (nDCG@10
#: .848 against .835 on the benchmark) and take half as long again.
MAX_TOKENS = 320
#: Tokens of a sentence whose vectors are compared one by one with those of a question.
MAX_SENTENCE_TOKENS = 112
#: Sentences whose token vectors are kept: 30 kB each as a rule, 86 kB at most.
CACHED_SENTENCES = 2_000
#: Questions, and last sentences of them, whose token vectors are kept: those under way.
CACHED_QUESTION_TOKENS = 8
#: The share of a question's tokens, the worst matched, whose mean is `min_sim`.
WORST_SHARE = 0.25
#: Texts encoded at once, of like length: padding costs as much as words, so few beat many.
ENCODER_BATCH = 8
#: Letters of its document's title and headings above it that are encoded before a passage: 0.65 of
#: the time of the whole path, with the same results in every evaluation.
ENCODED_TITLE_LETTERS, ENCODED_HEADINGS = 90, 2
#: Up to so many vectors every one is compared: two cores scan 400,000 in half precision within
#: 15 ms at a recall of .999 (`python -m benchmarks.scale`).
MAX_EXACT_VECTORS = 400_000
#: Fewer vectors are read from the store faster than an index file is kept.
MIN_FILED_VECTORS = 20_000
#: Beyond exact search, the cells of an inverted file: cells per root of the number of vectors,
#: cells looked into (recall .999 at 1,000,000, `benchmarks.scale`) and vectors of each cell that
#: teach where the cells lie (FAISS asks for 39 at least).
CELLS_PER_ROOT, PROBED_CELLS, TRAINING_VECTORS_PER_CELL = 4, 96, 40
#: The index file is written anew when more than this share of it was added or removed.
MAX_STALE_SHARE = 0.1
#: Memory of tantivy's writer, bytes; it takes 15 MB at least.
KEYWORD_WRITER_BYTES = 64_000_000
#: Vectors that `thidua index check` looks up in FAISS, spread over all.
CHECKED_VECTORS = 500
#: Passages whose words are read and indexed at once.
PASSAGES_PER_PART = 5_000
#: The passages of so many combinations of place, year and kind are kept.
CACHED_FILTERS = 64
#: Documents whose passages are kept once they were read: those that answers are made from.
CACHED_DOCUMENTS = 500
