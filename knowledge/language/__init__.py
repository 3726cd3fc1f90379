"""Vietnamese as it is typed and printed.

Goes in: text. Comes out: normalised words, corrected questions, places, days, numbers of texts.
Imports: `knowledge.data` and `knowledge.errors` only; runs in Rasa's Python 3.10 too.
"""

from knowledge.language.dates import (
    YEAR,
    YEAR_RANGE,
    DateMention,
    dates_in,
    format_date,
    months_in,
    years_in,
)
from knowledge.language.gazetteer import COMMUNES, Gazetteer, Place, PlaceMention, gazetteer
from knowledge.language.legal_references import (
    DOCUMENT_NUMBER,
    document_numbers_in,
    enclosing_provisions,
)
from knowledge.language.normalization import (
    fold,
    fold_word,
    has_marks,
    normalize,
    normalize_tones,
    normalize_word,
    one_line,
)
from knowledge.language.numerals import NUMBER_WORDS, ORDINAL_WORDS
from knowledge.language.segmentation import clause_spans, sentence_spans, table_cells
from knowledge.language.spelling import Correction, SpellingCorrector, one_slip_away
from knowledge.language.syllables import is_folded_syllable
from knowledge.language.tokenization import (
    Token,
    cached_tokens,
    folded_tokens,
    normalized_tokens,
    tokenize,
)
from knowledge.language.vocabulary import Vocabulary, compile_cue, vocabulary
from knowledge.language.word_uses import CountedUses, WordUses

__all__ = [
    "COMMUNES",
    "DOCUMENT_NUMBER",
    "NUMBER_WORDS",
    "ORDINAL_WORDS",
    "YEAR",
    "YEAR_RANGE",
    "Correction",
    "CountedUses",
    "DateMention",
    "Gazetteer",
    "Place",
    "PlaceMention",
    "SpellingCorrector",
    "Token",
    "Vocabulary",
    "WordUses",
    "cached_tokens",
    "clause_spans",
    "compile_cue",
    "dates_in",
    "document_numbers_in",
    "enclosing_provisions",
    "fold",
    "fold_word",
    "folded_tokens",
    "format_date",
    "gazetteer",
    "has_marks",
    "is_folded_syllable",
    "months_in",
    "normalize",
    "normalize_tones",
    "normalize_word",
    "normalized_tokens",
    "one_line",
    "one_slip_away",
    "sentence_spans",
    "table_cells",
    "tokenize",
    "vocabulary",
    "years_in",
]
