"""What search engines and readers of news are given of the directory."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from knowledge.opendata.schema_org import TYPES
from knowledge.records import OrganizationRecord
from knowledge.resources.store import load_resources, save

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_the_sitemap_names_every_sheet_and_only_pages_that_open(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    places = [one.text or "" for one in ET.fromstring(desk.get("/sitemap.xml").text).iter(f"{SITEMAP}loc")]
    with database() as session:
        names = set(load_resources(session))
    assert {place.rpartition("/ressources/")[2] for place in places if "/ressources/" in place} <= names
    paths = ["/" + place.split("/", 3)[3] for place in places]
    assert [path for path in paths if ":" not in path and desk.get(path).status_code != 200] == []


def test_engines_are_sent_to_the_sitemap_and_away_from_what_is_somebodys(desk: TestClient) -> None:
    told = desk.get("/robots.txt").text
    assert "Disallow: /feuille-de-route" in told
    assert "Disallow: /equipe" in told
    assert re.search(r"^Sitemap: http\S+/sitemap\.xml$", told, re.MULTILINE)


def test_every_sheet_says_what_it_is_in_words_that_engines_read(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    with database() as session:
        resources = load_resources(session)
    for name, record in list(resources.items())[::7]:
        found = DATA.search(desk.get(f"/ressources/{name}").text)
        assert found, name
        for said in json.loads(found[1]):
            assert said["name"] == record.name
            assert said["@type"] == TYPES[name.partition(":")[0]]  # type: ignore[index]
            assert all(said.values()), "what is unknown is left out"


def test_a_hostile_name_does_not_leave_the_data_of_a_sheet(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        record = load_resources(session)["organization:cdrq"]
        assert isinstance(record, OrganizationRecord)
        hostile = record.model_copy(update={"name": "</script><script>x=1</script>"})
        save(session, hostile, author="tests", action="edit")
    page = desk.get("/ressources/organization:cdrq").text
    assert "<script>x=1" not in page


def test_the_feed_tells_each_call_that_has_a_date(desk: TestClient) -> None:
    reply = desk.get("/appels.atom")
    assert reply.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(reply.content)
    entries = feed.findall(f"{ATOM}entry")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert entries
    assert len(set(identifiers)) == len(identifiers)
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert desk.get("/" + link.attrib["href"].split("/", 3)[3]).status_code == 200
