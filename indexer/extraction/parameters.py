"""Limits of extraction, each with its unit and what it follows from.

Limits that belong to one rule stand with it in `indexer/rules`.
"""

from __future__ import annotations

# Letterhead and signature
#: Blocks from the top in which the letterhead is looked for, and from the end in which the
#: signature is.
LETTERHEAD_BLOCKS, SIGNATURE_BLOCKS = 30, 40
#: Characters of a line with a signer's post: a longer one is a sentence.
MAX_POST_LINE = 120
#: Characters of the issuing body's name, on at most two lines together.
MAX_AUTHORITY_CHARACTERS = 120
#: Lines below the kind that may belong to the subject.
MAX_SUBJECT_LINES = 4

#: Blocks of text below a letterhead in a page, fewer of which are an excerpt of the text reported.
MIN_ATTACHED_BLOCKS = 3

# Legal texts without a full letterhead
#: Characters from the beginning in which number and day of issue are looked for.
LEAD_CHARACTERS = 4000
#: Characters: a first line of this length or more is no name of a body.
MAX_FIRST_LINE_AUTHORITY = 80

# Campaign texts
#: Blocks from the top that may be the dateline of a web page.
DATELINE_BLOCKS = 8
#: Blocks of text from the top in which the campaign's year is looked for after the title.
LEAD_BLOCKS = 4
#: How often a place in the title counts beside one in the text.
TITLE_WEIGHT = 3
#: Sentences of an article from the top in which the body that acts is looked for.
ACTING_SENTENCES = 3
#: Paragraphs from the top in which the launching event is looked for.
EVENT_PARAGRAPHS = 4
#: Letters behind the name of a movement that say nothing of it but its period: "” giai đoạn 2021-2025".
MAX_BEHIND_NAME = 25
#: Years between the campaign and the year of a theme or an honour in it: a text that reviews one
#: year and launches the next names the themes of both.
MAX_YEAR_DISTANCE = 1

# Targets
#: Characters of an indicator and of its figure; clauses with longer ones are no targets.
MAX_INDICATOR_CHARACTERS, MAX_FIGURE_CHARACTERS = 160, 90

# Deadlines
#: Characters of the name of what is due: when the clause before the day is shorter, the whole
#: sentence is the name.
MIN_DEADLINE_NAME, MAX_DEADLINE_NAME = 12, 200
#: Characters of a table cell that is a day.
MAX_DAY_CELL = 28

#: Least probability of a kind of statement for its facts to be kept at all, as proposals.
MIN_PROPOSED = 0.3
#: The same for a numbered part to be told as a content; its number is evidence already.
MIN_CONTENT_PART = 0.1
#: Least probability from which the form alone is evidence: a post of a group with its holder, a list of
#: members; and the confidence that it then has.
EVIDENT_FORMS, FORM_CONFIDENCE = {"role": 0.0, "membership": 0.3}, 0.9
#: The confidence that a target has at most where its words or its heading tell of what was reached.
DOUBTED = 0.5
#: Decimals of the confidence of a fact.
SHARE_DECIMALS = 3

# What a sentence looks like to the model of statements: another figure here asks for
# `python -m training statements`.
#: Columns that features are hashed into; words of a sentence and of its headings that are looked at.
STATEMENT_COLUMNS, MAX_STATEMENT_WORDS, MAX_HEADING_WORDS = 1 << 14, 60, 25
#: Letters of a sentence that are looked at; a longer one states no single fact.
MAX_STATEMENT_LETTERS = 2_000
#: Texts whose words are kept.
CACHED_TEXTS = 1_024
#: Letters of a line that may head what stands below it, and what its words count.
MAX_HEADING_LETTERS, ANNOUNCED_WEIGHT = 90, 0.5
#: First words of a neighbour that count, and what one counts beside a word of the sentence itself.
NEIGHBOUR_WORDS, NEIGHBOUR_WORDS_WEIGHT = 6, 0.4
#: What the kinds of the sentences around count.
SEEN_WEIGHT = 1.5
