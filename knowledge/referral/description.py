"""A project in words, for a person: what the conversation understood of it."""

from __future__ import annotations

from knowledge.referral.profile import Profile
from knowledge.territory.area import Area
from knowledge.vocabulary import NEED_NAMES, PROJECT_KIND_NAMES, STAGE_NAMES, LegalForm, dollars, listed

# One project's form, where knowledge.vocabulary names those that a resource admits.
OWN_FORM: dict[LegalForm, str] = {
    "cooperative": "une coopérative",
    "nonprofit": "un OBNL",
    "mutual": "une mutuelle",
    "private": "une entreprise privée",
    "undecided": "pas encore choisie",
}


def describe(profile: Profile, mrc_names: Area) -> list[dict[str, str]]:
    """What is known of the project, as rows of `label` and `value`; what is unknown is left out.

    The age is never among them: it is the one thing of a profile that is about the person.
    """
    rows: list[tuple[str, str | None]] = [
        ("Lieu", _place(profile, mrc_names)),
        ("Étape", STAGE_NAMES[profile.stage] if profile.stage else None),
        ("Besoin", listed([NEED_NAMES[need] for need in profile.need]) or None),
        ("Forme juridique", OWN_FORM[profile.legal_form] if profile.legal_form else None),
        ("Forme actuelle", OWN_FORM[profile.current_form] if profile.current_form else None),
        ("Secteur", profile.sector),
        ("Nature du projet", PROJECT_KIND_NAMES[profile.project_kind] if profile.project_kind else None),
        ("Montant cherché", dollars(profile.amount) if profile.amount is not None else None),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _place(profile: Profile, mrc_names: Area) -> str | None:
    mrc = mrc_names.get(profile.mrc or "")
    if profile.place_name and mrc and profile.place_name.casefold() not in mrc.casefold():
        return f"{profile.place_name} ({mrc})"
    return profile.place_name or mrc
