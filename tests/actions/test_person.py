"""«Parler à quelqu'un»: with consent, one thing at a time, and nothing stored before the last yes."""

from __future__ import annotations

import base64
import json
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from actions.acts import person
from knowledge.models import ContactRequest
from knowledge.requests import KEPT_DAYS
from tests.actions.conversation import Conversation

PROFILE = {
    "place_kind": "municipality",
    "place_name": "Ormstown",
    "stage": "idea",
    "need": ["funding"],
    "age": 22,
}
CONTACT = "450 555-0123"


def requests(base: sessionmaker[Session]) -> list[ContactRequest]:
    with base() as session:
        return list(session.scalars(select(ContactRequest)))


@pytest.fixture
def talk(base: sessionmaker[Session]) -> Conversation:
    """A person who has told their project and now asks for somebody."""
    talk = Conversation(profile=PROFILE, last_question="ça coûte combien un OBNL?")
    talk.type("je veux parler à quelqu'un", "talk_to_person")
    return talk


def send_all(talk: Conversation, note: str = "le soir, svp") -> str:
    talk.press("J'accepte")
    talk.type(CONTACT, "inform")
    talk.type(note, "inform")
    return talk.press("Envoyer")


def test_the_first_thing_said_is_what_happens_to_it_and_consent_is_asked(talk: Conversation) -> None:
    assert str(KEPT_DAYS) in talk.text
    assert "retirer" in talk.text
    assert talk.titles == ["J'accepte", "Non merci"]


def test_what_was_told_is_shown_before_it_is_sent_and_stored_only_then(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.press("J'accepte")
    assert "nom" in talk.text, "it says that no name is asked"
    talk.type(CONTACT, "nlu_fallback")
    shown = talk.type("le soir, svp", "greet")
    for told in (
        CONTACT,
        "Ormstown",
        "l'idée",
        "le financement",
        "ça coûte combien un OBNL?",
        "le soir, svp",
    ):
        assert told in shown
    assert requests(base) == []
    said = talk.press("Envoyer")
    (row,) = requests(base)
    assert row.reference in said
    assert row.reach == CONTACT
    assert row.story in shown
    assert str(KEPT_DAYS) in row.consent_text
    assert "22" not in row.story


def test_without_a_configured_address_the_person_is_told_that_it_waits(talk: Conversation) -> None:
    assert "attend l'équipe" in send_all(talk)


def test_with_an_address_nothing_is_said_of_waiting(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTACT_EMAIL", "equipe@exemple.org")
    assert "attend l'équipe" not in send_all(talk)


@pytest.mark.parametrize(
    "turns",
    [
        [("non merci", "deny")],
        [("oui", "affirm"), ("laisse faire", "nlu_fallback")],
        [("oui", "affirm"), (CONTACT, "inform"), ("rien", "deny"), ("non", "deny")],
        [("oui", "affirm"), (CONTACT, "inform"), ("annule", "deny")],
        [("oui", "affirm"), (CONTACT, "inform"), ("bonjour la vie", "inform"), ("non", "goodbye")],
    ],
)
def test_a_refusal_or_no_answer_at_any_step_ends_it_and_stores_nothing(
    talk: Conversation, base: sessionmaker[Session], turns: list[tuple[str, str]]
) -> None:
    for typed, intent in turns:
        talk.type(typed, intent)
        assert talk.text, "never silence"
    assert requests(base) == []
    assert talk.slots["contact"] is None


def test_typed_yes_and_no_work_as_the_buttons_do(talk: Conversation, base: sessionmaker[Session]) -> None:
    for typed, intent in (("oui j'accepte", "affirm"), ("moi@exemple.ca", "ask_question"), ("non", "deny")):
        talk.type(typed, intent)
    talk.type("oui, envoyez", "nlu_fallback")
    (row,) = requests(base)
    assert row.reach == "moi@exemple.ca"
    assert "Mot de la personne" not in row.story


@pytest.mark.parametrize("half", ["attendez", "mon courriel c'est", "abc", "je cherche mon numéro"])
def test_half_an_answer_keeps_the_request_open(
    talk: Conversation, base: sessionmaker[Session], half: str
) -> None:
    talk.press("J'accepte")
    for _ in range(4):
        talk.type(half, "deny")
    talk.type(CONTACT, "ask_question")
    talk.press("Rien à ajouter")
    talk.press("Envoyer")
    assert [row.reach for row in requests(base)] == [CONTACT]


def test_a_question_to_the_team_is_the_word_for_the_team(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.press("J'accepte")
    talk.type(CONTACT, "inform")
    shown = talk.type("je voudrais savoir si le FDEÉS finance un four à pain?", "ask_question")
    assert "four à pain" in shown
    talk.press("Envoyer")
    (row,) = requests(base)
    assert "four à pain" in row.story


def test_what_is_told_before_agreeing_is_kept_for_the_team(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.type("c'est pour leur dire que notre local ferme vendredi", "inform")
    assert talk.titles == ["J'accepte", "Non merci"]
    send_all(talk)
    (row,) = requests(base)
    assert "notre local ferme vendredi" in row.story


def test_nothing_is_said_to_be_noted_before_it_is(talk: Conversation) -> None:
    talk.press("J'accepte")
    assert "étape 2 de 3" in talk.type(CONTACT, "inform")
    assert "Pas encore envoyé" in talk.text
    assert "Pas encore envoyé" in talk.press("Rien à ajouter")


def test_a_question_in_the_middle_is_answered_and_the_thread_resumes(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.press("J'accepte")
    talk.type("c'est quoi une coop?", "ask_question")
    assert len(talk.last) == 2
    assert "courriel" in talk.last[-1]["text"]
    talk.type(CONTACT, "ask_question")
    assert CONTACT in talk.text
    assert talk.slots["last_question"] == "c'est quoi une coop?"


def test_contact_details_never_reach_the_questions_kept_for_staff(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    from knowledge.models import OpenQuestion

    talk.type(CONTACT, "ask_question")
    assert "accord" in talk.text
    assert CONTACT not in str(talk.slots)
    send_all(talk)
    with base() as session:
        assert session.scalars(select(OpenQuestion)).all() == []


def test_a_request_that_is_passed_over_again_and_again_is_let_go(talk: Conversation) -> None:
    for _ in range(3):
        talk.type("merci", "thank")
    assert talk.slots["contact"] is None
    assert "laisse de côté" in talk.text


def test_a_wrong_address_can_be_corrected_before_sending(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.press("J'accepte")
    talk.type("mio@exemple.ca", "inform")
    talk.press("Rien à ajouter")
    talk.type("non, c'est moi@exemple.ca", "correct")
    talk.press("Envoyer")
    assert [row.reach for row in requests(base)] == ["moi@exemple.ca"]


def test_an_old_button_does_not_answer_another_question(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.send('/talk_to_person{"value":"send"}')
    assert talk.titles == ["J'accepte", "Non merci"]
    fresh = Conversation()
    fresh.send('/talk_to_person{"value":"accept"}')
    assert fresh.titles == ["J'accepte", "Non merci"], "consent follows the sentence, never precedes it"
    assert requests(base) == []


def test_a_request_is_withdrawn_in_the_chat_by_its_author(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    reference = re.search(r"VHSL-\w{6}", send_all(talk))
    assert reference
    talk.type("efface ma demande", "withdraw_request")
    assert reference[0] in talk.text
    assert requests(base) == []
    talk.type("efface ma demande", "withdraw_request")
    assert "pas de demande" in talk.text


def test_withdrawing_before_sending_stops_the_asking(talk: Conversation, base: sessionmaker[Session]) -> None:
    talk.press("J'accepte")
    talk.type("efface ma demande", "withdraw_request")
    assert talk.slots.get("contact") is None
    assert requests(base) == []


def test_pressing_send_three_times_sends_once_and_says_that_it_is_sent(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.press("J'accepte")
    talk.type(CONTACT, "inform")
    talk.press("Rien à ajouter")
    button = next(one["payload"] for one in talk.last[0]["buttons"] if one["title"] == "Envoyer")
    talk.send(button)
    for _ in range(2):
        assert "déjà enregistrées" in talk.send(button)
        assert "J'accepte" not in talk.titles
    assert len(requests(base)) == 1


def test_a_few_requests_are_enough_for_one_conversation(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    for _ in range(3):
        send_all(talk)
        talk.type("je veux parler à quelqu'un", "talk_to_person")
    assert "déjà enregistrées" in talk.text
    assert len(requests(base)) == 3


def test_going_on_with_the_project_lets_the_request_go_without_a_second_question(
    talk: Conversation,
) -> None:
    talk.type("je cherche du financement", "seek_funding")
    assert sum("?" in message["text"] for message in talk.last) <= 1


@pytest.mark.parametrize(("typed", "intent"), [("oui", "affirm"), ("non", "deny")])
def test_a_yes_or_no_to_nothing_still_gets_a_word(
    base: sessionmaker[Session], typed: str, intent: str
) -> None:
    assert Conversation().type(typed, intent)


def filled_form(**answers: object) -> str:
    given = json.dumps(
        {"reach": CONTACT, "note": "le FDEÉS finance-t-il un four?", "consent": True, **answers}
    )
    value = "form:" + base64.urlsafe_b64encode(given.encode()).decode()
    return f'/talk_to_person{{"value":"{value}"}}'


def test_one_form_is_offered_with_what_will_be_sent_and_sends_it_all_at_once(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    form = talk.last[0]["form"]
    assert str(KEPT_DAYS) in form["consent"]
    assert "Ormstown" in form["story"]
    assert form["delay"] is None, "no delay is promised that the Pôle did not set"
    said = talk.send(filled_form())
    [request] = requests(base)
    assert request.reach == CONTACT
    assert "finance-t-il un four" in request.story
    assert request.consent_text == form["consent"]
    assert request.reference in said
    assert "Acceptez-vous" not in said, "what was just agreed to is not asked again"


def test_a_form_that_reaches_us_twice_because_its_reply_was_lost_is_one_request(
    talk: Conversation, base: sessionmaker[Session]
) -> None:
    talk.name = "0123456789abcdef"
    before = dict(talk.slots)
    first = talk.send(filled_form())
    talk.slots = before  # what Rasa knew: it fell before it kept the turn
    assert talk.send(filled_form()) == first
    assert len(requests(base)) == 1


@pytest.mark.parametrize("lacking", [{"consent": False}, {"consent": "true"}, {"reach": "bonjour"}])
def test_a_form_without_agreement_or_address_stores_nothing(
    talk: Conversation, base: sessionmaker[Session], lacking: dict[str, object]
) -> None:
    talk.send(filled_form(**lacking))
    assert requests(base) == []


def test_the_delay_that_the_pole_sets_is_told_before_and_after(
    talk: Conversation, base: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "said_of_the_pole", lambda _name: "d'ici 3 jours ouvrables")
    talk.send("/talk_to_person")
    assert "3 jours" in talk.last[0]["form"]["delay"]
    said = talk.send(filled_form())
    assert "3 jours" in said
    assert "espace de travail" not in said
