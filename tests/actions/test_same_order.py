"""The chat shows the doors that the same words get elsewhere, in their order."""

from __future__ import annotations

import pytest

from actions.library import answer_search, gazetteer
from actions.naming import matches_for
from knowledge.referral.extraction import SURE, extract
from tests.actions.conversation import Conversation


@pytest.mark.parametrize(
    "told",
    [
        "Coop de travail à Rigaud, on démarre. On cherche 40 000 $ et quelqu'un pour nous guider.",
        "Les employés veulent racheter la boulangerie de Mercier en coop; qui nous guide dans le rachat?",
        "Notre OBNL de Huntingdon est en croissance, il nous faut un local et une subvention.",
        "On a une idée de friperie en coop à Valleyfield, par où commencer?",
    ],
)
def test_doors_come_in_the_order_of_the_same_words_elsewhere(talk: Conversation, told: str) -> None:
    talk.type(told, "inform")
    profile = extract(told, gazetteer(), guess=SURE).profile
    elsewhere = [
        one for one in matches_for(answer_search().snapshot(), profile).values() if one.verdict != "no"
    ]
    assert talk.shown
    assert talk.shown == [one.identifier for one in elsewhere[: len(talk.shown)]]
