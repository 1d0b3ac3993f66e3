"""The vocabulary of the contract, and its French names."""

from __future__ import annotations

from typing import Literal, get_args

Stage = Literal["idea", "pre_startup", "startup", "growth", "consolidation", "takeover"]
Need = Literal[
    "support", "funding", "training", "networking", "legal",
    "governance", "market", "workforce", "premises", "takeover",
]  # fmt: skip
LegalForm = Literal["cooperative", "nonprofit", "mutual", "private", "undecided"]

ProjectKind = Literal[
    "market", "social"
]  # sells what it makes, or lives mostly on grants, gifts and volunteers

STAGES: tuple[Stage, ...] = get_args(Stage)
NEEDS: tuple[Need, ...] = get_args(Need)
LEGAL_FORMS: tuple[LegalForm, ...] = get_args(LegalForm)
PROJECT_KINDS: tuple[ProjectKind, ...] = get_args(ProjectKind)

STAGE_NAMES: dict[Stage, str] = {
    "idea": "l'idée",
    "pre_startup": "le prédémarrage",
    "startup": "le démarrage",
    "growth": "la croissance",
    "consolidation": "la consolidation",
    "takeover": "la reprise d'une entreprise",
}
NEED_NAMES: dict[Need, str] = {
    "support": "l'accompagnement",
    "funding": "le financement",
    "training": "la formation",
    "networking": "le réseautage",
    "legal": "les questions juridiques",
    "governance": "la gouvernance",
    "market": "la mise en marché",
    "workforce": "la main-d'œuvre",
    "premises": "les locaux et l'immobilier",
    "takeover": "la reprise d'une entreprise",
}
LEGAL_FORM_NAMES: dict[LegalForm, str] = {
    "cooperative": "les coopératives",
    "nonprofit": "les OBNL",
    "mutual": "les mutuelles",
    "private": "les entreprises privées",
    "undecided": "les groupes qui n'ont pas encore de forme juridique",
}
# What a project does, by the keys of `referral/sectors.yaml`.
SECTOR_NAMES: dict[str, str] = {
    "food": "l'alimentation",
    "agriculture": "l'agriculture et la forêt",
    "housing": "l'habitation",
    "health": "la santé et les soins",
    "elders": "les personnes aînées",
    "childcare": "la petite enfance",
    "education": "l'éducation",
    "culture": "la culture et les médias",
    "leisure": "le loisir et le sport",
    "tourism": "le tourisme",
    "environment": "l'environnement et le réemploi",
    "mobility": "le transport",
    "technology": "les technologies",
    "retail": "le commerce de détail",
    "manufacturing": "la fabrication",
    "construction": "la construction",
    "services": "les services aux entreprises et aux ménages",
    "insertion": "l'insertion en emploi",
    "social": "l'action sociale",
    "finance": "la finance et les assurances",
    "funeral": "les services funéraires",
}
PROJECT_KIND_NAMES: dict[ProjectKind, str] = {
    "market": "une activité qui vend ses produits ou ses services",
    "social": "une activité sociale, portée surtout par des dons, des subventions et des bénévoles",
}

# The same, as a person chooses them on a button.
STAGE_CHOICES: dict[Stage, str] = {
    "idea": "J'ai une idée",
    "pre_startup": "Je prépare le projet",
    "startup": "Ça démarre",
    "growth": "On veut grandir",
    "consolidation": "On veut se solidifier",
    "takeover": "Reprendre une entreprise",
}
NEED_CHOICES: dict[Need, str] = {
    "support": "De l'accompagnement",
    "funding": "Du financement",
    "training": "Une formation",
    "networking": "Du réseautage",
    "legal": "Choisir ou créer la forme juridique",
    "governance": "De l'aide pour la gouvernance",
    "market": "Des clients, des marchés",
    "workforce": "De l'aide pour embaucher",
    "premises": "Un local ou une bâtisse",
    "takeover": "Reprendre une entreprise",
}
LEGAL_FORM_CHOICES: dict[LegalForm, str] = {
    "cooperative": "Une coopérative",
    "nonprofit": "Un OBNL",
    "private": "Une entreprise privée",
    "undecided": "Pas encore décidé",
}


def listed(items: list[str]) -> str:
    """«a, b et c»."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def dollars(amount: int) -> str:
    """«20 000 $», with the non-breaking spaces of French typography."""
    return f"{amount:,}".replace(",", "\u00a0") + "\u00a0$"
