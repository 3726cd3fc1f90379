"""Every number that decides something in this room: lengths, times, pauses.

What the apps prescribe is cited in docs/kenh.md.
"""

from __future__ import annotations

from tenacity import wait_exponential, wait_fixed

# All channels

#: Seconds that a request to an app may take.
HTTP_TIMEOUT = 15.0
#: Seconds that the fetching of a picture may take.
MAX_PICTURE_FETCH_SECONDS = 30.0
#: Characters of a picture's address: one that is longer is none of an app's.
MAX_PICTURE_ADDRESS = 2000
#: Seconds between two tries to connect to an app that is away; they double up to a minute.
CONNECT_PAUSES = wait_exponential(multiplier=1.0, max=60.0)
#: Seconds before a channel that ended unexpectedly is run again; they double up to a minute.
RESTART_PAUSES = wait_exponential(multiplier=1.0, max=60.0)
#: Seconds before an app that could not be asked for messages is asked again; doubling, to a minute.
POLL_PAUSES = wait_exponential(multiplier=1.0, max=60.0)
#: Seconds before a polled message that the disk did not take is put there again.
ACCEPT_PAUSE = 1.0
ACCEPT_PAUSES = wait_fixed(ACCEPT_PAUSE)

# Telegram

#: Characters of the 4,096 that are left free: they are counted after the HTML is parsed, and
#: escaping makes it longer. python-telegram-bot checks nothing before.
TELEGRAM_MARGIN = 96
#: Bytes of a button's callback data.
MAX_CALLBACK_DATA = 64
#: Seconds that Telegram may hold a request for updates while it has none.
TELEGRAM_POLL_SECONDS = 20

# Zalo Official Account, Zalo Bot Platform

#: Hosts on which, or below which, the pictures of an event lie (docs/kenh.md).
ZALO_PICTURE_HOSTS = ("zdn.vn", "zadn.vn", "dlfl.me")

#: Characters of a text.
ZALO_MAX_TEXT = 2000
#: Buttons of a message; characters of a button's title and of its payload.
ZALO_MAX_BUTTONS, ZALO_MAX_TITLE, ZALO_MAX_PAYLOAD = 5, 100, 1000
#: Seconds since an event was signed: the last of Zalo's own repeats bears the first one's time and
#: comes an hour later.
MAX_SIGNATURE_AGE = 3 * 3600.0
#: The share of an access token's life after which it is replaced: 20 of 25 hours.
TOKEN_REFRESH_SHARE = 0.8
#: Seconds that the Bot Platform may hold a request for updates while it has none.
ZALO_BOT_POLL_SECONDS = 30
#: Seconds beyond that after which a request for updates is given up.
POLL_GRACE_SECONDS = 10
