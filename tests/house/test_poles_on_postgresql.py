"""Several Pôles on one PostgreSQL: a base each, made from the house's address; what is published at one is
given by it alone, in another process of the house too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from actions.library import answer_search
from house.opening import open_pole
from knowledge.answers.store import save
from knowledge.database import engine_for, sessions
from knowledge.hosted import Pole, read_poles, serving
from knowledge.lease import Duty
from knowledge.records import AnswerRecord, Source
from knowledge.search.service import AnswerSearch
from knowledge.settings import database_url
from tests import prepared
from tests.invented_pack import AUSTRAL, BOREAL, Invented
from tests.postgresql import Cluster
from web.crowd import Crowd

pytestmark = pytest.mark.postgresql
QUESTION = "Peut-on louer le hangar à bateaux de l'île aux hérons?"
TEXT = "Le hangar se réserve auprès du Pôle boréal."


@pytest.fixture(scope="module")
def poles(postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pole]]:
    """Two Pôles of one house, open."""
    folder: Path = tmp_path_factory.mktemp("poles")
    listed = [
        {
            "id": one.id,
            "hosts": [f"{one.id}.example"],
            "settings": {"CONTENT_DIR": str(prepared.invented_pack(folder / one.id, one))},
        }
        for one in (BOREAL, AUSTRAL)
    ]
    file = folder / "poles.yaml"
    file.write_text(yaml.safe_dump({"poles": listed}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(folder / "var"))
        patch.setenv("DATABASE_URL", postgresql.each_pole((BOREAL.id, AUSTRAL.id)))
        for name in ("CONTACT_EMAIL", "PACK", "CONTENT_DIR"):
            patch.delenv(name, raising=False)
        found = {pole.id: pole for pole in read_poles(file)}
        for pole in found.values():
            open_pole(pole, Crowd())
        yield found
        for pole in found.values():
            with serving(pole):
                engine_for(database_url()).dispose()


def best(search: AnswerSearch, question: str) -> str:
    """The text of the first answer found; empty when there is none."""
    search.refresh()
    return next((hit.answer.text for hit in search.search(question).hits), "")


@pytest.mark.parametrize("one", [BOREAL, AUSTRAL], ids=lambda one: one.id)
def test_each_pole_answers_from_a_base_of_its_own(poles: dict[str, Pole], one: Invented) -> None:
    with serving(poles[one.id]):
        assert database_url().endswith(f"_{one.id}")
        with engine_for(database_url()).connect() as connection:
            assert connection.scalar(text("SELECT current_database()")) == database_url().rpartition("/")[2]
        assert best(answer_search(), one.question) == one.secret


def test_what_one_publishes_is_given_by_it_alone_in_another_process_too(poles: dict[str, Pole]) -> None:
    def elsewhere(one: Invented) -> AnswerSearch:
        """The search of a Pôle as another process of the house has it."""
        with serving(poles[one.id]):
            search = AnswerSearch(sessions())
            search.refresh()
            return search

    own, others = elsewhere(BOREAL), elsewhere(AUSTRAL)
    new = AnswerRecord(
        id="hangar",
        theme="definition",
        question=QUESTION,
        phrasings=[],
        text=TEXT,
        facts=[],
        sources=[Source(title="Essai")],
        review_by="2027-11",
    )
    with serving(poles[BOREAL.id]), sessions()() as session, session.begin():
        save(session, new, author="essai", action="publish")
    for pole, search, given in ((BOREAL, own, True), (AUSTRAL, others, False)):
        with serving(poles[pole.id]):
            assert (best(search, QUESTION) == TEXT) is given
            assert (best(answer_search(), QUESTION) == TEXT) is given


def test_the_background_work_of_each_pole_is_one_process_s_and_may_be_another_s_for_the_other(
    poles: dict[str, Pole],
) -> None:
    with serving(poles[BOREAL.id]):
        first, second = Duty(sessions(), "essai"), Duty(sessions(), "essai")
    with serving(poles[AUSTRAL.id]):
        elsewhere = Duty(sessions(), "essai")
    assert first.take() and not second.take() and elsewhere.take()
