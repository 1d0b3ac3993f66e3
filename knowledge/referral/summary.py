"""A profile and a door in a few French words."""

from __future__ import annotations

from typing import Literal

from knowledge.records import AnyResource, FundRecord, Role, TrainingRecord
from knowledge.referral.profile import Profile
from knowledge.referral.sentences import PURPOSES
from knowledge.territory.area import Area
from knowledge.territory.regions import at
from knowledge.vocabulary import LegalForm, Need, Stage, dollars, listed

FORM_WORDS: dict[LegalForm, str] = {
    "cooperative": "coopérative",
    "nonprofit": "OBNL",
    "mutual": "mutuelle",
    "private": "entreprise privée",
}
STAGE_WORDS: dict[Stage, str] = {
    "idea": "à l'étape de l'idée",
    "pre_startup": "en prédémarrage",
    "startup": "en démarrage",
    "growth": "en croissance",
    "consolidation": "en consolidation",
    "takeover": "pour reprendre une entreprise",
}
NEED_WORDS: dict[Need, str] = {
    "support": "être accompagné",
    "funding": "trouver du financement",
    "training": "se former",
    "networking": "rencontrer d'autres entreprises collectives",
    "legal": "choisir ou créer la forme juridique",
    "governance": "améliorer la gouvernance",
    "market": "trouver des clients",
    "workforce": "embaucher",
    "premises": "trouver ou acheter un lieu",
    "takeover": "reprendre une entreprise",
}


Group = Literal["accompagnement", "argent", "formation"]
# A tool stays where its table puts it: a guide teaches, a public register receives.
GROUP_OF_ROLE: dict[Role, Group] = {
    "first_door": "accompagnement",
    "builder": "accompagnement",
    "network": "accompagnement",
    "money": "argent",
    "grant": "argent",
    "instrument": "argent",
    "campaign": "argent",
    "training": "formation",
}

VOWELS = "aeiouéèê"  # before them, «de» becomes «d'»


def in_words(profile: Profile, mrc_names: Area) -> str:
    """«votre projet de coopérative («vélos») à Rigaud, en démarrage, pour trouver du financement»."""
    form = FORM_WORDS.get(profile.legal_form) if profile.legal_form else None
    words = "votre projet"
    if form:
        words += f" d'{form}" if form[0].lower() in VOWELS else f" de {form}"
    if profile.sector:
        words += f" («{profile.sector}»)"
    if profile.place_name and profile.place_kind != "mrc":
        words += f" {at(profile.place_name)}"
    elif profile.mrc:
        words += f" {mrc_names.inside(profile.mrc)}"
    if profile.stage:
        words += f", {'sans doute ' * ('stage' in profile.guessed)}{STAGE_WORDS[profile.stage]}"
    needs = [need for need in profile.need if need != profile.stage]
    told = [_need_words(need, profile) for need in needs if need not in profile.guessed]
    if told:
        words += f", pour {listed(told)}"
    guessed = [NEED_WORDS[need] for need in needs if need in profile.guessed]
    if guessed:
        words += f", peut-être pour {listed(guessed)}"
    if profile.amount:
        words += f" (environ {dollars(profile.amount)})"
    return words


def newly_told(before: Profile, after: Profile) -> str:
    """What a project has that it had not, but what is looked for: «27 ans, OBNL»; empty when that is
    nothing."""

    def words(known: Profile) -> dict[str, str | None]:
        return {
            "place": known.place_name,
            "form": FORM_WORDS.get(known.legal_form) if known.legal_form else None,
            "sector": f"«{known.sector}»" if known.sector else None,
            "stage": STAGE_WORDS[known.stage] if known.stage else None,
            "age": f"{known.age} ans" if known.age else None,
            "amount": dollars(known.amount) if known.amount else None,
        }

    was = words(before)
    return ", ".join(said for name, said in words(after).items() if said and said != was[name])


def paid_words(profile: Profile) -> str:
    """What the money must pay, as it was said; a campaign is a way to find it. Empty when it was not said."""
    return listed([PURPOSES[purpose] for purpose in profile.purposes if purpose != "campaign"])


def _need_words(need: Need, profile: Profile) -> str:
    """A need, with what the money must pay when that was said: «financer de l'équipement»."""
    if need != "funding" or not profile.purposes:
        return NEED_WORDS[need]
    paid = paid_words(profile)
    words = f"financer {paid}" if paid else NEED_WORDS[need]
    return f"{words} par {PURPOSES['campaign']}" if "campaign" in profile.purposes else words


def group_of(record: AnyResource) -> Group:
    """The kind of help that a door gives, as the results are grouped: by what it does, not by its table."""
    if record.role is not None and record.role in GROUP_OF_ROLE:
        return GROUP_OF_ROLE[record.role]
    if isinstance(record, FundRecord):
        return "argent"
    return "formation" if isinstance(record, TrainingRecord) else "accompagnement"
