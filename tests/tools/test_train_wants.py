"""What a message wants is learned from all that says it, judged on files that were not learned from, and read
back as it was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from actions import wants
from knowledge.search.encoder import DIMENSIONS
from tools import train_wants
from tools.train_wants import Seen, Told, learn, least, limits_of, table, table_of, told, write

FILES, EACH = 4, 10  # files, and how many messages each has that want doors, and as many that want none


def seen(*, turned: str = "") -> list[Seen]:
    """Messages that want doors when they look for something, an answer when they ask; of the file `turned`,
    the other way around."""
    chance = np.random.default_rng(3)
    found = []
    for file in map(str, range(FILES)):
        for place in range(2 * EACH):
            seeks = place % 2 == 0
            doors = seeks is not (file == turned)
            meaning = (chance.normal(size=DIMENSIONS) / DIMENSIONS).astype(np.float32)
            kind = "advisers" if doors else "wants"
            one = Told(file, kind, f"{file} {place}", doors, not doors, {})
            found.append(Seen(one, {"seeks": float(seeks), "question": float(not seeks)}, meaning))
    return found


def test_everybody_who_says_what_a_message_wants_is_heard() -> None:
    kinds = {one.kind for one in told()}
    assert kinds == set(train_wants.WORTH)
    assert all(one.doors is not None or one.answer is not None for one in told() if one.kind != "turns")


def test_a_file_is_foreseen_by_what_is_learned_of_the_others() -> None:
    found = seen(turned="2")
    rows = [one.told for one in found]
    foreseen = learn(rows, table_of(found), [one.doors for one in rows]).foreseen
    right = np.array([bool(chance >= 0.5) is one.doors for chance, one in zip(foreseen, rows, strict=True)])
    of_turned = np.array([one.file == "2" for one in rows])
    assert not right[of_turned].any()
    assert right[~of_turned].all()


def test_a_limit_leaves_no_more_below_it_than_it_may() -> None:
    chances = np.linspace(0, 1, 101)
    assert (chances < least(chances, 0.05)).mean() <= 0.05


def test_doors_are_offered_to_more_than_are_shown_them_and_what_each_file_gets_is_told() -> None:
    found = seen()
    rows = [one.told for one in found]
    doors = np.array([0.3 + 0.01 * place if one.doors else 0.1 for place, one in enumerate(rows)])
    limits = limits_of(rows, doors, 1 - doors)
    assert limits["offered"] < limits["doors"]
    lines = [*table(rows, doors, 1 - doors, limits)]
    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {file}" for file in range(FILES)]


def test_what_was_learned_is_read_back_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (wants, train_wants):
        monkeypatch.setattr(module, "SETTINGS_FILE", tmp_path / "wants.yaml")
        monkeypatch.setattr(module, "MEANING_FILE", tmp_path / "wants.npz")
    found = seen()
    rows, values = [one.told for one in found], table_of(found)
    models = {side: learn(rows, values, [getattr(one, side) for one in rows]).model for side in wants.SIDES}
    write(models, [*found[0].signs], {"doors": 0.5, "offered": 0.2, "answer": 0.4})
    wants.settings.cache_clear()
    try:
        held = wants.settings()
    finally:
        wants.settings.cache_clear()
    assert (held.doors.at, held.offered_at, held.answer.at) == (0.5, 0.2, 0.4)
    wanted = models["doors"].predict_proba(values)[:, 1]
    read = [held.doors.probability(one.signs, one.meaning) for one in found]
    assert read == pytest.approx(wanted, abs=0.005)
