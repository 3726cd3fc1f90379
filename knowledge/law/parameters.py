"""What decides which rule answers a question about the law, and how much of it is shown.

Shares of words are weighted by rarity; they were chosen on `tests/cases/law_questions.yaml`.
"""

#: A rule with this share of a question's words answers it before the awards it names are described.
RULE_BEFORE_AWARD = 0.8
#: Rules that keyword search hands on, and rules that are shown together at most.
SEARCHED_RULES, MAX_RULES = 12, 3
#: One word alone ("nộp") is in too many rules to say which is meant.
MIN_WORDS = 2
#: Rules with less than this share of the best score are not shown beside it.
NEAR_BEST_RULE = 0.88
#: Share of the question's bigrams that a rule must hold, and what they count in its score.
MIN_BIGRAM_COVERAGE, BIGRAM_WEIGHT = 0.34, 0.3
#: Words: a follow-up that names what it asks has few others.
MAX_FOLLOW_UP_WORDS = 4
#: Letters around the name of an award in a question that is no more than the name.
MAX_LETTERS_AROUND_NAME = 6
#: Awards told together; awards whose money is told together.
MAX_AWARDS, MAX_REWARDED_AWARDS = 4, 10
#: Buttons after an answer, choices of a question back, awards offered after a refusal to judge.
MAX_BUTTONS, MAX_CHOICES, MAX_JUDGED_AWARDS, MAX_SIMILAR_AWARDS = 4, 8, 3, 4
#: Letters of a button's title that all channels show.
BUTTON_LETTERS = 60
#: Letters of a provision that are quoted in the text of an answer.
MAX_PROVISION_QUOTE = 320
#: Đồng: rewards are rounded up to a multiple of this (Decree 152/2025/NĐ-CP, article 49).
REWARD_ROUNDING = 10_000
#: Years that a person can report of a career, and the first of them.
MAX_CAREER_YEARS, FIRST_CAREER_YEAR = 60, 1960
#: Letters of what is typed into a field of a form that are kept.
MAX_FIELD_LENGTH = 300
#: Texts whose awards are kept: those of the turns under way.
CACHED_TEXTS = 64
#: Aspects that are answered for several awards at once, each in its own lines.
OF_SEVERAL_AWARDS = {"money", "confer", "deadline", "vote", "cap", "prior", "dossier", "criteria"}
#: Aspects of a family name that are answered without asking which award: a line for each.
OF_A_FAMILY = {"money", "difference", "several"}
#: Aspect → the one that is told where nothing is known of it: a share stands among the criteria, a
#: day in the dossier.
FALLBACK_ASPECTS = {
    "cap": "criteria",
    "prior": "criteria",
    "deadline": "dossier",
    "processing": "dossier",
    "publicity": "dossier",
    "vote": "vote",
    "dossier": "dossier",
}
