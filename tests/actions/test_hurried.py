"""Whole talks of people in a hurry, of advisers and of administrators: each turn gets what it asks."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation


def told(talk: Conversation, *messages: str) -> str:
    """What the last of these messages gets."""
    for message in messages:
        talk.type(message, "ask_question")
    return talk.text


VALLEYFIELD = "je pars une coop à Salaberry-de-Valleyfield, on cherche du financement"


def test_an_age_told_says_first_which_doors_it_made_sure(talk: Conversation) -> None:
    said = told(talk, VALLEYFIELD, "j'ai 27 ans, ça change-tu de quoi?")
    changed, _, listed = said.partition("\n\nLa liste reste la même: ")
    assert said.startswith("Ce que cela change (27 ans)")
    assert "Futurpreneur" in changed
    assert "18 à 39 ans" in changed
    assert listed.startswith("1. ")
    assert "Futurpreneur" in told(talk, "ça change quoi?")


def test_an_age_that_closes_doors_names_them_and_why(talk: Conversation) -> None:
    said = told(talk, VALLEYFIELD, "pis si j'ai 52 ans?")
    closed = next(line for line in said.splitlines() if line.startswith("- Fermé à ce projet"))
    assert "réservé aux 18 à 39 ans" in closed


@pytest.mark.parametrize(
    ("change", "fact", "door"),
    [
        ("et si on était un OBNL?", "OBNL", "Réseau COOP"),
        ("finalement on a besoin de 20 000 $", "20 000 $", "Fiducie du Chantier"),
        ("et à Huntingdon?", "Huntingdon", "MRC du Haut-Saint-Laurent"),
        ("on est plutôt en croissance", "en croissance", "RISQ"),
    ],
)
def test_whatever_is_told_says_what_it_changed(talk: Conversation, change: str, fact: str, door: str) -> None:
    said = told(talk, VALLEYFIELD, change).replace("\xa0", " ")
    changed = said.partition("\n\n1. ")[0]
    assert changed.startswith(f"Ce que cela change ({fact})")
    assert door in changed


def test_a_detail_shows_only_the_doors_that_it_brings_at_their_place(talk: Conversation) -> None:
    told(talk, VALLEYFIELD)
    before = talk.shown
    said = told(talk, "on est plutôt en croissance")
    brought = talk.shown
    assert brought
    assert not set(brought) & set(before)
    assert "Toujours dans la liste: 1. " in said
    numbers = [found["number"] for part in talk.last for found in part.get("resources") or []]
    talk.press("Revoir la liste")
    assert [talk.shown[number - 1] for number in numbers] == brought
    told(talk, "le premier")
    assert talk.shown == [talk.slots["results"]["ids"][0]]


def test_how_old_somebody_is_is_not_asked_before_anything_was_shown(talk: Conversation) -> None:
    told(talk, "on est un OBNL en démarrage à Mercier, on cherche du financement")
    assert talk.shown
    assert talk.slots["asking"] != "age"


def test_what_changes_no_door_is_said_to_change_nothing(talk: Conversation) -> None:
    said = told(talk, VALLEYFIELD, "j'ai 50 ans", "pis si j'avais 51 ans?")
    assert said.startswith("Cela ne change rien (51 ans)")


def test_another_client_is_no_change_of_the_first(talk: Conversation) -> None:
    said = told(talk, VALLEYFIELD, "Autre dossier: un OBNL de Mercier en croissance qui veut embaucher")
    assert "Ce que cela change" not in said
    assert talk.shown


def test_money_asked_in_english_is_that_of_the_project_told(talk: Conversation) -> None:
    told(talk, "on est un OBNL", "Is there money for start-ups?")
    assert any(name.startswith("fund:") for name in talk.shown)
    assert talk.slots["profile"]["legal_form"] == "nonprofit"


def test_a_need_told_in_english_goes_on_with_the_project(talk: Conversation) -> None:
    told(talk, "I need a loan for my non-profit café")
    assert talk.slots["asking"] == "place"
    assert talk.slots["profile"]["legal_form"] == "nonprofit"


@pytest.mark.parametrize(
    "asked", ["who can help me write a business plan", "qui peut m'aider à écrire un plan d'affaires"]
)
def test_who_can_help_with_a_task_gets_doors_and_is_asked_where(talk: Conversation, asked: str) -> None:
    told(talk, asked)
    assert talk.shown
    assert not talk.answered
    assert talk.slots["asking"] == "place"


def test_capitals_alone_are_read_as_anything_else(talk: Conversation) -> None:
    told(talk, "ON EST UNE COOP À BEAUHARNOIS, ON CHERCHE DU FINANCEMENT")
    doors = talk.shown
    assert "commencez par" in told(talk, "C'EST QUI LE MIEUX")
    told(talk, "C'EST QUOI LE DEUXIÈME")
    assert talk.answered == [f"answer:{doors[1].replace(':', '-')}"]


def test_whom_to_call_is_still_known_after_a_question_on_the_side(talk: Conversation) -> None:
    said = told(talk, VALLEYFIELD, "c'est quoi une part sociale?", "ok pis j'appelle qui en premier?")
    assert said.startswith("Appelez d'abord")


def test_thanks_that_hold_back_are_thanks(talk: Conversation) -> None:
    assert "plaisir" in told(talk, "c'est quoi une part sociale?", "Merci quand même!")


def test_a_project_told_while_consent_is_awaited_is_kept(talk: Conversation) -> None:
    told(talk, "je veux parler à quelqu'un", "c'est pour une coop de maraîchage à Ormstown, on démarre")
    assert talk.slots["contact"]["step"] == "consent"
    assert talk.slots["profile"]["place_name"] == "Ormstown"


def test_who_does_not_understand_a_question_is_told_why_it_is_asked(talk: Conversation) -> None:
    told(talk, "On pense partir une entreprise d'insertion à Valleyfield")
    asked = talk.slots["asking"]
    said = told(talk, "je comprends pas ce que vous voulez savoir")
    assert "Je demande ce qu'il vous faut d'abord" in said
    assert talk.slots["asking"] == asked
    assert "Du financement" in talk.titles


def test_the_list_asked_for_again_is_no_request_for_more(talk: Conversation) -> None:
    told(talk, VALLEYFIELD)
    doors = talk.shown
    told(talk, "montre moi ça encore")
    assert talk.shown == doors


def test_an_english_ordinal_points_at_the_list(talk: Conversation) -> None:
    told(talk, "Hi, we're starting a worker co-op bakery in Huntingdon")
    first = talk.shown[0]
    told(talk, "what's the first one about?")
    assert talk.answered == [f"answer:{first.replace(':', '-')}"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("qui peut nous aider à Rigaud et combien de fondateurs il faut?", "answer:combien-de-fondateurs"),
        ("c'est quoi une part sociale? pis qui peut nous aider à Ormstown?", "answer:part-sociale"),
        (
            "qui peut nous aider à faire un plan d'affaires et c'est quoi une part sociale?",
            "answer:part-sociale",
        ),
    ],
)
def test_what_is_asked_beside_whom_to_see_is_answered_above_the_doors(
    talk: Conversation, asked: str, answer: str
) -> None:
    told(talk, asked)
    assert talk.answered == [answer]
    assert talk.shown


def test_a_sum_put_right_is_no_money_already_found(talk: Conversation) -> None:
    told(talk, "on veut 15 000$ pour notre friperie à Beauharnois, obnl", "plutôt 40 000 que 15 000")
    assert talk.slots["profile"]["amount"] == 40_000
    assert talk.shown


def test_a_place_put_right_is_no_trouble_to_be_answered(talk: Conversation) -> None:
    talk.type("Nous sommes trois agriculteurs et voulons une CUMA à Napierville", "ask_question")
    talk.type("En fait ce serait plutôt du côté de Sainte-Martine", "ask_question")
    assert talk.shown
    assert "Je veux être sûr de bien comprendre" not in talk.text


def test_a_trouble_told_without_a_place_gets_near_answers_then_is_asked_where(
    talk: Conversation,
) -> None:
    talk.type(
        "la moitié de notre conseil a démissionné, il reste juste deux administratrices dans l'obnl",
        "ask_question",
    )
    assert "municipalité" in talk.text
    assert talk.answered or "Laquelle de ces questions" in talk.text


def test_how_much_the_first_one_lends_is_asked_of_the_doors_though_choices_came_between(
    talk: Conversation,
) -> None:
    talk.type("je cherche du financement pour une entreprise collective", "ask_question")
    talk.type("j'aime mieux pas dire ma ville", "ask_question")
    first = talk.shown[0]
    talk.type("l'histoire des coops au Québec", "ask_question")
    talk.type("le premier prête combien?", "ask_question")
    assert "pas de réponse vérifiée" not in talk.text, first


def test_an_activity_that_has_its_own_answer_gets_it_above_the_doors(talk: Conversation) -> None:
    told(talk, "on pense à un CPE en coop à Mercier")
    assert talk.answered == ["answer:ouvrir-un-cpe"]
    assert talk.shown
    told(talk, "qui doit être au conseil?")
    assert "deux tiers" in talk.text


def test_what_was_just_read_is_not_told_again_before_the_doors_of_another_need(talk: Conversation) -> None:
    told(talk, "on est 4 pis on veut ouvrir un café coop à Châteauguay", "le premier il fait quoi")
    given = talk.answered
    said = told(talk, "ok pis l'argent")
    assert given
    assert talk.shown
    assert "La revoici" not in said


def test_a_story_in_a_place_gets_the_answer_of_the_whole_and_the_doors(talk: Conversation) -> None:
    said = told(
        talk,
        "Notre OBNL loue un local à Mercier et le proprio nous refile 4 000 $ de taxes municipales. On m'a"
        " dit que les organismes n'en payent pas. Comment on fait valoir ce droit?",
    )
    assert "Commission municipale" in said
    assert talk.shown


def test_people_who_say_where_they_are_get_the_answer_and_beneath_it_who_helps_there(
    talk: Conversation,
) -> None:
    told(
        talk,
        "Les administrateurs de notre maison de jeunes à Sainte-Catherine ont peur d'être poursuivis."
        " Est-ce qu'ils sont responsables?",
    )
    assert talk.answered
    assert "organization:mrc-roussillon" in talk.shown


@pytest.mark.parametrize(
    "asked",
    [
        "peut-on recommencer le vote?",
        "on peut-tu la refaire sur zoom",
        "refaire l'élection",
        "repartir à zéro notre règlement",
        "recommencer le quorum",
    ],
)
def test_what_may_begin_again_is_not_the_conversation_which_is_not_erased_for_it(
    talk: Conversation, asked: str
) -> None:
    assert "effacée" not in told(talk, "pas de quorum à notre assemblée hier", asked)


def test_to_start_over_in_words_that_may_be_of_something_else_is_asked_first(talk: Conversation) -> None:
    assert "Voulez-vous effacer" in told(talk, "on est un OBNL à Mercier", "effacer la ristourne")
    talk.press("Oui, tout effacer")
    assert "effacée" in talk.text


@pytest.mark.parametrize(
    "asked",
    ["recommencer", "on recommence à zéro", "efface tout ce que j'ai écrit", "oublie tout ce que j'ai dit"],
)
def test_who_surely_asks_to_start_over_is_erased_at_once(talk: Conversation, asked: str) -> None:
    assert "effacée" in told(talk, "on veut une coop de solidarité à Huntingdon", asked)


def test_what_is_asked_behind_a_thanks_is_not_lost(talk: Conversation) -> None:
    said = told(talk, "on veut partir une coop à Rigaud", "merci. ca coute combien une part")
    assert "Avec plaisir" not in said


@pytest.mark.parametrize(
    "said",
    [
        "merci",
        "merci bien, bonne journée",
        "ok merci c'est parfait",
        "merci, on va les appeler",
    ],
)
def test_thanks_alone_are_still_thanks(talk: Conversation, said: str) -> None:
    assert "plaisir" in told(talk, "on veut partir une coop à Rigaud", said)


def test_help_asked_for_by_whether_one_may_have_it_gets_doors_for_that_help(talk: Conversation) -> None:
    told(talk, "on veut faire une épicerie zéro déchet à Candiac")
    said = told(talk, "en attendant j'ai-tu droit à de l'aide pour me verser un salaire?")
    assert "y semble admissible" not in said
