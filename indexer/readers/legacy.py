"""Text typed in fonts from before Unicode (TCVN3 for .VnTime, VNI for VNI-Times) becomes Unicode, paragraph by paragraph.

A whole document is never converted at once: in one that mixes both, "đã" would become "đó" (measured in the shared trials).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import viparse

#: Letters that no legacy encoding produces: a paragraph that holds one is Unicode already.
UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
HIGH = re.compile("[\x80-\xff]")


def to_unicode(paragraphs: Sequence[str]) -> list[str]:
    """Give every paragraph in Unicode."""
    suspects = [text for text in paragraphs if HIGH.search(text) and not UNICODE.search(text)]
    encoding = viparse.detect_text_encoding("\n".join(suspects)) if suspects else None
    if not encoding:
        return list(paragraphs)
    return [
        viparse.fix(text, encoding=encoding) if HIGH.search(text) and not UNICODE.search(text) else text
        for text in paragraphs
    ]
