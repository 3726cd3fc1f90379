"""The address that a request came from, and whom it stands for."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from fastapi import Request


def client_host(request: Request) -> str:
    """Return the address a request came from, empty where there is none."""
    return request.client.host if request.client else ""


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def rate_limit_key(host: str) -> str:
    """Return whom an address stands for: with IPv6 its network of 64 bits (RFC 6177).

    One customer has 2^64 addresses: counted one by one, no limit would ever be reached.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return host


def origin_of(request: Request) -> Mapping[str, str]:
    """Return whom a request stands for as the address of a message, empty for this machine's own."""
    host = client_host(request)
    return {} if is_loopback(host) else {"client": rate_limit_key(host)}
