"""Where somebody lives: civic addresses, postal boxes, postal codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.masking.text import Found
from knowledge.masking.vocabulary import either, listed

ADDRESS, POSTAL = "[adresse]", "[code postal]"

_POSTAL = re.compile(
    r"\b[abceghj-nprstvxy][0-9oil][a-z][\s-]{0,3}[0-9oil][a-z][0-9oil]\b|\b(?:[a-z]\s\d\s){2}[a-z]\s\d\b"
)
_BOX = re.compile(
    r"\b(?:c\.?\s?p\.?|b\.?\s?p\.?|case postale|boite postale|boite|casier postal)\s*(?:no|numero|#)?\s*\d+\b"
    r"|\b(?:case|casier)\s+\d+\b(?=\W+bureau de poste)"
    r"(?:\s*,?\s*succ\w*\.?\s+\w+)?|\br\.?\s?r\.?\s+\d+\b(?:\s*,?\s*boite\s+\d+)?"
)
_SUFFIX = r"(?:(?:\s+(?:est|ouest|nord|sud|e|o|n|s)\b)?\s*\.?,?\s*(?:{units})\.?\s*#?\s*[\w-]+)?"
_NUMBER = r"(?<![\w$.,/-])(?:\d{1,4}\s?-\s?)?\d{1,5}(?:\s?-?[a-d]\b|\s1/2|\s?½)?"


@lru_cache(maxsize=1)
def _civic() -> re.Pattern[str]:
    told = either("digits")
    of = r"(?:(?:du|sur|(?:de|sur)\s+(?:la|le|l'))\s*)?"
    streets, suffix = either("streets"), _SUFFIX.format(units=either("units_of_address"))
    name = r"(?:(?:de|du|des|la|le|les|d'|l'|st|ste|saint|sainte|mgr)[\s-]*){0,3}[\w'-]+"
    return re.compile(
        rf"{_NUMBER}\s*,?\s*(?:(?:{either('units_of_address')})\.?\s+[\w-]+\s*,\s*)?{of}(?:\d{{1,3}}\s?e\s+)?(?:{streets})\b\.?\s*{name}{suffix}"
        rf"|{_NUMBER}\s*,?\s*{of}\d{{1,3}}\s?(?:e|ere|re|ieme)\s+(?:{streets})\b\.?{suffix}"
        rf"|{_NUMBER}\s*,?\s*(?:{either('weak_streets')})\b\.?\s+"
        rf"(?:(?:du|des|de la|de l'|d')\s*|(?:st|ste|saint|sainte)[\s-])[\w'-]+{suffix}"
        # «trois cent huit rue Notre-Dame»
        rf"|\b(?!(?:et[\s-]+)?une?\s|premier\s)"
        rf"(?:(?:{told})\b[\s-]*){{1,5}}(?<!et[\s-])(?<!un )(?<!une ),?\s*"
        rf"{of}(?:{streets})\b\.?\s*{name}{suffix}"
        # The number after the street: «rue des Érables au 12», «2e rang nord, n° 540».
        rf"|\b(?:\d{{1,3}}\s?(?:e|ere|re|ieme)\s+)?(?:{streets})\b\.?(?:\s+(?:{name}|\d{{1,3}})){{0,2}}\s*,?\s*"
        rf"(?:au\s+(?:numero|no\.?|n°)?|numero|no\.?|n°|#)\s*\d{{1,5}}\b(?!\s*(?:{either('units')})(?![a-z]))"
        # «chemin Ridge 1455», «rue Larocque, 77»
        rf"|\b(?:{streets})\b\.?\s+{name}\s*,?\s+\d{{2,5}}\b(?!\s*(?:{either('units')}|[$%/]|[,.]\d)(?![a-z]))"
        # «905 Main Road»
        rf"|{_NUMBER}\s*,?\s+(?:(?!(?:{either('units')}|{either('months')})\b)[a-z][a-z'-]+\s+){{1,3}}(?:{either('english_streets')})\b\.?"
        # «456 salaberry sud»
        rf"|{_NUMBER}\s*,?\s+(?!(?:{either('units')}|{either('months')})\b)[a-z][a-z'-]{{3,}}\s+(?:nord|sud|est|ouest)\b(?!-|\s(?:de|du))"
        rf"|(?:^|[,:(.!?]\s*|\b(?:au|chez|du)\s+)(?P<saint>\d{{1,5}}(?:\s?-?[a-d]\b)?\s*,?\s+(?:st|ste|saint|sainte|notre-dame)[\s-][\w'-]+{suffix})"
    )


@lru_cache(maxsize=1)
def _street_alone() -> re.Pattern[str]:
    """«je reste sur la rue King»."""
    name = r"(?:(?:de|du|des|la|le|les|d'|l'|st|ste|saint|sainte|mgr)[\s-]*){0,3}[\w'-]+"
    where = r"\b(?:reste|habite|demeure)\s+(?:sur|au|dans)\s+(?:(?:la|le|l')\s*)?"
    return re.compile(rf"{where}(?P<value>(?:{either('streets')})\s+{name})")


@lru_cache(maxsize=1)
def _next_door() -> re.Pattern[str]:
    """«mon voisin au 3061», «la dame du 12»: the number of somebody's door."""
    after = rf"(?!\s*(?:{either('units')}|{either('months')}|[$%/]|[-,.]?\d|e\b)(?![a-z]))"
    return re.compile(rf"\b(?:{either('relations')})\s+(?:au|du)\s+(?P<value>\d{{1,5}}[a-d]?\b){after}")


@lru_cache(maxsize=1)
def _typeless() -> re.Pattern[str]:
    """«siège social: 45 des Pins», «je reste au 12, des Érables», but not «il reste 40 kiosques»."""
    nobody = "".join(rf"(?<!\b{re.escape(word)} )" for word in sorted(listed("remains_after")))
    return re.compile(
        rf"\b(?:siege social|adresse|{nobody}reste|habite|demeure|vis)\b[^\d.?!]{{0,25}}"
        r"(?P<value>(?!\d+\s?(?:e|er|ere|ieme)\b)"
        r"\d{1,5}[a-d]?\s*,?\s*(?:(?:des|du|de la|de l'|de)\s*)?[\w'-]+)"
    )


_ROOM = re.compile(
    r"\b(?:(?:chambre|appartement|appart|app|appt|apt|logement|log\.?|porte|condo|roulotte)\s+(?:no\.?\s*|#\s*)?(?P<value>\d+(?:\s?[a-d])?\b)"
    r"|(?:unite|lot)\s+(?:no\.?\s*|#\s*)?(?P<plot>\d[\d ]*\d\b)(?![\d ]*\s*du cadastre)(?<!unite \d{5}))"
    r"(?!\s*(?:[$%/½]|1/2|et demi))(?:\s+(?P<after>\w+))?"
)
_MEASURES = re.compile(
    r"\d+\s*(?:places?|cotes?)\s+(?:de stationnement|disponibles?|libres?|assises?|en|au|a|pour)"
)
_PLOT = re.compile(r"\b(?:lots?|cadastre)\s+(?:no\.?\s*|numero\s*|#\s*)?[\d ]*$")
_CHAPTER = re.compile(r"\bch\.?\s+\d+$")
# «(du 88 de l')Anse», «au 541 de la 132», «au 7 de la gare app 3»: a door, when what follows is a name, a
# road's number, or a word before an apartment.
_DOOR = re.compile(
    r"\b(?:au|du)\s+(?P<value>\d{1,5}[a-d]?,?\s+(?:de la\s+|de l'|du\s+|des\s+)"
    r"(?:[A-ZÀ-Þ][\w'’-]+|\d{2,3}\b|[\w'’-]+,?\s+(?:app|appt|apt|appart|appartement)\.?\s*#?\s*\d+))"
)
_CAPITALS = re.compile(r"(?:[\s-]+[A-ZÀ-Þ][\w'’-]*)+")


def _words(value: str) -> list[str]:
    return re.findall(r"[a-z'-]+|\d+", value)


def places(text: str, plain: str) -> Iterator[Found]:
    """Input: the text, and the same folded."""
    for found in _POSTAL.finditer(plain):
        if any(char.isdigit() for char in found[0]):
            yield Found(found.start(), found.end(), POSTAL)
    for found in _BOX.finditer(plain):
        yield Found(found.start(), found.end(), ADDRESS)
    for found in _civic().finditer(plain):
        before = plain[: found.start()].rstrip()
        if before.rpartition(" ")[2] in listed("not_doors"):  # «la sortie 35 de l'autoroute 20»
            continue
        if _CHAPTER.search(found[0]):  # «L.C. 2009, ch. 23»
            continue
        if _MEASURES.match(plain, found.start()) or _PLOT.search(before + " "):
            continue
        more = _CAPITALS.match(text, found.end()) if not text.isupper() else None
        start = found.start("saint") if found["saint"] else found.start()
        yield Found(start, more.end() if more else found.end(), ADDRESS)
    for pattern in (_street_alone(), _next_door()):
        for found in pattern.finditer(plain):
            yield Found(found.start("value"), found.end("value"), ADDRESS)
    for found in _DOOR.finditer(text.replace("’", "'")) if not text.isupper() else ():
        last = _words(plain[found.start("value") : found.end("value")])[-1]
        if last not in listed("months") | listed("institutions") | listed("units"):
            yield Found(found.start("value"), found.end("value"), ADDRESS)
    for found in _ROOM.finditer(plain):
        if found["after"] not in listed("units"):
            kind = "value" if found["value"] else "plot"
            yield Found(found.start(kind), found.end(kind), ADDRESS)
    for found in _typeless().finditer(plain):
        amount = re.match(r"[\d ]*\s*[$%]", plain[found.start("value") :])
        if amount or _words(found["value"])[-1] in listed("units") | listed("not_streets"):
            continue
        yield Found(found.start("value"), found.end("value"), ADDRESS)
