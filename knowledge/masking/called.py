"""What bears somebody's name and is nobody: an institution, a place, a business, a figure of history."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.masking.name_words import Word, may_be_given, municipalities, surname
from knowledge.masking.vocabulary import either, listed, names

INSTITUTION_WITHIN = 3  # words before a name that may say it is an institution's
SAINTS = ("saint", "sainte", "st", "ste")
SHOP_WORDS = 4  # of a shop's name before somebody's: «Aux Petits Délices de Manon»


@lru_cache(maxsize=1)
def _company() -> re.Pattern[str]:
    """«Germaine et Cie», «Lavoie & fils», «Paquette inc.»: right after a name, it is a company's."""
    return re.compile(rf"\s*,?\s*(?:{either('companies')})(?![\w-])")


@lru_cache(maxsize=1)
def _brand() -> re.Pattern[str]:
    return re.compile(rf"(?:{either('brands')})(?![\w-])")


@lru_cache(maxsize=1)
def _trade() -> re.Pattern[str]:
    """«(Chez Rose), friperie», «(le Victoria), ancien hôtel»: a trade told of a name."""
    trades = f"{either('trades')}|{either('shops_too')}"
    return re.compile(rf"(?:\s+(?:et|&)\s+[a-z-]+)?\s*,\s*(?:[a-z]+\s+)?(?:{trades})\b")


def of_a_business(words: list[Word], plain: str, start: int, end: int) -> bool:
    """Whether the name between two places of the folded text is a company's, or a shop's: «Chez» or an
    article goes before it, and its trade is told after."""
    if _company().match(plain, end) or _brand().match(plain, start):
        return True
    joined = next((at for at, word in enumerate(words) if word.start == end + len(" & ")), None)
    if joined is not None and plain[end:].startswith(" & ") and not may_be_given(words[joined]):
        return words[joined].capital  # «Ernst & Young»
    place = next((place for place, word in enumerate(words) if word.start >= start), len(words))
    return bool(_trade().match(plain, end)) and _of_a_shop(words, place)


def _of_a_shop(words: list[Word], place: int) -> bool:
    """Whether a name is a shop's, or ends one: «Chez Rose», «Aux Délices de Manon»."""
    while place > 1 and words[place - 1].plain == "et" and may_be_given(words[place - 2]):
        place -= 2
    for before in reversed(words[max(0, place - SHOP_WORDS) : place]):
        if before.plain in listed("before_shops"):
            return True
        if not before.capital and before.plain not in ("de", "d'", "des", "du"):
            return False
    return False


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    figures = "|".join(re.escape(name) for name in sorted(names("figures"), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{figures}|{either('brands')})(?![\w-])")


def a_figure(plain: str, start: int, end: int) -> bool:
    """Whether a name between two places of the folded text is a public figure's, of history mostly, or a
    brand, or a part of one («robin», of «robin des bois»): they stay."""
    return any(found.start() <= start and end <= found.end() for found in _figure().finditer(plain))


@lru_cache(maxsize=1)
def _make() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('makes')})(?:[\s-]+[a-z][\w-]*){{0,2}}?[\s-]+(?:[a-z]+-)?$")


def of_a_make(plain: str, start: int) -> bool:
    """Whether a maker stands just before a place of the folded text, and so a model there: «Toyota Sienna»,
    «Ford Transit 250 2021»."""
    return bool(_make().search(plain, 0, start))


@lru_cache(maxsize=1)
def _kin() -> re.Pattern[str]:
    return re.compile(rf"\s*[,(]\s*(?:ma|mon|notre|sa|son)\s+(?:{either('relations')})\b")


def of_kin(plain: str, end: int) -> bool:
    """Whether what follows a name tells who it is to somebody: «olive, ma grand-mère», «ziad (notre
    locataire)»."""
    return bool(_kin().match(plain, end))


def of_renown(words: list[Word], place: int, end: int) -> bool:
    """Whether a name at a place, which ends before another, is told as that of who made a work, or governs:
    «un film de Denys Arcand», «on joue du Michel Tremblay», «le premier ministre …»."""
    if place == 0 or words[place].start - words[place - 1].end > 1:
        return False
    before, whole = words[place - 1], end - place > 1 and words[place].capital
    if before.bare in listed("offices"):
        return words[place].capital
    if before.plain == "du" and whole and words[place + 1].capital:  # no person is told so
        return True
    return (
        place > 1
        and whole
        and before.plain in listed("work_links")
        and words[place - 2].bare in listed("works")
    )


def in_a_title(words: list[Word], place: int, end: int) -> bool:
    """Whether a given name alone ends what something is called: «Les Chocolats de Chloé»."""
    if end - place != 1 or place < 2:
        return False
    before, first = words[place - 1], words[place - 2]
    apart = words[place].start - before.end != 1
    if before.capital and not apart and words[place].capital:
        quoted = before.start - first.end > 1
        if before.plain == "chez" and (not quoted or not first.stops):  # «un nom: Chez Gaspard»
            return True
        if first.plain in ("le", "la", "les") and first.capital and not may_be_given(before):
            return not before.typed.isupper()  # «La Belle Rosalie»
    if place < 3 or words[place - 1].plain not in ("de", "d'", "a", "chez"):
        return False
    article, thing = words[place - 3], words[place - 2]
    titled = article.plain in ("le", "la", "les", "au", "aux") and thing.capital and article.capital
    return titled and words[place].capital and not thing.typed.isupper()


_AS_A_NAME = re.compile(
    r"[»\"]?\s*,?\s*(?:c'est|cest|est|serait|sera|etait|comme)\s+(?:bien\s+)?"
    r"(?:le\s+|notre\s+)?nom d(?:e|u|'|es)\b"
)


_QUOTES = {"«": "»", '"': '"', "“": "”"}


def of_a_thing(words: list[Word], plain: str, place: int, end: int) -> bool:
    """Whether a name is said to be a thing's: «notre mascotte s'appelle Gaston», «Olivia, c'est le nom du
    café»."""
    if _AS_A_NAME.match(plain, end):
        return True
    quote = plain[: words[place].start].rstrip()[-1:]
    lone = words[place].end == end and plain[end:].lstrip()[:1] == _QUOTES.get(quote, " ")
    if lone and place > 0 and words[place - 1].bare in listed("things") | listed("named"):
        return True  # «notre comité «Ariane»»
    told = place > 1 and words[place - 1].plain in listed("named")
    return told and words[place - 2].bare in listed("things")


def hyphenated_institution(words: list[Word], place: int, end: int) -> bool:
    """«Marcel-Lapierre»: a given name joined to a surname, and no name after it, is a place or an
    institution; «Marie-Soleil Roy» is somebody."""
    parts = [part for part in words[place].plain.split("-") if part not in listed("nicknames")]
    return (
        words[place].capital
        and end == place + 1
        and len(parts) > 1
        and not all(part in names("given_names") or part in names("given_or_word") for part in parts)
    )


def of_institution(words: list[Word], place: int) -> bool:
    """Whether a name is part of an institution's: «fondation Lucie et André Chagnon», «Sainte-Martine»."""
    first = words[place].plain.split("-")[0]
    if first in SAINTS and "-" in words[place].plain and words[place].plain not in names("surnames"):
        return True
    if place > 0 and words[place - 1].plain.rstrip(".") in SAINTS:  # «ste marthe», but not «luc st-pierre»
        return place == 1 or not may_be_given(words[place - 2])
    for back in range(1, INSTITUTION_WITHIN + 1):
        if place - back < 0:
            return False
        before, after = words[place - back], words[place - back + 1]
        if after.start - before.end > 2 or before.stops:
            return False
        if before.bare in listed("institutions") or before.bare in listed("trades"):
            named_so = words[place].capital or (back == 1 and "-" in words[place].plain)
            return named_so and not _whose(words, place - back, place)
        if before.plain == "et" and place - back > 0 and not words[place - back - 1].capital:
            return False  # «la coop et Isaac», but «la fondation Lucie et André Chagnon»
        if not (
            before.capital
            or before.plain in ("et", "de", "d'", "du", "des", "la", "le", "a", "au", "aux", "j", "j.")
            or before.bare in listed("of_institutions")
        ):
            return False
    return False


def _whose(words: list[Word], institution: int, place: int) -> bool:
    """Whether a name says whose a thing is, not what it is called: «le groupe de Jeanne Tremblay»."""
    owned = words[institution].bare in listed("owned") or words[institution].bare in listed("trades")
    if not owned or place + 1 >= len(words):
        return False
    name, after = words[place], words[place + 1]
    linked = words[place - 1].plain in ("de", "d'") and all(
        word.bare in listed("of_institutions") for word in words[institution + 1 : place - 1]
    )
    near = after.start - name.end == 1 and after.plain not in municipalities()
    named = may_be_given(name) or name.plain in names("given_or_word")
    return linked and near and named and after.capital and surname(after)
