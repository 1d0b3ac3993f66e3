"""The link check goes to the public web only, and to the very address that it checked."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.staff.public_address import NotPublicError, PublicTransport, is_public, public_address

OLD = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"]
OLD += ["0.0.0.0", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"]  # noqa: S104
OLD += ["192.0.2.1", "198.18.0.1"]
DISGUISED = ["::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8"]
DISGUISED += ["64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001::1"]
NEW = ["::1", "::", "2001:db8::1", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "100::1", "3fff::1"]
PUBLIC = ["8.8.8.8", "142.250.69.100", "2607:f8b0:4020:807::200e", "2a00:1450:4007:80c::200e"]
Answers = Callable[..., None]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the name server answers, one list of addresses a question; the last one for ever after."""

    def set_answers(*each: list[str]) -> None:
        waiting = list(each)

        def look_up(_host: str, port: int, **_: Any) -> list[Any]:
            given = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if not given:
                raise socket.gaierror("no such host")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return set_answers


@pytest.mark.parametrize("address", [*OLD, *DISGUISED, *NEW])
def test_special_addresses_are_not_of_the_public_web(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_sites_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_however_an_inner_address_is_written_in_the_newer_form_it_is_refused(
    old: ipaddress.IPv4Address,
) -> None:
    number = int(old)
    for prefix, shift in (("::", 0), ("::ffff:0:0", 0), ("64:ff9b::", 0), ("2002::", 80)):
        written = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number << shift)
        assert not is_public(written), written


def test_one_inner_address_among_public_ones_is_enough_to_refuse(answers: Answers) -> None:
    answers(["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotPublicError):
        public_address("site.example.org", 443)


def connected(requests: list[httpx.Request], reply: httpx.Response | None = None) -> httpx.Client:
    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return reply if reply is not None and len(requests) == 1 else httpx.Response(200)

    transport = PublicTransport(httpx.MockTransport(answer))
    return httpx.Client(transport=transport, follow_redirects=True, trust_env=False)


def test_a_name_that_changes_after_the_check_is_fetched_where_it_was_checked(answers: Answers) -> None:
    answers(["8.8.8.8"], ["127.0.0.1"])
    seen: list[httpx.Request] = []
    assert connected(seen).head("https://site.example.org/page?a=1").status_code == 200
    (sent,) = seen
    assert str(sent.url) == "https://8.8.8.8/page?a=1"
    assert sent.headers["Host"] == "site.example.org"
    assert sent.extensions["sni_hostname"] == "site.example.org"


def test_a_redirection_is_looked_up_and_checked_too(answers: Answers) -> None:
    answers(["8.8.8.8"], ["127.0.0.1"])
    seen: list[httpx.Request] = []
    moved = httpx.Response(301, headers={"Location": "/ailleurs"})
    with pytest.raises(NotPublicError):
        connected(seen, moved).head("https://site.example.org/")
    assert len(seen) == 1


def test_a_redirection_within_a_site_keeps_its_name(answers: Answers) -> None:
    answers(["8.8.8.8"])
    seen: list[httpx.Request] = []
    reply = connected(seen, httpx.Response(302, headers={"Location": "/b"})).head(
        "https://site.example.org/a"
    )
    assert str(reply.url) == "https://site.example.org/b"
    assert [request.headers["Host"] for request in seen] == ["site.example.org"] * 2


def test_a_name_that_does_not_exist_is_said_so(answers: Answers) -> None:
    answers([])
    with pytest.raises(httpx.ConnectError):
        connected([]).head("https://nulle-part.example.org/")
