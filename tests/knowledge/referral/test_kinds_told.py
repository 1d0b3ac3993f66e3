"""Kinds of telling that hold whatever the project: a sum in letters, what is still to open, what «ni» denies,
a budget, a year of birth, a town named without a word that says it is one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.extraction import extract
from knowledge.referral.profile import MAX_AGE, MIN_AGE, Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)
TODAY = dt.date(2026, 11, 29)
TENS = {
    "dix": 10,
    "vingt": 20,
    "trente-cinq": 35,
    "quarante": 40,
    "cinquante-deux": 52,
    "quatre-vingt": 80,
    "cent": 100,
}
MONTHS = ["janvier", "mars", "mai", "juillet", "septembre"]
NEEDS = {
    "locaux": "premises",
    "employés": "workforce",
    "formation": "training",
    "argent": "funding",
    "mentor": "support",
}


def said(text: str) -> Profile:
    """What the words of a text tell, read the day the texts were written."""
    return extract(text, GAZETTEER, TODAY).profile


@given(st.sampled_from(sorted(TENS)), st.sampled_from(["il nous manque", "on cherche", "ça prendrait"]))
def test_a_sum_in_letters_is_one_without_the_word_dollars(tens: str, looked_for: str) -> None:
    text = f"{looked_for} {tens} mille pour la friperie de Mercier"
    assert said(text).amount == TENS[tens] * 1_000
    assert said(f"friperie, {tens} mille membres à Mercier").amount is None


@given(st.sampled_from(MONTHS), st.sampled_from(["on ouvre", "on démarre", "nous lançons le projet"]))
def test_what_opens_within_six_months_is_starting_and_what_is_only_meant_to_is_prepared(
    month: str, opens: str
) -> None:
    soon = month in ("janvier", "mars", "mai")
    assert said(f"{opens} en {month}, une garderie à Delson").stage == ("startup" if soon else "pre_startup")
    assert said(f"on prévoit ouvrir en {month}, une garderie à Delson").stage == "pre_startup"
    assert said(f"on a ouvert en {month} dernier, une garderie à Delson").stage == "startup"


@pytest.mark.parametrize(
    "when",
    [
        "la semaine prochaine",
        "ce samedi",
        "mardi prochain",
        "dans deux mois",
        "dans trois semaines",
        "bientôt",
    ],
)
def test_so_is_what_opens_on_a_day_that_is_near(when: str) -> None:
    assert said(f"on ouvre {when} notre boulangerie à Léry").stage == "startup"


@given(st.permutations(sorted(NEEDS)))
def test_what_ni_denies_is_not_needed(words: list[str]) -> None:
    first, second, wanted = words[:3]
    text = f"Nous ne cherchons ni {first} ni {second}, mais on veut de la {wanted}. Traiteur, Mercier."
    needs = said(text).need
    assert NEEDS[first] not in needs
    assert NEEDS[second] not in needs


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("budget total de 250 000 $ pour la ressourcerie", None),
        ("notre budget annuel de 80 000 $, une popote", None),
        ("projet de 95 000 $, une ressourcerie à Mercier", 95_000),
        ("la Ville donne 20 000 $, l'équipement : 85 000 $", 85_000),
        ("65 000 $, dont 20 000 $ en réserve, pour la buanderie", 65_000),
        ("mon frère a mis 25 000 $ et il en faudrait autant", 25_000),
        ("la moitié de nos revenus est perdue, il manque 40 000 $", 40_000),
        ("prêt 1,5 million logements abordables", 1_500_000),
        ("pas un prêt, une subvention! 35 000 pour le jardin", 35_000),
        ("budget 90 000, la MRC en met 60 000, il reste 30 000, une ludothèque", 30_000),
        ("140 000 $ d'amassés sur 200 000 $, comment aller chercher les 60 000 $ restants?", 60_000),
        ("prix demandé 1,2 million, on a ramassé 400 mille, il nous faut le reste", 800_000),
        ("notre théâtre est dans le trou de 7 000 $", None),
        ("on cherche 20 à 30 mille pour la serre", 30_000),
        ("il nous faut entre 60 000 et 75 000 $ pour le four", 75_000),
        ("on a 20 à 30 mille $ de côté pour la serre", None),
        ("on cherche 70 milles pour refaire le quai", 70_000),
        ("entre 40 et 50 000, mais on demanderait 45 000", 45_000),
        ("prêt de 1/4 de million pour la scierie", 250_000),
        ("le gymnase coûte 600 000, la ville met 150, on a 50 en banque, il manque 400", 400_000),
        ("les plans sont faits, 3,2 millions. On cherche une mise de fonds de 320 000", 320_000),
        ("un bâtiment de 1,5 million, 12 employés, il manque 40 chaises", None),
        ("je vends ma quincaillerie, je demande 190 000 $", None),
    ],
)
def test_each_sum_has_its_role(text: str, amount: int | None) -> None:
    assert said(text).amount == amount


@given(st.integers(1950, 2008), st.sampled_from(["né en", "née en", "né", "je suis venue au monde en"]))
def test_an_age_is_told_by_a_year_of_birth(year: int, born: str) -> None:
    assert said(f"{born} {year}, je veux ouvrir une friperie à Mercier").age == TODAY.year - year


@pytest.mark.parametrize("town", ["franklin", "Hudson", "elgin", "dundee"])
def test_a_town_is_heard_among_keywords(town: str) -> None:
    assert said(f"coop solidarité épicerie {town} prêt 120 000 $").municipality is not None
    assert said(f"Monsieur Jean {town.title()} cherche une subvention pour sa coop").municipality is None


def test_a_thought_is_no_stage_and_a_doubt_of_form_is_one_of_law() -> None:
    assert said("on pense à une plateforme de covoiturage à Mercier").stage is None
    assert said("ça fait longtemps qu'on y pense, une plateforme à Mercier").stage == "idea"
    asked = said("faut-tu une coop pour vendre du miel à plusieurs?")
    assert asked.legal_form == "undecided"
    assert "legal" in asked.need


@pytest.mark.parametrize(
    "text",
    [
        "le proprio s'en va, le garage de Mercier",
        "l'atelier de Mercier cherche acquéreur",
        "fromagerie en vente depuis un an",
        "je veux laisser le verger à ceux qui y travaillent",
        "offre d'achat signée pour la pépinière",
    ],
)
def test_an_enterprise_that_changes_hands_is_a_takeover(text: str) -> None:
    assert said(text).stage == "takeover"
    assert "takeover" in said(text).need


@pytest.mark.parametrize(
    "text",
    [
        "on loue le local d'une dame de Howick, la propriétaire vend, il faut se reloger",
        "notre bail finit en juin à Howick, le proprio vend",
        "le diocèse veut céder l'église de Howick à un comité",
    ],
)
def test_a_building_that_is_sold_or_given_is_no_takeover(text: str) -> None:
    assert said(text).stage != "takeover"
    assert "takeover" not in said(text).need


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("ferme de fleurs, 28 ans, saint-urbain premier", 28),
        ("mon frère a 39 ans pis moi j'en ai 40, on veut acheter l'auberge ensemble", 40),
        ("j'avais 30 ans quand j'ai commencé, j'en ai 48 astheure, notre OBNL fait du recyclage", 48),
        ("pour mon chum qui est gêné, y'a 45 ans, y voudrait partir un atelier de petits moteurs", 45),
        ("mon père né en 1957 vend son atelier de soudure, ses deux gars veulent le reprendre", None),
        ("Popote de Pincourt, 31 ans d'existence, relève bénévole", None),
        ("la coop a 21 ans et le comptoir ferme, à Pincourt", None),
        ("notre coop de taxi (Mercier) a dix-neuf ans", None),
        ("née le 14 juin 1975, je prépare une auberge à Hudson", 51),
        ("né le 2/11/1990, je prépare une auberge à Hudson", 36),
        ("promoteur (47 a.), projet de microferme à Rigaud", 47),
        ("chus rendu à 61, j'veux une coop de menuiserie à Rigaud", 61),
        ("Mon âge? 52. Une fromagerie à Howick", 52),
        ("ma mère tient l'atelier, elle a 71 ans; moi j'en ai 38 et je veux y faire du vitrail", 38),
        ("j'ai 57 ans, mon frère en a 44, c'est lui qui va mener la scierie", 44),
        ("trois amis (26, 33 et 61 ans), c'est le plus vieux qui dirige l'atelier", 61),
        ("j'ai enseigné 27 ans à Howick, là je veux une école de cirque", None),
        ("notre chorale, moyenne d'âge 64 ans, cherche une salle", None),
    ],
)
def test_the_age_is_that_of_who_carries_the_project(text: str, age: int | None) -> None:
    assert said(text).age == age


@given(st.text(max_size=120))
def test_no_text_whatever_has_an_impossible_age(text: str) -> None:
    age = said(text).age
    assert age is None or MIN_AGE <= age <= MAX_AGE


@pytest.mark.parametrize("verb", ["on cherche", "on veut", "je demande", "nous voulons"])
@pytest.mark.parametrize("money", ["du financement", "des fonds", "de l'argent", "une subvention"])
def test_who_seeks_money_needs_money(verb: str, money: str) -> None:
    assert "funding" in said(f"{verb} {money} pour notre café").need
    assert "funding" in said(f"{verb} {money} à Rigaud").need


@given(
    st.sampled_from(["une subvention", "un prêt", "prêt", "du financement", "une bourse", "de l'argent"]),
    st.sampled_from(
        ["à Mercier", "à Très-Saint-Rédempteur", "à Hudson", "au Haut-Saint-Laurent", "à la MRC"]
    ),
)
def test_where_money_is_sought_does_not_hide_the_need_of_it(money: str, place: str) -> None:
    assert "funding" in said(f"je cherche {money} {place}").need


@given(
    st.sampled_from(["nous sommes prêts", "prêts", "on est presque prêts", "café prêt", "je me sens prêt"]),
    st.sampled_from(["à ouvrir", "à s'y mettre", "à vous revoir", "à embarquer dans la coop", "à vendre"]),
)
def test_to_be_ready_is_no_loan(ready: str, what: str) -> None:
    assert "funding" not in said(f"{ready} {what} à Mercier").need


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("moi je reste à Delson, eux à Léry, le bureau serait à Rigaud, coop de plombiers", "Rigaud"),
        ("coop d'architectes, bureau à Rigaud, on veut ouvrir un deuxième bureau à Mercier", "Mercier"),
        ("obnl de plein air, rivière Châteauguay, bureau à Howick", "Howick"),
        ("I live in Hudson, we want to start a bakery in Rigaud", "Rigaud"),
        ("notre halte-garderie de Mercier veut ouvrir un second point de garde à Léry", "Léry"),
        ("j'accompagne un groupe de Franklin qui veut une serre", "Franklin"),
    ],
)
def test_the_place_is_that_of_the_project(text: str, town: str) -> None:
    assert said(text).place_name == town


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("mutuelle d'assurance des pêcheurs, bureau à Rigaud", "mutual"),
        ("pour la forme juridique on hésite encore, une cidrerie à Rigaud", "undecided"),
        ("La forme? aucune idée! une cidrerie à Rigaud", "undecided"),
        ("venez nous parler de coops à Rigaud", None),
        ("pas question d'une coop, on vend des légumes à Rigaud", None),
        ("on n'est pas intéressés par un OBNL, on vend des légumes à Rigaud", None),
        ("deux paysagistes à notre compte, à Rigaud", "private"),
    ],
)
def test_the_form_is_the_one_that_the_project_has_or_looks_for(text: str, form: str | None) -> None:
    assert said(text).legal_form == form


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("organisme incorporé en 2009, Mercier", None),
        ("une formation pour nos administrateurs, c'est possible?", None),
        ("aidez-nous à rédiger nos règlements généraux", None),
        ("je débute au CA d'une coop", None),
        ("notre garderie a passé au feu", "consolidation"),
        ("la marge de crédit est pleine", "consolidation"),
        ("notre garderie veut ajouter une pouponnière", "growth"),
        ("le comité a soumis la demande de lettres patentes", "pre_startup"),
        ("quoi faire du presbytère? rien n'est décidé", "idea"),
    ],
)
def test_a_stage_is_told_by_what_happens(text: str, stage: str | None) -> None:
    assert said(text).stage == stage


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Besoin: local de 3000 pi2", "premises"),
        ("on veut bouger dans plus grand", "premises"),
        ("cherche accomp. pour redresser", "support"),
        ("on cherche encore trois personnes pour la caisse", "workforce"),
        ("mise en relation avec des fermes", "networking"),
        ("réviser un bail", "legal"),
        ("un fond de dépannage?", "funding"),
        ("il faut être combien pour fonder un OBNL?", "legal"),
        ("on doit recruter deux personnes au conseil", "governance"),
    ],
)
def test_a_need_is_told_by_many_words(text: str, need: str) -> None:
    assert need in said(text).need
