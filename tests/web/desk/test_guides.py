"""The small tools and «ma feuille» as pages that need no script: what the address says is what is shown."""

from __future__ import annotations

import html

import pytest
from fastapi.testclient import TestClient


def read(desk: TestClient, address: str) -> str:
    page = desk.get(address)
    assert page.status_code == 200, address
    return html.unescape(page.text)


def test_the_five_answers_of_an_address_lean_to_a_side_with_reasons_and_dated_sources(
    desk: TestClient,
) -> None:
    blank = read(desk, "/outils/coop-ou-obnl")
    assert blank.count("<fieldset>") == 5
    assert "penchent" not in blank
    page = read(desk, "/outils/coop-ou-obnl?need=a&money=a&people=b&surplus=a&founders=c")
    assert "penchent vers la coopérative" in page
    assert "CDRQ, Coopérative ou OBNL" in page
    assert "en juillet 2022" in page
    assert "Connaissance générale" not in page


def test_the_new_law_is_told_where_a_rule_of_the_act_is_and_nowhere_else(desk: TestClient) -> None:
    assert "modernisée" in read(desk, "/outils/fonder?forme=cooperative")
    assert "modernisée" not in read(desk, "/outils/fonder?forme=nonprofit")


@pytest.mark.parametrize(
    ("we", "told"), [("2", "il vous en manque 1"), ("7", "vous êtes assez"), ("x", "au moins")]
)
def test_how_many_are_still_to_be_found_is_told(desk: TestClient, we: str, told: str) -> None:
    assert told in read(desk, f"/outils/fonder?forme=nonprofit&nous={we}")


def test_a_plan_tells_shares_ceilings_what_is_missing_and_the_limit(desk: TestClient) -> None:
    page = read(
        desk,
        "/outils/mon-montage?cout=60+000+$&mise=8k&source=fund:fdees-vs&montant=50+000&public=yes"
        "&source=&montant=&public=unknown",
    ).replace("\u00a0", " ")
    assert "Il manque 2 000 $ sur 60 000 $" in page
    assert "au plus 42 000 $" in page
    assert "Vous demandez trop" in page
    assert "Vos aides publiques font 83 % du coût" in page


def test_money_of_somebody_who_is_not_in_the_list_counts_all_the_same(desk: TestClient) -> None:
    asked = "/outils/mon-montage?cout=60000&mise=8000&source=&montant=15000&public=no"
    page = read(desk, asked).replace("\u00a0", " ")
    assert "Il manque 37 000 $ sur 60 000 $" in page and "Une autre source" in page
    elsewhere = read(desk, asked.replace("source=", "source=fund:inconnu")).replace("\u00a0", " ")
    assert "Il manque 37 000 $" in elsewhere and "pas offert là" in elsewhere


def test_what_is_no_amount_is_told_and_breaks_nothing(desk: TestClient) -> None:
    page = read(desk, "/outils/mon-montage?cout=beaucoup&mise=%3Cb%3E")
    assert "«beaucoup» n'est pas un montant" in page
    assert "resultat" not in page.split("<form")[0]


def test_the_path_says_where_one_is(desk: TestClient) -> None:
    assert "Vous êtes ici" not in read(desk, "/outils/chemin?etape=9")
    assert read(desk, "/outils/chemin?etape=3").count("Vous êtes ici") == 1


def test_a_sheet_shows_the_resources_of_its_address_once_and_leaves_out_the_others(desk: TestClient) -> None:
    page = read(desk, "/ma-feuille?choix=fund:biec&choix=fund:inconnu&choix=fund:biec")
    assert page.count('data-tick="door:fund:biec"') == 1
    assert "Auprès de" in page
    empty = read(desk, "/ma-feuille?choix=../../x")
    assert "Il n'y a rien ici" in empty


def test_every_mrc_is_a_named_link_on_the_map_and_in_the_list(desk: TestClient) -> None:
    page = read(desk, "/carte")
    assert page.count('data-mrc="roussillon"') == 2
    assert 'aria-label="MRC de Roussillon"' in page
    shapes = {one["mrc"]: one for one in desk.get("/api/territory").json()["shapes"]}
    assert shapes["roussillon"]["words"] == ["Roussillon"]
    assert shapes["vaudreuil-soulanges"]["words"] == ["Vaudreuil-", "Soulanges"]


def test_a_mrc_tapped_in_the_directory_keeps_the_rest_of_the_search(desk: TestClient) -> None:
    page = read(desk, "/ressources?need=funding&municipality=Rigaud")
    assert 'href="/ressources?mrc=roussillon&need=funding#resultats"' in page
