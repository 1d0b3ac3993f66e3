"""Figures over any period, drawn and in numbers, and as CSV."""

from __future__ import annotations

import calendar
import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.staff.figures import DECISIONS, figures, to_csv
from knowledge.staff.members import on
from web.staff.access import Reader, database
from web.staff.pages import render

router = APIRouter()

DEFAULT_DAYS = 30
MAX_DAYS = 3_700
CHART_WIDTH, CHART_HEIGHT, AXIS = 720, 220, 34  # units of the drawing


def asked_period(du: str, au: str) -> tuple[dt.date, dt.date]:
    """The asked period; the last thirty days when it is not one."""
    today = clock.today()
    try:
        start, end = dt.date.fromisoformat(du), dt.date.fromisoformat(au)
    except ValueError:
        return today - dt.timedelta(days=DEFAULT_DAYS - 1), today
    start, end = min(start, end), max(start, end)
    return max(start, end - dt.timedelta(days=MAX_DAYS)), end


@router.get("/chiffres")
def figures_page(request: Request, staff: Reader, du: str = "", au: str = "") -> Response:
    """The figures of a period."""
    start, end = asked_period(du, au)
    with database(request) as session:
        found = figures(session, start, end)
        members = on(session, end)
    return render(
        request,
        staff,
        "figures.html",
        figures=found,
        bars=_bars(found.series),
        decisions=DECISIONS,
        members=members,
        goal=request.app.state.site.get("members_goal"),
        today=clock.today(),
        shortcuts=shortcuts(clock.today()),
        chart={"width": CHART_WIDTH, "height": CHART_HEIGHT + AXIS},
    )


@router.get("/chiffres.csv")
def figures_csv(request: Request, _staff: Reader, du: str = "", au: str = "") -> Response:
    """The daily counts of a period, for a spreadsheet."""
    start, end = asked_period(du, au)
    with database(request) as session:
        text = to_csv(session, start, end)
    name = f"chiffres-{start.isoformat()}-{end.isoformat()}.csv"
    # The mark at the start tells spreadsheets that it is UTF-8.
    return Response(
        "\ufeff" + text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def shortcuts(today: dt.date) -> list[tuple[str, str, str]]:
    """Periods that a report is made on: label, first and last day."""
    first = today.replace(day=1)
    before = first - dt.timedelta(days=1)
    pairs = [
        ("30 derniers jours", today - dt.timedelta(days=29), today),
        ("Ce mois-ci", first, today.replace(day=calendar.monthrange(today.year, today.month)[1])),
        ("Le mois passé", before.replace(day=1), before),
        ("Cette année", today.replace(month=1, day=1), today),
        ("L'an passé", dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
    ]
    return [(label, start.isoformat(), end.isoformat()) for label, start, end in pairs]


def _bars(series: list[tuple[str, dict[str, int]]]) -> list[dict[str, object]]:
    """Where each bar of the drawing stands: its label and, from the bottom up, its parts."""
    highest = max((sum(counts.values()) for _, counts in series), default=0) or 1
    step = CHART_WIDTH / max(1, len(series))
    every = -(-len(series) // 12)  # labels that fit side by side
    bars = []
    for place, (label, counts) in enumerate(series):
        top = float(CHART_HEIGHT)
        parts = []
        for number, name in enumerate(DECISIONS, 1):
            height = counts[name] / highest * (CHART_HEIGHT - 10)
            top -= height
            parts.append({"y": round(top, 1), "height": round(height, 1), "kind": number})
        bars.append(
            {
                "x": round(place * step + step * 0.1, 1),
                "width": round(step * 0.8, 1),
                "parts": parts,
                "label": label if place % every == 0 else "",
                "full": label,
                "counts": counts,
            }
        )
    return bars
