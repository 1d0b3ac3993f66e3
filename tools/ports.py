"""The ports of a house: each is taken by one house at a time, for as long as the process that took it lives.

To look whether a port is free is not to have it: a Rasa begins to listen some twenty seconds after it was
given its port. So a house keeps the name of each of its ports (an abstract socket of Linux, which no file
stands for): of two houses that ask at the same instant one gets it, and a process that is started again
finds its own port still its own.
"""

from __future__ import annotations

import socket
import sys

_NAME = "\0assistant-port-{}"
_kept: dict[int, socket.socket] = {}


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def take(port: int, host: str = "127.0.0.1") -> bool:
    """Have a port, if nobody listens on it and no other house has it; ours until this process ends."""
    return is_free(port, host) and _keep(port)


def take_near(preferred: int) -> int:
    """Have the preferred port of an inner process, or any other when it is taken; 0: any."""
    port = preferred
    while not port or not take(port):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
    return port


def _keep(port: int) -> bool:
    """Whether the name of a port is ours alone; without Linux, among what this process took only."""
    if port in _kept:
        return False
    kept = socket.socket(socket.AF_UNIX)
    try:
        if sys.platform == "linux":
            kept.bind(_NAME.format(port))
    except OSError:
        kept.close()
        return False
    _kept[port] = kept
    return True
