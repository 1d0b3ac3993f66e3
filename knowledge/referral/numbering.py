"""The rules of the resources, numbered: those that decide alike are one, which is judged once for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.records import AnyResource, FundRecord, OrganizationRecord, Record, TerritoryRule
from knowledge.referral.columns import Column
from knowledge.referral.criteria import CRITERIA, LOOKS_AT, CriterionTest, legal_form, need, stage
from knowledge.referral.given import is_lent
from knowledge.referral.scoring import BESIDE, OF_CRITERION, Factor
from knowledge.referral.serving import territory

# What a factor looks at in a profile beside what its criterion does.
ALSO_LOOKS_AT: Mapping[CriterionTest, tuple[str, ...]] = {
    territory: ("need", "legal_form", "sector", "project_kind"),
    need: ("stage", "legal_form", "current_form", "municipality"),
    stage: ("leaning_stage",),
    legal_form: ("leaning_stage",),
}


def numbered(known: Sequence[tuple[str, AnyResource, bool]], special: set[str]) -> tuple[Column, ...]:
    """The columns of a catalogue: one for each criterion, then for each factor beside them.

    Input: the resources, each with its identifier and whether it is to be confirmed; those that are a door
    of the territory.
    """
    keys = [_deciding(name, record, special, uncertain) for name, record, uncertain in known]
    judges: list[tuple[CriterionTest | None, Factor, tuple[str, ...]]] = [
        (test, OF_CRITERION[test], LOOKS_AT[test] + ALSO_LOOKS_AT.get(test, ())) for test in CRITERIA
    ]
    judges += [(None, factor, looks_at) for factor, looks_at in BESIDE]
    columns = []
    for place, (criterion, factor, looks_at) in enumerate(judges):
        numbers: dict[object, int] = {}
        rules = [numbers.setdefault(key[place], len(numbers)) for key in keys]
        examples = {rule: record for rule, (_, record, _) in zip(rules, known, strict=True)}
        ordered = [examples[rule] for rule in range(len(numbers))]
        columns.append(Column(criterion, factor, looks_at, ordered, rules))
    return tuple(columns)


def _deciding(name: str, record: AnyResource, special: set[str], uncertain: bool) -> tuple[object, ...]:
    """All that decides whether a resource fits and how well, by column, in the order of `columns`."""
    asked = record.eligibility
    own = name if name in special or asked.territory.level == "outside" or asked.territory.places else None
    whom = name if isinstance(record, OrganizationRecord) else record.organization
    programme = whom if whom and f"organization:{whom}" in special else None
    exclusions = tuple(record.exclusions)
    usual = frozenset(record.unknown_is_typical)
    amounts = None
    if isinstance(record, FundRecord):
        amounts = (record.amount_min, record.amount_max, record.usual_amount)
    builds = (record.role == "builder", tuple(record.target_forms))
    return (
        (*_where(asked.territory), own, programme, "territory" in usual),
        (*asked.needs, own, is_lent(record)),
        (_written(asked.stages), tuple(sorted(record.ladder.items()))),
        (_written(asked.legal_forms), "legal_form" in usual, builds),
        (_written(asked.sectors), exclusions),
        _written(asked.age),
        (type(record), amounts, "amount" in usual),
        (_written(asked.calls), record.status, uncertain, whom if uncertain else None, "calls" in usual),
        tuple(record.project_kinds),
        (record.role, tuple(record.purposes)),
        (record.role, record.part_of is None, type(record), is_lent(record)),
    )


def _where(rule: TerritoryRule) -> tuple[object, ...]:
    """What decides of a territory; in which order its MRC are named does not."""
    return (rule.level, frozenset(rule.mrc), frozenset(rule.maybe_mrc), frozenset(rule.places))


def _written(rule: Record | None) -> str | None:
    return None if rule is None else rule.model_dump_json()
