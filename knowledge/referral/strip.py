"""«Mon projet»: what is known of a project as a few fields that a person may put right, each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

from knowledge.referral.description import OWN_FORM, TO_CONFIRM
from knowledge.referral.extraction import with_place
from knowledge.referral.numbers import age_given, amount_given
from knowledge.referral.profile import PLACE_FIELDS, MoneyKind, Profile
from knowledge.territory import Gazetteer, Place
from knowledge.territory.area import Area
from knowledge.vocabulary import (
    LEGAL_FORM_CHOICES,
    LEGAL_FORMS,
    NEED_CHOICES,
    NEEDS,
    STAGE_CHOICES,
    STAGES,
    LegalForm,
    Need,
    dollars,
)

StripField = Literal["place", "stage", "legal_form", "need", "amount", "money", "age"]
FIELDS: tuple[StripField, ...] = get_args(StripField)
LABELS: dict[StripField, str] = {
    "place": "Lieu",
    "stage": "Étape",
    "legal_form": "Forme",
    "need": "Besoin",
    "amount": "Montant",
    "money": "Prêts",
    "age": "Âge",
}
HINTS: dict[StripField, str] = {
    "place": "Municipalité, MRC ou code postal",
    "amount": "Montant cherché, par exemple 25 000 $",
    "age": "Âge, ou celui de la plus jeune personne du groupe",
}
MONEY_CHOICES: dict[MoneyKind, str] = {"no_loan": "Sans prêt", "any": "Prêts et subventions"}
FORGET = ""  # the value of a field that is to be forgotten


def shown_project(profile: Profile, mrc_names: Area) -> list[dict[str, str]]:
    """The fields that are known: `field`, its `label`, its `value` (which `with_values` takes back) and the
    `text` that a person reads."""
    place = profile.place_name or mrc_names.get(profile.mrc or "")
    rows: list[tuple[StripField, str | None, str | None]] = [
        ("place", profile.municipality or profile.place_name or profile.mrc, place),
        (
            "stage",
            profile.stage,
            _told(profile, "stage", STAGE_CHOICES[profile.stage]) if profile.stage else None,
        ),
        ("legal_form", profile.legal_form, _form(profile.legal_form)),
        (
            "need",
            " ".join(profile.need) or None,
            ", ".join(_told(profile, need, NEED_CHOICES[need]) for need in profile.need),
        ),
        (
            "amount",
            str(profile.amount) if profile.amount is not None else None,
            dollars(profile.amount) if profile.amount is not None else None,
        ),
        ("money", profile.money, MONEY_CHOICES["no_loan"] if profile.money == "no_loan" else None),
        ("age", str(profile.age) if profile.age is not None else None, f"{profile.age} ans"),
    ]
    return [
        {"field": field, "label": LABELS[field], "value": value, "text": text}
        for field, value, text in rows
        if value and text
    ]


def field_choices(mrcs: Sequence[Place]) -> list[dict[str, Any]]:
    """All the fields, with the likeliest values of each and what to type where one may be typed."""
    choices: dict[StripField, list[tuple[str, str]]] = {
        "place": [(place.mrc or place.name, place.name) for place in mrcs],
        "stage": list(STAGE_CHOICES.items()),
        "legal_form": list(LEGAL_FORM_CHOICES.items()),
        "need": list(NEED_CHOICES.items()),
        "money": list(MONEY_CHOICES.items()),
    }
    return [
        {
            "field": field,
            "label": LABELS[field],
            "choices": [{"value": value, "text": text} for value, text in choices.get(field, [])],
            "hint": HINTS.get(field),
        }
        for field in FIELDS
    ]


def read_value(field: str, value: str, gazetteer: Gazetteer) -> str | None:
    """A value as a person chose or typed it, in the form that `with_values` takes; None when it is not
    understood. Never raises."""
    value = value.strip()
    if value == FORGET:
        return FORGET if field in FIELDS else None
    known: str | None = None
    if field == "place":
        found = gazetteer.resolve(value)
        if found and (found.place or found.mrc):
            known = (found.place.code or found.place.name) if found.place else found.mrc
    elif field == "stage":
        known = value if value in STAGES else None
    elif field == "legal_form":
        known = value if value in LEGAL_FORMS else None
    elif field == "need":
        known = " ".join(value.split()) if all(need in NEEDS for need in value.split()) else None
    elif field == "money":
        known = value if value in MONEY_CHOICES else None
    elif field == "amount":
        known = _number(amount_given(value))
    elif field == "age":
        known = _number(age_given(value))
    return known


def with_values(profile: Profile, values: Mapping[str, str], gazetteer: Gazetteer) -> Profile:
    """The profile once a person put these fields right; what is not understood is left as it is."""
    for field, typed in values.items():
        value = read_value(field, typed, gazetteer)
        if value is None:
            continue
        if field == "place":
            profile = _placed(profile, value, gazetteer)
        elif field == "stage":
            guessed = tuple(one for one in profile.guessed if one != "stage")
            stage = next((one for one in STAGES if one == value), None)
            profile = replace(profile, stage=stage, guessed=guessed)
        elif field == "legal_form":
            profile = replace(profile, legal_form=next((one for one in LEGAL_FORMS if one == value), None))
        elif field == "need":
            needs: tuple[Need, ...] = tuple(need for need in NEEDS if need in value.split())
            guessed = tuple(one for one in profile.guessed if one not in NEEDS)
            purposes = profile.purposes if "funding" in needs else ()
            profile = replace(profile, need=needs, need_given=bool(needs), guessed=guessed, purposes=purposes)
        elif field == "amount":
            profile = replace(profile, amount=int(value) if value else None)
        elif field == "money":
            profile = replace(profile, money=next((one for one in MONEY_CHOICES if one == value), None))
        elif field == "age":
            profile = replace(profile, age=int(value) if value else None)
    return profile


def _placed(profile: Profile, value: str, gazetteer: Gazetteer) -> Profile:
    nowhere = Profile.restored(profile.stored() | dict.fromkeys(PLACE_FIELDS))
    found = gazetteer.resolve(value) if value else None
    return with_place(nowhere, found) if found else nowhere


def _told(profile: Profile, name: str, text: str) -> str:
    """A text, said to be confirmed where it was only guessed."""
    return f"{text} ({TO_CONFIRM})" if name in profile.guessed else text


def _form(form: LegalForm | None) -> str | None:
    if form is None:
        return None
    return LEGAL_FORM_CHOICES.get(form) or OWN_FORM[form].capitalize()


def _number(number: int | None) -> str | None:
    return None if number is None else str(number)
