"""How a resource is placed for a project: usefulness × chance of being admitted × nearness.

Each factor is one small function that says in which levels a resource stands («need.main», «stage.3»,
«near.mrc»). A level has one number in `ranking.yaml`, fitted on the doors that advisers name; the score is
the product of the numbers. A factor rests on the same rule of a resource as its criterion, so that
resources under the same rules have the same score.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, FundRecord, OrganizationRecord
from knowledge.referral import criteria
from knowledge.referral.doors import Doors
from knowledge.referral.given import is_lent
from knowledge.referral.leanings import leaning, wanted_purposes
from knowledge.referral.levels import Levels, family_of, only_said, unsure
from knowledge.referral.nearness import is_door, nearness
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Reason
from knowledge.referral.sectors import sector_fit
from knowledge.referral.sentences import FORM_MAY_TURN
from knowledge.referral.serving import territory
from knowledge.vocabulary import STAGES, Need

MONEY_ROLES = frozenset(["money", "grant", "instrument", "campaign"])
YEARLY = 450  # days since the last known call of a fund that has one each year
LAST_PLACE = 3  # of a need among those of a resource: from there on, it is one of many
FAR = 10  # times the usual amount: another order of money

Factor = Callable[[Profile, AnyResource, Reason | None, Doors, dt.date], Levels]


def need(
    profile: Profile, record: AnyResource, _reason: Reason | None, doors: Doors, _today: dt.date
) -> Levels:
    """What is best at the need first, and what helps with several; what does not help with it far behind."""
    needs = record.eligibility.needs
    if not profile.need:
        if is_door(profile, record, doors):
            return ("need.any_door",)  # which takes any question
        return (
            ("need.unsaid",) if needs and needs[0] in only_said() and not _is_said(needs[0], profile) else ()
        )
    first, family = profile.need[0], family_of(profile.need[0])
    found = [f"place.{family}_{min(needs.index(first), LAST_PLACE) if first in needs else 'none'}"]
    places = {name: needs.index(name) for name in profile.need if name in needs}
    if len(places) > 1:
        found.append("need.several")
    if is_door(profile, record, doors):
        return (*found, "need.door")  # what a door of the place is worth is among the levels of doors
    if not places:
        return (*found, "need.other")
    best = min(places, key=lambda name: (places[name], profile.need.index(name)))
    found.append("need.main" if places[best] == 0 else "need.second")
    if needs[0] in only_said() and not _is_said(needs[0], profile):
        found.append("need.unsaid")
    if best != profile.need[0] and profile.need[0] not in places:
        found.append("need.not_first")
    return tuple(found)


def _is_said(wanted: Need, profile: Profile) -> bool:
    """Whether a project has a need, or is an enterprise that changes hands."""
    return wanted in (*profile.need, profile.stage) or "private" in (profile.current_form, profile.legal_form)


def stage(
    profile: Profile, record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """How strong a step it is at the project's stage; without a stage, on the whole."""
    verdict = reason.verdict if reason is not None else "yes"
    if record.ladder:
        if profile.likely_stage:
            return (f"stage.{record.ladder.get(profile.likely_stage, 0)}",)
        return (f"stage.any_{math.ceil(sum(record.ladder.values()) / len(STAGES))}",)
    return ("stage.2",) if verdict == "yes" else ("stage.1",)


def legal_form(
    profile: Profile, record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """Admitted surely or perhaps; and whether it builds the form that is aimed at."""
    found: list[str] = []
    form = profile.legal_form
    if reason is not None and reason.verdict == "maybe":
        known = form is not None and form != "undecided"
        if form == "private" and reason.text == FORM_MAY_TURN and profile.likely_stage != "takeover":
            found.append("form.may_turn")  # nothing tells that the firm becomes its people's
        else:
            found.append(unsure("legal_form", record, "form") if known else "form.unknown")
    if record.role == "builder" and record.target_forms:
        if form in record.target_forms:
            found += ["form.builds", f"builds.{form}"]
        elif form == "undecided" and len(record.target_forms) > 1:
            found.append("form.helps_choose")
        elif form == "private" and reason is not None and reason.verdict == "yes":
            found.append("form.turns")
    return tuple(found)


def sector(
    profile: Profile, record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """A specialist of the project's sector first; one of another trade of it behind, of another sector far
    behind."""
    rule = record.eligibility.sectors
    if rule is None or rule.all or reason is None:
        return ()
    if reason.verdict == "yes":
        return ("sector.own",)
    if not profile.sector:
        return ("sector.unsure",)
    return ("sector.near",) if sector_fit(profile.sector, rule.names) == "near" else ("sector.other",)


def age(
    profile: Profile, _record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """A program meant for the person's age, when it is known; behind, one that may not be."""
    if reason is None:
        return ()
    if profile.age is None:
        return ("age.unknown",)
    return ("age.own",) if reason.verdict == "yes" else ("age.edge",)


def amount(
    profile: Profile, record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """Money of the order that is looked for."""
    if reason is None or profile.amount is None or not isinstance(record, FundRecord):
        return ()
    usual = record.usual_amount or record.amount_max
    if usual and profile.amount > usual * FAR:
        return ("amount.far_too_small",)
    if usual and profile.amount * FAR < usual:
        return ("amount.far_too_big",)
    if reason.verdict == "maybe" and not usual:
        return (unsure("amount", record, "amount"),)
    return ()


def calls(
    _profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, today: dt.date
) -> Levels:
    """What one may apply to now first; a call that is over, far behind; what is unsure, behind."""
    found: list[str] = []
    rule = record.eligibility.calls
    if rule is not None and rule.mode in ("call", "unknown"):
        if rule.closes and rule.closes < today:
            again = "calls" in record.unknown_is_typical and (today - rule.closes).days <= YEARLY
            found.append("calls.again" if again else "calls.closed")
        elif not (rule.closes and rule.confirmed):
            found.append(unsure("calls", record, "calls"))
    if record.status == "to_verify":
        found.append("sure.to_verify")
    elif resource_to_confirm(record, today):
        found.append("sure.to_confirm")
    return tuple(found)


def kind(
    profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """A market or a social project: what is meant for the other kind is behind."""
    lean = leaning(profile)
    if lean is None or not record.project_kinds:
        return ()
    if lean not in record.project_kinds:
        return ("kind.other",)
    return ("kind.own",) if len(record.project_kinds) == 1 else ()


def purpose(
    profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """Money for what the project must pay: a study is not a building."""
    if record.role not in MONEY_ROLES or not record.purposes:
        return ()
    wanted = wanted_purposes(profile)
    if not wanted:
        return ()
    if wanted >= set(record.purposes):
        return ("purpose.exact",)
    return ("purpose.own",) if wanted & set(record.purposes) else ("purpose.other",)


def role(
    profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, _today: dt.date
) -> Levels:
    """What each kind of door is worth for the kind of help that is needed, by the form aimed at, by the kind
    of project and by the stage; and when money is asked for before there is a plan: no fund has a strong rung
    there, and what pays a study comes before who accompanies."""
    if record.role is None:
        return ()
    family = family_of(profile.need[0] if profile.need else None)
    found = [f"{family}.{record.role}"]
    if profile.legal_form:
        found.append(f"{profile.legal_form}.{family}_{record.role}")
    lean = leaning(profile)
    if lean:
        found.append(f"{lean}.{record.role}")
    if profile.likely_stage:
        found.append(f"{profile.likely_stage}.{record.role}")
    if family == "money" and profile.likely_stage == "idea":
        found.append(f"early.{record.role}")
    if record.role == "campaign" and "campaign" in profile.purposes:
        found.append("asked.campaign")
    if profile.money == "loan" and is_lent(record):
        found.append("asked.loan")
    if record.part_of:
        found.append("card.part")
    elif record.role in MONEY_ROLES and isinstance(record, OrganizationRecord):
        found.append("card.body")
    return tuple(found)


OF_CRITERION: Mapping[criteria.CriterionTest, Factor] = {
    territory: nearness,
    criteria.need: need,
    criteria.stage: stage,
    criteria.legal_form: legal_form,
    criteria.sector: sector,
    criteria.age: age,
    criteria.amount: amount,
    criteria.calls: calls,
}
# The factors that exclude nobody, with the fields of a profile that they look at.
BESIDE: tuple[tuple[Factor, tuple[str, ...]], ...] = (
    (kind, ("project_kind", "legal_form", "sector", "need")),
    (purpose, ("need", "stage", "leaning_stage", "sector", "project_kind", "legal_form", "purposes")),
    (
        role,
        ("need", "stage", "leaning_stage", "purposes", "project_kind", "legal_form", "sector", "money"),
    ),
)
