"""What is told of a project in a sentence with something else is kept, and is not asked again."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation

WHERE = "Dans quelle municipalité"
ASKED_WHERE = "on cherche du monde pour nous accompagner dans un projet de friperie"


def profile(talk: Conversation) -> dict[str, object]:
    """What is known of the project."""
    return talk.slots.get("profile") or {}


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Huntingdon. mais on a pas de compte de banque c'est tu grave?", "Huntingdon"),
        ("Rigaud. ça prend combien d'administrateurs", "Rigaud"),
        ("à Mercier, et c'est quoi une part sociale?", "Mercier"),
        ("Ormstown! est-ce que l'assemblée peut se tenir en ligne", "Ormstown"),
    ],
)
def test_the_place_asked_for_is_kept_though_a_question_comes_with_it(
    talk: Conversation, said: str, place: str
) -> None:
    talk.type(ASKED_WHERE, "ask_question")
    assert talk.slots["asking"] == "place"
    talk.type(said, "ask_question")
    assert profile(talk)["place_name"] == place
    assert WHERE not in talk.text
    talk.type("c'est quoi une coop de solidarité?", "ask_question")
    assert WHERE not in talk.text


def test_a_place_told_before_a_question_is_kept_though_it_was_not_asked_for(talk: Conversation) -> None:
    talk.type("Rigaud. combien d'administrateurs ça prend dans un obnl", "ask_question")
    assert profile(talk)["place_name"] == "Rigaud"


def test_a_form_told_beside_a_question_is_kept(talk: Conversation) -> None:
    talk.type("coopérative. faut-il un notaire pour les statuts", "ask_question")
    assert profile(talk)["legal_form"] == "cooperative"


def test_a_place_named_only_in_a_question_is_none_of_theirs(talk: Conversation) -> None:
    talk.type("c'est quoi la taxe sur un immeuble à Mercier?", "ask_question")
    assert not profile(talk).get("place_name")


def test_who_says_again_where_they_are_is_heard_and_told_so(talk: Conversation) -> None:
    talk.type(ASKED_WHERE, "ask_question")
    said = talk.type("ben je l'ai dit, on est à Huntingdon", "ask_question")
    assert profile(talk)["place_name"] == "Huntingdon"
    assert "Huntingdon" in said


def test_an_answer_does_not_ask_for_the_place_that_is_known(talk: Conversation) -> None:
    asks = "Dites-moi votre municipalité"
    assert asks in talk.type("c'est quoi Centraide?", "ask_question")
    talk.type("notre projet de friperie est à Huntingdon", "inform")
    said = talk.type("c'est quoi Centraide?", "ask_question")
    assert "Centraide" in said
    assert asks not in said


@pytest.mark.parametrize(
    "asked",
    [
        "on vend des paniers de légumes, est-ce qu'on devrait créer une coop",
        "notre groupe fait des jeux, c'est-tu un obnl ça?",
        "on est huit. devrait-on fonder une coopérative?",
    ],
)
def test_whether_to_be_of_a_form_tells_no_form(talk: Conversation, asked: str) -> None:
    talk.type(asked, "ask_question")
    assert profile(talk).get("legal_form") in (None, "undecided")


def test_a_question_leaves_the_form_that_is_known(talk: Conversation) -> None:
    talk.type("notre obnl est à Rigaud", "inform")
    talk.type("est-ce qu'on doit être une coop pour avoir une ristourne?", "ask_question")
    assert profile(talk)["legal_form"] == "nonprofit"


def test_the_form_that_they_say_they_are_not_is_forgotten(talk: Conversation) -> None:
    talk.type("on pense à une coop d'habitation à Rigaud, qui peut nous accompagner?", "inform")
    assert profile(talk)["legal_form"] == "cooperative"
    said = talk.type("non, on est pas une coop", "inform")
    assert not profile(talk).get("legal_form")
    assert "projet de coopérative" not in said


def test_who_carries_the_project_does_not_take_the_place_of_what_it_does(talk: Conversation) -> None:
    talk.type("on veut sauver l'auberge du village, à Rigaud", "inform")
    assert profile(talk)["sector"] == "auberge"
    talk.type("non, c'est pas ça, on est des bénévoles, le propriétaire veut vendre", "inform")
    assert profile(talk)["sector"] == "auberge"


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        ("on veut partir une entreprise d'économie sociale en transport adapté à Rigaud", "transport adapté"),
        ("est-ce qu'on peut créer une coop entre amies pour ouvrir une microbrasserie?", "microbrasserie"),
    ],
)
def test_the_project_is_named_by_what_it_does(talk: Conversation, said: str, sector: str) -> None:
    talk.type(said, "ask_question")
    assert profile(talk)["sector"] == sector


@pytest.mark.parametrize(
    "said",
    [
        "je voudrais savoir comment faire un budget pour une entreprise d'économie sociale",
        "on est plusieurs à Rigaud à vouloir acheter de l'équipement ensemble",
    ],
)
def test_what_any_project_is_or_buys_names_none(talk: Conversation, said: str) -> None:
    talk.type(said, "ask_question")
    assert not profile(talk).get("sector")


def test_doors_that_come_in_alone_are_said_to_be_what_changes(talk: Conversation) -> None:
    talk.type("on démarre une friperie à Rigaud, on cherche du financement", "inform")
    said = talk.type("on est plutôt en croissance", "inform")
    assert not said[:1].isdigit()


def test_doors_that_close_without_having_been_shown_are_said_to_be_such(talk: Conversation) -> None:
    talk.type("on démarre une friperie à Rigaud, on cherche du financement", "inform")
    shown = [part["name"] for message in talk.last for part in message.get("resources") or []]
    said = talk.type("on est une entreprise privée finalement", "inform")
    closed = [line for line in said.splitlines() if line.startswith("- Fermé")]
    assert closed
    for line in closed:
        named = any(f"**{name}**" in line for name in shown)
        assert named != ("que je n'avais pas montrés" in line)


@pytest.mark.parametrize(
    "asked",
    [
        "notre coordonnatrice est partie en maladie et personne ne sait qui signe les chèques",
        "un ancien administrateur garde le carnet de chèques chez lui, on fait quoi là",
        "je voudrais savoir comment on monte un budget pour une entreprise d'économie sociale",
    ],
)
def test_what_is_asked_before_any_project_is_told_opens_none(talk: Conversation, asked: str) -> None:
    said = talk.type(asked, "ask_question")
    assert "votre projet" not in said
    assert not talk.shown
    assert talk.slots.get("asking") is None


@pytest.mark.parametrize(
    "asked",
    ["notre assemblée annuelle, c'est quand au plus tard?", "où est-ce qu'on trouve ça, un registre?"],
)
def test_a_need_that_a_question_names_is_not_what_the_project_looks_for(
    talk: Conversation, asked: str
) -> None:
    talk.type(asked, "ask_question")
    said = talk.type("on est un obnl à Rigaud", "inform")
    assert "gouvernance" not in said


@pytest.mark.parametrize(
    "asked",
    [
        "pis les confitures, on peut-tu en faire à la maison",
        "est-ce que les membres doivent tous habiter le village?",
    ],
)
def test_a_question_after_the_doors_that_tells_nothing_new_gets_no_list(
    talk: Conversation, asked: str
) -> None:
    talk.type("on veut sauver l'auberge du village à Rigaud, qui peut nous aider?", "inform")
    assert talk.shown
    said = talk.type(asked, "ask_question")
    assert not talk.shown
    assert "La liste reste la même" not in said


def test_a_question_asked_beside_the_form_that_is_told_is_answered_and_the_form_is_kept(
    talk: Conversation,
) -> None:
    talk.type("on veut ouvrir une friperie à Alma, qui peut nous aider", "inform")
    talk.type("disons un OBNL. à deux, c'est assez?", "inform")
    assert talk.answered == ["answer:obnl-combien-de-personnes"]
    assert talk.slots["profile"]["legal_form"] == "nonprofit"


@pytest.mark.parametrize(
    ("asked", "instead", "answer"),
    [
        (
            "quelle est la différence entre une coop de travail et une CTA?",
            "non je voulais dire entre solidarité et travail, on serait 3 employées et des clients",
            "answer:coop-travail-solidarite-ou-obnl",
        ),
        (
            "où trouver un modèle de règlements généraux?",
            "non, pour modifier nos règlements",
            "answer:modifier-les-reglements-obnl",
        ),
        (
            "c'est quoi la ristourne?",
            "non, la part sociale privilégiée",
            "answer:part-sociale-privilegiee-ou-qualification",
        ),
    ],
)
def test_who_says_what_was_meant_gets_that_answer_and_opens_no_project(
    talk: Conversation, asked: str, instead: str, answer: str
) -> None:
    talk.type(asked, "ask_question")
    said = talk.type(instead, "correct")
    assert talk.answered == [answer]
    assert "Dans quelle municipalité" not in said


def test_another_activity_is_not_told_of_doors_that_nobody_saw(talk: Conversation) -> None:
    talk.type("notre OBNL à Rigaud cherche du financement", "inform")
    said = talk.type("le dépanneur du village ferme, on pourrait tu le reprendre?", "inform")
    assert "que je n'avais pas montrés" not in said
    assert talk.shown
