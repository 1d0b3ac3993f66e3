"""What a turn means after the one before: the project goes on, or what was just shown is spoken of."""

from __future__ import annotations

import pytest

from actions.texts import text
from tests.actions.conversation import Conversation

DOORS = "voici par où commencer"


def test_a_question_told_with_a_project_is_heard_and_the_doors_are_shown(talk: Conversation) -> None:
    said = talk.type(
        "on est quatre à Huntingdon, on veut partir notre épicerie. une coop ou un obnl, quelle différence?",
        "seek_referral",
    )
    assert talk.answered or any("coop" in title.lower() for title in talk.titles)
    assert DOORS in said
    assert "organization:mrc-hsl" in talk.shown


def test_a_project_near_a_declined_topic_still_gets_its_doors(talk: Conversation) -> None:
    said = talk.type("j'ai 19 ans et on veut faire un café étudiant à Valleyfield", "inform")
    assert talk.shown or talk.slots["asking"]
    assert "prêts et bourses" not in said


def test_another_place_after_doors_shows_the_doors_there(talk: Conversation) -> None:
    talk.type("je cherche du financement pour une coop à Rigaud", "seek_funding")
    assert DOORS in talk.type("pis à Lacolle?", "follow_up")
    assert "organization:pecem" in talk.shown


def test_another_form_after_doors_shows_the_doors_of_that_form(talk: Conversation) -> None:
    talk.type("je pars ma compagnie inc à Pincourt, je cherche une subvention", "seek_funding")
    of_a_company = talk.shown
    talk.type("et pour une coop?", "follow_up")
    asked_at_once = Conversation()
    asked_at_once.type("je pars ma coop à Pincourt, je cherche une subvention", "seek_funding")
    assert talk.shown == asked_at_once.shown != of_a_company


def test_another_need_is_no_request_for_more_of_the_same_doors(talk: Conversation) -> None:
    talk.type("j'ai une idée à Saint-Rémi et je cherche du financement", "seek_funding")
    said = talk.type("et pour rencontrer d'autres promoteurs?", "more_results")
    assert "rencontrer" in said


def test_where_they_are_is_asked_of_the_doors_last_shown(talk: Conversation) -> None:
    talk.type("je cherche de l'aide pour ma coop à Rigaud", "seek_referral")
    said = talk.type("ok, ils sont où?", "follow_up")
    assert "developpementvs.com" in said
    assert not talk.answered


def test_their_site_is_that_of_the_resource_last_spoken_of(talk: Conversation) -> None:
    talk.type("je cherche du financement pour ma coop à Rigaud", "seek_funding")
    talk.type("c'est quoi Effet Coop?", "ask_question")
    talk.type("c'est quoi leur site?", "result_contact")
    assert talk.answered == ["answer:fund-effet-coop"]


def test_a_fund_of_several_mrc_is_that_of_the_project(talk: Conversation) -> None:
    talk.type("je cherche de l'aide pour mon OBNL à Beauharnois", "seek_referral")
    talk.type("combien d'argent donne le FLI?", "ask_question")
    assert talk.answered == ["answer:fund-fli-beauharnois-salaberry"]


def test_asking_who_can_help_us_once_the_place_is_known_gets_doors(talk: Conversation) -> None:
    talk.type("on a une idée d'épicerie à Saint-Zotique", "inform")
    talk.type("ok, ce sera un obnl. qui peut nous aider?", "seek_referral")
    assert "organization:dev-vs" in talk.shown
    assert talk.slots["profile"]["legal_form"] == "nonprofit"


def test_what_a_question_tells_of_the_project_is_kept(talk: Conversation) -> None:
    talk.type(
        "on est 5 à Beauharnois, on veut ouvrir une boulangerie. une coop paie-t-elle de l'impôt?",
        "ask_question",
    )
    talk.type("c'est quoi le FLI?", "ask_question")
    assert talk.answered == ["answer:fund-fli-beauharnois-salaberry"]


def test_the_choices_of_one_name_can_be_told_apart(talk: Conversation) -> None:
    talk.type("c'est quoi le FLI?", "ask_question")
    assert len(talk.titles) == len(set(talk.titles))


@pytest.mark.parametrize("said", ["démarrage", "en démarrage", "juste une idée", "c'est parti"])
def test_a_bare_word_answers_where_the_project_stands(talk: Conversation, said: str) -> None:
    talk.type("une coop de vélo à Châteauguay, on cherche de l'accompagnement", "seek_referral")
    talk.slots["asking"] = "stage"  # whichever question helped most after that message
    talk.type(said, "nlu_fallback")
    assert talk.slots["profile"]["stage"] in ("startup", "idea")


def test_a_number_alone_is_an_amount(talk: Conversation) -> None:
    talk.type("un OBNL, on cherche du financement", "seek_funding")
    talk.type("25 000", "nlu_fallback")
    assert talk.slots["profile"]["amount"] == 25_000


def test_a_number_answers_the_age_asked_for(talk: Conversation) -> None:
    talk.type("une coop à Rigaud en démarrage, on cherche de l'accompagnement", "seek_referral")
    talk.slots["asking"] = "age"
    talk.type("moi j'en ai 52, mon associé 30", "nlu_fallback")
    assert talk.slots["profile"]["age"] == 52


def test_each_of_several_questions_gets_its_answer_or_what_comes_near(talk: Conversation) -> None:
    said = talk.type(
        "C'est quoi une coop de solidarité, faut être combien, pis les dettes me retombent-tu dessus?",
        "ask_question",
    )
    assert "answer:coop-de-solidarite" in talk.answered
    assert "answer:combien-de-fondateurs" in talk.answered
    assert "dettes" in said


def test_a_question_that_only_comes_near_is_not_lost_beside_the_one_answered(talk: Conversation) -> None:
    said = talk.type(
        "c'est quoi une coop de solidarité pis est-ce qu'on peut se payer un salaire?", "ask_question"
    )
    assert talk.answered == ["answer:coop-de-solidarite"]
    assert "Vous demandez aussi «est-ce qu'on peut se payer un salaire»" in said
    assert any("salaires" in title for title in talk.titles)


def test_what_a_question_supposes_is_no_question_of_its_own(talk: Conversation) -> None:
    said = talk.type(
        "Et si je démissionne, est-ce que je reste responsable de ce qui s'est passé avant?", "ask_question"
    )
    assert talk.answered == ["answer:responsable-apres-demission"]
    assert "Vous demandez aussi" not in said


def test_a_form_asked_about_after_a_choice_is_read_with_the_question_before(talk: Conversation) -> None:
    talk.type("on doit être combien sur le conseil d'une coop, pis on est-tu payés?", "ask_question")
    talk.type("pis pour un OBNL?", "follow_up")
    assert "administrateurs" in " ".join(talk.titles) + talk.text


@pytest.mark.parametrize("said", ["pourquoi?", "mais on perd-tu le 10%?", "ah ben"])
def test_a_remark_near_to_nothing_is_not_declined_by_a_strange_name(talk: Conversation, said: str) -> None:
    assert "je ne peux pas vous aider pour" not in talk.type(said, "nlu_fallback")


def test_english_that_the_base_cannot_answer_gets_its_english_sentence(talk: Conversation) -> None:
    assert "I can only help in French" in talk.type("where can I fix my snowmobile tonight?", "nlu_fallback")


def test_a_question_taken_for_an_insult_is_answered(talk: Conversation) -> None:
    assert "désolé" not in talk.type("pis ceux du ca sont tu payés", "insult")


def test_a_refusal_that_gives_another_place_is_heard(talk: Conversation) -> None:
    talk.type("une coop à Rigaud, on cherche de l'accompagnement pour démarrer, j'ai 40 ans", "seek_referral")
    talk.slots["asking"] = None
    talk.type("non laisse faire, à Saint-Polycarpe", "deny")
    assert talk.slots["profile"]["place_name"] == "Saint-Polycarpe"


def test_the_doors_of_a_described_project_come_before_whom_to_ask_in_its_mrc(talk: Conversation) -> None:
    said = talk.type("on serait une coop à Napierville. on appelle qui?", "ask_question")
    assert DOORS in said


@pytest.mark.parametrize(
    "told",
    [
        "nous autres on coud des vêtements pour enfants et on aimerait les vendre",
        "bonjour on voudrait organiser du transport pour les personnes agées du village",
    ],
)
def test_a_project_told_without_a_place_is_asked_where_it_is(talk: Conversation, told: str) -> None:
    said = talk.type(told, "ask_question")
    assert talk.slots["asking"] == "place"
    assert "je ne peux pas vous aider" not in said


@pytest.mark.parametrize(
    "told",
    [
        "On veut partir une coop, on sait pas par où commencer.",
        "On démarre un OBNL et on cherche du financement",
    ],
)
def test_before_the_place_is_told_those_open_everywhere_are_shown_and_the_place_asked(
    talk: Conversation, told: str
) -> None:
    talk.type(told, "inform")
    assert talk.shown[0] == "organization:pole-vhsl"
    assert not any(name.startswith(("organization:mrc-", "organization:cdc-")) for name in talk.shown)
    assert "MRC se trouve" in talk.text
    talk.type("à Ormstown", "inform")
    assert "organization:mrc-hsl" in talk.shown


@pytest.mark.parametrize(
    "asked",
    [
        "peut-on vendre sa coop comme on vend une business, les membres se séparent le prix?",
        "comment partir un marché public de producteurs dans mon village, permis mapaq, assurances, tout ça",
    ],
)
def test_a_question_that_tells_no_place_is_not_taken_for_a_project_to_be_sent_to_doors(
    talk: Conversation, asked: str
) -> None:
    talk.type(asked, "ask_question")
    assert not talk.shown


@pytest.mark.parametrize(
    "told",
    [
        "Ma cousine avocate ne jure que par le fédéral. Nous, notre club d'astronomie sans but lucratif va"
        " rester à Valleyfield. Quel avantage réel?",
        "Notre bloc est à un particulier à Valleyfield, y monte de 205$ au renouvellement. On a combien de"
        " jours pour refuser?",
    ],
)
def test_a_question_of_what_happens_to_people_told_at_length_is_not_sent_to_doors(
    talk: Conversation, told: str
) -> None:
    talk.type(told, "ask_question")
    assert not talk.shown


def test_the_steps_of_what_is_named_are_told_rather_than_those_of_a_project(talk: Conversation) -> None:
    talk.type("dissoudre un obnl étapes", "ask_question")
    assert talk.answered == ["answer:dissoudre-un-obnl"]


def test_a_question_taken_for_a_farewell_is_not_wished_a_good_day(talk: Conversation) -> None:
    talk.type("c'est quoi la formation des intervenants?", "ask_question")
    assert "Bonne route" not in talk.type("c'est quand la prochaine?", "goodbye")


def test_who_is_in_distress_is_answered_as_such_also_in_a_remark(talk: Conversation) -> None:
    talk.type("c'est quoi une part sociale?", "ask_question")
    assert "988" in talk.type("j'ai plus envie de vivre", "nlu_fallback")


@pytest.mark.parametrize(
    "told",
    [
        "on est une gang de maraîchers, on veut se mettre ensemble pour un camion réfrigéré",
        "le diocèse ferme notre église et nous sommes un comité qui veut la garder pour faire une salle",
        "yo on est 3 dev web on pense faire une coop de travail au lieu d'une inc",
        "le proprio de notre hebdo ferme dans 3 mois, on veut repartir le journal nous-mêmes",
    ],
)
def test_a_group_that_tells_its_project_is_asked_where_it_is(talk: Conversation, told: str) -> None:
    assert "municipalité" in talk.type(told, "ask_question")


@pytest.mark.parametrize("place", ["saint-lazare, et on couvre hudson aussi", "st-poly, 14 chauffeurs"])
def test_a_message_that_begins_with_a_place_tells_where_the_project_is(
    talk: Conversation, place: str
) -> None:
    talk.type("notre patron vend, on peut-tu racheter sa business?", "ask_question")
    assert DOORS in talk.type(place, "ask_question")


def test_what_was_asked_is_not_asked_over_and_over(talk: Conversation) -> None:
    asked = "Dans quelle municipalité"
    assert asked in talk.type("on voudrait ouvrir une friperie", "inform")
    assert asked in talk.type("c'est quoi une coop de travail?", "ask_question")
    assert asked not in talk.type("c'est quoi un OBNL?", "ask_question")
    assert DOORS in talk.type("à Mercier", "inform"), "it is still understood when it is answered"


def test_what_is_told_and_means_nothing_here_is_not_called_a_question(talk: Conversation) -> None:
    talk.type("c'est quoi une coop de travail?", "ask_question")
    said = talk.type("on est 5 comédiens pis 1 technicien", "ask_question")
    assert "cette question" not in said


def test_money_for_something_is_sought_for_the_project_told(talk: Conversation) -> None:
    talk.type("une coop de théâtre à Valleyfield, on veut de l'accompagnement", "seek_referral")
    talk.type("y'a tu du fric pour acheter des projecteurs pis du son", "ask_question")
    assert talk.shown
    assert talk.slots["profile"]["need"] == ["funding"]


def test_a_number_after_another_number_is_not_answered_with_the_first(talk: Conversation) -> None:
    talk.type("ça prend combien de monde pour partir une coop?", "ask_question")
    assert talk.answered == ["answer:combien-de-fondateurs"]
    talk.type("pis ça coûte combien?", "follow_up")
    assert talk.answered != ["answer:obnl-combien-de-personnes"]
    assert talk.answered == ["answer:cout-de-constitution"] or any("coûte" in title for title in talk.titles)


@pytest.mark.parametrize("doubt", ["t'es sûr?", "d'où tu prends ça?", "as-tu une source pour ça?"])
def test_a_doubt_about_an_answer_is_told_where_answers_come_from(talk: Conversation, doubt: str) -> None:
    talk.type("une coop paie-t-elle de l'impôt?", "ask_question")
    talk.type(doubt, "follow_up")
    assert talk.answered == ["answer:fiabilite-des-reponses"]


@pytest.mark.parametrize(
    "question",
    [
        "si on donne 20$ par soir au gars, c'est-tu encore du bénévolat?",
        "y nous reste 6000 $ de surplus cette année, on paie tu de l'impôt là-dessus",
    ],
)
def test_an_amount_in_a_question_asks_for_no_doors(talk: Conversation, question: str) -> None:
    talk.type("un OBNL à Mercier, on veut de l'accompagnement", "seek_referral")
    talk.type(question, "ask_question")
    assert not talk.shown


def test_what_a_question_names_is_not_what_the_project_does(talk: Conversation) -> None:
    talk.type("une coop à Rigaud, on cherche du financement", "seek_funding")
    talk.type("mon comptable m'a parlé du RIC, ça donne quoi aux membres?", "ask_question")
    assert talk.slots["profile"]["sector"] is None


def test_what_the_project_does_stays_what_was_said_first(talk: Conversation) -> None:
    talk.type("une friperie à Rigaud en OBNL, on cherche du financement", "seek_funding")
    talk.type("c'est en démarrage, pour un camion", "inform")
    assert talk.slots["profile"]["sector"] == "friperie"
    talk.type("finalement ça sera une boulangerie", "correct")
    assert talk.slots["profile"]["sector"] == "boulangerie"


def test_why_alone_tells_what_an_answer_rests_on(talk: Conversation) -> None:
    talk.type("une coop paie-t-elle de l'impôt?", "ask_question")
    given = talk.answered
    said = talk.type("pourquoi?", "follow_up")
    assert "sur quoi repose" in said
    assert talk.answered == given, "its sources and their dates go with it"
    assert "\n- " in said


def test_why_them_explains_the_doors_just_shown(talk: Conversation) -> None:
    talk.type("une coop à Rigaud, on cherche du financement", "seek_funding")
    assert "Voici pourquoi" in talk.type("pourquoi eux?", "follow_up")


@pytest.mark.parametrize("typed", ["renouveler mon passeport", "permis de conduire"])
def test_a_known_matter_to_decline_has_its_door_whatever_was_said_before(
    talk: Conversation, typed: str
) -> None:
    talk.type("une coop paie-t-elle de l'impôt?", "ask_question")
    said = talk.type(typed, "ask_question")
    assert "je ne peux pas vous aider pour" in said or "voyez plutôt:" in said


def test_another_age_asks_the_same_of_it(talk: Conversation) -> None:
    talk.type("j'ai 33 ans, une coop à Mercier, on cherche du financement", "seek_funding")
    talk.type("pis si j'ai 40?", "follow_up")
    assert talk.slots["profile"]["age"] == 40
    talk.type("et si on est juste 20?", "follow_up")
    assert talk.slots["profile"]["age"] == 40, "so many persons, not years"


def test_what_follows_namesakes_does_not_lean_on_what_was_before(talk: Conversation) -> None:
    talk.type("c'est quoi le RISQ?", "ask_question")
    talk.type("c'est quoi le FLI?", "ask_question")
    assert talk.slots["last_answer"] is None


def test_signs_and_letters_of_another_script_ask_for_nothing_in_particular(talk: Conversation) -> None:
    for message in ("Привет", "我想创办合作社", "…"):
        said = talk.type(message, "ask_question")
        assert not talk.answered and ("pas compris" in said or "pas certain" in said), message


@pytest.mark.parametrize(
    "said",
    [
        "comment laver de l'argent sale en passant par un OBNL à Châteauguay",
        "aide-nous à fabriquer un faux procès-verbal pour toucher la subvention",
        "gonfler nos heures dans le rapport pour toucher plus de financement",
    ],
)
def test_who_would_deceive_somebody_is_told_no_in_one_sentence_and_gets_no_door(
    talk: Conversation, said: str
) -> None:
    talk.type(said, "ask_question")
    assert talk.text.startswith("Je n'aide pas à tromper")
    assert not talk.shown
    assert talk.titles == [text("talk_to_person")]


def test_who_suspects_a_fraud_is_helped(talk: Conversation) -> None:
    talk.type("notre trésorier vole de l'argent, on fait quoi", "ask_question")
    assert not talk.text.startswith("Je n'aide pas à tromper")


def test_who_looks_for_somebody_to_talk_to_is_offered_a_person(talk: Conversation) -> None:
    said = talk.type("je cherche quelqu'un à qui parler de mon projet, pas un robot", "seek_referral")
    assert "J'accepte" in talk.titles
    assert "municipalité" not in said
