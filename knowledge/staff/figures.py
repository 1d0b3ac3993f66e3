"""Figures over a period, made of daily counts alone: there is no person in them to begin with."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers.agenda import QUESTIONS
from knowledge.answers.lexicon import id_of, question_of
from knowledge.models import Answer, DailyCount, Fact, Mrc, Resource
from knowledge.staff.themes import theme_name
from knowledge.vocabulary import NEED_NAMES, STAGE_NAMES

DECISIONS = {"answer": "répondues", "clarify": "choix offert", "none": "sans réponse"}
OTHER_NAMES = {
    "unknown": "pas dit",
    "outside": "hors du territoire",
    "reserve": "communautés autochtones, hors des MRC",
    "municipality": "autre municipalité",
    "mrc": "autre MRC",
    "–": "pas dit",
    "received": "reçues",
    "withdrawn": "retirées par la personne",
    "closed": "fermées",
    "reopened": "rouvertes",
    "erased": "effacées par l'équipe",
    "expired": "effacées à l'échéance",
    "resources": "dans les ressources",
    "suicide": "idées de suicide",
    "violence": "violence",
    "danger": "danger immédiat",
    "hunger": "faim",
    "shelter": "sans toit",
    "distress": "détresse",
    **DECISIONS,
}
KIND_NAMES = {
    "decision": "Questions",
    "given": "Réponses données",
    "chosen": "Choix faits",
    "useful": "Utile",
    "not_useful": "Pas utile",
    "none_of_these": "Aucune de ces réponses",
    "referral_mrc": "Orientations par MRC",
    "referral_stage": "Orientations par étape",
    "referral_need": "Orientations par besoin",
    "roadmap": "Feuilles de route",
    "request": "Demandes de personnes",
    "danger": "Messages d'une personne en danger",
    "empty_search": "Recherches sans résultat",
    "no_resource": "Recherches sans résultat, par filtres",
}
TOP = 10
DAYS_BY_DAY, DAYS_BY_WEEK = 31, 190  # longer periods are drawn by week, then by month


@dataclass(frozen=True)
class Line:
    """A named count, and its share of the total (0 to 1)."""

    name: str
    count: int
    share: float


@dataclass(frozen=True)
class Figures:
    """The figures of a period, both days included."""

    start: dt.date
    end: dt.date
    questions: int
    decisions: list[Line]
    useful: int
    not_useful: int
    themes: list[Line]
    answers: list[Line]
    mrcs: list[Line]
    needs: list[Line]
    stages: list[Line]
    requests: list[Line]
    roadmaps: int
    empty: int
    series: list[tuple[str, dict[str, int]]]  # label of the bar -> decision -> count

    @property
    def helped(self) -> float | None:
        """The share of those who said whether it helped for whom it did."""
        said = self.useful + self.not_useful
        return self.useful / said if said else None


def figures(session: Session, start: dt.date, end: dt.date) -> Figures:
    """Add up the daily counts from `start` to `end`, both included."""
    rows = _rows(session, start, end)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        totals[row.kind][row.key] += row.count
    names = names_of_keys(session)
    themes: Counter[str] = Counter()
    theme_of = {f"answer:{row.id}": row.theme for row in session.scalars(select(Answer))}
    given = totals["given"] + totals["chosen"]
    for answer, number in given.items():
        themes[theme_of.get(answer, "fiches des ressources")] += number
    return Figures(
        start=start,
        end=end,
        questions=totals["decision"].total(),
        decisions=_lines(
            Counter({key: totals["decision"][key] for key in DECISIONS}), names, keep_order=True
        ),
        useful=totals["useful"].total(),
        not_useful=totals["not_useful"].total() + totals["none_of_these"].total(),
        themes=_lines(themes, {theme: theme_name(theme) for theme in themes})[:TOP],
        answers=_lines(given, names)[:TOP],
        mrcs=_lines(totals["referral_mrc"], names),
        needs=_lines(totals["referral_need"], names),
        stages=_lines(totals["referral_stage"], {**names, "takeover": STAGE_NAMES["takeover"]}),
        requests=_lines(totals["request"], names),
        roadmaps=totals["roadmap"].total(),
        empty=totals["decision"]["none"] + totals["empty_search"].total(),
        series=_series(rows, start, end),
    )


def to_csv(session: Session, start: dt.date, end: dt.date) -> str:
    """The daily counts of a period as CSV, with names as people read them."""
    names = names_of_keys(session)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")  # what a spreadsheet set to French of Canada expects
    writer.writerow(["jour", "quoi", "lequel", "code", "nombre"])
    for row in _rows(session, start, end):
        kind = KIND_NAMES.get(row.kind, row.kind)
        writer.writerow([row.day.isoformat(), kind, names.get(row.key, row.key), row.key, row.count])
    return out.getvalue()


def _rows(session: Session, start: dt.date, end: dt.date) -> list[DailyCount]:
    query = select(DailyCount).where(DailyCount.day >= start, DailyCount.day <= end)
    return list(session.scalars(query.order_by(DailyCount.day, DailyCount.kind, DailyCount.key)))


def names_of_keys(session: Session) -> dict[str, str]:
    """What every key is called."""
    names = dict(OTHER_NAMES)
    names |= {str(key): name for key, name in (*STAGE_NAMES.items(), *NEED_NAMES.items())}
    names |= {row.id: row.name for row in session.scalars(select(Mrc))}
    # What is given without being written: terms, calls and activities, doors of a MRC, cards of resources.
    for fact in session.scalars(select(Fact)):
        names |= {f"answer:{id_of(term)}": question_of(term) for term in fact.content.get("terms") or ()}
    names |= {f"answer:{key}": question for key, question in QUESTIONS.items()}
    names |= {f"answer:mrc-{row.id}": f"Qui peut aider? {row.name}" for row in session.scalars(select(Mrc))}
    names |= {f"answer:{row.id}": row.question for row in session.scalars(select(Answer))}
    for row in session.scalars(select(Resource)):
        names[f"answer:{row.identifier.replace(':', '-')}"] = row.name
    return names


def _lines(counts: Counter[str], names: Mapping[str, str], *, keep_order: bool = False) -> list[Line]:
    total = counts.total()
    pairs = counts.items() if keep_order else counts.most_common()
    return [Line(names.get(key, key), number, number / total if total else 0.0) for key, number in pairs]


def _series(rows: list[DailyCount], start: dt.date, end: dt.date) -> list[tuple[str, dict[str, int]]]:
    days = (end - start).days + 1

    def label(day: dt.date) -> str:
        if days <= DAYS_BY_DAY:
            return f"{day.day}/{day.month}"
        if days <= DAYS_BY_WEEK:
            monday = max(start, day - dt.timedelta(days=day.weekday()))
            return f"{monday.day}/{monday.month}"
        return f"{day.month}/{day.year}"

    bars: dict[str, dict[str, int]] = {}
    for number in range(days):
        bars.setdefault(label(start + dt.timedelta(days=number)), dict.fromkeys(DECISIONS, 0))
    for row in rows:
        if row.kind == "decision" and row.key in DECISIONS:
            bars[label(row.day)][row.key] += row.count
    return list(bars.items())
