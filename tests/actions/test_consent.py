"""What a waiting request hears: consent in so many words, an address, and any word for the team."""

from __future__ import annotations

import pytest

from actions.consent import Heard, hear
from actions.reading import Reading
from actions.state import State, Step
from actions.turn import Turn
from knowledge.reach import Reach
from tests.readings import read


def said(step: Step | None, typed: str, **readings: float) -> Heard | None:
    """What is heard of a message, read as it is, or as the test says."""
    labels = readings or read(typed)["readings"]
    state = State(contact={"step": step} if step else {})
    return hear(step, Turn(typed, None, Reading(labels), state, list))


@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_a_typed_number_is_always_for_the_request(step: Step) -> None:
    assert said(step, "450-555-0123") == Heard("reach", Reach(phone="450 555-0123"))


def test_without_a_request_nothing_is_heard() -> None:
    assert said(None, "450-555-0123") is None
    assert said(None, "oui") is None


@pytest.mark.parametrize(
    "typed", ["oui", "Oui!", "ouais ok", "j'accepte", "J’accepte", "d'accord", "ok parfait"]
)
def test_a_clear_yes_is_consent(typed: str) -> None:
    assert said("consent", typed) == Heard("yes")


@pytest.mark.parametrize("typed", ["ok merci", "merci bien", "ah merci, ça fait du bien"])
@pytest.mark.parametrize("step", ["consent", "reach", "confirm"])
def test_thanks_agree_to_nothing(step: Step, typed: str) -> None:
    assert said(step, typed) is None


def test_a_yes_that_thanks_is_a_yes_and_a_no_that_thanks_a_no() -> None:
    assert said("consent", "oui merci") == Heard("yes")
    assert said("consent", "non merci") == Heard("no")


@pytest.mark.parametrize("typed", ["non", "Non merci", "oui mais non", "je veux pas", "pas maintenant"])
@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_a_no_is_a_no_at_every_step(step: Step, typed: str) -> None:
    assert said(step, typed) == Heard("no")


@pytest.mark.parametrize(
    "typed", ["nan laisse faire", "annule", "finalement non, laisse faire", "oubliez ça"]
)
@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_giving_up_ends_it_at_every_step(step: Step, typed: str) -> None:
    assert said(step, typed) == Heard("cancel")


def test_consent_is_never_guessed_from_a_reading_alone() -> None:
    assert said("consent", "hum hum", agree=1.0) == Heard("unsure")
    assert said("confirm", "hum hum", agree=1.0) == Heard("unsure")
    assert said("consent", "450 555-0123", agree=1.0) == Heard("reach", Reach(phone="450 555-0123"))


def test_a_yes_with_a_number_is_both() -> None:
    assert said("consent", "oui, 450 555-0123") == Heard("yes", Reach(phone="450 555-0123"))


@pytest.mark.parametrize("typed", ["c'est quoi une coop?", "combien ça coûte partir un OBNL"])
@pytest.mark.parametrize("step", ["consent", "reach", "confirm"])
def test_a_question_in_the_middle_is_left_to_the_others(step: Step, typed: str) -> None:
    assert said(step, typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Pouvez-vous m'appeler le soir?",
        "j'aimerais parler de mon projet de coop à Ormstown, on est quatre pis on sait pas par où commencer",
        "je veux partir une coop",
        "je voudrais savoir si le FDEÉS finance un four à pain",
        "Je veux savoir combien ça coûte",
    ],
)
def test_whatever_is_written_for_the_team_is_that_word(typed: str) -> None:
    assert said("note", typed) == Heard("note")


@pytest.mark.parametrize("typed", ["moi@exemple", "555-0123", "Sainte-Barbe"])
def test_what_reaches_nobody_is_asked_again_rather_than_searched(typed: str) -> None:
    assert said("reach", typed) == Heard("attempt")


@pytest.mark.parametrize("typed", ["attendez", "mon courriel c'est", "deux secondes"])
@pytest.mark.parametrize("step", ["consent", "reach", "note"])
def test_half_an_answer_keeps_the_question_open(step: Step, typed: str) -> None:
    heard = said(step, typed)
    assert heard is not None
    assert heard.kind in ("wait", "attempt")
