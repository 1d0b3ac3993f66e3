"""Writing the database's content out as a content pack that imports back to the same content.

The territory is copied from the pack it was imported from: staff do not edit it.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, Topic
from knowledge.pack.files import RESOURCE_FILES
from knowledge.records import AnyResource
from knowledge.resources.store import content_of, load_resources

COPIED = (
    "territory.yaml", "quebec_municipalities.csv", "quebec_municipalities.LICENCE.txt", "site.yaml",
    "messages.yaml", "contacts.yaml", "steps.yaml",
)  # fmt: skip


def export_folder(session: Session, folder: Path, pack_folder: Path) -> int:
    """Write the content to a folder; the number of entries written.

    Input: the folder to fill (made if missing) and the pack whose unedited files are copied along.
    """
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    facts = [row.content for row in session.scalars(select(Fact).order_by(Fact.id))]
    _write(folder / "facts.yaml", "facts", facts)
    by_theme: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in session.scalars(select(Answer).order_by(Answer.id)):
        by_theme[row.theme].append(answers.content_of(answers.to_record(row)))
    for theme, rows in by_theme.items():
        _write(folder / "answers" / f"{theme}.yaml", "answers", rows)
    resources = load_resources(session, archived=True)
    for key, record_type in RESOURCE_FILES.items():
        _write(folder / f"{key}.yaml", key, _of_type(resources.values(), record_type))
    topics = [row.content for row in session.scalars(select(Topic).order_by(Topic.id))]
    _write(folder / "out_of_scope.yaml", "topics", topics)
    for name in COPIED:
        if (pack_folder / name).exists() and pack_folder.resolve() != folder.resolve():
            shutil.copyfile(pack_folder / name, folder / name)
    return len(facts) + sum(map(len, by_theme.values())) + len(resources) + len(topics)


def _of_type(records: Iterable[AnyResource], record_type: type[Any]) -> list[dict[str, Any]]:
    return [content_of(record) for record in records if isinstance(record, record_type)]


def _write(path: Path, key: str, rows: list[dict[str, Any]]) -> None:
    text = yaml.safe_dump({key: rows}, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
