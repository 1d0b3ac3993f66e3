"""What a description tells in other words than the cues: the likeliest stage, all the needs likely enough."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from knowledge.referral.learn import saying_fit
from knowledge.referral.learn.clauses_fit import Spoken
from knowledge.referral.learn.deciding import ANSWERS, Deciding, need_rows, needs_of, stage_of, stage_row
from knowledge.referral.learn.features import CHARACTERS, CUES, MEANING, WORDS
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.saying_fit import Said
from knowledge.referral.learn.telling import COLUMNS, STAGE_COLUMNS, Telling, margins_of
from knowledge.referral.learn.telling_fit import FOLDS, Noted, fit_telling
from knowledge.search.encoder import DIMENSIONS
from knowledge.vocabulary import NEEDS, STAGES

DAY = dt.date(2026, 11, 29)


@given(
    st.lists(st.floats(0, 1), min_size=len(ANSWERS), max_size=len(ANSWERS)),
    st.floats(0, 1),
)
def test_a_stage_is_told_only_when_it_is_believed_most_and_enough(beliefs: list[float], least: float) -> None:
    told = stage_of(np.array(beliefs), least)
    if told is None:
        assert max(beliefs) < least or max(beliefs) == beliefs[ANSWERS.index(NOTHING)]
    else:
        assert beliefs[STAGES.index(told)] == max(beliefs) >= least


@given(st.lists(st.floats(0, 1), min_size=len(NEEDS), max_size=len(NEEDS)))
def test_every_need_that_is_likely_enough_is_told_the_likeliest_first(needs: list[float]) -> None:
    told = needs_of(np.array(needs), 0.5)
    likely = dict(zip(NEEDS, needs, strict=True))
    assert set(told) == {need for need in NEEDS if likely[need] >= 0.5}
    assert [likely[need] for need in told] == sorted((likely[need] for need in told), reverse=True)


def test_what_decides_reads_back_and_that_of_other_answers_is_refused(tmp_path: Path) -> None:
    learned = Deciding.load()
    learned.save(tmp_path / "deciding.npz")
    again = Deciding.load(tmp_path / "deciding.npz")
    assert again.stage == pytest.approx(learned.stage)
    assert again.need == pytest.approx(learned.need)
    np.savez(tmp_path / "other.npz", answers=np.array(ANSWERS[1:]), stage=learned.stage)
    with pytest.raises(ValueError, match="other answers"):
        Deciding.load(tmp_path / "other.npz")


def test_what_was_learned_is_kept_small_and_reads_back(tmp_path: Path) -> None:
    learned = Telling.load()
    learned.save(tmp_path / "telling.npz")
    again = Telling.load(tmp_path / "telling.npz")
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


def test_what_is_learned_tells_a_new_writer_what_the_others_said_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone.yaml").write_text("nothing: [merci]\n", encoding="utf-8")  # learned in no time
    monkeypatch.setattr(saying_fit, "OURS", tmp_path / "alone.yaml")
    columns = CHARACTERS + WORDS + DIMENSIONS + CUES
    rows, noted = np.zeros((2 * FOLDS, columns)), []
    for place in range(len(rows)):
        stage, need = (STAGES[0], NEEDS[0]) if place % 2 else (STAGES[1], NEEDS[1])
        rows[place, [place % 2, MEANING.start + place % 2]] = 1.0
        right = {"stage": stage, "need": [need]}
        collection = f"collection {place % 4 // 2}"
        noted.append(Noted({}, right, told=True, writer=f"writer {place // 2}", collection=collection))
    silent = Spoken.of(
        [""] * len(noted), [NOTHING] * len(noted), [()] * len(noted), lambda t: np.zeros((len(t), DIMENSIONS))
    )
    unsaid = Said.of([""] * len(noted), [NOTHING] * len(noted), DAY, lambda t: np.zeros((len(t), DIMENSIONS)))
    learned, decided = fit_telling(csr_matrix(rows), noted, np.ones(CHARACTERS + WORDS), silent, unsaid)
    scores = learned.scores(csr_matrix(rows))
    said = unsaid.margins(unsaid.fit(np.arange(len(noted))), np.arange(len(noted)))
    stages, needs = silent.told(silent.fit(np.arange(len(noted))), np.arange(len(noted)))
    for place, one in enumerate(noted):
        row = stage_row(margins_of(scores[place]), stages[place], said[place], None, (), {})
        assert stage_of(decided.stages(row[None])[0], decided.stage_from) == one.stage()
        likely = decided.needs(need_rows(scores[place, STAGE_COLUMNS:], needs[place], np.zeros(len(NEEDS))))
        assert needs_of(likely, decided.need_from) == tuple(one.right["need"])
