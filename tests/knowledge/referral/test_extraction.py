"""What a sentence says of a project, and what it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def said(text: str) -> Profile:
    return extract(text, GAZETTEER).profile


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'accompagne une cliente de 52 ans de Mercier", 52),
        ("mon autre client, lui a 19 ans", 19),
        ("et si elle avait 15 ans?", 15),
        ("notre coop a 12 ans", None),
        ("un OBNL de 30 ans d'existence", None),
    ],
)
def test_the_age_of_a_person_is_not_that_of_an_organization(text: str, age: int | None) -> None:
    assert said(text).age == age


def test_a_young_client_with_an_idea_has_no_growing_enterprise() -> None:
    assert said("ma cliente, elle a 19 ans, a une idée de coop").stage == "idea"


@pytest.mark.parametrize("text", ["j'ai un client qui part une coop", "ma cliente veut un OBNL"])
def test_the_client_of_an_adviser_is_not_a_market_to_find(text: str) -> None:
    assert "market" not in said(text).need


@pytest.mark.parametrize("text", ["on cherche des clients", "on veut vendre nos tisanes"])
def test_customers_to_find_are_a_market(text: str) -> None:
    assert "market" in said(text).need


def test_an_owner_who_sells_is_a_takeover_and_not_a_market() -> None:
    known = said("la patronne veut vendre la boutique, les employés veulent la reprendre")
    assert known.stage == "takeover"
    assert known.need == ("takeover",)


def test_an_organization_about_to_close_is_to_be_consolidated_and_is_no_farm() -> None:
    known = said("notre association à Hudson va fermer")
    assert known.stage == "consolidation"
    assert known.sector is None


def test_a_farm_is_still_one() -> None:
    assert said("une ferme collective à Rigaud").sector is not None


def test_losing_employees_is_a_need_of_people() -> None:
    assert "workforce" in said("notre coop perd ses employés").need


@pytest.mark.parametrize(
    "text",
    [
        "mon client de 60 ans veut vendre sa quincaillerie à ses employés",
        "elle cède son salon aux employées",
        "je laisse ma boulangerie à mes travailleurs",
    ],
)
def test_whatever_is_sold_to_its_employees_is_a_takeover(text: str) -> None:
    known = said(text)
    assert known.need == ("takeover",)
    assert known.stage == "takeover"


@pytest.mark.parametrize(
    "text", ["on veut racheter l'église du village", "racheter le vieux presbytère", "des rénovations"]
)
def test_a_building_is_bought_back_as_premises(text: str) -> None:
    known = said(text)
    assert known.need == ("premises",)
    assert known.stage != "takeover"


def test_an_idea_thought_of_for_years_is_still_an_idea() -> None:
    assert said("ça fait 3 ans qu'on y pense").stage == "idea"


@pytest.mark.parametrize(
    ("text", "amount"), [("25 000", 25_000), ("environ 25000", 25_000), ("2019", None), ("67015", None)]
)
def test_a_round_number_alone_is_an_amount(text: str, amount: int | None) -> None:
    assert said(text).amount == amount


@pytest.mark.parametrize(
    "text", ["un atelier de vélo à Rigaud", "on veut ouvrir un resto-école", "notre atelier de soudure"]
)
def test_a_workshop_where_people_work_is_no_training_asked_for(text: str) -> None:
    assert "training" not in said(text).need


@pytest.mark.parametrize(
    "text", ["y'a-tu des ateliers de formation", "on cherche un atelier sur la gouvernance"]
)
def test_a_workshop_where_people_learn_is_one(text: str) -> None:
    assert "training" in said(text).need


@pytest.mark.parametrize(
    "text", ["mon associé a 52 ans", "pis si mon chum a 37 ans, y peut-tu embarquer", "les autres ont 60 ans"]
)
def test_the_age_of_somebody_else_is_neither_the_promoter_s_nor_a_stage(text: str) -> None:
    assert said(text).age is None
    assert said(text).stage is None


def test_one_s_own_age_is_kept_beside_that_of_another() -> None:
    assert said("j'ai 28 ans pis ma soeur a 41 ans").age == 28


def test_the_age_of_an_organization_tells_no_stage_and_is_nobody_s_age() -> None:
    known = said("notre coop a 12 ans")
    assert known.stage is None
    assert known.age is None


@pytest.mark.parametrize(
    "text",
    ["former une coopérative à Rigaud", "former un groupe", "une galerie avec ateliers pour les aînés"],
)
def test_what_one_founds_or_offers_is_no_training_asked_for(text: str) -> None:
    assert "training" not in said(text).need


def test_training_one_s_board_is() -> None:
    assert "training" in said("former notre CA").need


def test_renovations_are_works_and_not_what_the_project_does() -> None:
    assert said("et pour les rénovations?").sector is None
    assert said("et pour les rénovations?").need == ("premises",)
    assert said("on part une coop de rénovation").sector == "rénovation"


@pytest.mark.parametrize(
    "text", ["j'ai appelé la MRC à plusieurs reprises", "on reprend nos rencontres en janvier"]
)
def test_what_is_done_again_is_no_takeover(text: str) -> None:
    assert said(text).stage is None
    assert said(text).need == ()


def test_a_place_put_right_in_the_same_breath_is_the_last_one() -> None:
    assert said("je suis à Beauharnois, non scuse, à Sainte-Martine").place_name == "Sainte-Martine"
    assert said("elle est à Hudson finalement, pas Rigaud").place_name == "Hudson"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("il nous faut vingt-cinq mille piasses", 25_000),
        ("on cherche un quart de million", 250_000),
        ("besoin d'un million et demi", 1_500_000),
        ("on cherche 1,2 M$", 1_200_000),
        ("budget de 90 000 $, on a déjà 30 000 $, il manque 60 000 $", 60_000),
        ("le projet coûte 90 000 $ et il nous manque le tiers", 30_000),
        ("on a 40 000 $ de mise de fonds", None),
        ("notre chiffre d'affaires est de 400 000 $", None),
        ("on dessert 25 000 personnes", None),
    ],
)
def test_the_amount_is_what_is_sought_among_all_the_sums_told(text: str, amount: int | None) -> None:
    assert said(text).amount == amount


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("j'habite à Mercier mais le projet est à Huntingdon", "Huntingdon"),
        ("réside à Mercier, projet localisé à Huntingdon", "Huntingdon"),
        ("un courtier à Mercier veut créer une coop à Huntingdon", "Huntingdon"),
        ("on vient de Rigaud, la coop serait à Hudson", "Hudson"),
        ("partout sauf à Rigaud", None),
        ("au 45 rue Saint-Charles à Vaudreuil", "Vaudreuil-Dorion"),
    ],
)
def test_the_place_is_that_of_the_project(text: str, place: str | None) -> None:
    assert said(text).place_name == place


def test_two_places_joined_by_or_stay_both_possible() -> None:
    found = extract("à Mercier ou à Huntingdon", GAZETTEER)
    assert found.profile.municipality is None
    assert {place.name for place in found.candidates} == {"Mercier", "Huntingdon"}


def test_a_private_firm_that_becomes_a_cooperative_aims_at_one() -> None:
    known = said("notre entreprise privée devient une coop")
    assert (known.legal_form, known.current_form) == ("cooperative", "private")


def test_a_quoted_mail_is_not_the_person_s_own() -> None:
    mail = "Notre coop de Mercier cherche un local, merci de nous aider.\n> Notre OBNL de Rigaud a 80 000 $"
    known = said(mail)
    assert (known.place_name, known.legal_form, known.amount) == ("Mercier", "cooperative", None)


def test_what_stands_between_guillemets_is_read_too() -> None:
    known = said("Notre résumé: « Coop de producteurs en activité depuis 2018 à Mercier ». Montant: 74 900 $")
    assert (known.place_name, known.legal_form, known.amount) == ("Mercier", "cooperative", 74_900)


@pytest.mark.parametrize(
    "text", ["on veut fermer notre coop à Amos", "nous voulons mettre fin à notre organisme, Rimouski"]
)
def test_who_closes_for_good_needs_to_know_the_law(text: str) -> None:
    assert said(text).need == ("legal",)


@pytest.mark.parametrize("text", ["on les donne gratis le matin", "je le donne devant l'église"])
def test_what_is_given_is_social(text: str) -> None:
    assert said(f"Je fais du pain, {text}").project_kind == "social"


@pytest.mark.parametrize(
    "text", ["un service pour femmes immigrantes", "on aide les aînés", "pour les jeunes"]
)
def test_a_clientele_is_no_sector(text: str) -> None:
    assert said(text).sector is None


def test_what_opens_in_a_year_is_prepared_and_what_opens_soon_or_opened_lately_is_starting() -> None:
    today = dt.date(2026, 11, 29)
    later = extract("on ouvre notre café dans un an", GAZETTEER, today).profile
    soon = extract("on ouvre notre café dans deux mois", GAZETTEER, today).profile
    lately = extract("on a ouvert notre café il y a deux mois", GAZETTEER, today).profile
    assert (later.stage, soon.stage, lately.stage) == ("pre_startup", "startup", "startup")


def test_thinking_of_closing_is_no_idea() -> None:
    assert said("en fait on pense fermer").stage is None


def test_selling_to_one_s_employees_is_a_takeover() -> None:
    assert said("je veux vendre à mes employés").need == ("takeover",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("on veut ouvrir un lavoir à Amos, en coop", "Amos"),
        ("Fromagerie, coop de travail, Chambly; il faut former le conseil", "Chambly"),
        ("Une cuisine collective à Hull pour les étudiants", "Gatineau"),
        ("un atelier de couture dans Limoilou", "Québec"),
        ("Maria, ma voisine, cherche un local pour sa friperie", None),
        ("ma grand-mère a une friperie et cherche un local", None),
    ],
)
def test_a_town_of_elsewhere_is_heard_where_a_project_is_told_there(text: str, place: str | None) -> None:
    assert said(text).place_name == place


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("on a remboursé notre prêt de 40 000 $, maintenant on veut former le CA", None),
        ("notre emprunt est payé, il y a un manque à gagner de 12 000 $", 12_000),
        ("il nous faudrait 30 000 $, ou plutôt non, 45 000 $", 45_000),
        ("20 000 $ suffiraient pour le camion", 20_000),
        ("on doit une ardoise de 8 000 $ au fournisseur", None),
    ],
)
def test_money_that_was_paid_back_is_not_looked_for(text: str, amount: int | None) -> None:
    assert said(text).amount == amount


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("elle voulait une coop, mais préfère maintenant un OBNL pour sa friperie", "nonprofit"),
        ("Forme visée: coopérative; l'OBNL ne convient pas", "cooperative"),
        ("incapable de choisir entre une coop et une compagnie", "undecided"),
        ("forme indéterminée, coop possible", "undecided"),
    ],
)
def test_the_form_is_the_one_preferred_or_none_yet(text: str, form: str) -> None:
    assert said(text).legal_form == form


def test_a_message_copied_after_a_word_or_two_is_the_project_s() -> None:
    known = said("Courriel reçu: « Bonjour, notre OBNL de Sutton cherche un local pour sa friperie. »")
    assert (known.place_name, known.need, known.legal_form) == ("Sutton", ("premises",), "nonprofit")


@pytest.mark.parametrize(
    "text",
    [
        "je pars mon camion de crêpes, mon affaire à moi toute seule",
        "un atelier de couture enregistré à mon nom",
    ],
)
def test_what_is_one_s_own_and_nobody_else_s_is_private(text: str) -> None:
    assert extract(text, GAZETTEER).profile.legal_form == "private"
    assert extract(f"{text}, mais on pense en faire une coop", GAZETTEER).profile.legal_form == "cooperative"
