"""Fetching only what is on the public web: the address that is checked is the one that is connected to.

A name may answer a public address first and an inner one a moment later; it is therefore looked up once.
"""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address

import httpx

# IPv6 that is given out to be reached. What lies in there for something else is left out; the ways to write
# an IPv4 address as one of IPv6 are outside of it or among these.
_REACHED = ipaddress.ip_network("2000::/3")
_OTHER_USES = ("2002::/16", "2001::/23", "2001:db8::/32", "3fff::/20")
_NOT_REACHED = tuple(ipaddress.ip_network(one) for one in _OTHER_USES)
HTTPS = 443


class NotPublicError(httpx.HTTPError):
    """The address leads inside: it is not fetched."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public web: not of this machine, its network, a group of machines, or
    another kind of address in disguise."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return True
    return address in _REACHED and not any(address in network for network in _NOT_REACHED)


def public_address(host: str, port: int) -> str:
    """The address to connect to for a host.

    Raises `NotPublicError` when any of its addresses is not public, `OSError` when it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublicError("not public")
    return str(addresses[0])


class PublicTransport(httpx.BaseTransport):
    """Sends each request, redirections included, to the address that was checked; certificates are those of
    the name that was asked for."""

    def __init__(self, inner: httpx.BaseTransport | None = None) -> None:
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        try:
            address = public_address(host, request.url.port or HTTPS)
        except OSError as error:
            raise httpx.ConnectError(str(error), request=request) from None
        sent = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # with the Host of the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(sent)

    def close(self) -> None:
        self._inner.close()
