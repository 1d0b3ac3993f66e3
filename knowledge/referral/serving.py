"""The criterion of territory: is a resource offered where the project is?"""

from __future__ import annotations

from knowledge.records import AnyResource, TerritoryRule, identifier
from knowledge.referral import sentences as say
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Reason, Surroundings, Verdict


def territory(profile: Profile, record: AnyResource, around: Surroundings) -> Reason | None:
    """Is the service offered where the project is?"""
    rule = record.eligibility.territory
    where = _where(record, around)
    if rule.level == "outside":
        if profile.refer_to == identifier(record):
            return Reason("territory", "yes", say.OUTSIDE_YES.format(place=profile.place_name))
        if profile.place_kind is None:
            return Reason("territory", "maybe", say.TERRITORY_UNKNOWN.format(where=where))
        return Reason("territory", "no", say.TERRITORY_NO.format(where=where))
    if rule.level in ("province", "country"):
        return Reason("territory", "yes", say.TERRITORY_YES.format(where=where))
    if profile.place_kind is None and profile.mrc is None and not (rule.level == "region" and profile.region):
        return Reason("territory", "maybe", say.TERRITORY_UNKNOWN.format(where=where))
    if rule.places:
        return _among_places(profile, rule, where)
    if profile.place_kind == "reserve" and (
        rule.level == "region" or profile.near_mrc in (None, *rule.mrc, *rule.maybe_mrc)
    ):
        return Reason("territory", "maybe", say.TERRITORY_RESERVE.format(place=profile.place_name))
    if rule.level == "region":
        inside = profile.mrc is not None or profile.region == around.mrc_names.region
        verdict: Verdict = "yes" if inside else "no"
        sentence = say.TERRITORY_YES if inside else say.TERRITORY_NO
        return Reason("territory", verdict, sentence.format(where=where))
    if profile.mrc in rule.mrc:
        here = around.mrc_names.inside(profile.mrc or "")
        return Reason("territory", "yes", say.TERRITORY_YES.format(where=here))
    if profile.mrc in rule.maybe_mrc:
        here = around.mrc_names.inside(profile.mrc or "")
        return Reason("territory", "maybe", say.TERRITORY_MAYBE.format(where=here))
    return Reason("territory", "no", say.TERRITORY_NO.format(where=where))


def _among_places(profile: Profile, rule: TerritoryRule, where: str) -> Reason:
    """The territory of a door that serves only some municipalities or communities."""
    if profile.municipality in rule.places:
        return Reason("territory", "yes", say.TERRITORY_PLACE.format(place=profile.place_name))
    if profile.municipality is None and profile.mrc in rule.mrc:
        return Reason("territory", "maybe", say.TERRITORY_SOME_PLACES)
    return Reason(
        "territory", "no", say.TERRITORY_NO.format(where=where) if rule.mrc else say.TERRITORY_OTHERS
    )


def _where(record: AnyResource, around: Surroundings) -> str:
    rule = record.eligibility.territory
    fixed = {
        "region": around.mrc_names.in_region,
        "province": say.WHERE_PROVINCE,
        "country": say.WHERE_COUNTRY,
        "outside": say.WHERE_OUTSIDE,
    }
    return fixed.get(rule.level) or around.mrc_names.inside_all([*rule.mrc, *rule.maybe_mrc])
