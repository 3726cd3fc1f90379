"""Who signed a text: the last post at its end, and the name beside or below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from indexer.extraction.parameters import MAX_POST_LINE, SIGNATURE_BLOCKS
from indexer.structure.blocks import Block

#: "On behalf of", "for", "by order of" before a signer's post.
SIGNING_CAPACITY = r"(?:kt|tm|tl|tuq|q)\.?\s*"
POST = regex.compile(
    r"(?i)(?P<post>(?:phó )?(?:chủ t[iị]ch|thủ tướng|bộ trưởng|bí thư|giám đốc|thứ trưởng|trưởng ban"
    r"|hiệu trưởng|cục trưởng|tổng giám đốc|chi cục trưởng|cụm trưởng|khối trưởng|trưởng phòng)"
    r"(?: thường trực)?)\b"
)
#: A name at the end of a line, or at its beginning before a post.
NAME = (
    r"(?:\p{Lu}['’]?[\p{Ll}\p{Lu}]*\p{Ll}|\p{Lu})"
    r"(?:\s+(?:\p{Lu}(?=\s)|\p{Lu}['’]?\p{Lu}?\p{Ll}+)){1,4}"
)
NAME_ALONE = regex.compile(rf"^(?P<name>{NAME})\W*(?:\(?đã ký\)?)?\W*$")
NAME_BEHIND_POST = regex.compile(rf"\p{{Lu}}{{2,}}\s+(?P<name>{NAME})\W*$")
#: In the right one of two columns: "- Lưu: VT.          Lê Văn An".
NAME_IN_COLUMN = regex.compile(rf"(?:\s{{3,}}|\t)(?P<name>{NAME})\W*$")
NAME_BEFORE_POST = regex.compile(
    rf"^(?P<name>{NAME})\s+(?=(?:Phó )?(?:Chủ tịch|Giám đốc|Bí thư)\b)"
)
#: First words of names of places and bodies: "CHỦ TỊCH UBND Huyện Lục Nam" names no signer.
NO_PERSON = regex.compile(
    r"(?i)(?:tỉnh|huyện|xã|phường|quận|thành phố|thị xã|thị trấn|sở|phòng|ban|bộ|ubnd|ủy|hội|báo|đài"
    r"|trường|đã ký|công ty|công đoàn|liên đoàn|cục|chi cục|khối|cụm|văn phòng)\b"
)


@dataclass(frozen=True)
class Signature:
    """The signer's name and post as written, with the offsets of both lines."""

    name: str
    post: str
    start: int
    end: int


def find_signature(blocks: Sequence[Block]) -> Signature | None:
    """Return the last signature of a text; None where no post has a name beside or below it."""
    zoned = [block for block in blocks if block.zone in ("signature", "recipients")]
    bottom = [b for b in zoned or blocks[-SIGNATURE_BLOCKS:] if not _is_of_list(b)]
    found = None
    post: Block | None = None
    for block in bottom:
        line = block.plain_text
        if len(line) > MAX_POST_LINE:
            continue
        if POST.search(line):
            post = block
        if post and (name := _name_in(line, is_post=post is block)):
            found = Signature(name, _post_of(post.plain_text), post.start, block.end)
            post = None
    return found


def _is_of_list(block: Block) -> bool:
    """Whether a line is one of a list, as those who get a copy are: "Báo Bắc Giang;"."""
    return block.text.rstrip().endswith((";", ","))


def _name_in(line: str, *, is_post: bool) -> str | None:
    patterns = (NAME_BEHIND_POST, NAME_BEFORE_POST) if is_post else (NAME_ALONE, NAME_IN_COLUMN)
    matches = (pattern.search(line) for pattern in patterns)
    names = (match["name"] for match in matches if match)
    return next((name for name in names if not NO_PERSON.match(name)), None)


def _post_of(line: str) -> str:
    """Return the last post of a line: "PHÓ CHỦ TỊCH" of "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"."""
    posts: list[str] = [match["post"] for match in POST.finditer(line)]
    return posts[-1]
