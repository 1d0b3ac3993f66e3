"""The joints of composed answers: names, phrasings, and sentences made from the fields of a record."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from urllib.parse import urlsplit

from knowledge.records import (
    AnyResource,
    Contact,
    FundRecord,
    LegalFormRule,
    OrganizationRecord,
    StageRule,
    TerritoryRule,
)
from knowledge.territory.area import Area
from knowledge.vocabulary import LEGAL_FORM_NAMES, STAGE_NAMES, dollars

MAX_SENTENCE_WORDS = 30
MAX_CALLED = 56  # characters of a name in a choice button, which ends with «: qu'est-ce que c'est?»
MAX_SHORT = 45
MAX_CARD_WORDS = 165  # of the answer on one resource, which says every condition about money
ENGLISH = " (page en anglais)"
OLD_YEARS = 2  # before the year of its review: a figure is told with its year

# How people ask about something by its name. Every name alone counts too: on a phone, it is a question.
RESOURCE_PHRASINGS = (
    "c'est quoi {name}",
    "parle-moi de {name}",
    "comment joindre {name}, coordonnées et site web",
    "{name} ils sont où, comment on les rejoint",
    "{name} c'est tu pour moi, est-ce que je suis admissible",
    "c'est qui {name}, ça fait quoi dans la vie",
    "{name} ça sert à quoi, est-ce que ça vaut la peine pour mon projet",
    "mon client peut-il profiter de {name}",
)
FUND_PHRASINGS = (
    "combien d'argent donne {name}, quel montant",
    "c'est combien {name}",
    "comment faire une demande à {name}",
    "c'est quand le prochain appel de {name}, la date limite",
    "est-ce que {name} est ouvert en ce moment",
    "montant maximum de {name}",
)
TRAINING_PHRASINGS = ("comment s'inscrire à {name}", "cours et programme offerts par {name}")
ORGANIZATION_PHRASINGS = ("que fait {name}, quels services", "à qui s'adresser chez {name}")
PLACE_PHRASINGS = (
    "{name}",
    "quelle aide y a-t-il dans {name}",
    "qui contacter dans {name}",
    "y a quoi comme ressources pour partir un projet dans {name}",
    "financement pour entreprise collective dans {name}",
    "à qui parler de mon projet dans {name}",
    "on veut partir de quoi ensemble à {name}, qui est-ce qu'on appelle",
    "qui peut nous épauler et nous guider dans notre coin, à {name}",
    "à quelle porte cogner, vers qui nous enverriez-vous dans {name}",
    "j'ai reçu un dossier de {name}, à qui dois-je le transférer ou le référer",
    "qui s'occupe des projets de coop et d'OBNL dans {name}",
)
# A title that says what something is, up to what else it asks or puts between brackets.
_DEFINITION = re.compile(
    r"(?:c['’]est quoi|qu['’]est-ce qu(?:e|['’])) ?(?:c['’]est qu['’])?(?P<thing>[^,?(]{3,60})", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:une?|le|la|les|des|l['’]|du|d['’])\s*", re.IGNORECASE)


def called(record: AnyResource) -> str:
    """The short name of a resource, as a button shows it: with its acronym where there is room."""
    name = _without_notes(record.name)
    acronym = record.acronym or next((part for part in _notes(record.name) if _is_acronym(part)), None)
    if acronym is None or acronym in name:
        short = name if len(name) <= MAX_CALLED else next(iter(record.aliases), name)
        return textwrap.shorten(short, MAX_CALLED, placeholder="…")
    before, _, after = record.name.partition(f" ({acronym}) ")
    # «Fonds local d'investissement (FLI) – Roussillon»: what comes after tells it from its namesakes.
    full = f"{before} ({acronym}) {after}" if after else f"{name} ({acronym})"
    short = f"{acronym} {after}" if after else name if len(name) <= MAX_SHORT else acronym
    return full if len(full) <= MAX_CALLED else short


def names_of(record: AnyResource) -> list[str]:
    """All that a resource is called: its name without its parentheses, acronym, aliases.

    Of what stands in parentheses only acronyms are names («RIC», «BIEC Montérégie»): the rest is a
    place, a former name or the name of who offers it.
    """
    names = [_without_notes(record.name), *([record.acronym] if record.acronym else [])]
    names += [part for part in _notes(record.name) if _is_acronym(part.split()[0])]
    names += record.aliases
    return list(dict.fromkeys(name for name in names if name))


def _without_notes(name: str) -> str:
    return " ".join(re.sub(r"\([^)]*\)", "", name).split())


def _notes(name: str) -> list[str]:
    return re.findall(r"\(([^)]+)\)", name)


def _is_acronym(word: str) -> bool:
    return sum(char.isupper() for char in word) >= 2 and " " not in word


def phrasings_for(record: AnyResource, names: Iterable[str]) -> list[str]:
    """The ways a resource is asked for, for each of its names."""
    templates = list(RESOURCE_PHRASINGS)
    if isinstance(record, FundRecord):
        templates += FUND_PHRASINGS
    elif isinstance(record, OrganizationRecord):
        templates += ORGANIZATION_PHRASINGS
    else:
        templates += TRAINING_PHRASINGS
    listed = list(names)
    return [*listed, *(template.format(name=listed[0]) for template in templates)]


def place_phrasings(names: Iterable[str]) -> list[str]:
    """The ways the help of an MRC is asked for."""
    return [template.format(name=name) for name in names for template in PLACE_PHRASINGS]


def shortened(text: str) -> str:
    """A text cut at the end of a sentence when it is long, with its full stop."""
    text = text.strip()
    if len(text.split()) > MAX_SENTENCE_WORDS:
        text = re.split(r"(?<=[.;])\s", text)[0].rstrip(";.") + "."
    return text if text.endswith((".", "!", "?")) else text + "."


def definition_phrasings(question: str) -> list[str]:
    """The plainest ways of asking what something is, for an answer that says so.

    «C'est quoi une part sociale, et combien ça coûte?» gives «part sociale», «définition part sociale»…
    Any other question gives none.
    """
    asked = _DEFINITION.match(question)
    if asked is None:
        return []
    thing = asked["thing"].strip()
    bare = _ARTICLE.sub("", thing)
    ways = (
        f"c'est quoi {thing}",
        f"{thing} c'est quoi",
        bare,
        f"définition {bare}",
        f"ça veut dire quoi {bare}",
    )
    return list(dict.fromkeys(ways))


def amounts(record: FundRecord) -> str:
    """What a fund gives, with the year of an old figure; a null amount is not known, which is said."""
    return known_amounts(record) or "montant: non précisé dans nos sources, à demander"


def known_amounts(record: FundRecord) -> str:
    """«montant: de 2 000 $ à 20 000 $ (chiffres de 2022)»; empty when no amount is known."""
    low, high = record.amount_min, record.amount_max
    if low is not None and high is not None:
        said = f"montant: de {dollars(low)} à {dollars(high)}"
    elif high is not None:
        said = f"montant: jusqu'à {dollars(high)}"
    elif low is not None:
        said = f"montant: à partir de {dollars(low)}"
    else:
        return ""
    year = old_year(record)
    return (
        f"{said} ({'chiffres' if low is not None and high is not None else 'chiffre'} de {year})"
        if year
        else said
    )


def old_year(record: AnyResource) -> str | None:
    """The year that what is known of a resource dates from, when it is old enough to be said."""
    year = (record.as_of or "")[:4]
    return year if year and int(year) <= int(record.review_by[:4]) - OLD_YEARS else None


def fund_facts(record: FundRecord) -> list[str]:
    """What a fund gives, how much of the cost, what one puts in and when to apply, as far as it is known."""
    facts = [known_amounts(record) if record.max_share else amounts(record)]
    if record.max_share:
        facts.append(f"part couverte: {record.max_share}")
    if record.own_contribution:
        facts.append(f"mise de fonds: {record.own_contribution}")
    if record.application:
        facts.append(f"dépôt: {record.application}")
    return [f"{fact[0].upper()}{fact[1:]}" for fact in facts if fact]


def fund_terms(record: FundRecord) -> list[str]:
    """What is known of a fund for who asks on what terms it gives: its facts, then each of its conditions."""
    return [*fund_facts(record), *(f"{said[0].upper()}{said[1:]}" for said in record.conditions)]


def stages_sentence(rule: StageRule | None) -> str:
    """«Étapes: le démarrage, la croissance.»"""
    if rule is None or not rule.yes:
        return ""
    if len(rule.yes) == len(STAGE_NAMES):
        return "Étapes: toutes."
    return f"Étapes: {', '.join(STAGE_NAMES[stage] for stage in rule.yes)}."


def forms_sentence(rule: LegalFormRule | None) -> str:
    """Who is admitted, the uncertain ones said so."""
    if rule is None:
        return ""
    parts = []
    if rule.yes:
        parts.append(f"Pour: {', '.join(LEGAL_FORM_NAMES[form] for form in rule.yes)}.")
    if rule.maybe:
        parts.append(f"À vérifier pour: {', '.join(LEGAL_FORM_NAMES[form] for form in rule.maybe)}.")
    return " ".join(parts)


def territory_sentence(rule: TerritoryRule, mrc_names: Area) -> str:
    """Where it is offered."""
    names = [mrc_names.get(mrc, mrc) for mrc in rule.mrc]
    where = {
        "mrc": "dans tout le territoire" if len(names) == len(mrc_names) > 1 else ", ".join(names),
        "region": mrc_names.in_region,
        "province": "partout au Québec",
        "country": "partout au Canada",
        "outside": "hors du territoire du Pôle",
    }[rule.level]
    sentence = f"Où: {where}." if where else ""
    if rule.maybe_mrc:
        doubtful = ", ".join(mrc_names.get(mrc, mrc) for mrc in rule.maybe_mrc)
        sentence += f" À confirmer pour: {doubtful}."
    return sentence.strip()


def in_english(address: str) -> bool:
    """Whether the page behind an address says that it is in English."""
    parts = urlsplit(address)
    return "en" in parts.path.split("/") or "lang=en" in parts.query.split("&")


def contact_lines(record: AnyResource, provider: OrganizationRecord | None) -> str:
    """The contact details that are known; old ones with their year and «à confirmer»."""
    contact = record.contact
    if provider and not any((contact.phone, contact.email, contact.address)):
        # Of another's, only how to call or write: the rest is on its own card.
        contact = provider.contact.model_copy(update={"address": None})
        if not (contact.phone or contact.email):
            contact = Contact()
    dated = f" (vu en {contact.as_of[:4]}, à confirmer)" if contact.as_of else ""
    website = record.website or (provider.website if provider else None)
    lines = []
    if website:
        shown = website.removeprefix("https://").removeprefix("http://").rstrip("/")
        lines.append(f"Site: [{shown}]({website}){ENGLISH if in_english(website) else ''}")
    if contact.phone:
        lines.append(f"Téléphone: {contact.phone}{dated}")
    if contact.email:
        lines.append(f"Courriel: {contact.email}{dated}")
    if contact.address:
        lines.append(f"Adresse: {contact.address}{dated}")
    if contact.note:
        lines.append(contact.note)
    return "\n".join(f"- {line}" for line in lines)
