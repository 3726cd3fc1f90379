"""Numbers as they are spoken."""

#: Number word without marks → its value; "tư" and "bốn" are both four.
NUMBER_WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
#: The same as ordinals: "thứ nhất" has a word of its own.
ORDINAL_WORDS = {**NUMBER_WORDS, "nhat": 1}
