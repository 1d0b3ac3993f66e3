"""What a clause tells of a stage and of needs, whatever the project does: the one that tells most counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.learn.clauses import COLUMNS, MOST, Clauses, clauses, told_by_clauses
from knowledge.vocabulary import NEEDS, STAGES


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
    margins = told_by_clauses(f"{activity}, {clause}.")[0]
    assert STAGES[int(margins.argmax())] == stage


@pytest.mark.parametrize(
    ("clause", "need"),
    [
        ("personne ne sait faire la paie et on voudrait l'apprendre", "training"),
        ("il nous faudrait un entrepôt plus vaste", "premises"),
        ("on n'arrive pas à embaucher de personnel", "workforce"),
        ("on aimerait jaser avec d'autres groupes du genre", "networking"),
        ("faut-il un notaire pour signer tout ça", "legal"),
        ("on veut attirer une plus grosse clientèle", "market"),
    ],
)
@pytest.mark.parametrize("activity", ["Une savonnerie", "Du transport collectif", "Cirque, cours de danse"])
def test_the_clause_that_tells_a_need_is_heard_beside_any_activity(
    activity: str, clause: str, need: str
) -> None:
    needs = told_by_clauses(f"{activity}, {clause}.")[1]
    assert NEEDS[int(needs.argmax())] == need


def test_what_was_learned_of_clauses_reads_back_and_that_of_other_answers_is_refused(tmp_path: Path) -> None:
    learned = Clauses.load()
    learned.save(tmp_path / "clauses.npz")
    assert Clauses.load(tmp_path / "clauses.npz").weights == pytest.approx(learned.weights)
    np.savez(tmp_path / "other.npz", answers=np.array(COLUMNS[1:]), weights=learned.weights)
    with pytest.raises(ValueError, match="other answers"):
        Clauses.load(tmp_path / "other.npz")
