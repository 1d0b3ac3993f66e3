"""The page of state, for the technician."""

from __future__ import annotations

import os
import time
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import OutgoingMail
from knowledge.outgoing import FAILED, KINDS, REQUEST
from tests.web.staff.conftest import Desk
from web.staff.state import MAILS

PATH = "/equipe/etat"


def test_it_says_which_part_is_down_what_waits_and_when_the_last_copy_was_made(
    administrator: Desk,
    database: sessionmaker[Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "copies"))
    page = unescape(administrator.get(PATH).text)
    assert "La base s'écrit: oui" in page and 'Rasa répond: <strong class="no">non' in page
    assert "Aucune copie n'est visible" in page and "Aucun n'attend" in page
    copy = tmp_path / "copies" / "base-1.copie"
    copy.parent.mkdir()
    copy.write_bytes(b"x" * 1_200_000)
    with database() as session, session.begin():
        session.add(OutgoingMail(kind=REQUEST, about=1, status=FAILED))
    page = unescape(administrator.get(PATH).text)
    assert "1,2 Mo" in page and "À faire" not in page
    assert "demandes</th>" in page and '<strong class="no">1</strong>' in page
    three_days_ago = time.time() - 3 * 86_400
    os.utime(copy, (three_days_ago, three_days_ago))
    assert "À faire: une copie chaque nuit" in unescape(administrator.get(PATH).text)


def test_every_kind_of_mail_has_a_name_that_people_read() -> None:
    assert set(MAILS) == set(KINDS)
