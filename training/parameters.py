"""What decides how the models are made.

Figures without a source are by judgement. What they lead to together was measured by
`python -m benchmarks.retrieval` (`docs/decisions.md`, "Search"), whose questions the encoder is
never trained on.
"""

#: Seed of all chance: the same data makes the same batches.
SEED = 1

# Articles, and the questions made from them.

#: Minutes of training unless told otherwise: three quarters of a pass over 29,527 articles on two
#: cores.
MINUTES = 45.0
#: Articles in a group of similar ones, and groups in a batch: 64 questions at once.
GROUP_SIZE, GROUPS_PER_BATCH = 8, 8
#: Nearest articles that a group is filled from, where they are in no group yet.
SIMILAR_ARTICLES = 64
#: Share of questions made of a sentence of the article; the others are made of its title.
SENTENCE_QUESTIONS = 0.35
#: A title of fewer words asks for nothing: a sentence is taken instead.
MIN_TITLE_WORDS = 2
#: Words of a sentence that a question may be made of.
MIN_SENTENCE_WORDS, MAX_SENTENCE_WORDS = 6, 40
#: Words of it that the question takes; the last many follow the first of them at least, where the
#: sentence is long enough.
MIN_QUESTION_WORDS, MAX_QUESTION_WORDS, MIN_WORDS_AFTER_START = 7, 20, 8
#: Words of a title, with the subject of its law, that a question holds.
MAX_TITLE_WORDS = 40
#: Share of sentence questions whose passage lacks that sentence: the rest of it must answer.
REMOVED_SENTENCES = 0.5
#: Shares of title questions that begin with a small letter, that add the subject of the law, and
#: whose passage shows the title.
LOWERED_TITLES, ADDED_SUBJECTS, SHOWN_TITLES = 0.5, 0.5, 0.5
#: Letters of an article in a training passage; the encoder reads PASSAGE_TOKENS tokens of them.
MAX_PASSAGE_LETTERS = 900

# Fine-tuning.

#: Tokens that the encoder reads in training, prompt included.
QUESTION_TOKENS, PASSAGE_TOKENS = 48, 96
#: Divides cosines before the softmax.
TEMPERATURE = 0.02
LEARNING_RATE, WEIGHT_DECAY = 5e-5, 0.01
#: The learning rate rises over this share of the training, beginning with this share of itself.
WARM_UP, FIRST_RATE = 0.08, 0.02
#: A longer gradient is scaled to this length.
MAX_GRADIENT_NORM = 1.0

# Export.

#: The newest operator set that PyTorch's legacy exporter writes.
OPSET = 17

# Learning to rank.

#: Weight of the squared weights in the loss: keeps them small where the questions say little.
RIDGE = 1e-3
#: Steps of L-BFGS, which stops earlier when the loss no longer falls.
MAX_STEPS = 100
#: Parts of the questions in cross-validation, and the seed of the split: each part is ranked by
#: what the others taught.
FOLDS, FOLD_SEED = 5, 0
#: Decimals of a weight in the JSON files of `knowledge/data`.
WEIGHT_DECIMALS = 4

# Sentences and drafts that answer.

#: Inverse of the penalty on squared weights (scikit-learn's C), and its steps at most.
INVERSE_PENALTY, MAX_REGRESSION_STEPS = 1.0, 2000
#: What one of our own questions counts against one by other hands: there are five times fewer, and
#: they are simpler; with less, fewer than .98 of our own are answered rightly.
OWN_WEIGHT = 9.0
#: Dimensions to which the encoder's token vectors are projected; times through the questions, and
#: questions a step; sentences that do not answer beside those that do.
MATCHED_DIMENSIONS, MATCHED_PASSES, MATCHED_AT_ONCE, MATCHED_SENTENCES = 192, 2, 16, 15
#: Steps of AdamW for the projection and for the weights of tokens; what cosines are multiplied by
#: before the softmax, to begin with.
PROJECTION_RATE, MATCHER_RATE, MATCHER_SCALE = 5e-4, 2e-3, 40.0
#: Parts of the questions, by their documents: what is learned from a part's matches was taught on
#: the others.
MATCHER_FOLDS = 3
#: A sentence is evidence when it is this share of its letters, or shares so many of its words.
MIN_QUOTED, MIN_SHARED = 0.25, 0.7

# Lines and sentences of pages.

#: Parts of the pages: what the first pass makes of a part is taught on the others.
PAGE_FOLDS = 5
#: Inverse of the penalty on squared weights, steps at most, and the intercept of a class that no page
#: has.
ZONE_INVERSE_PENALTY, STATEMENT_INVERSE_PENALTY = 0.3, 1.0
MAX_PAGE_STEPS, UNSEEN_INTERCEPT = 400, -30.0
