"""What a turn tells of the project is kept, and said back to machines, whatever else the turn does."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


def known(talk: Conversation) -> dict[str, object]:
    """The profile that the last reply tells."""
    return next((part["profile"] for part in reversed(talk.last) if part.get("profile")), {})


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("notre obnl a six ans, faut-il tenir une assemblée chaque année?", "legal_form", "nonprofit"),
        ("coopérative", "legal_form", "cooperative"),
        ("on choisit l'obnl. c'est quoi la prochaine étape?", "legal_form", "nonprofit"),
        ("notre coop est à Howick, faut-il un vérificateur?", "municipality", "69025"),
    ],
)
def test_what_is_told_beside_a_question_or_alone_is_kept_and_said(
    talk: Conversation, said: str, field: str, value: str
) -> None:
    talk.type(said, "ask_question")
    assert known(talk)[field] == value
    talk.type("c'est quoi une part sociale?", "ask_question")
    assert known(talk)[field] == value


@pytest.mark.parametrize(
    "asked", ["c'est quoi une coop?", "un obnl paie-t-il de l'impôt?", "combien donne le RISQ?"]
)
def test_a_form_that_is_only_asked_about_is_not_told(talk: Conversation, asked: str) -> None:
    talk.type(asked, "ask_question")
    assert known(talk) == {}


def test_a_note_to_the_team_tells_the_assistant_nothing(talk: Conversation) -> None:
    talk.type("je veux parler à quelqu'un", "talk_to_person")
    talk.type("oui, 514 555-0199", "inform")
    assert talk.slots["contact"]["step"] == "note"
    talk.type("notre coop est à Rigaud", "inform")
    assert not (talk.slots.get("profile") or {}).get("legal_form")


@pytest.mark.parametrize(
    "asked", ["quelle forme nous conseillez-vous?", "c'est quoi la meilleure structure?"]
)
def test_which_form_after_doors_gets_the_two_compared_for_the_project(talk: Conversation, asked: str) -> None:
    talk.type("on démarre une distillerie à Huntingdon", "inform")
    said = talk.type(asked, "ask_question")
    assert talk.answered == ["answer:coop-ou-obnl"]
    assert "distillerie" in said
    assert not talk.shown


def test_who_is_named_last_is_told_of_when_it_is_asked_who_that_is(talk: Conversation) -> None:
    talk.type("on démarre une distillerie à Huntingdon", "inform")
    second = talk.shown[1]
    talk.type("le deuxième", "follow_up")
    talk.type("c'est qui eux autres?", "ask_question")
    assert talk.answered == [f"answer:{second.replace(':', '-')}"]


def test_a_question_without_answer_names_the_door_of_the_project(talk: Conversation) -> None:
    talk.type("on démarre une distillerie à Huntingdon", "inform")
    said = talk.type("nos cuves devraient-elles être rondes ou carrées?", "ask_question")
    assert not talk.answered
    assert "demandez d'abord à cette porte" in said
    assert "MRC du Haut-Saint-Laurent" in said


@pytest.mark.parametrize("asked", ["are there grants for a co-op?", "is there any money for us?"])
def test_funds_asked_for_in_english_are_served_as_in_french(talk: Conversation, asked: str) -> None:
    talk.type("we want to open a bakery co-op in Rigaud", "inform")
    talk.type(asked, "ask_question")
    assert "I can only help in French" not in talk.text
    named = [
        *talk.shown,
        *(fact for part in talk.last if part.get("answer") for fact in part["answer"]["facts"]),
    ]
    assert any(name.startswith("fund:") for name in named)


def test_debts_are_no_money_that_one_has(talk: Conversation) -> None:
    talk.type("notre coop est à Rigaud, on cherche du financement", "inform")
    assert "compte dans votre montage" not in talk.type("on a 9 000 $ de dettes", "inform")


def test_a_few_people_are_no_question_with_that_figure_in_it(talk: Conversation) -> None:
    talk.type("notre coop est à Rigaud, on cherche du financement", "inform")
    talk.type("on est 3", "inform")
    assert not talk.answered


def test_a_trouble_told_with_its_place_is_answered_before_the_doors(talk: Conversation) -> None:
    talk.type("on a oublié nos déclarations au registre depuis deux ans, à Howick", "inform")
    assert talk.answered
    assert known(talk)["municipality"] == "69025"


def test_a_trouble_that_is_less_clear_gets_near_answers_beside_the_doors(talk: Conversation) -> None:
    talk.type("on veut fermer notre club de lecture à Howick, on a perdu la relève", "inform")
    assert talk.shown
    assert talk.answered or any("ferme" in title for title in talk.titles)


def test_what_the_conversation_is_about_stays_through_the_halves_asked_of_it(talk: Conversation) -> None:
    for message in ("notre organisme est radié du registre", "comment on revient?", "combien ça coûte?"):
        talk.type(message, "ask_question")
    assert talk.slots["thread"][0] == "notre organisme est radié du registre"
    talk.type("c'est quoi une part sociale?", "ask_question")
    assert talk.slots["thread"] == ["c'est quoi une part sociale?"]


def test_a_project_told_is_what_the_next_half_is_asked_of(talk: Conversation) -> None:
    talk.type("on veut partir un CPE avec d'autres parents à Shawinigan", "inform")
    assert "CPE" in talk.slots["thread"][0]
    talk.type("merci!", "thank")
    assert "CPE" in talk.slots["thread"][0]


def test_the_button_of_another_answer_changes_what_is_spoken_of(talk: Conversation) -> None:
    talk.type("c'est quoi une part sociale?", "ask_question")
    title = next(title for title in talk.titles if "?" in title)
    talk.press(title)
    assert talk.slots["thread"] == [title]


def test_what_the_owner_asks_is_the_amount_of_who_takes_over(talk: Conversation) -> None:
    talk.type("on veut reprendre le dépanneur du village à Howick avant qu'il ferme", "inform")
    talk.type("La propriétaire veut 340 000 $ pour le tout, bâtisse incluse.", "inform")
    assert known(talk)["amount"] == 340_000


def test_an_amount_that_they_have_already_is_no_longer_looked_for(talk: Conversation) -> None:
    talk.type("OBNL de 3 ans à Huntingdon, on cherche 12 000 $ pour acheter notre bâtisse", "inform")
    assert known(talk)["amount"] == 12_000
    talk.type("12 000 $ c'est ce qu'on a en banque, pas ce qu'on cherche!", "inform")
    assert known(talk)["amount"] is None


def test_a_need_told_beside_a_question_is_kept(talk: Conversation) -> None:
    talk.type(
        "Une inc peut-elle devenir une coopérative? J'ai une imprimerie, 61 ans, pas de relève.",
        "ask_question",
    )
    assert known(talk)["need"] == ["takeover"]


def test_the_form_chosen_at_last_takes_the_place_of_the_other(talk: Conversation) -> None:
    talk.type("on est une coop de traiteur à Sainte-Martine, on ouvre à l'automne", "inform")
    talk.type("on a finalement choisi l'OBNL, le projet de coop est tombé", "inform")
    assert known(talk)["legal_form"] == "nonprofit"


def test_what_is_denied_is_no_new_need(talk: Conversation) -> None:
    talk.type("on a un projet de café culturel à Vaudreuil-Dorion, on cherche un local", "inform")
    talk.type("pis on embauche personne, juste nous", "inform")
    assert known(talk)["need"] == ["premises"]


def test_the_list_of_funds_is_still_for_the_place_that_they_are_to_pay(talk: Conversation) -> None:
    talk.type(
        "OBNL de 3 ans à Huntingdon, on veut acheter notre bâtiment, quoi comme financement?", "seek_referral"
    )
    assert known(talk)["need"] == ["premises", "funding"]
    talk.type("donc redonnez-moi la liste des fonds pour l'achat", "seek_funding")
    assert known(talk)["need"] == ["premises", "funding"]
    assert "fonds de roulement (" not in talk.text
