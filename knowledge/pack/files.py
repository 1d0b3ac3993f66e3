"""Reading the folders of a content pack.

Every fault names the file, the entry and what is wrong, in French, because staff read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.pack.layers import files, find
from knowledge.records import (
    AnswerRecord,
    AnyResource,
    FactRecord,
    FundRecord,
    OrganizationRecord,
    Record,
    TopicRecord,
    TrainingRecord,
    identifier,
)

RESOURCE_FILES: dict[str, type[OrganizationRecord] | type[FundRecord] | type[TrainingRecord]] = {
    "organizations": OrganizationRecord,
    "funds": FundRecord,
    "trainings": TrainingRecord,
}


@dataclass(frozen=True)
class Fault:
    """Something wrong in the pack: where, and what, in French."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, entrée «{self.entry}»: {self.message}"


@dataclass
class Pack:
    """A content pack as read. `faults` is empty when everything could be read."""

    facts: dict[str, FactRecord] = field(default_factory=dict)
    answers: dict[str, AnswerRecord] = field(default_factory=dict)
    resources: dict[str, AnyResource] = field(default_factory=dict)
    topics: dict[str, TopicRecord] = field(default_factory=dict)
    territory: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)  # identifier of an entry -> its (nearest) file

    def add_fault(self, file: str, entry: str, message: str) -> None:
        self.faults.append(Fault(file, entry, message))


# Key of the list in its files, the files of a layer that may hold it, the form of an entry, and what comes
# before its id in an identifier.
KINDS: tuple[tuple[str, tuple[str, ...], type[Record], str], ...] = (
    ("facts", ("facts.yaml", "facts/*.yaml"), FactRecord, "fact:"),
    ("answers", ("answers/*.yaml",), AnswerRecord, "answer:"),
    *((key, (f"{key}.yaml",), form, "") for key, form in RESOURCE_FILES.items()),
    ("topics", ("out_of_scope.yaml",), TopicRecord, "topic:"),
)
ARCHIVED, WITHDRAWN = "archived", "withdrawn"


@dataclass
class _Row:
    """One entry as written, the nearer layers laid over it."""

    file: str
    fields: dict[str, Any]


def read_pack(folder: Path) -> Pack:
    """Read a content pack, all its layers.

    Input: the folder of the Pôle. Output: the entries that could be read and the faults of those that
    could not.
    """
    pack = Pack()
    for key, patterns, form, prefix in KINDS:
        for name, row in _rows(pack, folder, key, patterns).items():
            entry = _entry(pack, row, name, form)
            if entry is not None:
                _keep(pack, entry, prefix, row.file)
    territory = _load(pack, _path(folder, "territory.yaml"), "territory.yaml")
    if isinstance(territory, dict):
        pack.territory = territory
    return pack


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
    elif isinstance(entry, OrganizationRecord | FundRecord | TrainingRecord):
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
    return None


def _rows(pack: Pack, folder: Path, key: str, patterns: tuple[str, ...]) -> dict[str, _Row]:
    """The entries of one kind by id: what a nearer layer says of one replaces those fields only."""
    found: dict[str, _Row] = {}
    by_layer = files(folder, *patterns)
    if not any(paths for _, paths in by_layer) and "*" not in patterns[0]:
        pack.add_fault(patterns[0], "–", "fichier absent")
    for layer, paths in by_layer:
        own: dict[str, _Row] = {}
        for path in paths:
            file = path.relative_to(layer if layer == folder else layer.parent).as_posix()
            for name, fields in _written(pack, path, file, key):
                if name in own:
                    pack.add_fault(file, name, f"identifiant déjà utilisé dans {own[name].file}")
                    continue
                below = found[name].fields if name in found else {}
                own[name] = _Row(file, {**below, **fields})
        found |= own
    return {name: row for name, row in found.items() if not row.fields.pop(WITHDRAWN, False)}


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


def french_message(detail: Any) -> str:
    """A pydantic error as a French sentence for staff."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    known = {
        "missing": "champ obligatoire absent",
        "extra_forbidden": "champ inconnu",
        "string_too_short": "texte trop court",
        "string_too_long": f"texte trop long ({context.get('max_length')} caractères au plus)",
        "string_type": "un texte est attendu",
        "list_type": "une liste est attendue",
        "too_short": "il en faut davantage",
        "int_parsing": "un nombre entier est attendu",
        "bool_parsing": "oui ou non (true, false) est attendu",
        "string_pattern_mismatch": f"«{detail.get('input')}» n'a pas la forme attendue",
        "literal_error": f"«{detail.get('input')}» n'est pas une valeur permise ({context.get('expected')})",
    }
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    return known.get(kind, str(detail["msg"]))


_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times quicker where libyaml is there


class _Loader(_SAFE):  # type: ignore[misc]
    """A safe loader that leaves dates as text («2026-11» and «2026-11-01» stay what was written)."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
