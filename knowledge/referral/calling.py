"""Whom to call first, and what to say: the hardest part of a first step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.referral.profile import Profile
from knowledge.referral.summary import FORM_WORDS, STAGE_WORDS, VOWELS, paid_words
from knowledge.territory.area import Area
from knowledge.vocabulary import Need, dollars, listed

CALLED = 3  # of the doors shown first, the one that can be called is called
# What one says aloud that one needs.
SPOKEN: dict[Need, str] = {
    "support": "de quelqu'un pour nous accompagner",
    "funding": "de financement",
    "training": "de formation",
    "networking": "de rencontrer d'autres entreprises collectives",
    "legal": "d'aide pour choisir et créer la forme juridique",
    "governance": "d'aide pour la gouvernance",
    "market": "de clients",
    "workforce": "d'aide pour embaucher",
    "premises": "d'un lieu",
    "takeover": "d'aide pour reprendre une entreprise",
}
ASKS = "Est-ce que vous pouvez nous aider? Et qu'est-ce qu'on devrait préparer?"
TAKES_OVER = "On veut reprendre une entreprise"


def first_call(
    doors: Sequence[Mapping[str, Any]], profile: Profile, mrc_names: Area
) -> Mapping[str, Any] | None:
    """The call to begin with, from doors in the contract's form, best first; None without any.

    Of the first few, the first that has a telephone or an e-mail; else the first.
    Output: `id`, `name` of whom one calls, `contact`, `say`.
    """
    if not doors:
        return None
    near = doors[:CALLED]
    reached = [door for door in near if door["contact"]["phone"] or door["contact"]["email"]]
    door = (reached or near)[0]
    return {
        "id": door["id"],
        "name": door["contact"]["with"] or door["name"],
        "contact": door["contact"],
        "say": spoken(profile, mrc_names, by_phone=bool(door["contact"]["phone"])),
    }


def spoken(profile: Profile, mrc_names: Area, *, by_phone: bool) -> str:
    """What to say, or to write where no telephone is known, from what is known of the project: three short
    sentences at most."""
    form = FORM_WORDS.get(profile.legal_form) if profile.legal_form else None
    project = "notre projet"
    if form:
        project += f" d'{form}" if form[0].lower() in VOWELS else f" de {form}"
    if profile.place_name and profile.place_kind != "mrc":
        project += f" à {profile.place_name}"
    elif profile.mrc:
        project += f" {mrc_names.inside(profile.mrc)}"
    if profile.sector:
        project += f" (secteur: {profile.sector})"
    opening = "j'appelle" if by_phone else "je vous écris"
    lines = [f"Bonjour, {opening} pour {project}."]
    if told := _where_we_are(profile):
        lines.append(told)
    return " ".join([*lines, ASKS])


def _where_we_are(profile: Profile) -> str:
    needs = [_spoken(need, profile) for need in profile.need if need != profile.stage]
    need = f"on a besoin {listed(needs)}" if needs else ""
    if profile.amount and need:
        need += f", environ {dollars(profile.amount)}"
    if profile.stage == "takeover":
        stage = TAKES_OVER
    else:
        stage = f"On est {STAGE_WORDS[profile.stage]}" if profile.stage else ""
    if stage and need:
        return f"{stage} et {need}."
    return f"{stage}." if stage else f"{need[:1].upper()}{need[1:]}." if need else ""


def _spoken(need: Need, profile: Profile) -> str:
    if need != "funding":
        return SPOKEN[need]
    words = "de subventions" if profile.money in ("grant", "no_loan") else SPOKEN[need]
    paid = paid_words(profile)
    return f"{words} pour {paid}" if paid else words
