"""Open data: what is published, in formats that other systems read."""

from __future__ import annotations

import csv
import io
import uuid

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from knowledge.resources.store import load_resources, save


def test_the_table_and_the_records_hold_every_resource_and_no_staff_note(
    desk: TestClient, database: sessionmaker[Session]
) -> None:
    with database() as session, session.begin():
        resources = load_resources(session)
        noted = resources["fund:biec"].model_copy(update={"staff_notes": "note interne", "name": "=1+1"})
        save(session, noted, author="tests", action="edit")
    reply = desk.get("/donnees/ressources.csv")
    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    assert {row["id"] for row in rows} == set(resources)
    biec = next(row for row in rows if row["id"] == "fund:biec")
    assert biec["nom"] == "'=1+1"  # a spreadsheet must not take it for a formula
    records = desk.get("/donnees/ressources.json")
    assert {one["identifier"] for one in records.json()["resources"]} == set(resources)
    for text in (reply.text, records.text):
        assert "note interne" not in text


def test_hsds_lists_come_by_pages_and_each_entry_opens(desk: TestClient) -> None:
    first = desk.get("/api/hsds/services?per_page=50").json()
    assert (first["page_number"], first["size"], first["first_page"]) == (1, 50, True)
    seen = []
    for number in range(1, first["total_pages"] + 1):
        page = desk.get(f"/api/hsds/services?per_page=50&page={number}").json()
        seen += [one["id"] for one in page["contents"]]
    assert len(seen) == len(set(seen)) == first["total_items"]
    whole = desk.get(f"/api/hsds/services/{seen[0]}").json()
    assert uuid.UUID(whole["id"]).version == 5
    owner = desk.get(f"/api/hsds/organizations/{whole['organization_id']}").json()
    assert whole["id"] in {one["id"] for one in owner["services"]}


def test_hsds_can_be_searched_and_says_what_it_does_not_know(desk: TestClient) -> None:
    found = desk.get("/api/hsds/services?search=biec").json()["contents"]
    assert any("BIEC" in one["name"] for one in found)
    missing = desk.get("/api/hsds/services/inconnu")
    assert missing.status_code == 404
    assert "inconnu" in missing.json()["error"]["message"]


def test_the_page_of_the_api_documents_every_public_address(desk: TestClient) -> None:
    page = desk.get("/api").text
    for path in desk.get("/api/openapi.json").json()["paths"]:
        assert path in page
    assert '<script src="http' not in page
