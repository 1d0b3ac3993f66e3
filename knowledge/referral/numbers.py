"""Ages and amounts of money in a folded text."""

from __future__ import annotations

import re

from knowledge.referral.profile import MAX_AGE, MIN_AGE

UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
TENS = {
    "quatre-vingts": 80, "quatre vingts": 80, "quatre-vingt": 80, "quatre vingt": 80,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "dix": 10,
}  # fmt: skip
LEAST_UNIT = 13  # said alone, fewer years are those of a child, or of an organization («trois ans»)

_ONE_OF = "|".join(UNITS)
_ALONE_UNITS = "|".join(name for name, value in UNITS.items() if value >= LEAST_UNIT)
# «Dix-sept», «soixante-treize», «quatre-vingts»: a ten with or without what comes after it.
_TEN = f"(?:{'|'.join(TENS)})"
_WORD_NUMBER = rf"(?:{_TEN}[ -](?:et )?(?:dix[ -])?(?:{_ONE_OF})\b|{_TEN}\b|(?:{_ALONE_UNITS})\b)"
_NUMBER = rf"(\d{{1,3}}|{_WORD_NUMBER})"
_PEOPLE = (
    r"(?:etudiante?|jeune|personne|homme|femme|gars|fille|gang|equipe|promoteur|promotrice|cliente?|eleve|"
    r"ado|adolescente?|amie?|copine?)s?"
)
# «22 ans d'existence» is the age of an organization, «45 ans de Saint-Anicet» that of a person.
_OF_LIFE = (
    r"(?! d.?(?:existence|operation|activite|experience|vie|histoire|anciennete|affaires?|metier|service))"
)
_HAVE = r"(?:j.?\s?ai|jai|chu|suis|a l.?age de|agee?s? de|age:?|moi c.?est)"
# «J'ai 22 ans», «âgée de 22 ans», «22 ans» alone; not «depuis 22 ans», «22 ans d'existence».
AGES = (
    re.compile(rf"\b{_HAVE} (?:juste |seulement |maintenant |deja )?{_NUMBER} ?ans?\b(?! d)"),
    re.compile(rf"^\W*{_NUMBER}(?: ?ans?)?\W*$"),
    re.compile(rf"\b{_PEOPLE}\b[^.,;]{{0,20}}\b{_NUMBER} ?ans\b{_OF_LIFE}"),
    re.compile(rf"\b(?:{_PEOPLE},?|lui|moi) (?:lui |elle |il )?a {_NUMBER} ?ans\b{_OF_LIFE}"),
    re.compile(rf"\b(?:avait|aurait|avais) {_NUMBER} ?ans\b{_OF_LIFE}"),
    # «On a 17 ans» is said by young people, «on a 20 ans» by an organization too.
    re.compile(r"\b(?:on a|nous avons) (1[4-9]|quinze|seize|dix-(?:sept|huit|neuf)) ans\b" + _OF_LIFE),
    re.compile(rf"\b(?:on a|nous avons) (?:tous|toutes|chacune?) {_NUMBER} ans\b"),
    re.compile(rf"(?:^|[,(;] ?){_NUMBER} ?ans(?=[,);.]|$| et | pis )(?! d)"),
)
# «Mon associé a 52 ans»: neither the age of the person who writes nor that of an organization.
_SOMEBODY_ELSE = re.compile(
    r"\b(?:associe|partenaire|collegue|chum|blonde|conjoint|mari|epou[sx]|frere|soeur|pere|mere|parent|fils"
    r"|cousin|oncle|tante|voisin|boss|patron|membre|autre)e?s?\b[^.,;:?!]{0,15}"
    rf"\b(?:a|as|ont|avait|avaient|aurait) (?:deja |juste |seulement )?{_NUMBER} ?ans?\b{_OF_LIFE}"
)
_CHANGED = re.compile(
    r"\b(?:j.?\s?ai|jai|(?:il|elle|y|qui|lui|s.il|moi) (?:a|avait|aurait)|avais|avait|aurait)"
    r" (\d{2}) ?(?:ans)?\W*$"
)
_AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?) ?(?:(k|mille|000|m|millions?)\b)?\s?"
    r"(?:(?:de )?(\$|piasses?|dollars?|cad\b))?"
)
# «25 000», said alone: not a year, nor the code of a municipality, which is never round.
_ALONE = re.compile(
    r"^\W*(?:environ |autour de |a peu pres |genre |dans les |comme )?(\d{1,3}(?:[ .,]?\d{3})+)\W*$"
)
OF_SOMETHING = re.compile(r" ?(?:de |d')")  # «2 millions de personnes»
ROUND = 500
MIN_AMOUNT, MAX_AMOUNT = 100, 100_000_000  # whole dollars; outside, it is not the cost of a project


def find_age(folded: str) -> int | None:
    """The age that a person gives, in whole years."""
    found = _age(_SOMEBODY_ELSE.sub(" ", folded))
    return found[0] if found else None


def age_alone(text: str) -> int | None:
    """The age in the answer to «Quel âge avez-vous?»: its first number that can be one."""
    ages = (int(found) for found in re.findall(r"(?<![\d.,])\d{2}(?!\d|[.,]\d)", text))
    return next((age for age in ages if MIN_AGE <= age <= MAX_AGE), None)


def age_changed(folded: str) -> int | None:
    """The age in «pis si j'ai 40?», once an age was told: a number that somebody has, of nothing else."""
    found = _CHANGED.search(folded)
    age = int(found[1]) if found else None
    return age if age is not None and MIN_AGE <= age <= MAX_AGE else None


def without_age(folded: str) -> str:
    """The text without the words that give somebody's age, which are not those of an organization."""
    others = _SOMEBODY_ELSE.sub(" ", folded)
    found = _age(others)
    return others if found is None else f"{others[: found[1].start()]} {others[found[1].end() :]}"


def _age(folded: str) -> tuple[int, re.Match[str]] | None:
    for pattern in AGES:
        for found in pattern.finditer(folded):
            age = _number(found[1])
            if age is not None and MIN_AGE <= age <= MAX_AGE:
                return age, found
    return None


def find_amount(folded: str) -> int | None:
    """The first amount of money, in whole dollars. A number without a currency or «k» is one only when it is
    all that is said, and round."""
    alone = _ALONE.search(folded)
    if alone:
        whole = int(re.sub(r"[ .,]", "", alone[1]))
        return whole if whole % ROUND == 0 and MIN_AMOUNT <= whole <= MAX_AMOUNT else None
    for found in _AMOUNT.finditer(folded):
        figures, scale, currency = found[1], found[2], found[3]
        if not currency and scale not in ("k", "mille", "million", "millions"):
            continue
        if not currency and OF_SOMETHING.match(folded, found.end()):
            continue
        grouped = re.fullmatch(r"\d{1,3}(?:[ .,]\d{3})+", figures)
        value = float(re.sub(r"[ .,]", "", figures) if grouped else figures.replace(",", "."))
        if scale in ("k", "mille", "000"):
            value *= 1_000
        elif scale in ("m", "million", "millions"):
            value *= 1_000_000
        if MIN_AMOUNT <= value <= MAX_AMOUNT:
            return round(value)
    return None


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    ten = next((name for name in TENS if text.startswith(name)), "")
    rest = text.removeprefix(ten).replace("-", " ").split()
    return TENS.get(ten, 0) + sum(UNITS.get(part, 0) for part in rest) or None
