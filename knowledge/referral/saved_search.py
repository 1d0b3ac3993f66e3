"""A search of resources that is kept: only what says which doors fit, and nothing of a person.

The age, the one thing of a project that is about the person, is not among it; words that name or reach
somebody are refused (`tells_of_somebody`), so that what is kept is what was searched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from knowledge.masking import mask
from knowledge.records import AnyResource, ResourceType
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.description import describe
from knowledge.referral.profile import EMPTY, Profile
from knowledge.territory.area import Area

UNDERSTOOD = "besoin_compris"  # in an address: the need was understood from words, so that it only orders
PATH = "/ressources"
MAX_TITLE = 120
TYPE_WORDS: dict[ResourceType, str] = {
    "organization": "organismes",
    "fund": "fonds",
    "training": "formations",
    "activity": "activités",
}

Value = tuple[str, str]


def search_pairs(profile: Profile, types: tuple[ResourceType, ...], text: str | None) -> list[Value]:
    """A search as pairs of a query string."""
    place = [("municipality", profile.municipality)] if profile.municipality else [("mrc", profile.mrc)]
    single = [
        *place,
        ("stage", profile.stage),
        *(("need", need) for need in profile.need),
        (UNDERSTOOD, "1" if profile.need and not profile.need_given else None),
        ("legal_form", profile.legal_form),
        ("current_form", profile.current_form),
        ("project_kind", profile.project_kind),
        ("sector", profile.sector),
        ("age", profile.age),
        ("amount", profile.amount),
        *(("type", kind) for kind in types),
        ("q", text),
    ]
    return [(name, str(value)) for name, value in single if value not in (None, "")]


@dataclass(frozen=True)
class SavedSearch:
    """What is kept of a search: the project without an age, the types, the words."""

    profile: Profile = EMPTY
    types: tuple[ResourceType, ...] = ()
    text: str | None = None

    @classmethod
    def of(cls, profile: Profile, types: tuple[ResourceType, ...], text: str | None) -> SavedSearch:
        """What is kept of this search."""
        return cls(replace(profile, age=None), types, text)

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> SavedSearch:
        """The search of `stored` data."""
        return cls(Profile.restored(stored["profile"]), tuple(stored["types"]), stored["text"])

    def stored(self) -> dict[str, Any]:
        """The search as plain data."""
        return {"profile": self.profile.stored(), "types": list(self.types), "text": self.text}

    @property
    def empty(self) -> bool:
        """Whether nothing narrows it: every door would fit."""
        return not self.pairs()

    @property
    def digest(self) -> str:
        """The same for the same search, whoever made it."""
        return hashlib.sha256(urlencode(self.pairs()).encode()).hexdigest()[:32]

    def pairs(self) -> list[Value]:
        """It as pairs of a query string."""
        return search_pairs(self.profile, self.types, self.text)

    def address(self, path: str = PATH) -> str:
        """The page that shows what it finds, or another that takes a search."""
        return f"{path}?{urlencode(self.pairs())}" if self.pairs() else path

    def title(self, mrc_names: Area) -> str:
        """It in words: «Huntingdon (Haut-Saint-Laurent), le financement, «serre»»."""
        said = [row["value"] for row in describe(self.profile, mrc_names)]
        said += [TYPE_WORDS[kind] for kind in self.types]
        said += [f"«{self.text}»"] if self.text else []
        whole = ", ".join(said)
        return whole if len(whole) <= MAX_TITLE else f"{whole[: MAX_TITLE - 1].rstrip()}…"

    def finds(self, catalogue: Catalogue) -> list[str]:
        """The doors that fit, or may, by identifier, best first."""
        return catalogue.find(self.profile, types=self.types, text=self.text).names


def tells_of_somebody(search: SavedSearch, names: frozenset[str]) -> bool:
    """Whether the words of a search name or reach a person. `names`: lower case, those of the base."""
    words = [word for word in (search.text, search.profile.sector) if word]
    return any(mask(word, names) != word for word in words)


def resource_names(resources: Mapping[str, AnyResource]) -> frozenset[str]:
    """The names of the base's resources, in lower case: they are nobody's."""
    return frozenset(
        name.lower()
        for record in resources.values()
        for name in (record.name, record.acronym or "", *record.aliases)
        if name
    )
