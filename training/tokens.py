"""The tokenizer of the encoder, with only the pieces that Vietnamese texts use.

The word table is four fifths of the model: of 250,002 pieces the laws of Vietnam use some 13,000. Vectors of Vietnamese
texts stay equal, since the kept pieces keep their rows and their log probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from knowledge.text import fold
from training.weights import SPECIAL

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
ALPHABET = frozenset(LETTERS + LETTERS.upper() + "0123456789.,;:!?%/()[]\"'“”‘’–-+=&*°…•§_@#$€<>|~^`\\\u2581 ")


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Make the Unigram tokenizer of these pieces, as XLM-RoBERTa's: NFKC, blanks as one, marked by U+2581."""
    made = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL["<unk>"], byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[(name, SPECIAL[name]) for name in ("<s>", "</s>")]
    )
    return made


def used(pieces: list[tuple[str, float]], texts: Iterable[str]) -> list[int]:
    """Give the pieces to keep: the special ones, all of one or two letters, and all that the texts use in any case."""
    whole = tokenizer(pieces)
    kept = set(SPECIAL.values())
    kept.update(i for i, (piece, _) in enumerate(pieces) if len(piece) <= 2 and ALPHABET.issuperset(piece))
    for text in texts:
        spellings = (text, text.lower(), text.upper(), fold(text))
        kept.update(i for encoding in whole.encode_batch(list(spellings)) for i in encoding.ids)
    return sorted(kept)
