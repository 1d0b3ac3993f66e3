"""How soon something that is published is given by every replica."""

from __future__ import annotations

import time
from collections.abc import Sequence

import httpx

from knowledge.answers.store import save
from knowledge.database import sessions
from knowledge.records import AnswerRecord, Source

QUESTION = "louer le hangar à bateaux de l'île aux hérons"
NAME = "hangar-a-bateaux"
TEXT = "Le hangar à bateaux se réserve auprès du Pôle."
LOOK_SECONDS = 0.1
GIVEN_UP_SECONDS = 30.0


def seconds_to_live(sites: Sequence[str], text: str = TEXT, host: str | None = None) -> dict[str, float]:
    """Publish an answer, whose text is another each time; by site, how many seconds later it is given.
    `host`: of the Pôle that is served, where a site serves several."""
    record = AnswerRecord(
        id=NAME,
        theme="pole_vhsl",
        question="Peut-on louer le hangar à bateaux de l'île aux hérons?",
        phrasings=[QUESTION],
        text=text,
        facts=[],
        sources=[Source(title="Essai")],
        review_by="2027-11",
    )
    with sessions()() as session, session.begin():
        save(session, record, author="essai", action="publish")
    began, seen = time.monotonic(), dict[str, float]()
    while len(seen) < len(sites) and time.monotonic() - began < GIVEN_UP_SECONDS:
        for site in sites:
            if site not in seen and given(site, text, host):
                seen[site] = time.monotonic() - began
        time.sleep(LOOK_SECONDS)
    return seen


def given(site: str, text: str = TEXT, host: str | None = None) -> bool:
    """Whether a site gives the answer that was published."""
    headers = {"host": host} if host else {}
    reply = httpx.get(f"{site}/api/answers", params={"q": QUESTION}, headers=headers, timeout=10)
    return any(text in found["text"] for found in reply.json().get("results", []))
