"""Reading what is posted, as far as it may be long."""

from __future__ import annotations

from fastapi import Request

from bot.errors import PayloadTooLarge

#: Far more than a message of any app or the page holds.
LARGEST = 256 * 1024


async def read_body(request: Request, largest: int = LARGEST) -> bytes:
    """Give the body of a request; TooLarge as soon as it is longer, without reading on."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            raise PayloadTooLarge("Nội dung gửi lên quá lớn.")
    return body
