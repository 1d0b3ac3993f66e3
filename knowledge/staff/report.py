"""The report for a board and for funders: a period beside the one before, in Québec's days.

Made of counts without any person, of the masked questions that found no answer, and of the base's history.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.activities import when
from knowledge.clock import MONTREAL
from knowledge.models import AuditEntry, Bulletin, DailyCount, MemberCount, Mrc, OpenQuestion, Revision
from knowledge.records import ActivityRecord
from knowledge.resources.store import load_resources
from knowledge.staff.figures import names_of_keys
from knowledge.staff.inbox import ANSWERED, DISMISSED, OUT_OF_SCOPE, SETTLED_NAMES
from knowledge.staff.members import on

UNANSWERED_SHOWN = 15
IMPORT = "import"
# What was done to the base: the actions of its history, as a report says them.
DONE = {
    ("question", SETTLED_NAMES[ANSWERED]): "questions de la boîte répondues",
    ("question", SETTLED_NAMES[OUT_OF_SCOPE]): "questions de la boîte notées hors champ",
    ("question", SETTLED_NAMES[DISMISSED]): "questions de la boîte écartées",
    ("answer", "publish"): "réponses publiées",
    ("answer", "edit"): "réponses modifiées",
    ("answer", "confirm"): "réponses vérifiées telles quelles",
    ("resource", "create"): "ressources ajoutées",
    ("resource", "edit"): "ressources modifiées",
    ("resource", "confirm"): "ressources vérifiées telles quelles",
    ("fact", "edit"): "faits corrigés",
}


@dataclass(frozen=True)
class Row:
    """A number of the period, and of the one before. `share`: whether both are shares (0 to 1)."""

    name: str
    now: float | None
    before: float | None
    share: bool = False

    @property
    def change(self) -> float | None:
        """How much more, or None where one of the two is not known."""
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True)
class Report:
    """A period and the one before, both days of each included."""

    start: dt.date
    end: dt.date
    before_start: dt.date
    before_end: dt.date
    main: list[Row]
    mrcs: list[Row]
    needs: list[Row]
    stages: list[Row]
    unanswered: list[tuple[str, int]]  # masked, and how many times it was asked in all
    unanswered_in_all: int
    done: list[Row]
    activities: list[tuple[str, str]]  # name, and when
    bulletins: list[Bulletin]
    members: MemberCount | None
    members_before: MemberCount | None


def period_before(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """The period just before: as many whole months when the period is made of whole months, else as many
    days."""
    last_day = start - dt.timedelta(days=1)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        year, month = divmod(start.year * 12 + start.month - 1 - months, 12)
        return dt.date(max(1, year), month + 1, 1), last_day
    return last_day - (end - start), last_day


def report(session: Session, start: dt.date, end: dt.date) -> Report:
    """The report of a period, both days included."""
    before_start, before_end = period_before(start, end)
    now, before = _totals(session, start, end), _totals(session, before_start, before_end)
    names = names_of_keys(session)
    mrcs = {row.id: row.name for row in session.scalars(select(Mrc).order_by(Mrc.name))}
    unanswered = _unanswered(session, start, end)
    return Report(
        start=start,
        end=end,
        before_start=before_start,
        before_end=before_end,
        main=_main(now, before),
        mrcs=_side_by_side(now["referral_mrc"], before["referral_mrc"], names, all_of=mrcs),
        needs=_side_by_side(now["referral_need"], before["referral_need"], names),
        stages=_side_by_side(now["referral_stage"], before["referral_stage"], names),
        unanswered=[(row.text, row.count) for row in unanswered[:UNANSWERED_SHOWN]],
        unanswered_in_all=len(unanswered),
        done=_done(_actions(session, start, end), _actions(session, before_start, before_end)),
        activities=_held(session, start, end),
        bulletins=_bulletins(session, start, end),
        members=on(session, end),
        members_before=on(session, before_end),
    )


def _instants(start: dt.date, end: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From the first instant of a day to the first after another, by Montréal's clock."""
    after = end + dt.timedelta(days=1)
    return dt.datetime.combine(start, dt.time(), MONTREAL), dt.datetime.combine(after, dt.time(), MONTREAL)


def _totals(session: Session, start: dt.date, end: dt.date) -> dict[str, Counter[str]]:
    query = (
        select(DailyCount.kind, DailyCount.key, func.sum(DailyCount.count))
        .where(DailyCount.day >= start, DailyCount.day <= end)
        .group_by(DailyCount.kind, DailyCount.key)
    )
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, key, number in session.execute(query):
        totals[kind][key] = int(number)
    return totals


def _main(now: Mapping[str, Counter[str]], before: Mapping[str, Counter[str]]) -> list[Row]:
    def both(name: str, kind: str, key: str | None = None) -> Row:
        first, second = (
            totals[kind].total() if key is None else totals[kind][key] for totals in (now, before)
        )
        return Row(name, first, second)

    def shares(name: str, part: tuple[str, str | None], whole: tuple[str, ...]) -> Row:
        kind, key = part

        def of(totals: Mapping[str, Counter[str]]) -> float | None:
            number = totals[kind].total() if key is None else totals[kind][key]
            total = sum(totals[one].total() for one in whole)
            return number / total if total else None

        return Row(name, of(now), of(before), share=True)

    voted = ("useful", "not_useful", "none_of_these")
    return [
        both("Questions posées", "decision"),
        shares("Répondues", ("decision", "answer"), ("decision",)),
        shares("Sans réponse", ("decision", "none"), ("decision",)),
        shares("Jugées utiles, parmi les avis", ("useful", None), voted),
        both("Orientations vers des ressources", "referral_mrc"),
        both("Feuilles de route", "roadmap"),
        both("Personnes qui ont demandé à être jointes", "request", "received"),
        both("Recherches de ressources sans résultat", "empty_search"),
    ]


def _side_by_side(
    now: Counter[str],
    before: Counter[str],
    names: Mapping[str, str],
    all_of: Mapping[str, str] | None = None,
) -> list[Row]:
    """A row a key, the most first; `all_of` have theirs even where nobody asked: that is worth knowing."""
    keys = {*now, *before, *(all_of or ())}
    rows = [Row(names.get(key, key), now[key], before[key]) for key in keys]
    return sorted(rows, key=lambda row: (-(row.now or 0), row.name))


def _unanswered(session: Session, start: dt.date, end: dt.date) -> list[OpenQuestion]:
    """The questions still waiting that were last asked in the period, the most asked first."""
    first, after = _instants(start, end)
    query = select(OpenQuestion).where(
        OpenQuestion.status == "open", OpenQuestion.last_at >= first, OpenQuestion.last_at < after
    )
    return list(session.scalars(query.order_by(OpenQuestion.count.desc(), OpenQuestion.last_at.desc())))


def _actions(session: Session, start: dt.date, end: dt.date) -> Counter[tuple[str, str]]:
    """How many entries each kind of act touched in the period, by the team."""
    first, after = _instants(start, end)
    query = (
        select(Revision.subject, Revision.action)
        .where(Revision.at >= first, Revision.at < after, Revision.author != IMPORT)
        .distinct()
    )
    counted: Counter[tuple[str, str]] = Counter()
    for subject, action in session.execute(query):
        kind = subject.partition(":")[0]
        counted[kind if kind in ("answer", "fact", "topic") else "resource", action] += 1
    settled = (
        select(AuditEntry.subject, AuditEntry.action)
        .where(AuditEntry.at >= first, AuditEntry.at < after, AuditEntry.subject.like("question:%"))
        .distinct()
    )
    counted.update(("question", action) for _, action in session.execute(settled))
    return counted


def _done(now: Counter[tuple[str, str]], before: Counter[tuple[str, str]]) -> list[Row]:
    return [Row(name, now[act], before[act]) for act, name in DONE.items() if now[act] or before[act]]


def _held(session: Session, start: dt.date, end: dt.date) -> list[tuple[str, str]]:
    """The sessions of activities in the period, archived ones too: they took place."""
    found = [
        (one.day, record.name, when(one))
        for record in load_resources(session, archived=True).values()
        if isinstance(record, ActivityRecord)
        for one in record.sessions
        if start <= one.day <= end
    ]
    return [(name, said) for _, name, said in sorted(found)]


def _bulletins(session: Session, start: dt.date, end: dt.date) -> list[Bulletin]:
    first, after = _instants(start, end)
    query = select(Bulletin).where(Bulletin.sent_at >= first, Bulletin.sent_at < after)
    return list(session.scalars(query.order_by(Bulletin.sent_at)))
