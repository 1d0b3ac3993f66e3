"""Importing and exporting a pack: all or nothing, again without change, never over the staff's work."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers.store import save, to_record
from knowledge.models import Answer, Resource, Revision
from knowledge.pack.exporter import export_folder, flatten
from knowledge.pack.files import read_pack
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.revisions import history
from knowledge.settings import DEFAULT_CONTENT_DIR
from tests import prepared


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small pack that a test may change."""
    return prepared.small_pack(tmp_path / "content")


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """All of the first Pôle's pack, in one folder."""
    flatten(DEFAULT_CONTENT_DIR, tmp_path / "content")
    return tmp_path / "content"


def rewrite(path: Path, key: str, change: dict[str, object]) -> None:
    """Change fields of the first entry of a file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data[key][0].update(change)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def run_import(database: sessionmaker[Session], folder: Path):  # type: ignore[no-untyped-def]
    with database() as session, session.begin():
        return import_folder(session, folder)


def test_importing_twice_changes_nothing_the_second_time(
    database: sessionmaker[Session], folder: Path
) -> None:
    first = run_import(database, folder)
    again = run_import(database, folder)
    assert first.added and not first.updated
    assert not again.added and not again.updated and not again.kept
    assert len(again.unchanged) == len(first.added)


def test_what_staff_edited_survives_an_import(database: sessionmaker[Session], folder: Path) -> None:
    run_import(database, folder)
    path = folder / "answers" / "definition.yaml"
    with database() as session, session.begin():
        name = yaml.safe_load(path.read_text(encoding="utf-8"))["answers"][0]["id"]
        record = to_record(session.get_one(Answer, name)).model_copy(update={"text": "Texte de l'équipe."})
        save(session, record, author="editor", action="edit")
    rewrite(path, "answers", {"text": "Texte du dossier."})
    report = run_import(database, folder)
    assert report.kept == [f"answer:{name}"]
    with database() as session:
        assert session.get_one(Answer, name).text == "Texte de l'équipe."
        assert [r.author for r in history(session, f"answer:{name}")] == ["editor", "import"]


def test_what_nobody_edited_follows_the_pack(database: sessionmaker[Session], folder: Path) -> None:
    run_import(database, folder)
    rewrite(folder / "funds.yaml", "funds", {"name": "Nom revu"})
    report = run_import(database, folder)
    assert len(report.updated) == 1
    with database() as session:
        assert session.get_one(Resource, report.updated[0]).name == "Nom revu"


@pytest.mark.parametrize(
    ("file", "key", "change", "said"),
    [
        ("answers/definition.yaml", "answers", {"facts": ["m999"]}, "«m999» n'existe pas"),
        ("answers/definition.yaml", "answers", {"text": "mot " * 121}, "121 mots, 120 au plus"),
        ("funds.yaml", "funds", {"montant": 3}, "montant: champ inconnu"),
        ("funds.yaml", "funds", {"status": "peut-être"}, "n'est pas une valeur permise"),
        ("organizations.yaml", "organizations", {"name": None}, "name:"),
    ],
)
def test_a_bad_entry_is_named_with_its_fault_and_nothing_is_imported(
    database: sessionmaker[Session], folder: Path, file: str, key: str, change: dict[str, object], said: str
) -> None:
    rewrite(folder / file, key, change)
    with pytest.raises(PackRefusedError) as refused:
        run_import(database, folder)
    faults = [str(fault) for fault in refused.value.faults]
    entry = yaml.safe_load((folder / file).read_text(encoding="utf-8"))[key][0]["id"]
    assert any(file in fault and f"«{entry}»" in fault and said in fault for fault in faults), faults
    with database() as session:
        assert session.scalar(select(func.count()).select_from(Answer)) == 0


def test_a_broken_yaml_file_is_named_with_its_line(database: sessionmaker[Session], folder: Path) -> None:
    (folder / "funds.yaml").write_text("funds:\n  - id: [", encoding="utf-8")
    with pytest.raises(PackRefusedError) as refused:
        run_import(database, folder)
    assert any("funds.yaml" in str(f) and "ligne" in str(f) for f in refused.value.faults)


def test_an_export_imports_back_to_the_same_content(
    database: sessionmaker[Session], whole: Path, tmp_path: Path
) -> None:
    run_import(database, whole)
    with database() as session:
        export_folder(session, tmp_path / "out", whole)
    before, after = read_pack(whole), read_pack(tmp_path / "out")
    assert after.faults == []
    for name in ("facts", "answers", "resources", "topics"):
        assert getattr(after, name) == getattr(before, name)
    report = run_import(database, tmp_path / "out")
    assert not report.added and not report.updated and not report.kept


def test_every_imported_entry_has_a_first_revision(database: sessionmaker[Session], folder: Path) -> None:
    run_import(database, folder)
    with database() as session:
        subjects = session.scalar(select(func.count(func.distinct(Revision.subject))))
        rows = session.scalar(select(func.count()).select_from(Answer)) or 0
        rows += session.scalar(select(func.count()).select_from(Resource)) or 0
    assert subjects == rows


def test_no_theme_that_staff_may_type_leads_out_of_the_folder_or_breaks_the_export(
    database: sessionmaker[Session], folder: Path, tmp_path: Path
) -> None:
    run_import(database, folder)
    themes = [
        "coop / OBNL", "coop-obnl", "../../x/rel", str(tmp_path)[:80], "..", "経済", "Été", "x" * 80,
    ]  # fmt: skip
    with database() as session, session.begin():
        rows = session.scalars(select(Answer).order_by(Answer.id).limit(len(themes))).all()
        for row, theme in zip(rows, themes, strict=True):
            save(session, to_record(row).model_copy(update={"theme": theme}), author="editor", action="edit")
    out = tmp_path / "parent" / "out"
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    with database() as session:
        export_folder(session, out, folder)
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert written and all(path.is_relative_to(out) for path in written)
    pack = read_pack(out)
    assert not pack.faults
    assert {row.id for row in rows} <= set(pack.answers)
    assert [pack.answers[row.id].theme for row in rows] == themes
