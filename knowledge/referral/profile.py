"""What is known of a project. Every field may be unknown; nothing identifies a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from knowledge.records import Purpose
from knowledge.vocabulary import NEEDS, LegalForm, Need, ProjectKind, Stage

MIN_AGE, MAX_AGE = 10, 110  # outside, a number is not the age of somebody who starts a project

PlaceKind = Literal["municipality", "mrc", "reserve", "outside"]
MoneyKind = Literal["grant", "loan", "any", "no_loan"]


@dataclass(frozen=True)
class Profile:
    """A project. `place_kind`, `region` and `refer_to` come with the place: whether it is in the
    territory, its administrative region, the Pôle that serves it when it is not, and the MRC around a
    Mohawk community, which belongs to none.

    `amount`: whole dollars looked for. `age`: whole years of the person or of the group's youngest.
    `legal_form`: the form aimed at, `current_form`: the one it has today where that is another.
    `need_given`: the person chose the need (a button, a filter), rather than it being understood from words;
    only then does it exclude what does not help with it. `money`: money that is not paid back was asked for,
    or a loan, or any, or loans were turned down, which leaves them out; None when nothing was said of it.
    `purposes`: what the money must pay, when it was said.
    `guessed`: «stage», «current_form» and needs that no words tell by themselves, never told back as sure.
    `leaning_stage`: where the project most likely stands when nothing tells it; it orders, is neither told
    nor compared.
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
    current_form: LegalForm | None = None
    project_kind: ProjectKind | None = None
    need_given: bool = False
    money: MoneyKind | None = None
    purposes: tuple[Purpose, ...] = ()
    guessed: tuple[str, ...] = ()
    leaning_stage: Stage | None = None

    @property
    def likely_stage(self) -> Stage | None:
        """The stage that puts the doors in order: the one known, else the likeliest."""
        return self.stage or self.leaning_stage

    def merged(self, newer: Profile) -> Profile:
        """This profile with what the newer one knows; a new place replaces the whole former place. What is
        only guessed never replaces what is known."""
        newer = newer._beside(self)
        changes: dict[str, Any] = {
            name: value for name in SAID_FIELDS if (value := getattr(newer, name)) not in (None, ())
        }
        if newer.need:
            changes["need_given"] = newer.need_given
        for name in BESIDE_SAID:
            if getattr(newer, name):
                changes[name] = getattr(newer, name)
        if newer.money == "grant" and self.money in ("loan", "any", "no_loan"):
            changes["money"] = "no_loan"  # «finalement une subvention», of who spoke of a loan before
        replaced = {name for name in ("stage", "current_form") if getattr(newer, name)}
        replaced |= set(NEEDS) if newer.need else set()
        changes["guessed"] = tuple(one for one in self.guessed if one not in replaced) + newer.guessed
        if newer.place_kind:
            changes |= {name: getattr(newer, name) for name in PLACE_FIELDS}
        return replace(self, **changes)

    def placed_as(self, other: Profile) -> Profile:
        """This profile with the place of another."""
        return replace(self, **{name: getattr(other, name) for name in PLACE_FIELDS})

    def _beside(self, known: Profile) -> Profile:
        """This profile without what is only guessed of a field that is known."""
        stage = None if known.stage and "stage" in self.guessed else self.stage
        only_guessed = all(need in self.guessed for need in self.need)
        need = () if known.need and only_guessed else self.need
        today = None if known.current_form and "current_form" in self.guessed else self.current_form
        kept = {*need, *(["stage"] if stage else []), *(["current_form"] if today else [])}
        guessed = tuple(one for one in self.guessed if one in kept)
        return replace(self, stage=stage, need=need, current_form=today, guessed=guessed)

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
            "amount": self.amount,
            "project_kind": self.project_kind,
            "current_form": self.current_form,
        }

    def stored(self) -> dict[str, Any]:
        """All the fields as plain data, for a slot or a shared page."""
        return {name: list(value) if name in LISTS else value for name, value in vars(self).items()}

    @classmethod
    def restored(cls, data: dict[str, Any] | None) -> Profile:
        """The profile of `stored` data; empty for None."""
        known = {name: value for name, value in (data or {}).items() if name in cls.__dataclass_fields__}
        return cls(**{**known, **{name: tuple(known.get(name) or ()) for name in LISTS}})


PLACE_FIELDS = ("municipality", "mrc", "place_kind", "place_name", "region", "refer_to", "near_mrc")
SAID_FIELDS = ("stage", "need", "legal_form", "current_form", "sector", "age", "amount", "project_kind")
BESIDE_SAID = ("money", "purposes", "leaning_stage")
LISTS = ("need", "guessed", "purposes")
EMPTY = Profile()
