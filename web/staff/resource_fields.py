"""The fields of the editor of resources, by section: what they are called, and how they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.records import ResourceType
from knowledge.vocabulary import LEGAL_FORM_NAMES, LEGAL_FORMS, NEED_NAMES, NEEDS, STAGE_NAMES, STAGES

Kind = Literal["text", "area", "lines", "number", "choice", "bool"]


@dataclass(frozen=True)
class Field:
    """A field; `name` is its path in the record."""

    name: str
    label: str
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    required: bool = False


@dataclass(frozen=True)
class Scale:
    """A rule of several values, each «oui», «peut-être» or «non»; the whole may be unknown."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    may_be_unknown: bool = True


TYPE_NAMES: dict[ResourceType, str] = {
    "organization": "Organisme",
    "fund": "Fonds",
    "training": "Formation",
    "activity": "Activité",
}
CONFIDENCE = (("high", "haute"), ("medium", "moyenne"), ("low", "basse: «à confirmer»"))
STATUS = (("active", "connue et active"), ("to_verify", "à vérifier: «à confirmer»"))
LEVELS = (
    ("mrc", "certaines MRC"),
    ("region", "la région du Pôle"),
    ("province", "tout le Québec"),
    ("country", "tout le Canada"),
    ("outside", "ailleurs seulement"),
)
MODES = (
    ("unknown", "on ne sait pas"),
    ("continuous", "en tout temps"),
    ("call", "par appel de projets"),
    ("campaign", "par campagne"),
)
SECTORS = (("unknown", "on ne sait pas"), ("all", "tous les secteurs"), ("named", "seulement ceux nommés"))

IDENTITY = (
    Field("name", "Nom", required=True),
    Field("acronym", "Sigle"),
    Field("aliases", "Autres noms, un par ligne", "lines"),
)
CONTACT = (
    Field("website", "Site web"),
    Field("contact.phone", "Téléphone"),
    Field("contact.email", "Courriel"),
    Field("contact.address", "Adresse"),
    Field(
        "contact.as_of",
        "Coordonnées vues en (l'année)",
        help="Vide: elles sont à jour. Sinon: «à confirmer».",
    ),
    Field("contact.note", "Note sur les coordonnées"),
)
PROVIDER = (
    Field("organization", "Organisme de la base", help="Par son nom; la liste propose."),
    Field("organization_name", "Ou son nom, s'il n'est pas dans la base"),
)
OWN: dict[ResourceType, tuple[Field, ...]] = {
    "organization": (
        Field("kind", "Genre d'organisme", required=True),
        Field("services", "Services, un par ligne", "lines"),
        Field("audience", "Pour qui, un par ligne", "lines"),
        Field("when_to_refer", "Quand y diriger quelqu'un", "area"),
    ),
    "fund": (
        *PROVIDER,
        Field("nature", "Nature (bourse, prêt, subvention…)", required=True),
        Field("amount_min", "Montant minimal, en dollars", "number"),
        Field("amount_max", "Montant maximal, en dollars", "number"),
        Field("max_share", "Part couverte"),
        Field("share_percent", "Part couverte, en % du coût du projet", "number"),
        Field("own_contribution", "Mise de fonds demandée"),
        Field("application", "Comment déposer une demande", "area"),
        Field("conditions", "Conditions, une par ligne", "lines"),
        Field("exclusions", "Exclusions, une par ligne", "lines"),
    ),
    "training": (
        *PROVIDER,
        Field("kind", "Genre de formation", required=True),
        Field("audience", "Pour qui, un par ligne", "lines"),
        Field("topics", "Thèmes, un par ligne", "lines"),
        Field("format", "Formule (durée, en ligne, en salle…)", "area"),
    ),
    "activity": (
        *PROVIDER,
        Field("kind", "Genre d'activité (5 à 7, atelier, rencontre…)", required=True),
        Field(
            "sessions",
            "Dates, une par ligne",
            "lines",
            help="Par exemple: 21 janvier 2027, 17 h à 19 h | Salle du Pôle | https://…",
            required=True,
        ),
        Field("price", "Prix, comme on le lit"),
        Field("registration", "Comment s'inscrire"),
    ),
}
NOTES = (
    Field("summary", "En une phrase: à quoi elle sert", "area"),
    Field("caution", "À vérifier d'abord", help="La chose à vérifier avant de compter dessus."),
    Field("first_step", "Premier pas", help="Ce qu'il faut faire ou apporter."),
    Field("bring", "Pièces à apporter, une par ligne", "lines", help="De vraies pièces, pas des conditions."),
    Field("notes", "Bon à savoir (montré aux gens)", "area"),
    Field("staff_notes", "Notes de l'équipe (jamais montrées)", "area"),
)
TRUTH = (
    Field("refer", "L'assistant y dirige des gens", "bool"),
    Field("status", "État", "choice", STATUS),
    Field("confidence", "Confiance", "choice", CONFIDENCE),
    Field("as_of", "Vrai en date du"),
    Field("review_by", "À revoir au plus tard (par exemple mai 2027)", required=True),
)
SCALES = (
    Scale("stages", "Étapes du projet", tuple((name, STAGE_NAMES[name]) for name in STAGES)),
    Scale("legal_forms", "Formes juridiques", tuple((name, LEGAL_FORM_NAMES[name]) for name in LEGAL_FORMS)),
)
NEED_CHOICES = tuple((name, NEED_NAMES[name]) for name in NEEDS)
RULES = (
    Field("eligibility.sectors.mode", "Secteurs", "choice", SECTORS),
    Field("eligibility.sectors.names", "Secteurs nommés, un par ligne", "lines"),
    Field("eligibility.sectors.prose", "Secteurs: ce que disent les sources", "lines"),
    Field(
        "eligibility.age.min", "Âge minimal", "number", help="Les quatre âges vides: aucun âge n'est demandé."
    ),
    Field("eligibility.age.max", "Âge maximal", "number"),
    Field("eligibility.age.outer_min", "Âge minimal peut-être admis", "number"),
    Field("eligibility.age.outer_max", "Âge maximal peut-être admis", "number"),
    Field("eligibility.age.prose", "Âge: ce que disent les sources"),
    Field("eligibility.calls.mode", "Quand demander", "choice", MODES),
    Field("eligibility.calls.opens", "Ouverture", help="Par exemple 15 janvier 2027."),
    Field("eligibility.calls.closes", "Fermeture"),
    Field("eligibility.calls.confirmed", "Ces dates sont annoncées (sinon: les dernières connues)", "bool"),
    Field("eligibility.calls.prose", "Dates: ce que disent les sources"),
)
TERRITORY = (
    Field("eligibility.territory.level", "Territoire", "choice", LEVELS),
    Field("eligibility.territory.prose", "Territoire: ce que disent les sources"),
)


def simple_fields(kind: ResourceType) -> tuple[Field, ...]:
    """Every field that is one value of the record."""
    return (*IDENTITY, *OWN[kind], *CONTACT, *NOTES, *TRUTH, *TERRITORY, *RULES)
