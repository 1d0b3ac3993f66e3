"""A question is no small talk, whatever its words sound like."""

from __future__ import annotations

import pytest

from actions.texts import text
from tests.actions.conversation import Conversation

pytestmark = pytest.mark.usefixtures("filled")
SMALL = ("insult", "ask_bot", "encourage", "sorry", "denied")


@pytest.mark.parametrize(
    "asked",
    [
        "n'importe qui peut tu être membre de notre coop",
        "les profits on peut tu faire n'importe quoi avec",
        "on vend des paniers de légumes à prix réduit, on es-tu une entreprise d'économie sociale",
        "on est tannés du vieux nom, comment on le change",
    ],
)
def test_a_question_is_not_met_as_small_talk(asked: str) -> None:
    talk = Conversation()
    talk.type("combien ça coûte partir un obnl", "ask_question")
    talk.type(asked, "ask_question")
    assert not any(text(name) in talk.text for name in SMALL), talk.text


@pytest.mark.parametrize("said", ["maudite machine inutile", "t'es vraiment niaiseux"])
def test_anger_is_still_met_with_calm(said: str) -> None:
    talk = Conversation()
    assert text("insult") in talk.type(said, "ask_question")
