"""A profile and a door in a few French words."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.records import AnyResource, FundRecord, TrainingRecord
from knowledge.referral.profile import Profile
from knowledge.vocabulary import NEED_NAMES, STAGE_NAMES, dollars, listed

FORM_WORDS = {
    "cooperative": "coopérative",
    "nonprofit": "OBNL",
    "mutual": "mutuelle",
    "private": "entreprise privée",
}


def in_words(profile: Profile, mrc_names: Mapping[str, str]) -> str:
    """«un projet de coopérative (vélos) à Rigaud, à l'étape de l'idée, qui cherche le financement»."""
    words = "un projet"
    if profile.legal_form in FORM_WORDS:
        words += f" ({FORM_WORDS[profile.legal_form]})"
    if profile.sector:
        words += f", secteur «{profile.sector}»"
    if profile.place_name and profile.place_kind != "mrc":
        words += f", à {profile.place_name}"
    elif profile.mrc:
        words += f", dans la {mrc_names.get(profile.mrc, profile.mrc)}"
    if profile.stage:
        words += f", à l'étape: {STAGE_NAMES[profile.stage]}"
    if profile.need:
        words += f", pour {listed([NEED_NAMES[need] for need in profile.need])}"
    if profile.amount:
        words += f" (environ {dollars(profile.amount)})"
    return words


def group_of(record: AnyResource) -> str:
    """The kind of help that a door gives, as the results are grouped."""
    if isinstance(record, FundRecord):
        return "argent"
    return "formation" if isinstance(record, TrainingRecord) else "accompagnement"
