"""Addresses of the web that pages may link to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Characters of an address that stands as a source.
MAX_ADDRESS = 500
NOT_AN_ADDRESS = "Địa chỉ nguồn phải là một địa chỉ http hoặc https."
#: As the chat page links them: neither blanks nor what ends an attribute or a tag.
WRITTEN = re.compile(r"https?://[^\s\"'<>]+")


def is_web_address(address: str) -> bool:
    """Whether a text is an address that a browser opens, and nothing that runs."""
    if not WRITTEN.fullmatch(address) or not address.isprintable():
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def is_source_address(text: str) -> bool:
    """Whether a text is an address that may stand as a source."""
    return len(text) <= MAX_ADDRESS and is_web_address(text)
