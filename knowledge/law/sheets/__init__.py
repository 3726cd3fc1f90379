"""What pages show of the law as of a day: awards, national movements, the days of legal texts.

Goes in: a Context, an award or a day. Comes out: sheets, in the words that the composers answer in.
Imports: the modules of `knowledge.law` and its composers; nothing but `knowledge.law` imports it.
"""

from knowledge.law.sheets.award_list import AwardGroup, AwardLine, award_groups
from knowledge.law.sheets.award_sheet import (
    AwardSheet,
    LadderStep,
    SheetSection,
    Source,
    Statement,
    StatementGroup,
    Told,
    award_sheet,
)
from knowledge.law.sheets.national_movements import NationalMovement, national_movements
from knowledge.law.sheets.text_days import TextDays, text_days, validity_of

__all__ = [
    "AwardGroup",
    "AwardLine",
    "AwardSheet",
    "LadderStep",
    "NationalMovement",
    "SheetSection",
    "Source",
    "Statement",
    "StatementGroup",
    "TextDays",
    "Told",
    "award_groups",
    "award_sheet",
    "national_movements",
    "text_days",
    "validity_of",
]
