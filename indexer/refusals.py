"""What a server sends instead of the page that was asked for: a feed, a login, its start page."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

from indexer.errors import FetchFailed, UnsupportedFormat
from indexer.parameters import FEED_SEARCH_BYTES, LOGIN_SEARCH_BYTES
from knowledge.language import fold

FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
}
FEED_ROOTS = {b"rss", b"feed", b"rdf:rdf"}
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
FIRST_TAG = re.compile(rb"<([A-Za-z][\w:.-]*)")

#: A part of a path, or the first label of a host, without "-" and "_": "Log-In.aspx", "sso.tinh.gov.vn".
LOGIN_PART = re.compile(
    r"(?:(?:service|user)?log(?:in|on)|signin|dangnhap|sso|oauth2?|authenticate|openidconnect"
    r"|saml2?|adfs)"
    r"(?:\.\w+)?"
)
PASSWORD_FIELD = re.compile(r"<input\b[^<>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
TITLE = re.compile(r"<title\b[^<>]{0,300}>([^<]{0,300})", re.IGNORECASE)
#: How the title of a login begins, folded.
LOGIN_TITLES = ("dang nhap", "login", "log in", "sign in")
#: A page that sends its reader on: `<meta http-equiv="refresh" content="0; url=/dang-nhap">`.
REFRESH = re.compile(
    r"<meta\b[^<>]{0,300}\bcontent\s{0,9}=\s{0,9}[\"']?\s{0,9}\d{1,9}\s{0,9};\s{0,9}url\s{0,9}=\s{0,9}"
    r"['\"]?([^'\"<>\s]{1,2000})",
    re.IGNORECASE,
)
LOGIN_REQUIRED = "Địa chỉ này đòi đăng nhập; chỉ đọc được trang công khai."
START_PAGE = re.compile(r"/?(?:(?:index|default|home|trang-?chu)(?:\.\w+)?/?)?", re.IGNORECASE)


def refuse_feed(media_type: str, content: bytes) -> None:
    """Raise `UnsupportedFormat` for a feed (RSS, Atom), whatever type the server states."""
    head = COMMENT.sub(b"", content[:FEED_SEARCH_BYTES])
    root = FIRST_TAG.search(head)
    if media_type in FEED_TYPES or (root and root[1].lower() in FEED_ROOTS):
        raise UnsupportedFormat(
            "Địa chỉ này là nguồn tin RSS/Atom, không phải trang văn bản; "
            "hãy đưa địa chỉ của từng bài."
        )


def refuse_login(asked: str, reached: str, content: bytes) -> None:
    """Raise `FetchFailed` when a URL led to a login, or the page is one or sends on to one."""
    text = content[:LOGIN_SEARCH_BYTES].decode("utf-8", errors="ignore")
    sent_on = REFRESH.search(text)
    targets = [reached, *([html.unescape(sent_on[1])] if sent_on else [])]
    is_led = any(_is_named_login(reached, target) for target in targets)
    if _is_login_page(text) or (is_led and not _is_named_login(asked)):
        raise FetchFailed(LOGIN_REQUIRED)


def refuse_start_page(asked: str, reached: str) -> None:
    """Raise `FetchFailed` when a URL led to the site's start page: what was there is gone.

    Many portals name an article by the query alone: "/Default.aspx?ItemID=55" is none.
    """
    urls = [urlsplit(url) for url in (asked, reached)]
    is_start = [bool(START_PAGE.fullmatch(url.path)) and not url.query for url in urls]
    if is_start[1] and not is_start[0]:
        raise FetchFailed("Địa chỉ chuyển về trang chủ; trang cần đọc có lẽ không còn.")


def _is_named_login(base: str, target: str = "") -> bool:
    """Whether a URL, relative to `base`, has the name of a login; one that is none has not."""
    try:
        url = urlsplit(urljoin(base, target))
        parts = [(url.hostname or "").split(".")[0], *url.path.split("/")]
    except ValueError:
        return False
    return any(LOGIN_PART.fullmatch(re.sub("[-_]", "", part).lower()) for part in parts)


def _is_login_page(text: str) -> bool:
    """Whether a page is called a login and asks for a password: many pages only have the form."""
    title = TITLE.search(text)
    called = fold(html.unescape(title[1])).strip() if title else ""
    return called.startswith(LOGIN_TITLES) and bool(PASSWORD_FIELD.search(text))
