"""What a description tells in other words than the cues: the likeliest stage, all the needs likely enough."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from knowledge.referral.learn.clauses_fit import Spoken
from knowledge.referral.learn.features import CHARACTERS, CUES, MEANING, WORDS
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.telling import COLUMNS, STAGE_COLUMNS, Telling, needs_of, stage_of
from knowledge.referral.learn.telling_fit import FOLDS, Noted, fit_telling
from knowledge.search.encoder import DIMENSIONS
from knowledge.vocabulary import NEEDS, STAGES

LEAST = dict.fromkeys(NEEDS, 0.0)


def scored(stages: list[float], needs: list[float]) -> npt.NDArray[np.float64]:
    return np.array([*stages, *needs])


@given(st.lists(st.floats(-1, 1), min_size=STAGE_COLUMNS, max_size=STAGE_COLUMNS), st.floats(-1, 1))
def test_a_stage_is_told_only_when_it_is_likelier_than_none_by_as_much(
    stages: list[float], least: float
) -> None:
    told = stage_of(scored(stages, [-1.0] * len(NEEDS)), least)
    best, none = max(stages[:-1]), stages[-1]
    assert (told is None) == (best - none < least)
    assert told is None or stages[STAGES.index(told)] == best


@given(st.lists(st.floats(-1, 1), min_size=len(NEEDS), max_size=len(NEEDS)))
def test_every_need_that_is_likely_enough_is_told_the_likeliest_first(needs: list[float]) -> None:
    told = needs_of(scored([-1.0] * STAGE_COLUMNS, needs), LEAST)
    likely = dict(zip(NEEDS, needs, strict=True))
    assert set(told) == {need for need in NEEDS if likely[need] >= 0}
    assert [likely[need] for need in told] == sorted((likely[need] for need in told), reverse=True)


def test_what_was_learned_is_kept_small_and_reads_back(tmp_path: Path) -> None:
    learned = Telling.load()
    learned.save(tmp_path / "telling.npz")
    again = Telling.load(tmp_path / "telling.npz")
    assert again.need_from == pytest.approx(learned.need_from)
    assert again.weights == pytest.approx(learned.weights, abs=float(np.abs(learned.weights).max()) / 100)
    assert (tmp_path / "telling.npz").stat().st_size < 500_000


def test_what_was_learned_of_other_answers_is_refused(tmp_path: Path) -> None:
    learned = Telling.load()
    learned.save(tmp_path / "telling.npz")
    with np.load(tmp_path / "telling.npz") as stored:
        columns = {name: stored[name] for name in stored.files}
    columns["columns"] = np.array(["something", *COLUMNS[1:]])
    np.savez(tmp_path / "other.npz", **columns)
    with pytest.raises(ValueError, match="other answers"):
        Telling.load(tmp_path / "other.npz")


def test_what_is_learned_tells_a_new_writer_what_the_others_said_alike() -> None:
    columns = CHARACTERS + WORDS + DIMENSIONS + CUES
    rows, noted = np.zeros((2 * FOLDS, columns)), []
    for place in range(len(rows)):
        stage, need = (STAGES[0], NEEDS[0]) if place % 2 else (STAGES[1], NEEDS[1])
        rows[place, [place % 2, MEANING.start + place % 2]] = 1.0
        right = {"stage": stage, "need": [need]}
        noted.append(Noted({}, right, told=True, writer=f"writer {place // 2}", collection="all"))
    silent = Spoken.of([""] * len(noted), [NOTHING] * len(noted), lambda t: np.zeros((len(t), DIMENSIONS)))
    learned = fit_telling(csr_matrix(rows), noted, np.ones(CHARACTERS + WORDS), silent)
    for row, one in zip(learned.scores(csr_matrix(rows)), noted, strict=True):
        assert stage_of(row, learned.stage_from) == one.stage()
        assert needs_of(row, learned.need_from) == tuple(one.right["need"])
