"""Every number that decides something in this room."""

from __future__ import annotations

#: Bytes of a picture: a page photographed by a phone has 2 to 8 million. Telegram gives out 20
#: million at most (https://core.telegram.org/bots/api#getfile).
MAX_PICTURE_BYTES = 12_000_000
#: Pictures of one person a minute.
PICTURES_PER_MINUTE = 4
#: Seconds for one picture, and bytes of memory of the process that reads it.
MAX_PICTURE_SECONDS, MAX_PICTURE_MEMORY = 60, 1_500_000_000
#: Conversations of which it is remembered that their last picture shows what is not held.
MAX_REMEMBERED = 2_000
