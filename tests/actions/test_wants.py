"""What a message wants: an answer, doors, both or neither, as it was learned."""

from __future__ import annotations

import pytest
import yaml

from actions.acts.refer import ESSENTIAL
from actions.wants import MEANING, SETTINGS_FILE, settings, signs_of
from knowledge.settings import PROJECT_DIR
from tests.actions.conversation import Conversation
from tests.actions.turns import frozen

ADVISERS = ("ideal_doors", "ideal_doors_2", "ideal_doors_3", "ideal_doors_4", "ideal_doors_5")
MAX_DOORLESS = 0.02  # of the advisers' texts, all of which want doors
BUTTON = "Trouver de l'accompagnement"


@pytest.mark.slow  # two hundred turns
def test_who_tells_a_project_as_an_adviser_hears_it_gets_doors_or_is_asked_where_or_is_one_press_away(
    filled: None,
) -> None:
    texts = []
    for name in ADVISERS:
        path = PROJECT_DIR / "tests" / "data" / f"{name}.yaml"
        texts += [row["text"] for row in yaml.safe_load(path.read_text(encoding="utf-8"))[name]]
    doorless, none = [], []
    for text in texts:
        talk = Conversation()
        talk.type(text, "ask_question")
        if not talk.shown and talk.slots.get("asking") not in ESSENTIAL:
            doorless.append(text)
            none += [text] if BUTTON not in talk.titles else []
    assert len(doorless) <= MAX_DOORLESS * len(texts), doorless
    assert not none


def test_a_group_in_trouble_in_a_town_gets_the_answer_and_beneath_it_the_doors(talk: Conversation) -> None:
    talk.type(
        "Notre OBNL loue un local à Mercier et le proprio nous refile 4 000 $ de taxes municipales. On m'a"
        " dit que les organismes n'en payent pas. Comment on fait valoir ce droit?",
        "ask_question",
    )
    assert talk.answered
    assert talk.shown
    first = next(message for message in talk.last if message.get("answer") or message.get("resources"))
    assert first.get("answer"), "the answer stands above"


def test_what_follows_an_answer_with_doors_may_be_about_either(talk: Conversation) -> None:
    talk.type(
        "Notre OBNL loue un local à Mercier et le proprio nous refile 4 000 $ de taxes municipales. On m'a"
        " dit que les organismes n'en payent pas. Comment on fait valoir ce droit?",
        "ask_question",
    )
    second = talk.shown[1]
    talk.type("c'est quoi le deuxième?", "ask_question")
    assert talk.answered == [f"answer:{second.replace(':', '-')}"]


def test_a_plain_question_gets_its_answer_and_nothing_is_offered(talk: Conversation) -> None:
    talk.type("c'est quoi une part sociale?", "ask_question")
    assert talk.answered == ["answer:part-sociale"]
    assert not talk.shown
    assert BUTTON not in talk.titles


def test_the_models_weigh_the_signs_that_a_turn_has(filled: None) -> None:
    signs = set(signs_of(frozen()[0].turn()))
    held = settings()
    assert set(held.doors.signs.weights) == set(held.answer.signs.weights) == signs | {MEANING}


def test_doors_are_offered_from_a_lower_chance_than_they_are_shown() -> None:
    assert settings().offered_at < settings().doors.at
    assert "tools.train_wants" in SETTINGS_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "told",
    [
        "le président de notre club d'Alma a vidé le compte avant de partir",
        "notre OBNL de Rivière-du-Loup s'est fait voler 6000 $ par son ancien trésorier",
    ],
)
def test_a_theft_told_with_a_town_gets_what_to_do(talk: Conversation, told: str) -> None:
    talk.type(told, "ask_question")
    assert talk.answered == ["answer:vol-dans-la-caisse"]


def test_who_fears_for_their_job_if_they_tell_is_told_what_protects_them(talk: Conversation) -> None:
    said = talk.type("j'ai peur de perdre mon emploi si je dénonce ce qui se passe", "ask_question")
    assert talk.answered == ["answer:represailles-apres-une-denonciation"]
    assert "CNESST" in said


def test_who_needs_help_at_home_is_told_where_it_is_found_not_how_to_start_a_project(
    talk: Conversation,
) -> None:
    talk.type("ma grand-mère de Victoriaville cherche quelqu'un pour son ménage", "ask_question")
    assert talk.answered == ["answer:aide-a-domicile-pour-un-proche"]
    assert not talk.shown
