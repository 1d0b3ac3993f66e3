"""The French words of the referral: one sentence a verdict.

Kept together so that they can be reread and corrected without touching the rules.
"""

from __future__ import annotations

from knowledge.records import Purpose

TERRITORY_YES = "Offert {where}."
TERRITORY_MAYBE = "Le territoire couvert est à confirmer {where}."
TERRITORY_RESERVE = "{place} est hors des MRC: le territoire est à confirmer."
TERRITORY_PLACE = "Sert {place}."
TERRITORY_SOME_PLACES = "Ne sert que certaines municipalités de votre MRC: à vérifier."
TERRITORY_OTHERS = "Réservé à une autre communauté que la vôtre."
TERRITORY_UNKNOWN = "Offert {where}: à voir selon l'endroit de votre projet."
TERRITORY_NO = "Réservé à d'autres lieux que le vôtre: offert {where}."
WHERE_PROVINCE = "partout au Québec"
WHERE_COUNTRY = "partout au Canada"
WHERE_OUTSIDE = "hors du territoire du Pôle"
OUTSIDE_YES = "C'est le pôle qui sert {place}."

STAGE_YES = "Convient à votre étape: {stage}."
STAGE_MAYBE = "Peut convenir à votre étape ({stage}): à vérifier avec l'organisme."
STAGE_UNKNOWN = "Les étapes admises ne sont pas précisées dans nos sources: à vérifier."
STAGE_ASK = "Vise ces étapes: {stages}."
STAGE_NO = "Ne vise pas votre étape ({stage})."

NEED_YES = "Aide pour {needs}."
NEED_PAYS = "Sert à payer {purposes}."
NEED_BUILDS = "Son métier: accompagner {forms}."
NEED_FIRST_DOOR = "Première porte pour toute question d'économie sociale."
NEED_LOCAL_DOOR = "Porte d'entrée de votre MRC: on vous y oriente pour ce besoin."
NEED_DOOR_OF_A_PLACE = "Porte d'entrée de son territoire: à voir selon l'endroit de votre projet."
NEED_GUESSED = "N'aide pas d'abord pour {needs}; à voir selon votre besoin."
NEED_NO = "N'aide pas pour {needs}."
NEED_LENT = "C'est un prêt, et vous n'en voulez pas."

FORM_YES = "Admet {form}."
FORM_ANY = "Aucune forme juridique n'est exclue, même si la vôtre n'est pas choisie."
FORM_OPEN = "Admet toute forme collective, même si la vôtre n'est pas choisie."
FORM_TURNS = "Aide aussi l'entreprise privée qui est reprise par ses gens ou qui devient collective."
FORM_MAY_TURN = "Aide une entreprise privée si elle devient collective."
FORM_MAYBE = "L'admissibilité pour {form} est à vérifier."
FORM_KINDS = "Vise {kinds}: à vérifier pour la vôtre."
FORM_UNKNOWN = "Les formes juridiques admises ne sont pas précisées dans nos sources: à vérifier."
FORM_ASK = "Vise {forms}."
FORM_NO = "N'admet pas {form}."

SECTOR_YES = "Vise votre secteur: {sectors}."
SECTOR_ASK = "Vise ces secteurs: {sectors}."
SECTOR_MAYBE = "Vise surtout: {sectors}. À vérifier pour votre projet."
SECTOR_EXCLUDED = "Exclut: {what}."
SECTOR_PARTLY_EXCLUDED = "Exclut en partie: {what}. À vérifier pour votre projet."
SECTOR_UNKNOWN = "Les secteurs admis ne sont pas précisés dans nos sources: à vérifier."

AGE_YES = "Votre âge convient ({bounds})."
AGE_MAYBE = "Votre âge est à confirmer avec l'organisme ({bounds})."
AGE_ASK = "Vise les {bounds}."
AGE_NO = "Réservé aux {bounds}."

AMOUNT_YES = "Le montant cherché entre dans ce qui est offert ({bounds})."
AMOUNT_PART = "Peut couvrir une partie du montant cherché ({bounds})."
AMOUNT_SMALL = "Donne bien moins que le montant cherché ({bounds}): une partie seulement."
AMOUNT_UNKNOWN = "Les montants ne sont pas précisés dans nos sources: à vérifier."
AMOUNT_NO = "Le montant cherché est sous le minimum ({bounds})."

CALLS_OPEN = "Les demandes sont acceptées en tout temps."
CALLS_NOW = "Un appel est ouvert jusqu'au {closes}."
CALLS_COMING = "Le prochain appel ouvre le {opens}."
CALLS_PAST = "Le dernier appel connu s'est terminé le {closes}; le prochain n'est pas annoncé."
CALLS_UNKNOWN = "Sur appel de projets: les dates sont à vérifier."
CALLS_CAMPAIGN = "Selon la campagne que vous menez."
CALLS_MODE_UNKNOWN = "La façon de déposer une demande est à vérifier."
OFFER_TO_CONFIRM = "L'offre actuelle est à confirmer (à qui demander: {whom})."

SILENT_CONTACT = "Ses coordonnées ne sont pas dans notre base. À qui les demander: {first_door}."
MISSING_CONTACT = "Pas dans notre base: {missing}."

PURPOSES: dict[Purpose, str] = {
    "study": "des études et des consultants",
    "equipment": "de l'équipement",
    "working_capital": "le fonds de roulement",
    "building": "un bâtiment",
    "wages": "des salaires",
    "members_capital": "les parts des membres",
    "campaign": "une campagne",
    "mission": "la mission ou un projet du milieu",
}
