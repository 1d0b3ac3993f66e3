"""Once doors are shown: one of them is asked about, loans are turned down, a name is met with a verdict."""

from __future__ import annotations

import pytest

from knowledge.answers.published import card_of
from tests.actions.conversation import Conversation


@pytest.fixture
def referred(talk: Conversation) -> Conversation:
    """Somebody who was shown the doors of a project in Beauharnois."""
    talk.type("on est une coop à Beauharnois, on cherche du financement pour démarrer", "seek_funding")
    assert talk.shown
    return talk


@pytest.mark.parametrize("intent", ["follow_up", "ask_question", "seek_funding", "nlu_fallback"])
@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("pis le deuxième c'est quoi?", 1),
        ("le premier, j'fais quoi pour l'avoir?", 0),
        ("la dernière, elle donne combien?", -1),
    ],
)
def test_a_door_asked_about_by_its_place_is_told(
    referred: Conversation, said: str, place: int, intent: str
) -> None:
    doors = referred.shown
    referred.type(said, intent)
    assert referred.answered == [card_of(doors[place])]


def test_the_other_one_is_the_next_of_the_list(referred: Conversation) -> None:
    first, second, *_ = referred.shown
    referred.type("le premier c'est quoi?", "follow_up")
    assert referred.answered == [card_of(first)]
    referred.type("ok et l'autre?", "more_results")
    assert referred.answered == [card_of(second)]


def test_the_first_employee_is_no_door(referred: Conversation) -> None:
    doors = [card_of(door) for door in referred.shown]
    referred.type("quoi faire quand on embauche notre premier employé?", "ask_question")
    assert not set(referred.answered) & set(doors)


@pytest.mark.parametrize(
    "said", ["pas de prêt svp", "tout ça c'est des prêts!", "lesquels sont pas un prêt?"]
)
def test_who_wants_no_loan_is_shown_what_is_not_paid_back(referred: Conversation, said: str) -> None:
    referred.type(said, "seek_funding")
    assert referred.shown
    assert all(name.startswith("fund:") for name in referred.shown)
    assert not set(referred.shown) & {
        "fund:sadc-pret",
        "fund:risq-aide-technique",
        "fund:fli-beauharnois-salaberry",
    }


def test_a_fund_of_elsewhere_is_said_to_be_closed_to_the_project_and_why(referred: Conversation) -> None:
    said = referred.type("pourquoi j'ai pas droit au FDEÉS?", "ask_question")
    assert referred.answered == ["answer:fund-fdees-vs"]
    assert "cela lui est fermé" in said
    assert "Vaudreuil-Soulanges" in said


def test_a_client_too_old_is_told_so(talk: Conversation) -> None:
    talk.type("mon client a 52 ans à Salaberry, il veut une coop de solidarité", "inform")
    assert "fermé" in talk.type("est-il admissible à Futurpreneur?", "ask_question")


def test_without_a_place_nothing_is_said_of_the_project(talk: Conversation) -> None:
    assert "votre projet" not in talk.type("c'est quoi le RISQ?", "ask_question").split("Voir aussi")[0]
    assert "D'après ce que je sais" not in talk.text


def test_an_age_told_after_the_doors_is_taken(referred: Conversation) -> None:
    said = referred.type("j'ai 28 ans si ça change de quoi", "nlu_fallback")
    assert referred.slots["profile"]["age"] == 28
    assert "je n'ai rien de vérifié" not in said


def test_an_amount_is_changed(talk: Conversation) -> None:
    talk.type("on a besoin de 35 000 $ pour notre OBNL à Rigaud", "seek_funding")
    talk.type("pis si c'est 200 000 $?", "follow_up")
    assert talk.slots["profile"]["amount"] == 200_000
    assert talk.shown


@pytest.mark.parametrize(
    ("said", "intent"), [("quel est leur téléphone?", "result_contact"), ("ils sont où?", "follow_up")]
)
def test_how_to_reach_what_the_card_speaks_of_is_told_with_what_is_missing(
    talk: Conversation, said: str, intent: str
) -> None:
    talk.type("c'est quoi Repreneuriat Québec?", "ask_question")
    card = talk.answered
    told = talk.type(said, intent)
    assert "repreneuriat.quebec" in told
    assert "Pas dans notre base: téléphone" in told
    assert talk.answered == card, "with its sources"


def test_another_client_is_another_project(referred: Conversation) -> None:
    referred.type("autre client: un OBNL de Saint-Constant qui cherche des bénévoles", "inform")
    profile = referred.slots["profile"]
    assert (profile["legal_form"], profile["place_name"]) == ("nonprofit", "Saint-Constant")
    assert "funding" not in profile["need"]


def test_a_doubt_is_not_said_twice(talk: Conversation) -> None:
    talk.type("une coop à Rigaud, on cherche du financement, on a juste une idée", "seek_funding")
    assert not [line for line in talk.text.split("\n") if line.lower().count("à vérifier") > 1]


@pytest.mark.parametrize(
    "said",
    [
        "euh non scuse pas à Beauharnois, à Mercier. ça change tu de quoi?",
        "ah ben finalement le local est à Mercier, je vais tu voir les mêmes personnes?",
    ],
)
def test_a_place_put_right_in_a_question_moves_the_project(referred: Conversation, said: str) -> None:
    referred.type(said, "ask_question")
    assert referred.slots["profile"]["mrc"] == "roussillon"
    assert "organization:mrc-roussillon" in referred.shown


def test_a_place_asked_about_does_not_move_the_project(referred: Conversation) -> None:
    referred.type("pis nous autres, la MRC de Roussillon peut pas nous aider?", "ask_question")
    assert referred.slots["profile"]["mrc"] == "beauharnois-salaberry"


@pytest.mark.parametrize("intent", ["follow_up", "ask_question", "nlu_fallback"])
def test_whom_to_see_is_told_for_the_project(referred: Conversation, intent: str) -> None:
    referred.type("c'est quoi une part sociale?", "ask_question")
    referred.type("ok, je m'adresse à qui dans ce cas?", intent)
    assert "organization:mrc-bhs" in referred.shown


def test_how_to_reach_the_doors_is_told_whatever_the_intent(referred: Conversation) -> None:
    said = referred.type("c'est qui eux qu'on appelle à la MRC? avez-vous un numéro", "ask_question")
    assert "mrcbhs.ca" in said


@pytest.mark.parametrize("said", ["mon chum m'a dit 50 000 pourtant", "c'est qui le meilleur?"])
def test_a_remark_on_the_doors_is_not_declined_by_the_name_of_a_topic(
    referred: Conversation, said: str
) -> None:
    assert "je ne peux pas vous aider pour" not in referred.type(said, "ask_question")


def test_who_thanks_and_leaves_is_not_asked_to_choose(referred: Conversation) -> None:
    referred.type("bon le petit se réveille faut j'y aille, merci ben gros", "nlu_fallback")
    assert referred.titles == []


def test_another_client_told_in_a_question_is_another_project(referred: Conversation) -> None:
    referred.type(
        "autre client: une coop de travail à Sainte-Martine, y'a-tu de quoi pour payer l'étude de marché?",
        "ask_question",
    )
    assert referred.slots["profile"]["place_name"] == "Sainte-Martine"
    assert referred.slots["profile"]["legal_form"] == "cooperative"


def test_two_resources_set_side_by_side_are_both_told(referred: Conversation) -> None:
    said = referred.type("entre la bourse BIEC et le FLI, laquelle est mieux pour nous?", "ask_question")
    assert said.index("Bourse de la Montérégie") < said.index("**FLI – Beauharnois-Salaberry**")
    referred.type("parle-moi du deuxième", "ask_question")
    assert referred.answered == ["answer:fund-fli-beauharnois-salaberry"]


@pytest.mark.parametrize(
    "said", ["avez-vous un fonds autre que la BIEC?", "y a-t-il une bourse à part la BIEC?"]
)
def test_a_resource_that_is_left_out_is_not_told(referred: Conversation, said: str) -> None:
    referred.type(said, "follow_up")
    assert not [card for card in referred.answered if "biec" in card]


def test_what_follows_a_choice_leans_on_its_question(talk: Conversation) -> None:
    talk.type("un OBNL peut-il faire du profit?", "ask_question")
    talk.type("entre la bourse BIEC et INNOGEC, laquelle prendre?", "ask_question")
    talk.type("quand est le prochain appel?", "follow_up")
    assert not [title for title in talk.titles if "profit" in title]


@pytest.mark.parametrize(
    "asked", ["combien on peut avoir", "c'est quoi la date limite", "c'est remboursable?"]
)
def test_what_the_funds_shown_give_is_told(referred: Conversation, asked: str) -> None:
    funds = [name for name in referred.shown if name.startswith("fund:")]
    said = referred.type(asked, "follow_up")
    assert referred.shown == funds
    assert said.count("Montant:") == len(funds)


@pytest.mark.parametrize("told", ["on a besoin de 5000 $", "c'est pour 80 000 $"])
def test_an_amount_told_is_not_asked(referred: Conversation, told: str) -> None:
    referred.type(told, "inform")
    assert referred.slots["profile"]["amount"]


def test_how_many_people_is_not_how_much_money(referred: Conversation) -> None:
    referred.type("ça prend combien de monde?", "follow_up")
    assert not [name for name in referred.shown if name.startswith("fund:")]


def test_the_second_one_is_told_whatever_comes_first_in_the_question(referred: Conversation) -> None:
    second = referred.shown[1]
    referred.type("le deuxième, ça prend quoi en premier?", "ask_question")
    assert referred.answered == [card_of(second)]


def test_bursaries_for_that_are_sought_for_the_project(referred: Conversation) -> None:
    referred.type("y'a-tu des bourses pour ça?", "seek_funding")
    assert referred.shown


def test_a_number_of_people_taken_for_a_choice_is_no_door(referred: Conversation) -> None:
    referred.type("on peut-tu rester pigistes dans une coop?", "ask_question")
    assert "Voici pourquoi" not in referred.type("et si on est juste 2", "choose_answer")


def test_a_choice_offered_beside_doors_leaves_the_places_to_the_doors(talk: Conversation) -> None:
    talk.type("on est 4 pis on veut ouvrir un café à Huntingdon, ya tu des subventions?", "seek_funding")
    first = talk.shown[0]
    talk.type("le premier c'est quoi?", "follow_up")
    assert talk.answered == [card_of(first)]


def test_which_is_best_is_said_of_the_doors_though_an_answer_stands_beside_them(talk: Conversation) -> None:
    talk.type("subvention mrc roussillon obnl démarrage", "ask_question")
    doors = [resource["name"] for message in talk.last for resource in message.get("resources") or []]
    assert doors
    assert talk.slots["results"]["beside"] == [talk.slots["last_answer"]]
    talk.type("lequel est le mieux pour moi?", "ask_question")
    assert any(door in talk.text for door in doors)
    assert talk.slots["last_answer"] is None


def test_how_much_is_asked_of_all_those_shown_though_one_was_named_to_call_first(
    referred: Conversation,
) -> None:
    funds = [name for name in referred.shown if name.startswith("fund:")]
    referred.type("j'appelle qui en premier?", "ask_question")
    referred.type("combien on peut avoir?", "ask_question")
    assert set(funds) <= set(referred.shown)


def test_who_tells_of_a_project_that_begins_is_not_forgotten(talk: Conversation) -> None:
    talk.type("on est à Ormstown", "inform")
    talk.type("une coop de garde d'animaux, on est au début", "ask_question")
    assert talk.slots["profile"]["municipality"] == "69037"
    assert talk.slots["profile"]["legal_form"] == "cooperative"


def test_what_was_told_is_said_back_with_the_next_question(talk: Conversation) -> None:
    said = talk.type("notre coop est à Ormstown", "inform")
    assert "coopérative à Ormstown" in said


def test_another_amount_takes_the_place_of_the_first(talk: Conversation) -> None:
    talk.type("Ressourcerie à Saint-Rémi, OBNL existant, besoin de 20 000 $ pour un camion", "inform")
    talk.type("non attend, plutôt 90 000, faut l'agrandissement aussi", "inform")
    assert talk.slots["profile"]["amount"] == 90_000


def test_two_questions_of_one_message_get_both_their_answers(talk: Conversation) -> None:
    talk.type("c'est quoi une part sociale? et c'est quoi une ristourne?", "ask_question")
    assert len(talk.answered) == 2
    assert set(talk.answered) <= set(talk.slots["given"])


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("compare les deux premiers", (0, 1)),
        ("c'est quoi la différence entre le premier et le troisième?", (0, 2)),
        ("compare les trois", (0, 1, 2)),
    ],
)
def test_doors_pointed_at_are_set_side_by_side(
    referred: Conversation, said: str, places: tuple[int, ...]
) -> None:
    doors = referred.shown
    told = referred.type(said, "ask_question")
    assert referred.slots["results"]["shown"] == [doors[place] for place in places]
    assert told.count("\n\n**") == len(places)


def test_whether_one_of_those_shown_is_paid_is_said_not_to_be_known_and_how_to_ask(
    referred: Conversation,
) -> None:
    told = referred.type("le premier c gratuit tu?", "ask_question")
    assert "Demandez à l'organisme si c'est" in " ".join(told.split())
    assert not referred.answered
    assert len(referred.shown) == 1


def test_which_of_two_forms_just_compared_is_no_door(referred: Conversation) -> None:
    referred.type("coop ou obnl, c'est quoi la différence?", "ask_question")
    referred.type("non mais laquelle", "ask_question")
    assert referred.answered == ["answer:coop-ou-obnl"]
    assert not referred.shown


def test_why_one_is_not_in_the_list_is_answered_of_that_one(referred: Conversation) -> None:
    told = referred.type("pourquoi pas desjardins?", "why_result")
    assert "Desjardins" in told
    assert "Voici pourquoi" not in told
    assert referred.slots["profile"]["stage"] == "startup"


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("le courriel du 2e pis du 3e", (1, 2)),
        ("les sites web des trois premiers", (0, 1, 2)),
        ("l'adresse du premier et du dernier?", (0, -1)),
        ("les heures d'ouverture des deux derniers", (-2, -1)),
    ],
)
def test_how_to_reach_several_by_their_places_is_told_of_each(
    referred: Conversation, said: str, places: tuple[int, ...]
) -> None:
    doors = referred.shown
    referred.type(said, "ask_question")
    assert referred.shown == [doors[place] for place in places]


def test_after_others_an_ordinal_means_the_number_on_the_page(referred: Conversation) -> None:
    doors = referred.shown
    referred.type("t'en as d'autres?", "more_results")
    referred.type("le numéro du troisième", "ask_question")
    assert referred.shown == [doors[2]]


def test_what_two_set_side_by_side_do_not_hold_is_of_the_list(referred: Conversation) -> None:
    doors = referred.shown
    referred.type("compare les deux premiers", "ask_question")
    referred.type("le numéro du troisième", "ask_question")
    assert referred.shown == [doors[2]]


def test_another_activity_gets_the_whole_list_of_its_own(referred: Conversation) -> None:
    referred.type("on veut ouvrir un café coop à Châteauguay", "inform")
    told = referred.type("finalement on veut ouvrir un garage", "ask_question")
    assert "Toujours dans la liste" not in told
    assert len(referred.shown) > 1


def test_a_number_put_right_is_not_asked_what_it_is(referred: Conversation) -> None:
    told = referred.type("finalement on est 5", "ask_question")
    assert "Qu'est-ce que je dois corriger" not in told


def test_what_bears_one_name_is_not_set_side_by_side_with_itself(talk: Conversation) -> None:
    said = talk.type("c'est quoi la différence entre une CDC, une SADC pis un CLD?", "ask_question")
    assert "**CDC Roussillon**" not in said
    assert talk.answered == ["answer:cdc-cdrq-pole-qui-fait-quoi"]


@pytest.mark.parametrize(
    "asked", ["autre chose que Futurpreneur", "d'autres fonds que Futurpreneur", "y a-tu d'autre chose?"]
)
def test_others_than_the_one_just_spoken_of_are_not_the_same_one(talk: Conversation, asked: str) -> None:
    talk.type("on démarre une friperie à Rigaud, j'ai 27 ans, on cherche du financement", "inform")
    talk.type("Futurpreneur prête combien?", "ask_question")
    said = talk.type(asked, "ask_question")
    assert talk.shown
    assert "Futurpreneur" not in said


def test_others_than_a_fund_asked_of_before_any_door_are_looked_for(talk: Conversation) -> None:
    talk.type("Futurpreneur prête combien?", "ask_question")
    talk.type("autre chose que Futurpreneur", "ask_question")
    assert talk.shown or talk.slots["asking"] == "place"
