"""Writing the database's content out as a content pack that imports back to the same content.

The territory is copied from the pack it was imported from, with what staff changed of it.
"""

from __future__ import annotations

import contextlib
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import privacy
from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, Topic
from knowledge.pack.files import RESOURCE_FILES, read_pack
from knowledge.pack.layers import PACK_FILE, find, mapping, pack_settings, read_mapping
from knowledge.pack.writing import write_file
from knowledge.pole import OVERLAID, SITE, TERRITORY, laid_over, overlay_of
from knowledge.records import AnswerRecord, AnyResource
from knowledge.resources.store import content_of, load_resources
from knowledge.slugs import slug
from knowledge.territory.own import with_own

COPIED = ("territory.yaml", "quebec_municipalities.csv", "quebec_municipalities.LICENCE.txt")
MERGED = (
    "site.yaml",
    "messages.yaml",
    "contacts.yaml",
    "steps.yaml",
    "tools.yaml",
    "areas.yaml",
    "emergency.yaml",
    "words.yaml",
)  # mappings: all layers in one


def export_folder(session: Session, folder: Path, pack_folder: Path) -> int:
    """Write the content to a folder; the number of entries written.

    Input: the folder to fill (made if missing) and the pack whose unedited files are copied along.
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts = [row.content for row in session.scalars(select(Fact).order_by(Fact.id))]
    _write(folder / "facts.yaml", "facts", facts)
    rows = session.scalars(select(Answer).order_by(Answer.id))
    written = _write_answers(folder, [answers.to_record(row) for row in rows])
    resources = load_resources(session, archived=True)
    for key, record_type in RESOURCE_FILES.items():
        _write(folder / f"{key}.yaml", key, _of_type(resources.values(), record_type))
    topics = [row.content for row in session.scalars(select(Topic).order_by(Topic.id))]
    _write(folder / "out_of_scope.yaml", "topics", topics)
    copy_settings(folder, pack_folder)
    for name, changed in overlay_of(session).items():  # what the team set on screen
        standing = read_mapping(folder / name) if (folder / name).exists() else {}
        if standing or name in OVERLAID:
            laid = with_own(standing, changed) if name == TERRITORY else laid_over(standing, changed)
            write_file(folder / name, laid)
    return len(facts) + written + len(resources) + len(topics)


def copy_settings(folder: Path, pack_folder: Path) -> None:
    """Write to a folder, as one layer, the files of a pack that are no lists, where it has them."""
    name = pack_settings(pack_folder).get("id")
    if name:
        write_file(folder / PACK_FILE, {"id": name})
    for name in COPIED:
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(find(pack_folder, name), folder / name)
    for name in MERGED:
        with contextlib.suppress(FileNotFoundError):
            entries = mapping(pack_folder, name)
            if name == SITE:  # what the machine does is told by the machine that reads the pack
                entries.pop(privacy.LINES, None)
            write_file(folder / name, entries)


def flatten(pack_folder: Path, folder: Path) -> None:
    """Write a pack as one folder that stands alone, all its layers in one."""
    pack = read_pack(pack_folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "facts.yaml", "facts", [fact.model_dump(mode="json") for fact in pack.facts.values()])
    _write_answers(folder, pack.answers.values())
    for key, record_type in RESOURCE_FILES.items():
        _write(folder / f"{key}.yaml", key, _of_type(pack.resources.values(), record_type))
    topics = [topic.model_dump(mode="json") for topic in pack.topics.values()]
    _write(folder / "out_of_scope.yaml", "topics", topics)
    copy_settings(folder, pack_folder)


def _write_answers(folder: Path, records: Iterable[AnswerRecord]) -> int:
    """Write the answers, a file for each theme; how many. A theme is whatever staff typed, so the file has
    a name made from it; two themes that make the same name share the file."""
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        by_file[slug(record.theme)].append(answers.content_of(record))
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    for name, rows in by_file.items():
        _write(folder / "answers" / f"{name}.yaml", "answers", rows)
    return sum(map(len, by_file.values()))


def _of_type(records: Iterable[AnyResource], record_type: type[Any]) -> list[dict[str, Any]]:
    return [content_of(record) for record in records if isinstance(record, record_type)]


def _write(path: Path, key: str, rows: list[dict[str, Any]]) -> None:
    write_file(path, {key: rows})
