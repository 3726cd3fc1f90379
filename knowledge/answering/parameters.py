"""What decides when there is evidence enough, and how much of an answer is shown.

Which draft answers, and whether one does, is learned (`draft_ranking.py`); the limits of its
probability were chosen on `tests/evaluation/tune`. Shares of words are weighted by rarity; they
decide for rules of the law and are features of the ranking, and were chosen on our own questions
(`tests/cases/questions.yaml`).
"""

#: Share of the question's words that a text must hold before its words alone are evidence.
MIN_COVERAGE = 0.62
#: With a word that stands in no text at all, nearly everything else must be there.
MIN_COVERAGE_UNSEEN = 0.8
#: A single fact is named by fewer words than a sentence, and must be named almost fully.
MIN_FACT_COVERAGE = 0.6
#: A word typed with marks that no text has just so may be a slip, and counts as much as this.
FOLDED_MATCH = 0.75
#: Share of the question's bigrams that a sentence must hold: "dân số" is not "người dân … chỉ số".
MIN_BIGRAM_COVERAGE = 0.3
#: What a sentence promises by its words alone, beside its own coverage: that of its passage with the
#: heading, that of the bigrams, that of the words which do not name the document, and the rank of its
#: passage in the search. Those that promise most are compared by meaning.
CONTEXT_WEIGHT, BIGRAM_WEIGHT, REST_WEIGHT, RANK_PENALTY = 0.2, 0.3, 0.6, 0.004
#: A sentence with less than this share of the best one's probability is not shown beside it.
NEAR_BEST_SENTENCE = 0.4
#: Letters up to which the whole paragraph of a sentence is quoted, and those of all quotations.
MAX_PARAGRAPH, MAX_QUOTED = 600, 1_200
#: Of several places or years asked about, one whose likeliest sentence has less than this share of
#: the best one's probability is not quoted.
NEAR_BEST_SCOPE = 0.5
#: Items of a list that are quoted with the sentence that opens it.
MAX_LIST_ITEMS = 15
#: Letters told of each line that a quotation stands under.
MAX_OPENING = 160
#: Passages that are looked through for sentences, and sentences that are shown.
SEARCHED_PASSAGES, MAX_SENTENCES = 40, 3
#: Of these, the sentences that are compared with the question by meaning: 5 ms each.
COMPARED_SENTENCES = 16
#: The weight by rarity up to which a word is one of any text: "thi đua", "của", "năm".
COMMON_WORD = 1.5
#: Documents that are looked through since the question names them by rare words in a row, the rarity
#: these need, passages looked through in each, and the rarity from which on a name counts no more.
MAX_LINKED_DOCUMENTS, MIN_NAME_RARITY, LINKED_PASSAGES, FULL_NAME_RARITY = 2, 2.0, 20, 10.0
#: Passages in the scope below which documents are looked for beyond it.
FEW_PASSAGES = 10
#: Words of a question, names and frame left out, up to which it may lean on the one before; letters
#: of those before that are kept.
MAX_LEANING_WORDS, KEPT_QUESTION_LETTERS = 4, 300
#: Words of a question, names and frame left out, by which its brevity falls to a third.
BRIEF_WORDS = 5
#: Words of a question that are looked for in a text: longer ones are stories or attacks.
MAX_ASKED_WORDS = 60
#: Letters of a draft that are compared with the question by meaning.
COMPARED_LETTERS = 320
#: Letters: a longer sentence is taken apart at its semicolons.
LONG_SENTENCE = 420

#: A rule of the law with this share of the question's words answers it before any campaign does.
LAW_BEFORE_CAMPAIGN = 0.85

#: Facts this far behind the best covered one are about something else.
FACT_MARGIN, PERSON_MARGIN = 0.05, 0.1
#: What the words around a person count, beside those of name and post.
PERSON_CONTEXT = 0.9
#: Share of its name that must be named before two movements count as one.
SAME_MOVEMENT = 0.9

#: Probabilities of being right, chosen on `tests/evaluation/tune`: below the first a sentence's scope
#: may be opened again; facts and rules are told from the second on, quotations from the third (where the
#: probabilities are as often right as they say: `python -m training calibration`).
MIN_SENTENCE, MIN_DRAFT, MIN_QUOTATION = 0.4, 0.53, 0.8
#: A quotation less likely is shown as the nearest passage, from here on; no answer is claimed.
MIN_NEAREST = 0.3
#: What the law leaves to places, or gives only at least (caps: Decree 152/2025, Article 23; money), and
#: from where on a quotation of a text of the place named goes before the law's rule.
MIN_OWN = {"cap": 0.4, "money": 0.63}
#: Words beside place and topic up to which nothing but where a place is now is asked.
MAX_PLACE_WORDS = 1

#: Places and years that an answer tells together; beyond, it asks which is meant.
MAX_GROUPS = 3
#: Buttons of a question back; of suggestions after an answer, after "not found", and among the
#: latter those of the same place and year.
MAX_CHOICES, MAX_SUGGESTIONS, MAX_NEAREST, MAX_NEAREST_HERE = 6, 3, 4, 2
#: Sections offered where nothing answers, and the least probability of a sentence in them.
MAX_NEAREST_SECTIONS, MIN_OFFERED = 2, 0.15

#: Letters of an answer, of a quote in a citation, of a sentence quoted in the text, and of the
#: places named in a source line.
MAX_ANSWER, MAX_QUOTE, MAX_INLINE_QUOTE, MAX_SOURCE_PLACES = 2000, 700, 300, 120
#: Phrases whose tokens are kept.
CACHED_PHRASES = 10_000
#: Letters: a shorter message ("3 năm", "cá nhân") answers a question of ours rather than asking one.
MIN_QUESTION_ALONE = 12

#: Lines of a summary, letters of one with its heading, of the heading alone, and of the shortest
#: quotation that still says something.
MAX_SUMMARY_LINES, MAX_SUMMARY_LINE, MAX_LINE_TITLE, MIN_POINT = 8, 210, 90, 30
#: Letters: a longer line is no heading within a text; a longer sentence that cannot be cut is left out.
MAX_SUBHEADING, MAX_UNCUT = 100, 260
#: Letters up to which the lines of a list are told side by side.
MAX_SHORT_ITEM = 70
#: Lines of a part from which on one of them may count what is not told; headings in a part with one
#: line from which on it is told by them.
MIN_LINES_TO_COUNT, MIN_NAMED_PARTS = 3, 6
#: Letters of a part in which it is looked whether it only says how the text is carried out, and how
#: much such a part weighs.
FORMAL_LETTERS, FORMAL_WEIGHT = 300, 0.6
#: Share by rarity of the words of a request that the heading of the section meant must hold, and the
#: rarity of words beyond the document's name up to which the document itself is meant.
MIN_HEADING_COVERAGE, MAX_UNEXPLAINED = 0.7, 3.0
#: Rarity of words in a row by which a request names its document, and how far behind the best named
#: one another may be and fit as well.
MIN_SUMMED_NAME, SAME_NAME = 3.0, 0.8

#: Of a text that was read from a picture: points that are told, and letters of each and of its title.
MAX_READ_POINTS, MAX_READ_LETTERS = 6, 240
