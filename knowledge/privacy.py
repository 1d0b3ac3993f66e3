"""What people are told of what is kept: what the machine does, with its own delays, and what a Pôle adds.

The lines of the machine (`privacy` of the common `site.yaml`) are no text of a Pôle: another would promise
what the code does not do. They say the numbers of the code. A Pôle says who is responsible, where its own
policy is, and what its team does beside the machine, without any delay that could be taken for the machine's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.backup.copies import DEFAULT_KEPT
from knowledge.masking import mask
from knowledge.network.delays import ADVISER, REFERRAL, TABLE
from knowledge.pack.layers import read_mapping
from knowledge.reach import EMAIL
from knowledge.referral.reference import KEPT_DAYS as REFERENCE_DAYS
from knowledge.referral.roadmap import KEPT_DAYS as ROADMAP_DAYS
from knowledge.requests import KEPT_DAYS as REQUEST_DAYS
from knowledge.retention import CONVERSATION_HOURS, QUESTION_MONTHS
from knowledge.settings import COMMON_DIR
from knowledge.staff.differing import NAME, numbers

LINES = "privacy"  # of the machine
OFFICER, OFFICER_EMAIL, OFFICER_PHONE = "officer", "officer_email", "officer_phone"
POLICY, OWN_LINES = "privacy_policy", "privacy_own"
KEYS = (OFFICER, OFFICER_EMAIL, OFFICER_PHONE, POLICY, OWN_LINES)

DELAYS: Mapping[str, int] = {
    "conversation_hours": CONVERSATION_HOURS,
    "question_months": QUESTION_MONTHS,
    "request_days": REQUEST_DAYS,
    "referral_days": REFERRAL.kept_days,
    "roadmap_days": ROADMAP_DAYS,
    "reference_days": REFERENCE_DAYS,
    "confirm_days": CONFIRM_DAYS,
    "sheet_days": ADVISER.sheet_days,
    "space_months": ADVISER.unused_months,
    "case_months": TABLE.case_months,
    "copies": DEFAULT_KEPT,
}
MAX_LINES, MAX_CHARS = 12, 400

_EMAIL, _WEB = re.compile(EMAIL), "https://"


@lru_cache(maxsize=1)
def lines() -> tuple[str, ...]:
    """What the machine keeps and for how long, line by line, as it is told."""
    return tuple(str(line).format(**DELAYS) for line in _common()[LINES])


def officer(site: Mapping[str, Any]) -> str:
    """Who is responsible for what is kept about people, by their function."""
    return str(site.get(OFFICER) or _common()[OFFICER])


def _common() -> dict[str, Any]:
    return read_mapping(COMMON_DIR / "site.yaml")


def faults(site: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with what a Pôle adds, each with the key that it is of; in French."""
    for key in (OFFICER, OFFICER_PHONE):
        text = str(site.get(key) or "")
        if len(text) > MAX_CHARS or set(text) & set("{}<>"):
            yield key, f"{MAX_CHARS} caractères au plus, sans accolades ni chevrons"
    if (address := site.get(OFFICER_EMAIL)) and not _EMAIL.fullmatch(str(address)):
        yield OFFICER_EMAIL, f"«{address}» n'est pas une adresse de courriel"
    policy = str(site.get(POLICY) or "")
    if policy and (not policy.startswith(_WEB) or len(policy.split()) > 1 or len(policy) > MAX_CHARS):
        yield POLICY, "une adresse complète est attendue, avec https://"
    own = site.get(OWN_LINES) or []
    if not isinstance(own, list):
        yield OWN_LINES, "une liste de phrases est attendue"
        return
    if len(own) > MAX_LINES:
        yield OWN_LINES, f"{MAX_LINES} phrases au plus"
    for line in own:
        yield from ((OWN_LINES, fault) for fault in _of_line(str(line)))


def _of_line(line: str) -> Iterator[str]:
    shown = line if len(line) <= 60 else f"{line[:60].rstrip()}…"
    if len(line) > MAX_CHARS or set(line) & set("{}<>"):
        yield f"«{shown}»: {MAX_CHARS} caractères au plus, sans accolades ni chevrons"
    said = next((one.words for one in numbers(line) if not one.kind.startswith(NAME)), None)  # «la loi 25»
    if said:
        yield (
            f"«{said}»: dites-le sans nombre. Les durées viennent des réglages de la machine et sont dites "
            "dans le texte commun; pour celles de vos propres dossiers, donnez l'adresse de votre politique"
        )
    if mask(line) != line:
        yield (
            f"«{shown}» semble nommer ou joindre une personne: dites sa fonction; ses coordonnées vont avec "
            "la personne responsable, plus haut"
        )
