"""What decides when there is evidence enough, and how much of an answer is shown.

Shares of words are weighted by rarity. The shares were chosen on the development questions
(`tests/cases/questions.yaml`, `thidua eval`): the answerable ones are to be answered, the
unanswerable ones refused. A cosine decides nothing: with e5 two unrelated passages average .82.
"""

#: Share of the question's words that a sentence must hold before it counts as evidence.
MIN_COVERAGE = 0.62
#: With a word that stands in no text at all, nearly everything else must be there.
MIN_COVERAGE_UNSEEN = 0.8
#: A single fact is named by fewer words than a sentence, and must be named almost fully.
MIN_FACT_COVERAGE = 0.6
#: A word typed with marks that no text has just so may be a slip, and counts as much as this.
FOLDED_MATCH = 0.75
#: Share of the question's bigrams that a sentence must hold: "dân số" is not "người dân … chỉ số".
MIN_BIGRAM_COVERAGE = 0.3
#: A sentence may hold fewer words itself when passage and heading hold nearly all of them.
MIN_COVERAGE_IN_CONTEXT, FULL_CONTEXT = 0.5, 0.85
#: What a sentence's score is made of beside its own coverage: that of its passage with the
#: heading, that of the bigrams, and the rank of its passage in the search.
CONTEXT_WEIGHT, BIGRAM_WEIGHT, RANK_PENALTY = 0.2, 0.3, 0.004
#: A sentence with less than this share of the best score is not shown beside it.
NEAR_BEST_SENTENCE = 0.93
#: Passages that are looked through for sentences, and sentences that are shown.
SEARCHED_PASSAGES, MAX_SENTENCES = 20, 3
#: Letters: a longer sentence is taken apart at its semicolons.
LONG_SENTENCE = 420

#: A rule of the law with this share of the question's words answers it before any campaign does;
#: with the second, before a sentence of a legal text.
LAW_BEFORE_CAMPAIGN, LAW_BEFORE_LEGAL_TEXT = 0.85, 0.75

#: Facts this far behind the best covered one are about something else.
FACT_MARGIN, PERSON_MARGIN = 0.05, 0.1
#: What the words around a person count, beside those of name and post.
PERSON_CONTEXT = 0.9
#: Share of its name that must be named before two movements count as one.
SAME_MOVEMENT = 0.9

#: Places and years that an answer tells together; beyond, it asks which is meant.
MAX_GROUPS = 3
#: Buttons of a question back; of suggestions after an answer, after "not found", and among the
#: latter those of the same place and year.
MAX_CHOICES, MAX_SUGGESTIONS, MAX_NEAREST, MAX_NEAREST_HERE = 6, 3, 4, 2

#: Letters of an answer, of a quote in a citation, of a sentence quoted in the text, and of the
#: places named in a source line.
MAX_ANSWER, MAX_QUOTE, MAX_INLINE_QUOTE, MAX_SOURCE_PLACES = 2000, 700, 300, 120
#: Phrases whose tokens are kept.
CACHED_PHRASES = 50_000
#: Letters: a shorter message ("3 năm", "cá nhân") answers a question of ours rather than asking one.
MIN_QUESTION_ALONE = 12
