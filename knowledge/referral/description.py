"""A project in words, for a person: what was understood of it, and which of its words were not used."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.referral.extraction import Extraction
from knowledge.referral.learn.features import TABLES
from knowledge.referral.line import line_of, own_words
from knowledge.referral.profile import Profile
from knowledge.referral.signs import cues_in
from knowledge.search.language import language, stem
from knowledge.territory import Gazetteer
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

LABELS = {
    "stage": "Étape",
    "need": "Besoin",
    "project_kind": "Nature du projet",
    "current_form": "Forme actuelle",
}  # of what may be guessed
TO_CONFIRM = "à confirmer"
AROUND = ".,;:!?…()[]«»\"“”'’ "  # marks around a word


@dataclass(frozen=True)
class Understood:
    """What was understood of a text, as rows of `label` and `value`, those guessed said to be confirmed; and
    the words that told nothing, as typed, in their order."""

    rows: list[dict[str, str]]
    unused: tuple[str, ...]


def understood(text: str, said: Extraction, gazetteer: Gazetteer, mrc_names: Area) -> Understood:
    """What is to be shown of a text and of its extraction, so that both may be corrected."""
    guessed = {LABELS[name] for name in said.guessed}
    rows = [
        row | {"value": f"{row['value']} ({TO_CONFIRM})"} if row["label"] in guessed else row
        for row in describe(said.profile, mrc_names)
    ]
    return Understood(rows, unused_words(text, said.profile, gazetteer))


def unused_words(text: str, profile: Profile, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The words of a text, as typed, that mean something and told nothing of a project; each once.

    Mails that are only quoted were not read: what stands in them alone is among them.
    """
    own = own_words(text)
    line = line_of(own)
    used = {
        word for name in TABLES for one in cues_in(name, line) for word in _plain(line[one.start : one.end])
    }
    places = [text[place.start : place.end] for place in gazetteer.find(text)]
    for part in (*places, profile.sector or ""):
        used.update(_plain(line_of(part)))
    counted = profile.amount is not None or profile.age is not None
    unused: dict[str, str] = {}
    for typed in text.split():
        told = [word for word in _plain(line_of(typed)) if stem(word) not in language().function_words]
        if counted:
            told = [word for word in told if not word.startswith("#")]
        if any(len(word) > 1 and word not in used for word in told):
            unused.setdefault(" ".join(told), typed.strip(AROUND))
    return tuple(word for word in unused.values() if word)


def _plain(line: str) -> list[str]:
    """The words of a line, without its marks."""
    return [word for word in line.split() if word not in ("|", ",", "$", "%")]


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
