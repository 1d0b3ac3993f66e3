"""The French words of the referral: names of the vocabulary, and one sentence a verdict.

Kept together so that they can be reread and corrected without touching the rules.
"""

from __future__ import annotations

from knowledge.records import LegalForm, Need, Stage

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

TERRITORY_YES = "Offert {where}."
TERRITORY_MAYBE = "Le territoire couvert est à confirmer pour {where}."
TERRITORY_RESERVE = "{place} est hors des MRC: le territoire est à confirmer."
TERRITORY_UNKNOWN = "Offert {where}: à voir selon l'endroit de votre projet."
TERRITORY_NO = "Réservé à d'autres lieux que le vôtre: offert {where}."
WHERE_REGION = "en Montérégie"
WHERE_PROVINCE = "partout au Québec"
WHERE_COUNTRY = "partout au Canada"
WHERE_OUTSIDE = "hors des cinq MRC du territoire"
OUTSIDE_YES = "C'est le pôle qui sert {place}."

STAGE_YES = "Convient à votre étape: {stage}."
STAGE_ALL = "Ouvert à toutes les étapes."
STAGE_MAYBE = "Peut convenir à votre étape ({stage}): à vérifier avec l'organisme."
STAGE_UNKNOWN = "Les étapes admises ne sont pas précisées dans nos sources: à vérifier."
STAGE_ASK = "Vise ces étapes: {stages}."
STAGE_NO = "Ne vise pas votre étape ({stage})."

NEED_YES = "Aide pour {needs}."
NEED_FIRST_DOOR = "Première porte pour toute question d'économie sociale."
NEED_NO = "N'aide pas pour {needs}."

FORM_YES = "Admet {form}."
FORM_ALL = "Ouvert à toutes les formes juridiques."
FORM_MAYBE = "L'admissibilité pour {form} est à vérifier."
FORM_UNKNOWN = "Les formes juridiques admises ne sont pas précisées dans nos sources: à vérifier."
FORM_ASK = "Vise {forms}."
FORM_NO = "N'admet pas {form}."

SECTOR_ALL = "Ouvert à tous les secteurs."
SECTOR_YES = "Vise votre secteur: {sectors}."
SECTOR_ASK = "Vise ces secteurs: {sectors}."
SECTOR_MAYBE = "Vise surtout: {sectors}. À vérifier pour votre projet."
SECTOR_NO = "Vise d'autres secteurs que le vôtre: {sectors}."
SECTOR_UNKNOWN = "Les secteurs admis ne sont pas précisés dans nos sources: à vérifier."

AGE_YES = "Votre âge convient ({bounds})."
AGE_MAYBE = "Votre âge est à confirmer avec l'organisme ({bounds})."
AGE_ASK = "Vise les {bounds}."
AGE_NO = "Réservé aux {bounds}."

AMOUNT_YES = "Le montant cherché entre dans ce qui est offert ({bounds})."
AMOUNT_PART = "Peut couvrir une partie du montant cherché ({bounds})."
AMOUNT_UNKNOWN = "Les montants ne sont pas précisés dans nos sources: à vérifier."
AMOUNT_NO = "Le montant cherché est sous le minimum ({bounds})."

CALLS_OPEN = "Les demandes sont acceptées en tout temps."
CALLS_NOW = "Un appel est ouvert jusqu'au {closes}."
CALLS_COMING = "Le prochain appel ouvre le {opens}."
CALLS_PAST = "Le dernier appel connu s'est terminé le {closes}; le prochain n'est pas annoncé."
CALLS_UNKNOWN = "Sur appel de projets: les dates sont à vérifier."
CALLS_CAMPAIGN = "Selon la campagne que vous menez."
CALLS_MODE_UNKNOWN = "La façon de déposer une demande est à vérifier."
OFFER_TO_CONFIRM = "L'offre actuelle est à confirmer avec {whom}."


def listed(items: list[str]) -> str:
    """«a, b et c»."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def dollars(amount: int) -> str:
    """«20 000 $», with the non-breaking spaces of French typography."""
    return f"{amount:,}".replace(",", "\u00a0") + "\u00a0$"
