"""The content folder's places: the territory's own, and the rest of Québec around it."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.layers import find
from knowledge.territory.own import with_own
from knowledge.territory.places import Kind, Place
from knowledge.territory.postal import PostalCodes
from knowledge.territory.regions import regions
from knowledge.territory.tokens import content, fold, words
from knowledge.territory.vocabulary import Vocabulary

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Unorganised territories have codes but nobody to help; their names (lakes, rivers) only mislead.
_UNPEOPLED = "Territoire non organisé"
_UNNAMED = "Toponyme à venir"
# «Saint-Édouard-de-Maskinongé», «Sainte-Anne-de-la-Pérade»: the saint alone, and what comes after.
_SAINT = re.compile(r"(?P<saint>Sainte?-[^-]+)-(?:(?:d[eu]s?-|d')(?P<tail>.+)|.+)$")


@dataclass(frozen=True)
class Doors:
    """The identifiers of the organizations to turn to in one MRC."""

    economic: str | None
    community: str | None
    complements: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """One way to name a place. `official` names win over short forms."""

    text: str
    words: tuple[str, ...]
    places: tuple[Place, ...]
    official: bool = True
    county: bool = False  # an MRC of elsewhere: only «MRC de» makes it one
    settled: bool = False  # the data say which places this means, whatever else bears the name
    demand: str = ""  # the class of the name (see vocabulary.yaml, `names`), where the pack says it


@dataclass
class Atlas:
    """All places and names, and the lookups by code."""

    names: list[Name] = field(default_factory=list)
    by_code: dict[str, Place] = field(default_factory=dict)
    mrcs: dict[str, Place] = field(default_factory=dict)
    doors: dict[str, Doors] = field(default_factory=dict)
    inhabitants: list[Name] = field(default_factory=list)
    postal_codes: PostalCodes = field(default_factory=lambda: PostalCodes((), {}))

    def add(
        self, text: str, *places: Place, official: bool = True, settled: bool = False, demand: str = ""
    ) -> None:
        """Records that `text` names `places`."""
        found = tuple(words(text))
        if places and content(found):
            self.names.append(Name(text, found, places, official=official, settled=settled, demand=demand))


def _gentiles(text: str) -> Iterator[str]:
    """«Campivallensien, ienne» gives the four forms: masculine and feminine, one and many."""
    parts = [part.strip(" *") for part in re.sub(r"\(.*?\)", "", text).split(",")]
    base = parts[0]
    forms = {base}
    for ending in parts[1:]:
        stem = next((base[:-n] for n in (4, 3, 2) if fold(base[-n:])[:1] == fold(ending)[:1]), None)
        if stem and len(ending) <= 5:
            forms.add(stem + ending)
        elif len(ending) > 5:
            forms.add(ending)
    for form in forms:
        yield form
        if not form.endswith("s"):
            yield form + "s"


def _bare_mrc(name: str) -> str:
    return re.sub(r"^MRC\s+(?:de\s+la\s+|de\s+l'|des\s+|du\s+|de\s+|d')?", "", name)


def read(folder: Path, vocabulary: Vocabulary, own: Mapping[str, Any] | None = None) -> Atlas:
    """The atlas of a content folder (`territory.yaml`, `quebec_municipalities.csv`), with what a team changed
    of the first (`own`) in its place."""
    pack = yaml.load(find(folder, "territory.yaml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 safe loader
    data = with_own(pack, own or {})
    with find(folder, "quebec_municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    atlas = Atlas()
    regions = {row["code"]: row["region"] or None for row in rows}
    elsewhere = {row["name"] for row in rows}
    _add_territory(atlas, data, regions, elsewhere)
    for row in rows:
        if row["code"] in atlas.by_code:
            place = atlas.by_code[row["code"]]
            for form in _gentiles(row["gentile"] or ""):
                if len(form) > 6 and fold(form) not in vocabulary.not_inhabitants:
                    atlas.inhabitants.append(Name(form, tuple(words(form)), (place,)))
    _add_elsewhere(atlas, data, rows, vocabulary)
    atlas.postal_codes = PostalCodes(rows, atlas.by_code)
    return atlas


def _add_territory(
    atlas: Atlas, data: dict[str, Any], regions: dict[str, str | None], elsewhere: set[str]
) -> None:
    ambiguous = {fold(row["input"]) for row in data.get("ambiguous_aliases", []) if len(row["codes"]) > 1}

    def add_aliases(place: Place, aliases: list[str | dict[str, str]]) -> None:
        for row in aliases:
            alias, demand = (row["name"], row["as"]) if isinstance(row, dict) else (row, "")
            bare = re.sub(r"\s*\(.*?\)", "", alias)
            if fold(bare) not in ambiguous and (bare == alias or bare not in elsewhere):
                atlas.add(bare, place, official=False, demand=demand)

    for mrc in data["mrc"]:
        codes = [str(town["code"]) for town in mrc["municipalities"]]
        common = Counter(regions.get(code) for code in codes).most_common(1)
        county = Place(
            str(mrc["code"]), mrc["name"], "mrc", mrc["id"], common[0][0] if common else None, "MRC"
        )
        atlas.mrcs[mrc["id"]] = county
        atlas.add(_bare_mrc(mrc["name"]), county)
        for alias in mrc.get("aliases") or []:
            atlas.add(_bare_mrc(alias), county, official=False)
        for town in mrc["municipalities"]:
            code = str(town["code"])
            place = Place(code, town["name"], "municipality", mrc["id"], regions.get(code), town["type"])
            atlas.by_code[code] = place
            atlas.add(town["name"], place)
            add_aliases(place, town.get("aliases") or [])
    for row in data.get("reserves", []):
        code = str(row["code"])
        place = Place(
            code, row["name"], "reserve", None, regions.get(code), row.get("kind"), None, row.get("near_mrc")
        )
        atlas.by_code[code] = place
        atlas.add(row["name"], place)
        add_aliases(place, row.get("aliases") or [])
    for row in data.get("ambiguous_aliases", []):
        # A default is what people mean by the short name («Vaudreuil» for Vaudreuil-Dorion).
        codes = [row["default"]] if row.get("default") else row["codes"]
        places = tuple(atlas.by_code[str(code)] for code in codes)
        for text in row["input"].split(" / "):
            if len(row["codes"]) > 1 and " / " not in row["input"]:
                atlas.add(text, *places, official=False, settled=True)
    _add_own_short_forms(atlas, ambiguous, elsewhere)
    _add_mrc_parts(atlas)
    for mrc_id, row in (data.get("doors") or {}).items():
        complements = tuple(_organization(name) for name in row.get("complements") or ())
        economic, community = row.get("economic"), row.get("community")
        atlas.doors[mrc_id] = Doors(
            _organization(economic) if economic else None,
            _organization(community) if community else None,
            complements,
        )


def _add_own_short_forms(atlas: Atlas, ambiguous: set[str], elsewhere: set[str]) -> None:
    """«Saint-Édouard» for our Saint-Édouard-de-Maskinongé, and «la Pérade» for Sainte-Anne-de-la-Pérade.

    A short form that is already a name of ours is left to it. The saint alone means ours, whoever bears the
    name elsewhere; what comes after it asks for a preposition of place, since many are people's names.
    """
    taken = {content(name.words) for name in atlas.names}
    short: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in atlas.by_code.values():
        saint = _SAINT.match(place.name)
        if saint is None or place.kind != "municipality":
            continue
        short[saint["saint"], ""].append(place)
        if saint["tail"] and saint["tail"] not in elsewhere:  # Lacolle is a town of its own
            short[saint["tail"], "surname"].append(place)
    for (text, demand), places in short.items():
        if content(tuple(words(text))) not in taken and fold(text) not in ambiguous:
            atlas.add(text, *places, official=False, settled=not demand, demand=demand)


def _organization(name: str) -> str:
    """The whole identifier of an organization that the file names by its id alone."""
    return name if ":" in name else f"organization:{name}"


def _add_mrc_parts(atlas: Atlas) -> None:
    """«dans Soulanges»: half of an MRC's double name, when no municipality goes by it.

    The name of a city that has the powers of an MRC stays whole: «rivières» alone is no Trois-Rivières.
    """
    taken = {content(name.words) for name in atlas.names}
    for county in atlas.mrcs.values():
        if not county.name.startswith("MRC"):
            continue
        parts = _bare_mrc(county.name).split("-")
        if len(parts) == 2:
            for part in parts:
                if content(words(part)) not in taken:
                    atlas.add(part, county, official=False)


def _add_elsewhere(
    atlas: Atlas, data: dict[str, Any], rows: list[dict[str, str]], vocabulary: Vocabulary
) -> None:
    ours_by_region = Counter(place.region for place in atlas.by_code.values())
    home = data.get("region") or ours_by_region.most_common(1)[0][0]
    referred = {
        fold(re.sub(r"\s*\(.*?\)", "", name)): group["refer_to"]
        for group in data.get("outside", [])
        for name in group["places"]
    }
    shared = Counter(row["name"] for row in rows)
    ours = set(atlas.by_code)
    found: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        if row["code"] in atlas.by_code or row["name"] == _UNNAMED:
            continue
        refer_to = _referral(row, referred, shared, home)
        place = Place(
            row["code"], row["name"], "outside", None, row["region"] or None, row["designation"], refer_to
        )
        atlas.by_code[row["code"]] = place
        if row["designation"] != _UNPEOPLED:
            found[row["name"]].append(place)
    for name, namesakes in found.items():
        served = [place for place in namesakes if place.refer_to]
        if served and len(namesakes) > len(served):
            atlas.add(name, *served, settled=True)  # the data name our neighbour, not its namesake far away
        atlas.add(name, *namesakes)
    _add_short_forms(atlas, found, referred, home)
    own = {content(name.words) for name in atlas.names if name.places[0].kind != "outside"}
    for alias, today in vocabulary.elsewhere.items():
        if content(tuple(words(alias))) in own:
            continue
        outside = found.get(today, []) if today else [Place(None, alias.title(), "outside")]
        atlas.add(alias, *outside, settled=True)
    inside = {row["mrc"] for row in rows if row["code"] in ours}
    for county, area in {row["mrc"]: row["region"] for row in rows if row["mrc"]}.items():
        if county not in inside:
            place = Place(None, f"MRC {county}", "outside", None, area)
            atlas.names.append(Name(county, tuple(words(county)), (place,), county=True))
    for region in regions().values():
        kind: Kind = "region" if region.name == home else "outside"
        for alias in region.aliases:
            atlas.add(alias, Place(None, region.shown, kind, None, region.name), settled=True)


def _referral(
    row: dict[str, str], referred: dict[str, str], shared: Counter[str], home: str | None
) -> str | None:
    """The neighbour that serves a municipality: by its name, or by its short name in our own region."""
    name = fold(row["name"])
    if row["region"] != home and shared[row["name"]] > 1:
        return None
    if name in referred and (row["region"] == home or not name.startswith("saint")):
        return referred[name]
    short = (to for form, to in referred.items() if row["region"] == home and name.startswith(form + "-"))
    return next(short, None)


def _add_short_forms(
    atlas: Atlas, found: dict[str, list[Place]], referred: dict[str, str], home: str | None
) -> None:
    """«Saint-Bruno» for Saint-Bruno-de-Montarville: the saint alone, where nobody official has that name."""
    taken = {content(name.words) for name in atlas.names}
    short: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for name, namesakes in found.items():
        key = content(words(name))
        if len(key) > 2 and key[0] in ("saint", "sainte"):
            short[key[:2]].extend(namesakes)
    for key, places in short.items():
        served = [place for place in places if place.refer_to and place.region == home]
        if served and "-".join(key) in referred:
            atlas.add(" ".join(key), *served, settled=True)
        elif key not in taken:
            atlas.add(" ".join(key), *places, official=False)
