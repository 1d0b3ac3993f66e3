"""Reading the folder of a content pack.

Every fault names the file, the entry and what is wrong, in French, because staff read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

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
    origin: dict[str, str] = field(default_factory=dict)  # identifier of an entry -> its file

    def add_fault(self, file: str, entry: str, message: str) -> None:
        self.faults.append(Fault(file, entry, message))


def read_pack(folder: Path) -> Pack:
    """Read a content pack.

    Input: its folder. Output: the entries that could be read and the faults of those that could not.
    """
    pack = Pack()
    for entry in _entries(pack, folder / "facts.yaml", "facts", FactRecord):
        if isinstance(entry, FactRecord):
            _keep(pack, pack.facts, entry.id, entry, "facts.yaml")
    for path in sorted((folder / "answers").glob("*.yaml")):
        file = f"answers/{path.name}"
        for entry in _entries(pack, path, "answers", AnswerRecord, file):
            if isinstance(entry, AnswerRecord):
                _keep(pack, pack.answers, entry.id, entry, file, prefix="answer:")
    for key, record_type in RESOURCE_FILES.items():
        file = f"{key}.yaml"
        for entry in _entries(pack, folder / file, key, record_type):
            if isinstance(entry, OrganizationRecord | FundRecord | TrainingRecord):
                _keep(pack, pack.resources, identifier(entry), entry, file)
    for entry in _entries(pack, folder / "out_of_scope.yaml", "topics", TopicRecord):
        if isinstance(entry, TopicRecord):
            _keep(pack, pack.topics, entry.id, entry, "out_of_scope.yaml", prefix="topic:")
    territory = _load(pack, folder / "territory.yaml", "territory.yaml")
    if isinstance(territory, dict):
        pack.territory = territory
    return pack


def _keep(pack: Pack, where: dict[str, Any], key: str, entry: Record, file: str, prefix: str = "") -> None:
    if key in where:
        pack.add_fault(file, key, f"identifiant déjà utilisé dans {pack.origin[prefix + key]}")
        return
    where[key] = entry
    pack.origin[prefix + key] = file


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


def _entries(
    pack: Pack, path: Path, key: str, record_type: type[Record], file: str | None = None
) -> Iterator[Record]:
    file = file or path.name
    loaded = _load(pack, path, file)
    if loaded is None:
        return
    rows = loaded.get(key) if isinstance(loaded, dict) else None
    if not isinstance(rows, list):
        pack.add_fault(file, "–", f"une liste «{key}» est attendue en tête du fichier")
        return
    for number, row in enumerate(rows, start=1):
        name = str(row.get("id") or f"n° {number}") if isinstance(row, dict) else f"n° {number}"
        try:
            yield record_type.model_validate(row)
        except ValidationError as error:
            for detail in error.errors():
                field_name = ".".join(str(part) for part in detail["loc"]) or "entrée"
                pack.add_fault(file, name, f"{field_name}: {french_message(detail)}")


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
