"""A port is one house's at a time, from before anything listens on it until that house ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.mailbox import free_port
from tools.ports import take, take_near

# A house that asks for a port, says which one it got, and lives until its input is closed.
HOUSE = """
import sys
from tools.ports import take_near
print(take_near(int(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@contextmanager
def houses(preferred: int, count: int) -> Iterator[list[int]]:
    """The ports of houses that are started at the same instant and prefer the same one."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", HOUSE, str(preferred)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    try:
        yield [int(one.stdout.readline()) for one in begun if one.stdout]
    finally:
        for one in begun:
            one.communicate()


def test_houses_started_at_the_same_instant_never_have_the_same_port() -> None:
    preferred = free_port()
    with houses(preferred, 6) as ports:
        assert len(set(ports)) == 6
        assert preferred in ports
        assert not take(preferred), "nobody listens on it yet, and it is another's"
    assert take(preferred), "that house has ended"


def test_a_house_does_not_give_the_same_port_to_two_of_its_processes() -> None:
    preferred = free_port()
    assert take_near(preferred) == preferred
    assert take_near(preferred) != preferred
    assert take_near(0) > 0


def test_a_port_on_which_another_program_listens_is_left_to_it() -> None:
    with socket.socket() as program:
        program.bind(("127.0.0.1", 0))
        program.listen()
        port = program.getsockname()[1]
        assert not take(port)
        assert take_near(port) != port
    assert take(port)
