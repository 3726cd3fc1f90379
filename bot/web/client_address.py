"""The address that a request came from, and whom it stands for."""

from __future__ import annotations

import ipaddress

from fastapi import Request


def rate_limit_key(host: str) -> str:
    """Give whom an address stands for: with IPv6 its network, since one customer has 2^64 addresses (RFC 6177)."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return host


def client_host(request: Request) -> str:
    """Give the address a request came from, empty where there is none."""
    return request.client.host if request.client else ""


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        address = ipaddress.ip_address(host)
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    except ValueError:
        return False
