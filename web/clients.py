"""Who a request comes from, for what is counted by client."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

UNKNOWN = "unknown"
# What a provider gives to one household or office: within it, anybody has as many addresses as they like.
HOUSEHOLD_BITS = 64


def client_of(connection: HTTPConnection) -> str:
    """The name under which a client is counted: its IPv4 address, or the network of its IPv6 address."""
    return counted_as(connection.client.host) if connection.client else UNKNOWN


def counted_as(host: str) -> str:
    """The same, from the address as it is written; what is no address stays."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host or UNKNOWN
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, HOUSEHOLD_BITS), strict=False))
