"""What a waiting request hears, whatever Rasa predicted."""

from __future__ import annotations

import pytest

from actions.pending import Heard, Step, hear
from knowledge.reach import Reach

INTENTS = (None, "inform", "ask_question", "nlu_fallback", "seek_funding", "greet", "affirm", "deny")


@pytest.mark.parametrize("intent", INTENTS)
@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_a_typed_number_is_always_for_the_request(step: Step, intent: str | None) -> None:
    heard = hear(step, "450-555-0123", intent)
    assert heard == Heard("reach", Reach(phone="450 555-0123"))


@pytest.mark.parametrize("intent", INTENTS)
def test_without_a_request_nothing_is_heard(intent: str | None) -> None:
    assert hear(None, "450-555-0123", intent) is None
    assert hear(None, "oui", intent) is None


@pytest.mark.parametrize(
    "typed", ["oui", "Oui!", "ouais ok", "j'accepte", "J’accepte", "d'accord", "ok parfait"]
)
def test_a_clear_yes_is_consent(typed: str) -> None:
    assert hear("consent", typed, "nlu_fallback") == Heard("yes")


@pytest.mark.parametrize(
    "typed",
    ["non", "Non merci", "oui mais non", "nan laisse faire", "annule", "je veux pas", "pas maintenant"],
)
@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_a_no_is_a_no_at_every_step(step: Step, typed: str) -> None:
    assert hear(step, typed, "nlu_fallback") == Heard("no")


def test_consent_is_never_guessed_from_a_prediction_alone() -> None:
    assert hear("consent", "hum hum", "affirm") == Heard("unsure")
    assert hear("consent", "450 555-0123", "affirm") == Heard("reach", Reach(phone="450 555-0123"))


def test_a_yes_with_a_number_is_both() -> None:
    assert hear("consent", "oui, 450 555-0123", "inform") == Heard("yes", Reach(phone="450 555-0123"))


@pytest.mark.parametrize(
    "typed", ["c'est quoi une coop?", "ok mais c'est quoi une coop", "combien ça coûte partir un OBNL"]
)
@pytest.mark.parametrize("step", ["consent", "reach", "note", "confirm"])
def test_a_question_in_the_middle_is_left_to_the_others(step: Step, typed: str) -> None:
    assert hear(step, typed, "affirm") is None


@pytest.mark.parametrize(
    "typed",
    [
        "Pouvez-vous m'appeler le soir?",
        "j'aimerais parler de mon projet de coop à Ormstown, on est quatre pis on sait pas par où commencer",
        "je veux partir une coop",
    ],
)
def test_a_word_to_the_team_is_kept_as_it_is_said(typed: str) -> None:
    assert hear("note", typed, "seek_referral") == Heard("note")


@pytest.mark.parametrize("typed", ["moi@exemple", "555-0123", "Sainte-Barbe"])
def test_what_reaches_nobody_is_asked_again_rather_than_searched(typed: str) -> None:
    assert hear("reach", typed, "inform") == Heard("attempt")
