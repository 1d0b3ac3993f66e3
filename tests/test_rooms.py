"""What promises seconds is measured while nothing else of the run goes on."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.rooms import entered

SECONDS = 10.0
SOON = 0.2


def test_who_wants_the_room_alone_waits_for_the_others_and_they_for_it(tmp_path: Path) -> None:
    leave, inside, told = threading.Event(), threading.Event(), []

    def stay() -> None:
        with entered(tmp_path, alone=False), entered(tmp_path, alone=False):  # two of them fit
            inside.set()
            leave.wait(SECONDS)
            told.append("left")

    def alone() -> None:
        with entered(tmp_path, alone=True):
            told.append("alone")
            assert not came.is_set()

    came = threading.Event()

    def come() -> None:
        with entered(tmp_path, alone=False):
            came.set()
            told.append("came")

    first = threading.Thread(target=stay)
    first.start()
    assert inside.wait(SECONDS)
    waiting = threading.Thread(target=alone)
    waiting.start()
    waiting.join(SOON)
    last = threading.Thread(target=come)  # behind the one at the door
    last.start()
    last.join(SOON)
    assert told == []
    leave.set()
    for thread in (first, waiting, last):
        thread.join(SECONDS)
    assert told == ["left", "alone", "came"]
