"""A new version of a pack on a base that the team works on: nothing of theirs is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers.store import save, to_record
from knowledge.database import migrate
from knowledge.models import Answer, Resource
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.pack.updates import keep, merge, pack_of_base, take, waiting
from knowledge.settings import PROJECT_DIR
from tests import prepared
from tests.small_pack import FILE

BEFORE_PACKS = "0003"  # the schema of a base that knew of no pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack that a test may change."""
    return prepared.small_pack(tmp_path / "content")


def run(database: sessionmaker[Session], folder: Path) -> object:
    with database() as session, session.begin():
        return import_folder(session, folder)


def first_answer(folder: Path) -> str:
    rows = yaml.safe_load((folder / "answers" / FILE).read_text(encoding="utf-8"))["answers"]
    return str(rows[0]["id"])


def change(folder: Path, **fields: object) -> None:
    path = folder / "answers" / FILE
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["answers"][0].update(fields)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def edit(database: sessionmaker[Session], name: str, text: str) -> None:
    with database() as session, session.begin():
        record = to_record(session.get_one(Answer, name)).model_copy(update={"text": text})
        save(session, record, author="editor", action="edit")


def text_of(database: sessionmaker[Session], name: str) -> str:
    with database() as session:
        return str(session.get_one(Answer, name).text)


def test_the_base_of_one_pole_refuses_the_pack_of_another(
    database: sessionmaker[Session], folder: Path
) -> None:
    run(database, folder)
    with database() as session:
        assert pack_of_base(session) == "vhsl"
    (folder / "pack.yaml").write_text("id: mauricie\n", encoding="utf-8")
    with pytest.raises(PackRefusedError) as refused:
        run(database, folder)
    assert "la base est celle de «vhsl»" in str(refused.value.faults[0])


def test_a_base_from_before_the_packs_is_migrated_without_losing_an_edit(
    database: sessionmaker[Session], database_url: str, folder: Path
) -> None:
    run(database, folder)
    name = first_answer(folder)
    edit(database, name, "Le texte de l'équipe.")
    config = Config()
    config.set_main_option("script_location", str(PROJECT_DIR / "knowledge" / "migrations"))
    config.attributes["url"] = database_url
    command.downgrade(config, BEFORE_PACKS)
    migrate(database_url)
    with database() as session:
        assert pack_of_base(session) is None
    run(database, folder)
    assert text_of(database, name) == "Le texte de l'équipe."
    with database() as session:
        assert pack_of_base(session) == "vhsl"
        assert [one.subject for one in waiting(session)] == [], "the pack says what it said"


def test_what_left_the_pack_is_archived_and_comes_back_with_it(
    database: sessionmaker[Session], folder: Path
) -> None:
    run(database, folder)
    path = folder / "funds.yaml"
    whole = path.read_text(encoding="utf-8")
    rows = yaml.safe_load(whole)["funds"]
    name = str(rows[-1]["id"])
    text = yaml.safe_dump({"funds": [row for row in rows if row["id"] != name]}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    for answers in (folder / "answers").glob("*.yaml"):
        said = answers.read_text(encoding="utf-8").replace(f"- fund:{name}\n", f"- fund:{name}?\n")
        answers.write_text(said, encoding="utf-8")
    run(database, folder)
    with database() as session:
        assert session.get_one(Resource, f"fund:{name}").archived
    path.write_text(whole, encoding="utf-8")
    run(database, folder)
    with database() as session:
        assert not session.get_one(Resource, f"fund:{name}").archived


def test_what_both_changed_waits_for_the_team_once(database: sessionmaker[Session], folder: Path) -> None:
    run(database, folder)
    name = first_answer(folder)
    edit(database, name, "Texte de l'équipe.")
    run(database, folder)
    with database() as session:
        assert waiting(session) == []  # the pack did not change: there is nothing to choose
    change(folder, text="Texte du dossier.")
    run(database, folder)
    with database() as session, session.begin():
        (one,) = waiting(session)
        assert one.coming is not None and one.coming["text"] == "Texte du dossier."
        keep(session, one)
    run(database, folder)
    with database() as session:
        assert waiting(session) == []
    assert text_of(database, name) == "Texte de l'équipe."


def test_the_pack_s_version_can_be_taken(database: sessionmaker[Session], folder: Path) -> None:
    run(database, folder)
    name = first_answer(folder)
    edit(database, name, "Texte de l'équipe.")
    change(folder, text="Texte du dossier.")
    run(database, folder)
    with database() as session, session.begin():
        take(session, waiting(session)[0], "editor")
    assert text_of(database, name) == "Texte du dossier."
    change(folder, text="Texte suivant.")
    run(database, folder)
    assert text_of(database, name) == "Texte suivant."


def test_both_versions_can_be_brought_together(database: sessionmaker[Session], folder: Path) -> None:
    run(database, folder)
    name = first_answer(folder)
    edit(database, name, "Texte de l'équipe.")
    change(folder, theme="autre_theme")
    run(database, folder)
    with database() as session, session.begin():
        assert merge(session, waiting(session)[0], "editor") == []
    run(database, folder)
    assert text_of(database, name) == "Texte de l'équipe."
    with database() as session:
        assert session.get_one(Answer, name).theme == "autre_theme" and waiting(session) == []
    change(folder, text="Texte du dossier.")
    run(database, folder)
    with database() as session, session.begin():
        assert merge(session, waiting(session)[0], "editor") == ["text"]
    assert text_of(database, name) == "Texte de l'équipe."


def test_what_is_withdrawn_is_archived_even_where_the_team_edited_it(
    database: sessionmaker[Session], folder: Path
) -> None:
    run(database, folder)
    name = first_answer(folder)
    edit(database, name, "Texte de l'équipe.")
    change(folder, withdrawn=True)
    run(database, folder)
    with database() as session:
        assert session.get_one(Answer, name).status == "archived"
        (one,) = waiting(session)
        assert (one.subject, one.kind) == (f"answer:{name}", "withdrawn")
