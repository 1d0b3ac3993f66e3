"""When nothing is found: what to give up so that something is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.records import ResourceType
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.profile import PLACE_FIELDS, Profile
from knowledge.referral.words import asked_words
from knowledge.vocabulary import LEGAL_FORM_NAMES, NEED_NAMES, PROJECT_KIND_NAMES, STAGE_NAMES, dollars

OFFERED = 5


@dataclass(frozen=True)
class Looser:
    """A search with one thing less: what it gives up, in words, and how many resources it finds."""

    label: str
    profile: Profile
    types: tuple[ResourceType, ...]
    text: str | None
    count: int


def looser(
    catalogue: Catalogue, profile: Profile, types: Sequence[ResourceType], text: str | None
) -> list[Looser]:
    """The searches that drop one thing of this one and find something, those nearest to it first.

    When no single thing is enough, the words alone, then the project alone.
    """
    tried: list[tuple[str, Profile, tuple[ResourceType, ...], str | None]] = [
        (f"sans: {label}", less, tuple(types), text) for label, less in without_one(profile)
    ]
    if types:
        tried.append(("sans: type de ressource", profile, (), text))
    words = asked_words(text or "")
    if len(words) > 1:
        tried += [
            (
                f"sans: le mot «{word}»",
                profile,
                tuple(types),
                " ".join(other for other in words if other != word),
            )
            for word in words
        ]
    if words:
        tried.append(("sans: les mots cherchés", profile, tuple(types), None))
    found = _counted(catalogue, tried)
    if not found:
        found = _counted(
            catalogue,
            [
                ("avec les mots seulement", Profile(), (), text),
                ("avec le projet seulement", profile, (), None),
            ],
        )
    return sorted(found, key=lambda one: one.count)[:OFFERED]


def _counted(
    catalogue: Catalogue, tried: Sequence[tuple[str, Profile, tuple[ResourceType, ...], str | None]]
) -> list[Looser]:
    found = []
    for label, profile, types, text in tried:
        count = len(catalogue.find(profile, types=types, text=text))
        if count:
            found.append(Looser(label, profile, types, text, count))
    return found


def without_one(profile: Profile) -> list[tuple[str, Profile]]:
    """Each thing known of a project, in words, with the project without it."""
    found: list[tuple[str, Profile]] = []
    if profile.place_kind:
        nowhere: dict[str, Any] = dict.fromkeys(PLACE_FIELDS)
        found.append((f"lieu: {profile.place_name}", replace(profile, **nowhere)))
    if profile.stage:
        found.append((f"étape: {STAGE_NAMES[profile.stage]}", replace(profile, stage=None)))
    for need in profile.need:
        rest = tuple(other for other in profile.need if other != need)
        found.append((f"besoin: {NEED_NAMES[need]}", replace(profile, need=rest)))
    if profile.legal_form:
        name = LEGAL_FORM_NAMES[profile.legal_form]
        found.append((f"forme juridique: {name}", replace(profile, legal_form=None)))
    if profile.sector:
        found.append((f"secteur: {profile.sector}", replace(profile, sector=None)))
    if profile.age is not None:
        found.append((f"âge: {profile.age} ans", replace(profile, age=None)))
    if profile.amount is not None:
        found.append((f"montant: {dollars(profile.amount)}", replace(profile, amount=None)))
    if profile.current_form:
        name = LEGAL_FORM_NAMES[profile.current_form]
        found.append((f"forme actuelle: {name}", replace(profile, current_form=None)))
    if profile.project_kind:
        name = PROJECT_KIND_NAMES[profile.project_kind]
        found.append((f"nature: {name}", replace(profile, project_kind=None)))
    return found
