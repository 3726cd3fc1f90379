"""What is an address of the web, for everyone who keeps one."""

from __future__ import annotations

import pytest

from knowledge.web_address import is_web_address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://vanban.chinhphu.vn/?pageid=1&docid=2#p", True),
        ("http://[2001:db8::1]:8080/x", True),
        ("HTTPS://a.vn", False),
        ("https://báo.vn/thi-đua", True),
        ("", False),
        ("a.vn", False),
        ("//a.vn/x", False),
        ("/documents/a", False),
        ("https://", False),
        ("https:///x", False),
        ("http://[::1", False),
        ("ftp://a.vn/x", False),
        ("javascript:alert(1)", False),
        ("javascript://a.vn/%0aalert(1)", False),
        ("https://a.vn/ x", False),
        ("https://a.vn/x\n", False),
        ("https://a.vn/\u202ex", False),
        ('https://a.vn/"onclick=x', False),
        ("https://a.vn/<b>", False),
    ],
)
def test_an_address_is_what_a_browser_opens(address: str, expected: bool) -> None:
    assert is_web_address(address) is expected
