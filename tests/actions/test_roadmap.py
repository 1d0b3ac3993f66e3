"""«Ma feuille de route»: a link of the same site, to a page made from what was understood."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session, sessionmaker

from knowledge.referral.roadmap import KEPT_DAYS, read_roadmap
from knowledge.resources.store import save
from tests.actions.conversation import Conversation
from tests.knowledge.test_roadmap import fund

PROFILE = {"place_kind": "mrc", "mrc": "roussillon", "place_name": "Roussillon", "stage": "takeover"}


def test_the_link_opens_the_roadmap_of_the_project_as_it_was_told(base: sessionmaker[Session]) -> None:
    with base() as session, session.begin():
        for name in "abcdef":
            save(session, fund(name, stage="takeover"), author="essai", action="create")
    results = {"ids": ["fund:e", "fund:gone", "fund:c"], "shown": [], "next": 3}
    said = Conversation(profile=PROFILE, results=results).type("fais-moi ma feuille de route", "roadmap")
    link = re.search(r"\]\(/feuille-de-route/([\w-]{32})\)", said)
    assert link
    assert str(KEPT_DAYS) in said
    with base() as session:
        page = read_roadmap(session, link[1])
        assert page is not None
        assert {"label": "Étape", "value": "la reprise d'une entreprise"} in page.content["where_you_are"]
        assert len(page.content["steps"]) == 3
        assert [door["id"] for door in page.content["doors"][:2]] == ["fund:e", "fund:c"]


def test_without_a_project_it_says_what_is_missing_and_how_to_begin(base: sessionmaker[Session]) -> None:
    talk = Conversation()
    assert "votre projet" in talk.type("feuille de route", "roadmap")
    assert talk.titles
