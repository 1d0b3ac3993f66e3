"""Ways to write the names of the territory, made by rule from the content folder."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory.tokens import fold


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    mrc: str
    aliases: tuple[str, ...]


def towns() -> list[Town]:
    data = yaml.safe_load((DEFAULT_CONTENT_DIR / "territory.yaml").read_text(encoding="utf-8"))
    return [
        Town(str(town["code"]), town["name"], mrc["id"], tuple(town.get("aliases") or ()))
        for mrc in data["mrc"]
        for town in mrc["municipalities"]
    ]


def without_accents(name: str) -> str:
    return fold(name)


def without_hyphens(name: str) -> str:
    return name.replace("-", " ")


def abbreviated(name: str) -> str:
    return name.replace("Sainte-", "Ste-").replace("Saint-", "St-")


def on_a_phone(name: str) -> str:
    return fold(abbreviated(name)).replace("-", " ").replace("'", " ")


RULES = (str, without_accents, without_hyphens, abbreviated, on_a_phone, str.upper)


def one_typo(name: str, seed: int) -> str:
    """A letter dropped, doubled or swapped with the next, inside the longest word of `name`."""
    rng = random.Random(seed)  # noqa: S311 reproducible, not secret
    longest = max(name.replace("'", "-").split("-"), key=len)
    at = rng.randrange(1, len(longest) - 1)
    kind = rng.choice(("drop", "double", "swap"))
    if kind == "drop":
        typed = longest[:at] + longest[at + 1 :]
    elif kind == "double":
        typed = longest[:at] + longest[at] + longest[at:]
    else:
        typed = longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :]
    return name.replace(longest, typed, 1)


def spelled() -> Iterator[tuple[str, Town]]:
    """Every town in every spelling of `RULES`, once each."""
    for town in towns():
        for text in dict.fromkeys(rule(town.name) for rule in RULES):
            yield text, town
