"""Telephones, cards, social insurance, accounts, plates: numbers and codes that are somebody's.

Amounts, counts, years and fiscal years, dates, article and form numbers stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from stdnum import luhn
from stdnum.ca import sin

from knowledge.masking.called import of_a_make
from knowledge.masking.text import Found
from knowledge.masking.vocabulary import either, listed
from knowledge.search.lexicon import frequencies

PHONE, NUMBER = "[téléphone]", "[numéro]"
MIN_LABELLED = 3  # digits of a code after the word that says whose it is
MIN_DIGITS = 7  # shorter runs, without a word that says whose they are, stay
PHONE_DIGITS, LOCAL_DIGITS, CARD_DIGITS, SIN_DIGITS = 10, 7, (15, 16), 9
MAX_VERSION = 3  # digits after a word, which tell its version
YEARS = range(1850, 2101)
MAX_FEET = 6  # digits before «pi» that are no feet
MIN_SPELLED, MIN_TOLD = 7, 4  # digits told in words, and how many words

_RUN = re.compile(r"(?<![\w$.,])\+?\(?\d(?:(?:[\s.\-/·()|~_]{0,3}| -- )\d)*(?!\w)")
_OH = re.compile(r"(?<=\d)o(?=[\d\s.-])|(?<=[\s.-])o(?=\d)")
# «438-555 pi 0264»: a telephone told in two times.
_BROKEN = re.compile(r"(?<![\d$])[2-9]\d\d[\s./-]{0,3}\d{3}\s+(?:pi|pis|puis|et)(?:\s+apres)?\s+\d{4}(?!\d)")
_UNIT = re.compile(r"\s*(?:,\d+\s*)?([a-z$%€]+\$?)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
# An enterprise number of Québec (NEQ): no telephone here begins so.
_REGISTERED = re.compile(r"11\d{8}")
_NUMBERED_COMPANY = re.compile(r"\s*(?:quebec|canada)\s+(?:inc|ltee)\b")  # «9254-1178 Québec inc.»
_FRENCH = re.compile(r"0[1-9](?:[\s.-]\d\d){4}")
_YEARS = re.compile(r"\d{4}(?:\s*[-/]\s*\d{2,4})+")
_LETTERED = re.compile(
    r"\b[a-z]{4}[\s-]?\d{4}[\s-]?\d{4}\b|\b[a-z]\d{4}[\s-]?\d{6}[\s-]?\d{2}\b|\b[a-z]{2}\d{6}\b|\b[a-z]-?\d{5,}\b"
)
_MIXED = re.compile(
    r"\b(?=[a-z0-9]*[a-z][a-z0-9]*\d|[a-z0-9]*\d[a-z0-9]*[a-z])(?=(?:[a-z]*\d){3})[a-z0-9]{8,}\b"
)
_FILE_END = re.compile(r"[\w-]*\.(?:pdf|docx?|xlsx?|pptx?|csv|odt|ods|txt|jpe?g|png|zip)\b")
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_COORDINATES = re.compile(r"-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}")
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%y", "%d-%m-%y")
_LETTERS_BEFORE = re.compile(r"^[a-z]+\s")
_WORD = re.compile(r"[a-z]+|\d+")


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    """A label, at most six words, then a code with a digit in it."""
    return re.compile(
        rf"\b(?:{either('labels')})\b(?:[\s:=#,]+(?!\d)(?:(?!\d)[\w']+)){{0,6}}?[\s:=#]+"
        r"(?P<value>(?:[a-z]{1,4}[\s-]?)?\d[\w-]*(?:[\s/-]\d[\w-]*)*#?)"
    )


@lru_cache(maxsize=1)
def _plates() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:plaqu\w*|immatricul\w*|{either('vehicles')})"
        r"(?:\W+(?:\w+\W+){0,2}?|[^.:?!]{0,60}(?::|\bc'est|\best|\bc)\s*)"
        r"(?P<value>[a-z]{3}\s?\d{3,4}|[a-z]\s?\d\d\s?[a-z]{3}|\d{3}\s?[a-z]{3}|[a-z]\d{3}\s?\d{3}"
        r"|[a-z]{3}\s?\d\d\s?[a-z](?!')"
        r"|(?=[a-z ]*\d[a-z ]*\d)[a-z0-9](?:\s[a-z0-9]){5})\b"
    )


@lru_cache(maxsize=1)
def _public() -> re.Pattern[str]:
    """«règlement 2024-118», «NEQ 11…», «résolution CA-…»: what comes before a number that is nobody's."""
    return re.compile(rf"\b(?:{either('public_numbers')})\s*(?:no\.?|numero|n°|#|:)?\s*(?:[a-z]{{1,4}}-)?$")


@lru_cache(maxsize=1)
def _of_organization() -> re.Pattern[str]:
    """«notre NEQ est le», «numéro d'entreprise de la coop :»: what names a number before it is told."""
    return re.compile(rf"\b(?:{either('organization_numbers')})\b(?:[\s:=#]+(?!\d)[\w']+){{0,5}}?[\s:=#(]*$")


def _nobodys(before: str) -> bool:
    """Whether what stands before a number tells that it is public, a paper's or an organization's."""
    return bool(
        _public().search(before) or _of_organization().search(before) or of_a_make(before, len(before))
    )


def public(plain: str, start: int) -> bool:
    """Whether the number at a place of the folded text is nobody's: public, an organization's, an amount."""
    run = next((one for one in _RUN.finditer(plain) if one.start() <= start < one.end()), None)
    if run is None:
        return _nobodys(plain[:start])
    free = _toll_free(re.sub(r"\D", "", run[0]))
    return free or _nobodys(plain[: run.start()]) or _amount(plain, run.end())


def numbers(plain: str) -> Iterator[Found]:
    """Input: the folded text."""
    for pattern, mark in ((_COORDINATES, "[lieu]"), (_IP, NUMBER), (_LETTERED, NUMBER)):
        for found in pattern.finditer(plain):
            years = re.findall(r"\d{4}", found[0])
            if (len(years) < 2 or not all(map(_year, years))) and not _nobodys(
                plain[: found.start()]
            ):  # «plan 2025-2026»
                yield Found(found.start(), found.end(), mark)
    for found in _MIXED.finditer(plain):
        if _nobodys(plain[: found.start()]) or _a_file(plain, found):
            continue
        yield Found(found.start(), found.end(), NUMBER)
    for pattern in (_plates(), _labelled()):
        for found in pattern.finditer(plain):
            value = found["value"]
            year = _LETTERS_BEFORE.sub("", value)  # «immatriculé en 2026»
            told = pattern is _plates() or sum(map(str.isdigit, value)) >= MIN_LABELLED
            if (
                told
                and not _amount(plain, found.end("value"))
                and not _public().search(plain, 0, found.start("value"))
                and not (_year(year) and "code" not in found[0])
                and (_plated(found) or not of_a_make(plain, found.start("value")))
                and value.split()[0] not in listed("makes")  # «le camion Ram 1500»
                and not _fiscal(year)
            ):
                yield Found(found.start("value"), found.end("value"), NUMBER)
    typed = _OH.sub("0", plain)  # «45O 555 O123»
    for found in _RUN.finditer(typed):
        kind = _kind(typed, found)
        if kind:
            yield Found(found.start(), found.end(), kind)
    yield from (Found(*found.span(), PHONE) for found in _BROKEN.finditer(plain))
    yield from _spelled(plain)


def _plated(found: re.Match[str]) -> bool:
    """Whether a number is said to be a vehicle's plate: «Dodge Caravan plaque 402 TZK»."""
    return found[0].startswith(("plaqu", "immatricul"))


def _kind(plain: str, found: re.Match[str]) -> str | None:
    """What a run of digits is, or None when it stays."""
    run = found[0]
    digits = re.sub(r"\D", "", run)
    if (
        len(digits) < MIN_DIGITS
        or _amount(plain, found.end())
        or plain[: found.start()].rstrip().endswith("$")
        or _nobodys(plain[: found.start()])
        or _NUMBERED_COMPANY.match(plain, found.end())
        or _REGISTERED.fullmatch(run)
        or _divided(run)
        or (run.isdigit() and _round(run))
    ):
        return None
    if phone(run, digits):
        return None if _toll_free(digits) else PHONE
    if sin.is_valid(digits) and not _round(run):
        return NUMBER
    if _date(run) or _fiscal(run):
        return None
    if _THOUSANDS.fullmatch(run) and not (len(digits) in CARD_DIGITS and luhn.is_valid(digits)):
        return NUMBER if len(digits) == SIN_DIGITS and not _round(run) else None
    parts = [part for part in re.split(r"\D+", run) if part]
    if len(parts) > 1 and all(_year(part) or len(part) < 3 for part in parts):
        return None
    if list(map(len, parts)) == [4, 4] and any(map(_year, parts)):
        return None  # «appel d'offres 2025-0042», «Ram 1500 2019»
    return NUMBER


def phone(run: str, digits: str) -> bool:
    """Whether a run of digits has the form of a telephone number here."""
    if _round(run):
        return False
    if run.startswith("+") or _FRENCH.fullmatch(run):
        return phonenumbers.is_possible_number(phonenumbers.parse(run, None if run.startswith("+") else "FR"))
    national = digits.removeprefix("1") if len(digits) == PHONE_DIGITS + 1 else digits
    if len(national) == PHONE_DIGITS and national[0] in "23456789":
        return phonenumbers.is_possible_number(phonenumbers.parse(national, "CA"))
    return bool(re.fullmatch(r"[2-9]\d\d[\s.\-]\d{4}", run))


def _toll_free(digits: str) -> bool:
    """Whether a telephone is of those that cost the caller nothing: an organization's, nobody's own."""
    national = digits.removeprefix("1")
    if len(national) != PHONE_DIGITS:
        return False
    kind = phonenumbers.number_type(phonenumbers.parse(national, "CA"))
    return bool(kind == phonenumbers.PhoneNumberType.TOLL_FREE)


def _a_file(plain: str, found: re.Match[str]) -> bool:
    """Whether letters and digits are a word and its year, or what a file is called: «plan2025.pdf»."""
    letters = found[0].rstrip("0123456789")
    digits = found[0].removeprefix(letters)
    worded = letters in frequencies() and (_year(digits) or len(digits) <= MAX_VERSION)  # «Office365»
    return worded or bool(_FILE_END.match(plain, found.end()))


def _round(run: str) -> bool:
    """«2 500 000», «1000000»; ten digits may be a telephone."""
    if run.isdigit():
        return run.endswith("0000") and len(run) != PHONE_DIGITS
    return bool(_THOUSANDS.fullmatch(run)) and run.endswith("000")


def _divided(run: str) -> bool:
    """«150 000/3»: an amount and what it is divided by."""
    amount, *by = re.split(r"\s*/\s*", run)
    return len(by) == 1 and bool(_THOUSANDS.fullmatch(amount)) and len(re.sub(r"\D", "", amount)) < MIN_DIGITS


def _amount(plain: str, end: int) -> bool:
    """Whether what follows a number makes it an amount, a count or a measure."""
    follows = _UNIT.match(plain, end)
    if not follows or not follows[1] or follows[1] not in listed("units"):
        return False
    # «pi» is also «puis»: nobody counts so many feet.
    digits = re.sub(r"\D", "", plain[len(plain[:end].rstrip("0123456789 -")) : end])
    return follows[1] != "pi" or len(digits) < MAX_FEET


def _year(value: str) -> bool:
    return value.isdigit() and len(value) == 4 and int(value) in YEARS


def _fiscal(run: str) -> bool:
    """«2025-2026», «2025-26»."""
    parts = re.split(r"\D+", run)
    return (
        bool(_YEARS.fullmatch(run))
        and _year(parts[0])
        and all(_year(part) or len(part) == 2 for part in parts)
    )


def _date(run: str) -> bool:
    for form in _DATE_FORMS:
        try:
            dt.datetime.strptime(run, form).date()
        except ValueError:
            continue
        return True
    return False


def _spelled(plain: str) -> Iterator[Found]:
    """Digits told in words, or one by one: «quatre cinq zéro, cinq cinq cinq…»."""
    told = listed("digits")
    run: list[re.Match[str]] = []

    def digits() -> int:
        return sum(len(one[0]) if one[0].isdigit() else 2 if one[0] in ("dix",) else 1 for one in run)

    def ends() -> Iterator[Found]:
        while run and (run[-1][0] == "et" or [one[0] for one in run[-2:]] in (["et", "un"], ["et", "une"])):
            run.pop()
        words = [one[0] for one in run]
        spelled = any(not word.isdigit() and word != "et" for word in words)
        few = len(words) >= MIN_TOLD and "mille" not in words
        if spelled and few and digits() >= MIN_SPELLED and not _amount(plain, run[-1].end()):
            yield Found(run[0].start(), run[-1].end(), PHONE)
        run.clear()

    for found in _WORD.finditer(plain):
        near = not run or not plain[run[-1].end() : found.start()].strip(" ,.-/")
        if not near:
            yield from ends()
        if found[0] in told or found[0].isdigit():
            if found[0] == "et" and not run:
                continue
            run.append(found)
        else:
            yield from ends()
    yield from ends()
