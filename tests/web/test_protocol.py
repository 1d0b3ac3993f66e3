"""Slow, idle, endless and broken clients, on real sockets: they are cut, the others are served meanwhile."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from web import protocol
from web.protocol import GuardedProtocol

SOON = 0.4
HEAD = b"POST / HTTP/1.1\r\nHost: test\r\n"
WHOLE = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n"
LARGE = 8_000_000


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole request, then answers; a large reply at «/large»."""
    if scope["type"] != "http":
        return
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
    body = b"x" * (LARGE if scope["path"] == "/large" else 2)
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]}
    )
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    for name in ("HEAD_SECONDS", "BODY_PAUSE_SECONDS", "READ_SECONDS"):
        monkeypatch.setattr(protocol, name, SOON)
    monkeypatch.setattr(protocol, "BODY_SECONDS", 3 * SOON)
    monkeypatch.setattr(GuardedProtocol, "limit", 20)
    config = uvicorn.Config(
        application, port=0, http=GuardedProtocol, ws="none", lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    thread.join(10)


def connect(address: tuple[str, int], sent: bytes = b"") -> socket.socket:
    client = socket.create_connection(address[:2], timeout=10)
    client.sendall(sent)
    return client


def rest(client: socket.socket) -> bytes:
    """All that the server still says, until it closes."""
    said = b""
    try:
        while part := client.recv(65_536):
            said += part
    except ConnectionError:
        pass
    return said


def served(address: tuple[str, int]) -> bool:
    client = connect(address, WHOLE)
    return client.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "sent",
    [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nhalf", WHOLE + HEAD],
    ids=["no", "head", "body", "next"],
)
def test_who_stops_halfway_is_cut(address: tuple[str, int], sent: bytes) -> None:
    start = time.monotonic()
    said = rest(connect(address, sent))
    assert time.monotonic() - start < 10 * SOON
    if sent:
        assert b"408" in said
        assert json.loads(said.rpartition(b"\r\n\r\n")[2])["error"]["code"] == "too_slow"
    assert served(address)


@pytest.mark.parametrize("begun", [HEAD, HEAD + b"Content-Length: 100000\r\n\r\n"])
def test_who_sends_drop_by_drop_is_cut(address: tuple[str, int], begun: bytes) -> None:
    client = connect(address, begun)
    start = time.monotonic()
    with pytest.raises(ConnectionError):
        while time.monotonic() - start < 20 * SOON:
            client.sendall(b"X-Y: z\r\n" if begun == HEAD else b"x")
            time.sleep(SOON / 5)
    assert time.monotonic() - start < 10 * SOON


def test_who_does_not_read_the_reply_is_cut(address: tuple[str, int]) -> None:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(address[:2])
    client.settimeout(10)
    client.sendall(WHOLE.replace(b"GET /", b"GET /large"))
    time.sleep(3 * SOON)
    assert len(rest(client)) < LARGE


def test_an_endless_head_is_refused(address: tuple[str, int]) -> None:
    client = connect(address, HEAD)
    with pytest.raises(ConnectionError):
        for _ in range(1000):
            client.sendall(b"X-Long: " + b"y" * 4000 + b"\r\n")
            time.sleep(0.001)


def test_many_idle_connections_leave_room_for_who_asks(address: tuple[str, int]) -> None:
    silent = [connect(address, HEAD) for _ in range(60)]
    assert all(served(address) for _ in range(5))
    assert len(silent) == 60


def test_a_request_in_pieces_and_several_on_one_connection_are_answered(address: tuple[str, int]) -> None:
    client = connect(address)
    for _ in range(3):
        for piece in (HEAD, b"Content-Length: 4\r\n", b"\r\n", b"ab", b"cd"):
            client.sendall(piece)
            time.sleep(SOON / 8)
        assert client.recv(1000).endswith(b"xx")


@pytest.mark.parametrize(
    "sent", [b"PAS DU HTTP\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xfc"]
)
def test_what_is_not_http_gets_a_french_sentence(address: tuple[str, int], sent: bytes) -> None:
    said = rest(connect(address, sent))
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert b"nosniff" in head
    assert "La demande" in json.loads(body)["error"]["message"]
    assert b"Invalid" not in said
