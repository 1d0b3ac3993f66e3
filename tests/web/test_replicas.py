"""Several sites serve one base: what is published at one is given by all, and soon."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers.store import save
from knowledge.records import AnswerRecord, Source
from knowledge.settings import PROJECT_DIR
from tests import prepared
from tests.conftest import POSTGRESQL
from tools.children import end_with_parent
from tools.serve import free_port

LIVE_SECONDS = 2.0
START_SECONDS = 120.0
LOOK_SECONDS = 0.05
FIRST_PORT = 8300
QUESTION = "louer le hangar à bateaux de l'île aux hérons"


@pytest.fixture
def sites(database_url: str, filled_database: object, tmp_path: Path) -> Iterator[list[str]]:
    """Where two sites of one base are, both whole."""
    prepared.remember()
    running, urls = [], []
    for number in range(2):
        port = free_port(FIRST_PORT + number)
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "VAR_DIR": str(tmp_path / str(number)),
            "PORT": str(port),
            "RATE_LIMIT_PER_MINUTE": "0",
        }
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.replica"],
                cwd=PROJECT_DIR,
                env=environment,
                preexec_fn=end_with_parent,
            )
        )
        urls.append(f"http://127.0.0.1:{port}")
    try:
        until = time.monotonic() + START_SECONDS
        while not all(map(_ready, urls)):
            assert time.monotonic() < until, "the sites did not start"
            time.sleep(0.2)
        yield urls
    finally:
        for process in running:
            process.kill()
            process.wait()


def _ready(url: str) -> bool:
    try:
        return bool(_found(url))
    except (httpx.HTTPError, KeyError):
        return False


def _found(url: str) -> list[str]:
    reply = httpx.get(f"{url}/api/answers", params={"q": QUESTION}, timeout=10)
    return [reply.json()["decision"], *(one["id"] for one in reply.json()["results"])]


def _until_given(url: str, name: str) -> float:
    """The moment when a site gives an answer."""
    until = time.monotonic() + 10 * LIVE_SECONDS
    while name not in _found(url) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return time.monotonic()


@pytest.mark.quiet
@pytest.mark.parametrize("database_url", [POSTGRESQL], indirect=True)
def test_what_is_published_is_given_by_every_site_within_two_seconds(
    sites: list[str], filled_database: sessionmaker[Session]
) -> None:
    record = AnswerRecord(
        id="hangar-a-bateaux",
        theme="pole_vhsl",
        question="Peut-on louer le hangar à bateaux de l'île aux hérons?",
        phrasings=[QUESTION],
        text="Le hangar à bateaux se réserve auprès du Pôle.",
        facts=[],
        sources=[Source(title="Essai")],
        review_by="2027-11",
    )
    assert not any(f"answer:{record.id}" in _found(url) for url in sites)
    with filled_database() as session, session.begin():
        save(session, record, author="essai", action="publish")
    saved = time.monotonic()
    with ThreadPoolExecutor() as looking:
        given = list(looking.map(lambda url: _until_given(url, f"answer:{record.id}"), sites))
    assert max(given) - saved < LIVE_SECONDS, [f"{one - saved:.1f} s" for one in given]
