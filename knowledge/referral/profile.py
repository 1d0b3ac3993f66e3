"""What is known of a project. Every field may be unknown; nothing identifies a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from knowledge.vocabulary import LegalForm, Need, Stage

MIN_AGE, MAX_AGE = 10, 110  # outside, a number is not the age of somebody who starts a project

PlaceKind = Literal["municipality", "mrc", "reserve", "outside"]


@dataclass(frozen=True)
class Profile:
    """A project. `place_kind`, `region` and `refer_to` come with the place: whether it is in the
    territory, its administrative region, the Pôle that serves it when it is not, and the MRC around a
    Mohawk community, which belongs to none.

    `amount`: whole dollars looked for. `age`: whole years of the person or of the group's youngest.
    """

    municipality: str | None = None
    mrc: str | None = None
    place_kind: PlaceKind | None = None
    place_name: str | None = None
    region: str | None = None
    refer_to: str | None = None
    near_mrc: str | None = None
    stage: Stage | None = None
    need: tuple[Need, ...] = ()
    legal_form: LegalForm | None = None
    sector: str | None = None
    age: int | None = None
    amount: int | None = None

    def merged(self, newer: Profile) -> Profile:
        """This profile with what the newer one knows; a new place replaces the whole former place."""
        changes: dict[str, Any] = {
            name: value
            for name in ("stage", "need", "legal_form", "sector", "age", "amount")
            if (value := getattr(newer, name)) not in (None, ())
        }
        if newer.place_kind:
            changes |= {name: getattr(newer, name) for name in PLACE_FIELDS}
        return replace(self, **changes)

    def public(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "municipality": self.municipality,
            "mrc": self.mrc,
            "stage": self.stage,
            "need": list(self.need),
            "legal_form": self.legal_form,
            "sector": self.sector,
            "age": self.age,
        }

    def stored(self) -> dict[str, Any]:
        """All the fields as plain data, for a slot or a shared page."""
        return {name: list(value) if name == "need" else value for name, value in vars(self).items()}

    @classmethod
    def restored(cls, data: dict[str, Any] | None) -> Profile:
        """The profile of `stored` data; empty for None."""
        known = {name: value for name, value in (data or {}).items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "need": tuple(known.get("need") or ())})


PLACE_FIELDS = ("municipality", "mrc", "place_kind", "place_name", "region", "refer_to", "near_mrc")
EMPTY = Profile()
