"""What a file is by its first bytes: a suffix alone is no promise. Nothing of it is opened here."""

from __future__ import annotations

from indexer.errors import CorruptFile, EmptyFile, FileTooLarge, UnsupportedFormat
from indexer.readers import READERS

#: Suffix → how the bytes of such files begin. Files of text have no such mark: they hold no zero byte,
#: unless in UTF-16, whose first bytes say so.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    # Word 97, and what other programs save under that suffix: RTF, Word 2007, web pages.
    ".doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"PK\x03\x04", b"<", b"\xef\xbb\xbf<"),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".tiff": (b"II*\x00", b"MM\x00*"),
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: Bytes at the beginning of a file that are looked at. A PDF's mark may stand after a few others.
LOOKED_AT = 1_024


def check_type(suffix: str, head: bytes, size: int, max_bytes: int) -> None:
    """Raise an IndexingError for a file that no reader reads or that is not what its suffix says.

    `head` are its first bytes, LOOKED_AT of them or all.
    """
    if suffix not in READERS:
        raise UnsupportedFormat(
            f"Chưa đọc được tệp {suffix or 'không có đuôi'}; đọc được: {', '.join(READERS)}."
        )
    if not size:
        raise EmptyFile("Tệp rỗng.")
    if size > max_bytes:
        raise FileTooLarge(f"Tệp lớn hơn {max_bytes // 1_000_000} MB; không nhận.")
    if not _is_of(suffix, head):
        raise CorruptFile(f"Nội dung tệp không phải là {suffix}.")


def _is_of(suffix: str, head: bytes) -> bool:
    signatures = SIGNATURES.get(suffix)
    if signatures is None:
        return b"\0" not in head or head.startswith(UTF_16)
    if suffix == ".pdf":
        return signatures[0] in head[:LOOKED_AT]
    return head.lstrip().startswith(signatures) if suffix == ".doc" else head.startswith(signatures)
