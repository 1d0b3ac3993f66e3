"""The search page: the same doors as the API, filters in the address, and nothing found is not a dead end."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import DailyCount, OpenQuestion
from knowledge.referral.summary import group_of
from knowledge.search.service import AnswerSearch
from web.desk.filters import Filters
from web.desk.pages import snapshot
from web.desk.search import results, understood

PROFILES = yaml.safe_load((Path(__file__).parents[2] / "data" / "profiles.yaml").read_text(encoding="utf-8"))[
    "profiles"
]
CLIENT = "OBNL de Ste-Martine, 3 ans d'existence, veut acheter sa bâtisse"


def identifiers(page: str) -> list[str]:
    """The resources of a page, in order."""
    return re.findall(r'name="choix" value="([^"]+)"', page)


def address_of(profile: dict[str, object]) -> list[tuple[str, str]]:
    return [
        (name, str(one))
        for name, value in profile.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]


def test_every_profile_gets_the_doors_of_the_api_in_their_order_within_each_group(
    desk: TestClient, app: FastAPI
) -> None:
    search: AnswerSearch = app.state.search
    groups = {name: group_of(record) for name, record in search.snapshot().resources.items()}
    for entry in PROFILES:
        query = urlencode(address_of(entry["profile"]))
        whole = desk.get(f"/api/resources?{query}&limit=200").json()["results"]
        page = desk.get(f"/ressources?{query}&partie=resultats")
        assert page.status_code == 200
        shown = identifiers(page.text)
        for group in ("accompagnement", "argent", "formation"):
            expected = [one["id"] for one in whole if groups[one["id"]] == group][:6]
            assert [name for name in shown if groups[name] == group] == expected, entry["id"]
        verdicts = {one["id"]: one["eligibility"] for one in whole}
        for name in shown:
            card = page.text.split(f'value="{name}"')[1].split("</li>")[0]
            assert f'class="verdict {verdicts[name]}"' in card, (entry["id"], name)


def test_every_described_client_gets_what_the_chat_extracts(desk: TestClient, app: FastAPI) -> None:
    for entry in PROFILES:
        reply = desk.post("/ressources/decrire", data={"client": entry["text"]}, follow_redirects=False)
        assert reply.status_code == 303
        query = urlsplit(reply.headers["location"]).query
        filters, _ = understood(entry["text"], app.state.gazetteer)
        again = desk.get(f"/api/resources?{query}").json()["profile"]
        expected = filters.profile.public()
        assert again == expected, entry["id"]


def test_a_described_client_fills_the_filters_and_the_sentence_is_kept_nowhere(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    reply = desk.post("/ressources/decrire", data={"client": CLIENT}, follow_redirects=False)
    query = dict(parse_qsl(urlsplit(reply.headers["location"]).query))
    assert query["legal_form"] == "nonprofit"
    assert query["need"] == "premises"
    assert query["municipality"] == "70012"
    page = desk.get(reply.headers["location"])
    assert "Voici ce qui a été compris" in page.text
    assert 'value="Sainte-Martine"' in page.text
    assert CLIENT.split(",")[1] not in str(reply.headers)
    with database() as session:
        assert not session.scalars(select(OpenQuestion)).all()


def test_a_sentence_that_says_nothing_is_answered_kindly(desk: TestClient) -> None:
    page = desk.post("/ressources/decrire", data={"client": "blablabla"})
    assert "Rien n'a été reconnu" in page.text.replace("&#39;", "'")


def test_the_choices_survive_a_new_search_and_a_new_description(desk: TestClient) -> None:
    page = desk.get("/ressources?choix=fund:biec&q=sadc")
    assert 'value="fund:biec" checked' in page.text
    reply = desk.post("/ressources/decrire?choix=fund:biec", data={"client": CLIENT}, follow_redirects=False)
    assert "choix=fund%3Abiec" in reply.headers["location"]


@pytest.mark.parametrize(
    "query", ["stage=zzz", "municipality=Zork", "age=abc", "type=x", "need=%00", "amount=-1"]
)
def test_a_value_that_is_not_known_is_said_and_left_out(desk: TestClient, query: str) -> None:
    page = desk.get(f"/ressources?{query}")
    assert page.status_code == 200
    assert "ce filtre est retiré" in page.text or query == "need=%00"


def test_a_name_of_several_places_offers_them(desk: TestClient) -> None:
    page = desk.get("/ressources?municipality=Saint-Antoine&need=funding")
    assert "choisissez le bon" in page.text
    (address,) = re.findall(r'<a href="([^"]+)">Saint-Antoine-sur-Richelieu', page.text)
    chosen = desk.get(address.replace("&amp;", "&")).text
    assert "lieu: Saint-Antoine-sur-Richelieu" in chosen
    described = desk.post("/ressources/decrire", data={"client": "une coop à Saint-Antoine"})
    assert "choisissez le bon" in described.text


def test_nothing_found_offers_what_to_loosen_and_each_offer_finds_what_it_says(desk: TestClient) -> None:
    page = desk.get("/ressources?q=biec&municipality=Rigaud&type=training")
    assert "Aucune ressource" in page.text
    offers = re.findall(r'<a href="([^"]+)">Chercher sans: [^<]+</a> \((\d+) ressource', page.text)
    assert offers
    for address, count in offers:
        found = desk.get(address.replace("&amp;", "&")).text
        assert f'data-total="{count}"' in found


def test_nothing_found_is_kept_for_the_team_masked_and_counted(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    desk.get("/ressources?q=zygomatique+450+555-0123&stage=idea")
    with database() as session:
        (kept,) = session.scalars(select(OpenQuestion)).all()
        assert kept.outcome == "no_resource"
        assert "555" not in kept.text
        counts = {(row.kind, row.key): row.count for row in session.scalars(select(DailyCount))}
    assert counts[("no_resource", "stage,text")] == 1


def test_typing_keeps_nothing_until_the_search_stands(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    page = desk.get("/ressources?q=zygomat&partie=resultats")
    address = re.search(r'data-empty="([^"]+)"', page.text)
    assert address
    with database() as session:
        assert not session.scalars(select(OpenQuestion)).all()
    assert desk.post(address[1].replace("&amp;", "&")).status_code == 204
    with database() as session:
        assert len(session.scalars(select(OpenQuestion)).all()) == 1


def test_a_search_that_finds_something_cannot_be_noted_as_empty(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    desk.post("/ressources/sans-resultat?q=biec")
    with database() as session:
        assert not session.scalars(select(OpenQuestion)).all()


def test_each_count_is_what_its_filter_finds(desk: TestClient, app: FastAPI) -> None:
    page = desk.get("/ressources?municipality=Huntingdon&need=funding&legal_form=cooperative")
    counts = dict(re.findall(r'<option value="(\w+)" data-label="[^"]+"[^>]*>[^<]+\((\d+)\)', page.text))
    for stage in ("idea", "startup", "consolidation"):
        query = f"municipality=Huntingdon&need=funding&legal_form=cooperative&stage={stage}&limit=200"
        assert len(desk.get(f"/api/resources?{query}").json()["results"]) == int(counts[stage])
    assert app.state.search.ready


def test_answers_are_found_by_the_same_words(desk: TestClient, app: FastAPI) -> None:
    page = desk.get("/ressources?q=c'est+quoi+la+CDRQ")
    assert "Réponses à lire ou à copier" in page.text
    assert "Sources:" in page.text


def test_another_site_cannot_send_the_forms(desk: TestClient) -> None:
    for path in ("/ressources/decrire", "/ressources/fiche", "/ressources/fund:biec/signaler"):
        reply = desk.post(path, data={"client": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert reply.status_code == 403


def test_an_empty_search_shows_everything_by_groups(app: FastAPI) -> None:
    class Asked:
        def __init__(self, app: FastAPI) -> None:
            self.app = app

    now = snapshot(Asked(app))  # type: ignore[arg-type]
    found = results(now, Filters())
    assert sum(found["totals"].values()) == found["total"] > 100


@pytest.mark.parametrize("written", ["co-op", "co op", "coop"])
def test_a_cooperative_is_found_however_the_word_is_cut(desk: TestClient, written: str) -> None:
    whole = identifiers(desk.get("/ressources?q=coop").text)
    assert identifiers(desk.get("/ressources", params={"q": written}).text) == whole


def test_a_word_its_plural_and_what_cuts_it_short_find_the_same(desk: TestClient) -> None:
    written = ("coops", "co-ops", "coopérative", "coopératives", "coop")
    pages = {word: desk.get("/ressources", params={"q": word}).text for word in written}
    totals = {word: int(re.findall(r"(\d+) ressources", page)[0]) for word, page in pages.items()}
    assert totals["coopératives"] > 20
    assert len({totals[word] for word in written[:-1]}) == 1
    assert totals["coop"] >= totals["coops"], "as a word that is begun, it finds «coopération» too"


def test_an_acronym_spelled_letter_by_letter_is_found(desk: TestClient) -> None:
    spelled = identifiers(desk.get("/ressources", params={"q": "r i s q"}).text)
    assert spelled == identifiers(desk.get("/ressources?q=risq").text)


@pytest.mark.parametrize("signs", ["🙂", "%", "?!"])
def test_signs_alone_are_no_search_and_it_is_said(desk: TestClient, signs: str) -> None:
    page = desk.get("/ressources", params={"q": signs})
    assert "aucun mot à chercher" in page.text


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("amount", "25 000", 25_000),
        ("amount", "5 000 $", 5_000),
        ("amount", "5000$", 5_000),
        ("amount", "5k", 5_000),
        ("amount", "vingt-cinq mille", 25_000),
        ("amount", "1,2 M$", 1_200_000),
        ("age", "35 ans", 35),
        ("age", "trente-cinq ans", 35),
    ],
)
def test_an_amount_and_an_age_are_read_as_people_write_them(
    desk: TestClient, field: str, written: str, read: int
) -> None:
    page = desk.get("/ressources", params={field: written})
    assert "ce filtre est retiré" not in page.text
    assert desk.get("/api/resources", params={field: written}).json()["profile"][field] == read


def test_a_postal_code_is_a_place_as_far_as_it_tells_it(desk: TestClient) -> None:
    told = desk.get("/api/resources", params={"municipality": "J7V 8P2"}).json()
    assert told["profile"]["mrc"] == "vaudreuil-soulanges"
    assert {"municipality": "71083", "name": "Vaudreuil-Dorion"} in told["places"]
    either = desk.get("/api/resources", params={"municipality": "J0S"})
    assert either.status_code == 200
    assert either.json()["profile"]["mrc"] is None
    page = desk.get("/ressources", params={"municipality": "J0S"})
    assert "choisissez le bon" in page.text
    unknown = desk.get("/api/resources", params={"municipality": "J6K 5G2"})
    assert unknown.status_code == 422
    assert "code postal" in unknown.json()["error"]["message"]


def test_a_need_chosen_filters_and_a_need_understood_only_orders(desk: TestClient) -> None:
    chosen = desk.get("/api/resources", params={"need": "training", "limit": 200}).json()["results"]
    everything = desk.get("/api/resources", params={"limit": 200}).json()["results"]
    assert len(chosen) < len(everything)
    reply = desk.post("/ressources/decrire", data={"client": "on veut une formation"}, follow_redirects=False)
    page = desk.get(reply.headers["location"])
    assert f"{len(everything)} ressources" in page.text


def test_the_form_aimed_at_and_that_of_today_are_told_apart(desk: TestClient) -> None:
    reply = desk.post(
        "/ressources/decrire",
        data={"client": "mon entreprise privée devient une coop"},
        follow_redirects=False,
    )
    query = dict(parse_qsl(urlsplit(reply.headers["location"]).query))
    assert (query["legal_form"], query["current_form"]) == ("cooperative", "private")
