"""Pages with an unguessable address."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import SharedPage, now
from knowledge.shared_pages import find_page, share_page


def test_a_page_opens_with_its_link_and_the_base_alone_does_not_tell_it(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        token = share_page(session, "roadmap", {"steps": ["é"]}, days=30)
    with database() as session:
        page = find_page(session, "roadmap", token)
        assert page is not None
        assert page.content == {"steps": ["é"]}
        assert len(token) >= 32
        assert token not in str([vars(row) for row in session.scalars(select(SharedPage))])


def test_a_page_does_not_open_as_another_kind_nor_with_another_link(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        token = share_page(session, "roadmap", {}, days=30)
        assert find_page(session, "sheet", token) is None
        assert find_page(session, "roadmap", token + "a") is None
        assert find_page(session, "roadmap", "") is None


def test_an_expired_page_does_not_open_even_before_it_is_erased(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        token = share_page(session, "roadmap", {}, days=30)
        page = find_page(session, "roadmap", token)
        assert page is not None
        page.expires_at = now() - dt.timedelta(seconds=1)
        session.flush()
        assert find_page(session, "roadmap", token) is None
