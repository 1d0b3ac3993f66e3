"""The stage that a text says is learned from texts, by the clause that says it, whatever else they tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.referral.learn import saying_fit
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.referral.learn.saying import Saying, best_of
from knowledge.referral.learn.saying_fit import Said
from knowledge.search.encoder import DIMENSIONS
from knowledge.vocabulary import STAGES

DAY = dt.date(2026, 11, 29)
TOLD = [
    ("on a une friperie. rien de commencé", "idea"),
    ("une coop de vélos. rien de commencé", "idea"),
    ("on a une friperie. on refuse du monde", "growth"),
    ("une ferme bio. on refuse du monde", "growth"),
    ("on a une friperie. bonjour", NOTHING),
    ("une coop de vélos. bonjour", NOTHING),
]


def nowhere(texts: Sequence[str]) -> Numbers:
    """Texts of which only the words are known."""
    return np.zeros((len(texts), DIMENSIONS))


def test_the_clause_that_says_it_tells_the_stage_of_a_text_of_another_activity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone.yaml").write_text("nothing: [merci]\n", encoding="utf-8")
    monkeypatch.setattr(saying_fit, "OURS", tmp_path / "alone.yaml")
    said = Said.of([text for text, _ in TOLD], [stage for _, stage in TOLD], DAY, nowhere)
    model = said.fit(np.arange(len(TOLD)))
    texts = ["un musée du bois. rien de commencé", "un musée du bois. on refuse du monde", "un musée du bois"]
    new = Said.of(texts, [NOTHING] * len(texts), DAY, nowhere)
    idea, growth, none = new.margins(model, np.arange(len(texts)))
    assert STAGES[int(idea.argmax())] == "idea"
    assert idea.max() > 0
    assert STAGES[int(growth.argmax())] == "growth"
    assert growth.max() > 0
    assert none.max() < 0


def test_the_clause_that_says_most_counts_most() -> None:
    scores = np.array([[0.0], [3.0], [-1.0], [1.0]])
    first, second = best_of(scores, np.array([0, 2]))[:, 0]
    assert 3.0 <= first < 3.1
    assert 1.0 <= second < 1.1


def test_what_was_learned_is_kept_small_and_that_of_other_stages_is_refused(tmp_path: Path) -> None:
    learned = Saying.load()
    learned.save(tmp_path / "saying.npz")
    again = Saying.load(tmp_path / "saying.npz")
    assert again.words == pytest.approx(learned.words, abs=float(np.abs(learned.words).max()) / 100)
    assert (tmp_path / "saying.npz").stat().st_size < 200_000
    with np.load(tmp_path / "saying.npz") as stored:
        columns = {name: stored[name] for name in stored.files}
    np.savez(tmp_path / "other.npz", **(columns | {"stages": np.array(["something", *STAGES[1:]])}))
    with pytest.raises(ValueError, match="other answers"):
        Saying.load(tmp_path / "other.npz")
