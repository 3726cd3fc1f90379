"""A document or a section in short, in its own words: its outline, and the point of each part.

Goes in: a Context and what is to be summed up. Comes out: lines with the spans that they rest on.
Imports: the modules of `knowledge.answering` beside it and the rooms below.
"""

from knowledge.answering.summaries.choice import Line, lines_of
from knowledge.answering.summaries.outline import Section, outline_of
from knowledge.answering.summaries.read_text import ReadText, find_held, tell_read_text
from knowledge.answering.summaries.requests import (
    asks_narrowly,
    documents_summed,
    is_carried,
    is_for_summary,
    names_nothing,
    names_section,
    section_words,
)
from knowledge.answering.summaries.sections import (
    SectionWanted,
    cited_as,
    find_sections,
    narrowed,
    section_by_words,
    section_wanted,
    written,
)

__all__ = [
    "Line",
    "ReadText",
    "Section",
    "SectionWanted",
    "asks_narrowly",
    "cited_as",
    "documents_summed",
    "find_held",
    "find_sections",
    "is_carried",
    "is_for_summary",
    "lines_of",
    "names_nothing",
    "names_section",
    "narrowed",
    "outline_of",
    "section_by_words",
    "section_wanted",
    "section_words",
    "tell_read_text",
    "written",
]
