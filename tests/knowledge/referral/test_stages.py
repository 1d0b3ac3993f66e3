"""What is there is no idea, and what runs is not prepared either, whatever else it plans."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.referral.extraction import GUESSED, SURE, extract
from knowledge.referral.line import line_of
from knowledge.referral.stages import find_stage, impossible_stages, likely_stages
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)
TODAY = dt.date(2026, 11, 29)
# What tells that an organization runs, and what tells only that it is there.
RUNS = (
    "notre coop roule depuis 12 ans",
    "nos employés sont contents",
    "on est un OBNL avec 8 employés",
    "nos membres ont voté",
    "notre directrice nous a écrit",
    "on a 20 ans d'existence",
)
IS_THERE = (
    "on est un organisme communautaire",
    "nous sommes une coop d'habitation",
    "notre OBNL aide les familles",
    "je représente une fondation",
    "notre organisme a été fondé en 2009",
)
# What it plans beside, told as somebody tells an idea.
PLANS = (
    "on songe à ouvrir une friperie, c'est juste une idée",
    "on a une idée de café, rien de commencé",
    "on en est à rêver d'un atelier de vélos",
    "on pense à une cuisine, rien de fait encore, par où commencer?",
)


@settings(deadline=None)
@given(
    first=st.sampled_from(RUNS + IS_THERE),
    plan=st.sampled_from(PLANS),
    guess=st.sampled_from([SURE, GUESSED]),
)
def test_what_is_there_is_no_idea_whatever_it_plans(first: str, plan: str, guess: dict[str, float]) -> None:
    said = extract(f"{first}. À Rimouski, {plan}", GAZETTEER, TODAY, guess=guess).profile
    assert said.stage != "idea", said
    assert said.leaning_stage != "idea", said
    if first in RUNS:
        assert said.stage != "pre_startup", said
        assert said.leaning_stage != "pre_startup", said


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("c'est juste une idée, une coop de vélos", "idea"),
        ("née en 1980, je rêve d'une friperie, c'est juste une idée", "idea"),
        ("infirmière depuis 20 ans, j'ai juste une idée de clinique", "idea"),
        ("notre coop sera constituée en janvier, le plan d'affaires est fait", "pre_startup"),
    ],
)
def test_who_carries_an_idea_may_have_worked_for_years(text: str, stage: str) -> None:
    assert find_stage(line_of(text), TODAY) == stage


def test_what_has_run_for_years_starts_no_more() -> None:
    line = line_of("notre OBNL existe depuis 15 ans")
    assert "startup" in impossible_stages(line, TODAY)
    assert set(likely_stages(line)) == {"growth", "consolidation"}
