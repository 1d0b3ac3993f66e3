"""A Pôle's territory in words: its MRC, and towns that are one, by id; its region; how one says «in» each.

Everything comes from the pack's `territory.yaml`, so that no sentence is the first Pôle's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.territory.regions import regions, within

AreaKind = Literal["mrc", "city", "agglomeration", "territory"]
# «dans la MRC de Roussillon», «à Shawinigan», «dans l'agglomération de La Tuque».
_IN: dict[str, str] = {
    "mrc": "dans la {name}",
    "city": "à {name}",
    "agglomeration": "dans l'{name}",
    "territory": "dans le {name}",
}


@dataclass(frozen=True)
class Area(Mapping[str, str]):
    """The names of the MRC by id, as a mapping, and what is said of them and around them.

    `inside_each`: «dans la MRC de …», by id. `region`: as the list of municipalities names it.
    `reserves`: what the communities outside every MRC are called together; empty when there are none.
    """

    names: Mapping[str, str]
    inside_each: Mapping[str, str] = field(default_factory=dict)
    region: str | None = None
    reserves: str = ""

    def __getitem__(self, mrc: str) -> str:
        return self.names[mrc]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def region_name(self) -> str:
        """The region as people read it."""
        known = regions().get(self.region or "")
        return known.shown if known else "la région"

    @property
    def in_region(self) -> str:
        """«en Montérégie»."""
        return within(self.region)

    def inside(self, mrc: str) -> str:
        """«dans la MRC de Roussillon», «à Shawinigan»."""
        return self.inside_each.get(mrc) or _IN["mrc"].format(name=self.names.get(mrc, mrc))

    def inside_all(self, ids: Iterable[str]) -> str:
        """The same for several; the whole territory is said in one word."""
        each = [self.inside(mrc) for mrc in ids]
        if len(each) > 1 and len(each) == len(self.names):
            return "dans tout le territoire"
        return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} et {each[-1]}" if each else ""


def inside_words(mrc: Mapping[str, Any]) -> str:
    """How one says «in» an entry of `territory.yaml`: its own `in`, or by its `kind`."""
    name = str(mrc["name"])
    kind = str(mrc.get("kind") or "mrc")
    if kind == "agglomeration":
        name = name[0].lower() + name[1:]
    return str(mrc.get("in") or _IN[kind].format(name=name.removeprefix("Ville de ")))


def reserves_label(territory: Mapping[str, Any]) -> str:
    """«Kahnawake ou Akwesasne»: the pack's own label, or the names of the communities."""
    names = [str(row["name"]) for row in territory.get("reserves") or []]
    return str(territory.get("reserves_label") or " ou ".join(names))


def area_of(mrcs: Mapping[str, Mapping[str, Any]]) -> Area:
    """The territory in words, from what the database holds of its MRC."""
    one: Mapping[str, Any] = next(iter(mrcs.values()), {})
    return Area(
        names={mrc: str(content["name"]) for mrc, content in mrcs.items()},
        inside_each={mrc: str(content["in"]) for mrc, content in mrcs.items() if content.get("in")},
        region=one.get("region"),
        reserves=str(one.get("reserves_label") or ""),
    )


def area_in(territory: Mapping[str, Any]) -> Area:
    """The territory in words, from a pack's `territory.yaml`."""
    shared = {"region": territory.get("region"), "reserves_label": reserves_label(territory)}
    return area_of({mrc["id"]: {**mrc, "in": inside_words(mrc), **shared} for mrc in territory["mrc"]})
