"""What is guessed of a project: beside what the words tell, never against it, and nothing of what is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.referral.description import TO_CONFIRM
from knowledge.referral.extraction import GUESSED, SURE, extract
from knowledge.referral.learn.__main__ import limit_for
from knowledge.referral.learn.model import MODEL_FILE, NOTHING, YES, Model, decide
from knowledge.referral.profile import Profile
from knowledge.referral.strip import shown_project, with_values
from knowledge.referral.summary import in_words
from knowledge.territory.area import Area
from tests.invented_pack import BOREAL, places

GAZETTEER = places(BOREAL)
OPENINGS = ("on rêve d'ouvrir", "nous gérons depuis dix ans", "on vient de lancer", "on pense fermer")
THINGS = ("une coop de vélos", "un OBNL de popote roulante", "une garderie", "notre microbrasserie")
WISHES = ("on cherche 20 000 $", "il nous manque un local", "on veut former le CA", "par où commencer")


@settings(deadline=None)  # the first reads the models
@given(st.sampled_from(OPENINGS), st.sampled_from(THINGS), st.sampled_from(WISHES))
def test_what_the_words_tell_is_never_set_aside(opening: str, thing: str, wish: str) -> None:
    text = f"{opening} {thing} à Anse-Verte, {wish}"
    told, guessed = extract(text, GAZETTEER), extract(text, GAZETTEER, guess=GUESSED)
    assert told.profile.stage in (None, guessed.profile.stage)
    assert told.profile.project_kind in (None, guessed.profile.project_kind)
    assert guessed.profile.need[: len(told.profile.need)] == told.profile.need or (
        guessed.profile.need[0] == "takeover" and set(told.profile.need) < set(guessed.profile.need)
    )
    changed = {name for name in GUESSED if getattr(told.profile, name) != getattr(guessed.profile, name)}
    assert guessed.guessed == changed
    assert not guessed.profile.need_given


@pytest.mark.parametrize(
    "text", ["bonjour", "à Anse-Verte", "c'est quoi une coop?", "merci beaucoup pour tout ça"]
)
def test_nothing_is_guessed_of_what_is_no_description(text: str) -> None:
    assert extract(text, GAZETTEER, guess=GUESSED) == extract(text, GAZETTEER)


def test_only_the_fields_asked_for_are_guessed() -> None:
    text = (
        "Je veux cuisiner des confitures de petits fruits dans mon sous-sol d'Anse-Verte pour les épiceries"
    )
    assert extract(text, GAZETTEER, guess=SURE).guessed <= set(SURE)
    assert extract(text, GAZETTEER, guess=SURE).profile.project_kind == "market"


def test_a_doubtful_answer_is_left_out() -> None:
    assert decide(("idea", NOTHING), np.array([0.45, 0.55]), None, 0.2) is None
    assert decide(("growth", "idea", NOTHING), np.array([0.2, 0.45, 0.35]), None, 0.5) is None
    assert decide(("growth", "idea", NOTHING), np.array([0.2, 0.45, 0.35]), None, 0.4) == "idea"
    assert decide((NOTHING, YES), np.array([0.8, 0.2]), None, 0.15) == YES


def test_the_limit_is_the_highest_that_is_worth_most() -> None:
    beliefs = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7]])
    limit = limit_for("need:legal", (NOTHING, YES), beliefs, [None] * 3, [NOTHING, YES, YES])
    assert limit == pytest.approx(0.4)


def test_the_model_is_small_and_reads_back_as_it_was_written(tmp_path: Path) -> None:
    assert MODEL_FILE.stat().st_size < 1_000_000
    model = Model.load()
    model.save(tmp_path / "model.npz")
    again = Model.load(tmp_path / "model.npz")
    assert again.sides.keys() == model.sides.keys()
    assert all(np.array_equal(again.sides[name].weights, side.weights) for name, side in model.sides.items())


def test_a_guess_is_told_to_be_confirmed_and_never_replaces_what_was_said() -> None:
    mrcs = Area({})
    said = Profile(stage="startup", need=("funding",))
    guess = Profile(stage="idea", need=("legal",), guessed=("stage", "legal"))
    assert said.merged(guess) == said
    assert Profile().merged(guess) == guess
    assert guess.merged(said) == said
    assert Profile.restored(guess.stored()) == guess
    assert in_words(guess, mrcs) == (
        "votre projet, sans doute à l'étape de l'idée, peut-être pour choisir ou créer la forme juridique"
    )
    assert all(TO_CONFIRM in row["text"] for row in shown_project(guess, mrcs))
    assert with_values(guess, {"stage": "idea", "need": "legal"}, GAZETTEER).guessed == ()


def test_the_form_today_of_what_an_owner_lets_go_is_said_to_be_confirmed_and_replaces_no_other() -> None:
    text = "Mon patron vend la boulangerie d'Anse-Verte et on voudrait la reprendre en coop à cinq employés"
    guess = extract(text, GAZETTEER, guess=SURE).profile
    assert guess.current_form == "private"
    assert "current_form" in guess.guessed
    assert Profile(current_form="nonprofit").merged(guess).current_form == "nonprofit"
    assert Profile().merged(guess).guessed == guess.guessed


def test_the_word_that_names_the_project_is_told_from_those_that_do_not() -> None:
    text = "Mon CA est tout neuf et personne ne connait ses rôles; on gère une coop de friterie à Léry."
    assert extract(text, GAZETTEER, guess=SURE).profile.sector == "friterie"
