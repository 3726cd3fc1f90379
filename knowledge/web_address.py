"""Addresses of the web that pages may link to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

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
