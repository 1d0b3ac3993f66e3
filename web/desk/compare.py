"""GET /ressources/comparer: up to three resources side by side."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.records import Criterion
from web.desk.filters import read_filters
from web.desk.pages import Card, cards_of, render, snapshot

router = APIRouter()

COMPARED = 3
CRITERION_NAMES: dict[Criterion, str] = {
    "territory": "Territoire",
    "need": "Besoin",
    "stage": "Étape",
    "legal_form": "Forme juridique",
    "sector": "Secteur",
    "age": "Âge",
    "amount": "Montant cherché",
    "calls": "Quand demander",
}


@router.get("/ressources/comparer")
def compare(request: Request) -> Response:
    """The first three chosen, a row for each criterion and each detail."""
    filters = read_filters(request)
    cards = cards_of(snapshot(request), filters, filters.chosen)
    shown = cards[:COMPARED]
    reasons, details = reason_rows(shown), detail_rows(shown)
    return render(
        request,
        "compare.html",
        filters=filters,
        cards=shown,
        left_out=len(cards) - len(shown),
        differing=(
            [row for row in reasons if not alike([cell and cell["text"] for cell in row[1]])],
            [row for row in details if not alike(row[1])],
        ),
        same=(
            [row for row in reasons if alike([cell and cell["text"] for cell in row[1]])],
            [row for row in details if alike(row[1])],
        ),
    )


def alike(cells: Sequence[object]) -> bool:
    """Whether all of several say the same; one alone differs from nothing, and is shown whole."""
    return len(cells) > 1 and all(cell == cells[0] for cell in cells)


def reason_rows(cards: list[Card]) -> list[tuple[str, list[dict[str, str] | None]]]:
    """For each criterion that applies to one of them, what it says of each (None: it does not apply)."""
    rows = []
    for criterion, name in CRITERION_NAMES.items():
        cells = [
            next((reason for reason in card.shown["reasons"] if reason["criterion"] == criterion), None)
            for card in cards
        ]
        if any(cells):
            rows.append((name, cells))
    return rows


def detail_rows(cards: list[Card]) -> list[tuple[str, list[str]]]:
    """For each detail that one of them gives, what each says of it; empty where it is not known. What a
    criterion tells already is not told twice."""
    given = dict.fromkeys(row["label"] for card in cards for row in card.shown["details"])
    labels = [label for label in given if label not in CRITERION_NAMES.values()]
    return [
        (
            label,
            [
                next((row["value"] for row in card.shown["details"] if row["label"] == label), "")
                for card in cards
            ],
        )
        for label in labels
    ]
