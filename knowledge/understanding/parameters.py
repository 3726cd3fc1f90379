"""What decides how a question is understood."""

#: Characters of a question that are read; the channels refuse longer ones.
MAX_QUESTION_LENGTH = 2000
#: An earlier year is one of somebody's life or of history ("tham gia công tác sau 1975"): no campaign's,
#: and no law's that anyone asks about.
FIRST_CAMPAIGN_YEAR = 1990
#: Places that are compared in one answer.
MAX_COMPARED = 4
#: Questions are grouped when they share this much of their words (Jaccard, without marks): "chủ đề
#: thi đua của Cà Mau" and "chu de thi dua ca mau 2024" share .67. An encoder's cosine would also
#: put "chủ đề của Cà Mau" and "chủ đề của Lào Cai" together.
SAME_QUESTION = 0.6
#: Questions that the first screen offers to each kind of asker.
MAX_EXAMPLES = 4
