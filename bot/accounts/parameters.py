"""Every number that decides something in this room."""

from __future__ import annotations

#: Characters of a password (NIST SP 800-63B-4, 3.1.1.2: at least 8 with a second factor; long ones
#: are to be accepted, but not without bound: hashing costs time).
MIN_PASSWORD, MAX_PASSWORD = 12, 256
#: Random bytes of a password that is made for someone.
NEW_PASSWORD_BYTES = 12
#: Random bytes of a session's key and of its CSRF token.
TOKEN_BYTES = 32
#: Seconds without a request after which a session ends, and after which it ends in any case.
IDLE_SECONDS, SESSION_SECONDS = 2 * 3600.0, 12 * 3600.0
#: Seconds after which a session's last request is written down again.
SEEN_SECONDS = 60.0
#: Seconds for which a one-time code counts, and how many before and after the present one do
#: (RFC 6238, 5.2).
CODE_SECONDS, CODE_WINDOW = 30, 1
#: Entries of the audit trail on a page.
MAX_ENTRIES = 100
#: Characters of an account's name and of the name that people read.
MAX_NAME, MAX_SHOWN_NAME = 64, 80
#: Seconds that one may take to sign in at the office's provider, and random bytes of what proves
#: that who comes back is who went.
SIGN_ON_SECONDS, STATE_BYTES = 600.0, 32
#: Seconds without an answer after which the provider is away, and by which its clock may differ.
PROVIDER_TIMEOUT, CLOCK_LEEWAY = 10.0, 60
#: Characters of who someone is at the provider (OpenID Connect Core 1.0, 2: at most 255 of "sub").
MAX_SUBJECT = 255
