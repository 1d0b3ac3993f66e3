"""The criteria of eligibility, one small function each.

Each compares one field of the profile with one rule of the resource and gives a reason: `yes`,
`maybe` or `no`, with a French sentence. Unknown on either side is `maybe`, never a rejection; `None`
means that the criterion does not apply to this resource (it is open to all), or was not asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from knowledge.answers.published import resource_to_confirm
from knowledge.records import (
    AnyResource,
    CallRule,
    FundRecord,
    OrganizationRecord,
    identifier,
)
from knowledge.referral import sentences as say
from knowledge.referral.given import far_below, is_lent
from knowledge.referral.profile import PLACE_FIELDS, Profile
from knowledge.referral.reasons import Reason, Surroundings, Verdict
from knowledge.referral.sectors import sector_fit, sectors_of
from knowledge.referral.serving import territory
from knowledge.vocabulary import (
    LEGAL_FORM_NAMES,
    LEGAL_FORMS,
    NEED_NAMES,
    STAGE_NAMES,
    STAGES,
    LegalForm,
    Need,
    dollars,
    listed,
)

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


DOOR_SENTENCES = frozenset([say.NEED_FIRST_DOOR, say.NEED_LOCAL_DOOR])
# What a private firm asks for when it is being taken over by its people, or becomes theirs.
TURNING_NEEDS: frozenset[Need] = frozenset(["takeover", "legal"])


def stage(profile: Profile, record: AnyResource, _around: Surroundings) -> Reason | None:
    """Does the resource serve the project's stage?"""
    rule = record.eligibility.stages
    if rule is None:
        return Reason("stage", "maybe", say.STAGE_UNKNOWN)
    if set(rule.yes) == set(STAGES):
        return None
    if profile.stage is None and {*rule.yes, *rule.maybe} == set(STAGES):
        return None  # whatever the stage is, there is nothing to check first
    if profile.stage is None:
        names = listed([STAGE_NAMES[name] for name in STAGES if name in rule.yes or name in rule.maybe])
        return Reason("stage", "maybe", say.STAGE_ASK.format(stages=names))
    name = STAGE_NAMES[profile.stage]
    if profile.stage in rule.yes:
        return Reason("stage", "yes", say.STAGE_YES.format(stage=name))
    if profile.stage in rule.maybe:
        return Reason("stage", "maybe", say.STAGE_MAYBE.format(stage=name))
    return Reason("stage", "no", say.STAGE_NO.format(stage=name))


def need(profile: Profile, record: AnyResource, around: Surroundings) -> Reason | None:
    """Does the resource help with what is needed? The doors of the place take any question: they orient."""
    # Only an organization is a door.
    name = identifier(record) if isinstance(record, OrganizationRecord) else ""
    if name and name == around.first_door:
        return Reason("need", "yes", say.NEED_FIRST_DOOR)
    if name and profile.place_kind == "outside" and name == (profile.refer_to or around.elsewhere):
        return Reason("need", "yes", say.NEED_FIRST_DOOR)
    if profile.money == "no_loan" and is_lent(record):
        return Reason("need", "no", say.NEED_LENT)
    if not profile.need:
        return None
    helped = [name for name in profile.need if name in record.eligibility.needs]
    if helped:
        return Reason("need", "yes", say.NEED_YES.format(needs=listed([NEED_NAMES[n] for n in helped])))
    if name in around.local_doors.get(profile.mrc or "", frozenset()):
        return Reason("need", "yes", say.NEED_LOCAL_DOOR)
    if profile.place_kind is None and (
        record.eligibility.territory.level == "outside"
        or name == around.elsewhere
        or any(name in doors for doors in around.local_doors.values())
    ):
        return Reason("need", "maybe", say.NEED_DOOR_OF_A_PLACE)
    asked = listed([NEED_NAMES[name] for name in profile.need])
    if not profile.need_given:
        return Reason("need", "maybe", say.NEED_GUESSED.format(needs=asked))
    return Reason("need", "no", say.NEED_NO.format(needs=asked))


def legal_form(profile: Profile, record: AnyResource, _around: Surroundings) -> Reason | None:
    """Is the form aimed at admitted? «Undecided» is not yet known: it never rejects.

    Whoever builds collective enterprises also serves the private firm that is taken over or becomes one.
    """
    rule = record.eligibility.legal_forms
    if rule is None:
        return Reason("legal_form", "maybe", say.FORM_UNKNOWN)
    if set(rule.yes) == set(LEGAL_FORMS):
        return None
    form = profile.legal_form
    admitted = [LEGAL_FORM_NAMES[name] for name in LEGAL_FORMS if name in (*rule.yes, *rule.maybe)]
    if form in rule.yes and form is not None:
        return Reason("legal_form", "yes", say.FORM_YES.format(form=LEGAL_FORM_NAMES[form]))
    if form is None and "undecided" in rule.yes:
        missing = set(LEGAL_FORMS) - {*rule.yes, *rule.maybe}
        # Whatever the form turns out to be, none is excluded; or none that is collective.
        if missing <= {"private"}:
            return Reason("legal_form", "yes", say.FORM_OPEN if missing else say.FORM_ANY)
    if form is None or form == "undecided":
        return Reason("legal_form", "maybe", say.FORM_ASK.format(forms=listed(admitted)))
    if form == "private" and record.role == "builder" and record.target_forms and form not in rule.maybe:
        if profile.stage == "takeover" or any(name in TURNING_NEEDS for name in profile.need):
            return Reason("legal_form", "yes", say.FORM_TURNS)
        if profile.stage is None or not profile.need:
            return Reason("legal_form", "maybe", say.FORM_MAY_TURN)
    verdict: Verdict = "maybe" if form in rule.maybe else "no"
    if verdict == "maybe" and (kinds := _kinds_of(form, rule.prose)):
        return Reason("legal_form", verdict, say.FORM_KINDS.format(kinds=listed(kinds)))
    sentence = say.FORM_MAYBE if verdict == "maybe" else say.FORM_NO
    return Reason("legal_form", verdict, sentence.format(form=LEGAL_FORM_NAMES[form]))


def _kinds_of(form: LegalForm, told: Sequence[str]) -> list[str]:
    """The kinds of a form that a source admits, where it tells only kinds: «coopératives de travail»."""
    name = LEGAL_FORM_NAMES[form]
    kinds = [f"les {text}" for text in told]
    return kinds if all(kind.startswith(f"{name} ") for kind in kinds) else []


def sector(profile: Profile, record: AnyResource, _around: Surroundings) -> Reason | None:
    """Does the resource serve the project's sector? Only what it says that it excludes is excluded.

    Both sides are free text: what it names is compared with the project by the sectors and the words.
    """
    ours = sectors_of(profile.sector or "")
    excluded = [text for text in record.exclusions if sectors_of(text) & ours]
    if excluded:
        whole = any(ours <= sectors_of(text) for text in excluded)
        sentence = say.SECTOR_EXCLUDED if whole else say.SECTOR_PARTLY_EXCLUDED
        return Reason("sector", "no" if whole else "maybe", sentence.format(what=_lowered(excluded[0])))
    rule = record.eligibility.sectors
    if rule is None:
        return Reason("sector", "maybe", say.SECTOR_UNKNOWN) if profile.sector else None
    if rule.all:
        return None
    named = listed(list(rule.names or rule.prose))
    if not profile.sector:
        return Reason("sector", "maybe", say.SECTOR_ASK.format(sectors=named))
    if sector_fit(profile.sector, rule.names) == "own":
        return Reason("sector", "yes", say.SECTOR_YES.format(sectors=named))
    return Reason("sector", "maybe", say.SECTOR_MAYBE.format(sectors=named))


def age(profile: Profile, record: AnyResource, _around: Surroundings) -> Reason | None:
    """Is the person's age admitted? Between the sure and the outer bounds, it is to be confirmed."""
    rule = record.eligibility.age
    if rule is None or (rule.min is None and rule.max is None and rule.outer_min is None):
        return None
    low = rule.outer_min if rule.outer_min is not None else rule.min
    high = rule.outer_max if rule.outer_max is not None else rule.max
    bounds = _age_bounds(low, high)
    if profile.age is None:
        return Reason("age", "maybe", say.AGE_ASK.format(bounds=bounds))
    if (low is not None and profile.age < low) or (high is not None and profile.age > high):
        return Reason("age", "no", say.AGE_NO.format(bounds=bounds))
    sure = (rule.min is None or profile.age >= rule.min) and (rule.max is None or profile.age <= rule.max)
    if sure:
        return Reason("age", "yes", say.AGE_YES.format(bounds=bounds))
    return Reason("age", "maybe", say.AGE_MAYBE.format(bounds=bounds))


def amount(profile: Profile, record: AnyResource, _around: Surroundings) -> Reason | None:
    """Does the amount looked for fit? Above the maximum, a fund may still cover a part."""
    if not isinstance(record, FundRecord) or profile.amount is None:
        return None
    low, high = record.amount_min, record.amount_max
    if low is None and high is None:
        return Reason("amount", "maybe", say.AMOUNT_UNKNOWN)
    bounds = _amount_bounds(low, high)
    if low is not None and profile.amount < low:
        return Reason("amount", "no", say.AMOUNT_NO.format(bounds=bounds))
    if far_below(high, profile.amount):
        return Reason("amount", "maybe", say.AMOUNT_SMALL.format(bounds=bounds), leads=True)
    if high is not None and profile.amount > high:
        return Reason("amount", "maybe", say.AMOUNT_PART.format(bounds=bounds))
    return Reason("amount", "yes", say.AMOUNT_YES.format(bounds=bounds))


def calls(profile: Profile, record: AnyResource, around: Surroundings) -> Reason | None:  # noqa: ARG001
    """Can one apply now? An offer that is itself uncertain is never more than `maybe`."""
    rule = record.eligibility.calls
    found = None if rule is None else _call_reason(rule, around.today)
    uncertain = record.status == "to_verify" or resource_to_confirm(record, around.today)
    if uncertain and (found is None or found.verdict == "yes"):
        return Reason("calls", "maybe", say.OFFER_TO_CONFIRM.format(whom=_whom(record, around)))
    return found


def in_its_words(reason: Reason, record: AnyResource) -> Reason:
    """A reason about the need, said of this very resource: what its money pays, whom it builds."""
    if reason.criterion != "need" or reason.verdict != "yes" or reason.text in DOOR_SENTENCES:
        return reason
    if record.role in ("money", "grant") and record.purposes:
        paid = listed([say.PURPOSES[purpose] for purpose in record.purposes])
        return Reason("need", "yes", say.NEED_PAYS.format(purposes=paid))
    if record.role == "builder" and record.target_forms:
        forms = listed([LEGAL_FORM_NAMES[form] for form in record.target_forms])
        return Reason("need", "yes", say.NEED_BUILDS.format(forms=forms))
    return reason


CriterionTest = Callable[[Profile, AnyResource, Surroundings], Reason | None]
CRITERIA: tuple[CriterionTest, ...] = (
    territory,
    need,
    stage,
    legal_form,
    sector,
    age,
    amount,
    calls,
)


# What each criterion looks at in a profile: two projects alike in this get the same reasons.
LOOKS_AT: Mapping[CriterionTest, tuple[str, ...]] = {
    territory: PLACE_FIELDS,
    need: ("need", "need_given", "money", "mrc", "place_kind", "refer_to"),
    stage: ("stage",),
    legal_form: ("legal_form", "stage", "need"),
    sector: ("sector",),
    age: ("age",),
    amount: ("amount",),
    calls: (),
}


def french_date(day: dt.date) -> str:
    """«24 octobre 2025»; the first of a month is «1er»."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]} {day.year}"


def _call_reason(rule: CallRule, today: dt.date) -> Reason:
    if rule.mode == "continuous":
        return Reason("calls", "yes", say.CALLS_OPEN)
    if rule.mode == "campaign":
        return Reason("calls", "yes", say.CALLS_CAMPAIGN)
    if rule.closes and rule.closes < today:
        return Reason("calls", "maybe", say.CALLS_PAST.format(closes=french_date(rule.closes)))
    if rule.opens and rule.opens > today:
        return Reason("calls", "maybe", say.CALLS_COMING.format(opens=french_date(rule.opens)))
    if rule.closes and rule.confirmed:
        return Reason("calls", "yes", say.CALLS_NOW.format(closes=french_date(rule.closes)))
    return Reason("calls", "maybe", say.CALLS_UNKNOWN if rule.mode == "call" else say.CALLS_MODE_UNKNOWN)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _whom(record: AnyResource, around: Surroundings) -> str:
    """Whom to ask about a resource: its own organization, or the first door."""
    if isinstance(record, OrganizationRecord):
        own = record.id if record.status == "active" else None
    else:
        own = record.organization
    first_door = around.first_door.removeprefix("organization:")
    return around.names.get(own or "") or around.names.get(first_door) or "l'organisme"


def _age_bounds(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low} à {high} ans"
    return f"{low} ans et plus" if low is not None else f"{high} ans et moins"


def _amount_bounds(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"de {dollars(low)} à {dollars(high)}"
    return f"jusqu'à {dollars(high)}" if high is not None else f"à partir de {dollars(low or 0)}"
