"""Reading the folders of a content pack.

Every fault names the file, the entry and what is wrong, in French, because staff read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.pack.faults import Fault, french_message
from knowledge.pack.layers import files, find
from knowledge.pack.placeholders import Filler, filler_of
from knowledge.records import (
    ActivityRecord,
    AnswerRecord,
    AnyResource,
    FactRecord,
    FundRecord,
    OrganizationRecord,
    Record,
    RecordType,
    TopicRecord,
    TrainingRecord,
    identifier,
)

RESOURCE_FILES: dict[str, RecordType] = {
    "organizations": OrganizationRecord,
    "funds": FundRecord,
    "trainings": TrainingRecord,
    "activities": ActivityRecord,
}


@dataclass
class Pack:
    """A content pack as read. `faults` is empty when everything could be read."""

    folder: Path | None = None
    facts: dict[str, FactRecord] = field(default_factory=dict)
    answers: dict[str, AnswerRecord] = field(default_factory=dict)
    resources: dict[str, AnyResource] = field(default_factory=dict)
    topics: dict[str, TopicRecord] = field(default_factory=dict)
    territory: dict[str, Any] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)  # identifiers of entries that are no longer true
    faults: list[Fault] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)  # identifier of an entry -> its (nearest) file

    def add_fault(self, file: str, entry: str, message: str) -> None:
        self.faults.append(Fault(file, entry, message))


# Key of the list in its files, the files of a layer that may hold it, the form of an entry, and what comes
# before its id in an identifier.
KINDS: tuple[tuple[str, tuple[str, ...], type[Record], str], ...] = (
    ("facts", ("facts.yaml", "facts/*.yaml"), FactRecord, "fact:"),
    ("answers", ("answers/*.yaml",), AnswerRecord, "answer:"),
    ("organizations", ("organizations.yaml",), OrganizationRecord, "organization:"),
    ("funds", ("funds.yaml",), FundRecord, "fund:"),
    ("trainings", ("trainings.yaml",), TrainingRecord, "training:"),
    ("activities", ("activities.yaml",), ActivityRecord, "activity:"),
    ("topics", ("out_of_scope.yaml",), TopicRecord, "topic:"),
)
OPTIONAL = "?"
ARCHIVED, WITHDRAWN, MORE = "archived", "withdrawn", "more_phrasings"


@dataclass
class _Row:
    """One entry as written, the nearer layers laid over it."""

    file: str
    fields: dict[str, Any]


def read_pack(folder: Path, slots: Mapping[str, Any] | None = None) -> Pack:
    """Read a content pack, all its layers.

    Input: the folder of the Pôle, and its slots as the team has them (None: as the folder has them). Output:
    the entries that could be read and the faults of those that could not.
    """
    pack = Pack(folder=folder)
    filler = filler_of(folder, slots)
    for key, patterns, form, prefix in KINDS:
        for name, row in _rows(pack, folder, key, patterns).items():
            if row.fields.pop(WITHDRAWN, False):
                pack.withdrawn.add(prefix + name)
                continue
            row.fields = _filled(filler, row.fields, form)
            entry = _entry(pack, row, name, form)
            if entry is not None:
                _keep(pack, entry, prefix, row.file)
    _settle_optional(pack)
    territory = _load(pack, _path(folder, "territory.yaml"), "territory.yaml")
    if isinstance(territory, dict):
        pack.territory = territory
    return pack


def _filled(filler: Filler, fields: dict[str, Any], form: type[Record]) -> dict[str, Any]:
    """An entry with what it says of the Pôle. The text of an answer keeps its slots: they are live there."""
    filled: dict[str, Any] = filler.fill(fields)
    if form is AnswerRecord and isinstance(text := fields.get("text"), str):
        return {**filled, "text": filler.named(text)}
    return filled


def _settle_optional(pack: Pack) -> None:
    """«fund:frr-volet2?» in an answer's facts: kept where the pack has it, dropped elsewhere."""
    for name, answer in pack.answers.items():
        if any(fact.endswith(OPTIONAL) for fact in answer.facts):
            bare = [(fact.removesuffix(OPTIONAL), fact) for fact in answer.facts]
            there = [one for one, said in bare if one == said or one in pack.facts or one in pack.resources]
            pack.answers[name] = answer.model_copy(update={"facts": there})


def _keep(pack: Pack, entry: Record, prefix: str, file: str) -> None:
    if isinstance(entry, FactRecord):
        pack.facts[entry.id] = entry
        pack.origin[entry.id] = file
    elif isinstance(entry, AnswerRecord):
        pack.answers[entry.id] = entry
        pack.origin[prefix + entry.id] = file
    elif isinstance(entry, TopicRecord):
        pack.topics[entry.id] = entry
        pack.origin[prefix + entry.id] = file
    elif isinstance(entry, OrganizationRecord | FundRecord | TrainingRecord | ActivityRecord):
        pack.resources[identifier(entry)] = entry
        pack.origin[identifier(entry)] = file


def _path(folder: Path, name: str) -> Path:
    try:
        return find(folder, name)
    except FileNotFoundError:
        return folder / name


def _load(pack: Pack, path: Path, file: str) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except FileNotFoundError:
        pack.add_fault(file, "–", "fichier absent")
    except UnicodeDecodeError:
        pack.add_fault(file, "–", "le fichier n'est pas en UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (ligne {mark.line + 1})" if mark else ""
        pack.add_fault(file, "–", f"YAML illisible{place}: {getattr(error, 'problem', None) or error}")
    except ValueError:  # a date that is none, a number of thousands of digits
        pack.add_fault(file, "–", "YAML illisible: un nombre ou une date ne se lit pas")
    return None


def _rows(pack: Pack, folder: Path, key: str, patterns: tuple[str, ...]) -> dict[str, _Row]:
    """The entries of one kind by id: what a nearer layer says of one replaces those fields only."""
    found: dict[str, _Row] = {}
    by_layer = files(folder, *patterns)
    if not any(paths for _, paths in by_layer) and "*" not in patterns[0]:
        pack.add_fault(patterns[0], "–", "fichier absent")
    for layer, paths in by_layer:
        own: dict[str, _Row] = {}
        written_in: dict[str, str] = {}
        for path in paths:
            file = path.relative_to(layer if layer == folder else layer.parent).as_posix()
            for name, fields in _written(pack, path, file, key):
                if name in own:
                    pack.add_fault(file, name, f"identifiant déjà utilisé dans {written_in[name]}")
                    continue
                below = found[name] if name in found else _Row(file, {})
                written_in[name] = file
                # More ways of asking leave an entry to the layer that says it.
                said_in = below.file if set(fields) <= {"id", MORE} else file
                own[name] = _Row(said_in, _laid_over(below.fields, fields))
        found |= own
    return found


def _laid_over(below: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """An entry with what the nearer layer says of it: a field replaces, `more_phrasings` adds."""
    more = fields.get(MORE, [])
    laid = {**below, **{key: value for key, value in fields.items() if key != MORE}}
    return {**laid, "phrasings": [*laid.get("phrasings", []), *more]} if more else laid


def _written(pack: Pack, path: Path, file: str, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    loaded = _load(pack, path, file)
    if loaded is None:
        return
    rows = loaded.get(key) if isinstance(loaded, dict) else None
    if not isinstance(rows, list):
        pack.add_fault(file, "–", f"une liste «{key}» est attendue en tête du fichier")
        return
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            yield str(row.get("id") or f"n° {number}"), row
        else:
            pack.add_fault(file, f"n° {number}", "des champs sont attendus")


def _entry(pack: Pack, row: _Row, name: str, form: type[Record]) -> Record | None:
    fields = row.fields
    if form is AnswerRecord and fields.pop(ARCHIVED, False):
        fields = {**fields, "status": ARCHIVED}
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        for detail in error.errors():
            field_name = ".".join(str(part) for part in detail["loc"]) or "entrée"
            pack.add_fault(row.file, name, f"{field_name}: {french_message(detail)}")
    return None


_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times quicker where libyaml is there


class _Loader(_SAFE):  # type: ignore[misc]
    """A safe loader that leaves dates as text («2026-11» and «2026-11-01» stay what was written)."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
