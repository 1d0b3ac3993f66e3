"""What the Pôle adds to the page on what is kept, changed on screen: who is responsible, what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from knowledge import privacy
from knowledge.pole import SITE
from knowledge.staff.pole import keep, pack_file, stale

# What the screen has besides the lines of one's own: key, label, help.
FIELDS: tuple[tuple[str, str, str], ...] = (
    (
        privacy.OFFICER,
        "Qui est responsable, par sa fonction",
        "Par exemple «direction générale». Vide: le texte commun.",
    ),
    (privacy.OFFICER_EMAIL, "Son courriel", "Une adresse du rôle plutôt que d'une personne."),
    (privacy.OFFICER_PHONE, "Son téléphone", "Vide, comme le courriel: les coordonnées du Pôle."),
    (
        privacy.POLICY,
        "Politique de confidentialité du Pôle",
        "L'adresse de sa page, avec https://. Vide: rien.",
    ),
)
LABELS: dict[str, str] = {
    **{key: f"Vie privée: {label[0].lower()}{label[1:]}" for key, label, _ in FIELDS},
    privacy.OWN_LINES: "Vie privée: ce que fait l'équipe",
}


def save_privacy(session: Session, given: Mapping[str, str], who: str, started_from: str = "") -> list[str]:
    """Keep what was typed, in the caller's transaction; what is wrong with it, in French.

    Input: the fields by name, the lines of one's own one a line. What is empty follows the pack again.
    """
    pack = pack_file(SITE)
    values: dict[str, Any] = {
        key: " ".join(given.get(key, "").split()) or pack.get(key) for key, *_ in FIELDS
    }
    own = [" ".join(line.split()) for line in given.get(privacy.OWN_LINES, "").splitlines()]
    values[privacy.OWN_LINES] = list(dict.fromkeys(filter(None, own))) or None
    short = {key: label.partition(": ")[2].capitalize() for key, label in LABELS.items()}
    found = [f"{short[key]}: {fault}." for key, fault in privacy.faults(values)]
    found = found or stale(session, SITE, values, started_from, short)
    if not found:
        keep(session, SITE, values, who)
    return found
