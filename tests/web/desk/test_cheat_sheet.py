"""«Vos portes»: each MRC has its page, with its own doors and whom to call, on one printed sheet."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient


def test_each_mrc_has_its_own_doors_and_another_name_has_no_page(app: FastAPI) -> None:
    client = TestClient(app, headers={"Accept": "text/html"})
    now = app.state.search.snapshot()
    index = client.get("/portes").text
    for mrc, doors in now.doors.by_mrc.items():
        assert f'href="/portes/{mrc}"' in index
        page = client.get(f"/portes/{mrc}")
        assert page.status_code == 200
        economic = now.resources.get(f"organization:{doors['economic']}")
        if economic is not None:
            assert f"/ressources/organization:{doors['economic']}" in page.text
            if economic.contact.phone:
                assert economic.contact.phone in page.text
        assert f"/ressources/{doors['first']}" in page.text
        others = [name for name in now.resources if name.startswith("fund:")]
        foreign = [
            name
            for name in others
            if (own := now.resources[name].eligibility.territory.mrc) and mrc not in own
        ]
        assert foreign and not any(f'/ressources/{name}"' in page.text for name in foreign)
    assert client.get("/portes/nulle-part").status_code == 404
