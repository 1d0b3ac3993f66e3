"""What a clause tells of a stage, whatever the project does: the clause that tells most counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.learn.clauses import ANSWERS, MOST, Clauses, clause_margins, clauses, weighed
from knowledge.referral.learn.telling import COLUMNS
from knowledge.vocabulary import STAGES


@given(st.text(max_size=200))
def test_any_text_has_clauses_and_never_more_than_are_read_fast(text: str) -> None:
    found = clauses(text)
    assert 1 <= len(found) <= MOST
    assert all(part in text for part in found)


def test_an_activity_and_what_is_said_of_its_stage_are_two_clauses() -> None:
    assert clauses("Une friperie à Delson, mais tout reste à faire.") == [
        "Une friperie à Delson",
        "mais tout reste à faire",
    ]


@pytest.mark.parametrize(
    ("clause", "stage"),
    [
        ("on n'a encore rien entrepris", "idea"),
        ("nos statuts sont déposés au registraire", "pre_startup"),
        ("les portes sont ouvertes depuis un mois", "startup"),
        ("la demande dépasse ce qu'on peut fournir", "growth"),
        ("le déficit grossit et l'équipe n'en peut plus", "consolidation"),
        ("les employés veulent acheter au propriétaire qui part", "takeover"),
    ],
)
@pytest.mark.parametrize("activity", ["Une savonnerie", "Du transport collectif", "Cirque, cours de danse"])
def test_the_clause_that_tells_a_stage_is_heard_beside_any_activity(
    activity: str, clause: str, stage: str
) -> None:
    margins = clause_margins(f"{activity}, {clause}.")
    assert STAGES[int(margins.argmax())] == stage


def test_a_stage_is_weighed_by_the_whole_and_by_its_clauses_and_needs_are_left() -> None:
    scores = np.linspace(-1, 1, len(COLUMNS))
    both = weighed(scores, np.zeros(len(STAGES)))
    assert both[len(STAGES)] == 0
    assert both[0] == pytest.approx((scores[0] - scores[len(STAGES)]) / 2)
    assert (both[len(STAGES) + 1 :] == scores[len(STAGES) + 1 :]).all()


def test_what_was_learned_of_clauses_reads_back_and_that_of_other_answers_is_refused(tmp_path: Path) -> None:
    learned = Clauses.load()
    learned.save(tmp_path / "clauses.npz")
    assert Clauses.load(tmp_path / "clauses.npz").weights == pytest.approx(learned.weights)
    np.savez(tmp_path / "other.npz", answers=np.array(ANSWERS[1:]), weights=learned.weights)
    with pytest.raises(ValueError, match="other answers"):
        Clauses.load(tmp_path / "other.npz")
