"""An answer that is saved in the base is given in chat at once, with no training and no restart."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from knowledge.answers.store import save, to_record
from knowledge.database import sessions
from knowledge.models import Answer
from knowledge.records import AnswerRecord, Source
from tests.e2e.house import House, get

LIVE_SECONDS = 2.0  # the former index answers while the new one is built
QUESTION = "est-ce que le hangar à bateaux de l'île aux hérons se loue pour une assemblée?"


def given(house: House) -> set[str]:
    """The answers that the question gets now."""
    return {(part.get("answer") or {}).get("id", "") for part in house.conversation().say(QUESTION)}


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it comes true within the seconds promised."""
    until = time.monotonic() + LIVE_SECONDS
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.25)
    return True


@pytest.mark.quiet
def test_a_new_answer_is_given_within_two_seconds_and_an_archived_one_no_more(house: House) -> None:
    database = sessions(house.database_url)
    assert not any(part.get("answer") for part in house.conversation().say(QUESTION))
    record = AnswerRecord(
        id="hangar-a-bateaux",
        theme="pole_vhsl",
        question="Peut-on louer le hangar à bateaux pour une assemblée?",
        phrasings=["louer le hangar à bateaux", "hangar à bateaux île aux hérons location assemblée"],
        text="Le hangar à bateaux se réserve auprès du Pôle.",
        facts=[],
        sources=[Source(title="Essai")],
        review_by="2027-11",
    )
    with database() as session, session.begin():
        save(session, record, author="test", action="publish")
    assert eventually(lambda: "answer:hangar-a-bateaux" in given(house))
    status, reply = get(f"{house.url}/api/answers?q=louer+le+hangar+a+bateaux")
    assert status == 200
    assert reply["results"][0]["id"] == "answer:hangar-a-bateaux"

    with database() as session, session.begin():
        row = session.get_one(Answer, "hangar-a-bateaux")
        archived = to_record(row).model_copy(update={"status": "archived"})
        save(session, archived, author="test", action="archive")
    assert eventually(lambda: "answer:hangar-a-bateaux" not in given(house))
