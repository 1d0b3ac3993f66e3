"""The report as it is read, part by part: what the page and the PDF both say, in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.models import MemberCount
from knowledge.staff.report import Report, Row
from web.staff.pages import day

NONE = "–"
SAME = "="  # as much as before
COLUMNS = ("Quoi", "Période", "Avant", "Écart")


@dataclass(frozen=True)
class Line:
    """A number of the period beside the one before, as they are written."""

    name: str
    now: str
    before: str
    change: str


@dataclass(frozen=True)
class Part:
    """A part under its title: a sentence, numbers side by side or a list. `numbered`: the list has an order;
    `half`: it stands beside the next one where there is room."""

    title: str
    intro: str = ""
    lines: tuple[Line, ...] = ()
    items: tuple[str, ...] = ()
    numbered: bool = False
    half: bool = False


def period_of(report: Report) -> str:
    """The sentence that tells which days are compared."""
    return (
        f"Période: du {day(report.start)} au {day(report.end)}. "
        f"Avant: du {day(report.before_start)} au {day(report.before_end)}. Les jours sont ceux du Québec."
    )


def parts_of(report: Report, goal: int | None) -> list[Part]:
    """The parts. Input: the report, and how many members are aimed at, when that is told."""
    zero = "Une MRC à zéro est une MRC d'où personne n'a été orienté."
    found = [
        _numbers("En un coup d'œil", report.main),
        _numbers("Orientations par MRC", report.mrcs, zero),
        _numbers("Orientations par besoin", report.needs, half=True),
        _numbers("Orientations par étape", report.stages, half=True),
        _unanswered(report),
        _numbers("Ce qui a été fait dans la base", report.done),
        _held(report),
    ]
    if report.members:
        found.append(Part("Membres", _members(report.members, report.members_before, goal)))
    return found


def last_word(today: str) -> str:
    """The sentence at the foot."""
    return (
        f"Fait le {today} par l'assistant. Ces nombres sont des comptes par jour: "
        "aucun renseignement sur les personnes n'y entre."
    )


def _numbers(title: str, rows: Sequence[Row], intro: str = "", *, half: bool = False) -> Part:
    if not rows:
        return Part(title, "Rien dans ces deux périodes.", half=half)
    lines = [Line(row.name, _value(row, row.now), _value(row, row.before), _change(row)) for row in rows]
    return Part(title, intro, tuple(lines), half=half)


def _value(row: Row, number: float | None) -> str:
    if number is None:
        return NONE
    return f"{round(number * 100)}\u00a0%" if row.share else f"{int(number)}"


def _change(row: Row) -> str:
    if row.change is None:
        return NONE
    moved = round(row.change * 100) if row.share else int(row.change)
    if not moved:
        return SAME
    return f"{moved:+d}\u00a0points" if row.share else f"{moved:+d}"


def _unanswered(report: Report) -> Part:
    title = "Ce qui n'a pas pu être répondu"
    number = report.unanswered_in_all
    if not number:
        return Part(title, "Aucune question de la période n'attend encore.")
    waits = "attendent" if number > 1 else "attend"
    intro = (
        f"{number} question{'s' if number > 1 else ''} de la période {waits} encore une réponse sûre. "
        "Noms et coordonnées masqués."
    )
    items = tuple(
        f"«{text}»" + (f" ({times} fois en tout)" if times > 1 else "") for text, times in report.unanswered
    )
    return Part(title, intro, items=items, numbered=True)


def _held(report: Report) -> Part:
    items = [f"{name}, {said}" for name, said in report.activities]
    items += [
        f"{one.title}: envoyé le {day(one.sent_at)} à {one.recipients} personne"
        + "s" * ((one.recipients or 0) > 1)
        for one in report.bulletins
    ]
    missing = [
        *(["Aucune activité inscrite dans la période."] if not report.activities else []),
        *(["Aucun bulletin envoyé dans la période."] if not report.bulletins else []),
    ]
    return Part("Activités et bulletins", " ".join(missing), items=tuple(items))


def _members(now: MemberCount, before: MemberCount | None, goal: int | None) -> str:
    told = f"{now.members} membre{'s' if now.members > 1 else ''} au {day(now.day)}"
    if goal:
        told += f", sur {goal} visés"
    if now.renewed is not None:
        told += f", dont {now.renewed} ont renouvelé"
    if before is None or before.day == now.day:
        return f"{told}."
    return f"{told}. Avant: {before.members} au {day(before.day)}."
