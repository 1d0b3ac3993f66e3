"""From a free text to what it says of a project: place, stage, needs, legal form, sector, age, amount, kind.

The chat and the pages for advisers use this same extraction. The words that tell a field are in `cues/`. For
who asks for it, `learn/` adds what a text tells in other words, or what an adviser would infer: it is marked
as guessed, and left out where it is doubtful. A need of the cues is set aside where nothing else bears it
out, a stage of theirs where the text read whole tells another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.records import PURPOSES, Purpose
from knowledge.referral.activity import activity
from knowledge.referral.forms import denied_forms, find_forms, form_taken_over
from knowledge.referral.learn.carrier import age_told
from knowledge.referral.learn.features import Described
from knowledge.referral.learn.model import YES, learned
from knowledge.referral.learn.naming import naming
from knowledge.referral.learn.sought import sum_sought
from knowledge.referral.learn.telling import telling
from knowledge.referral.line import line_of, own_words
from knowledge.referral.money import owned_sums
from knowledge.referral.profile import MoneyKind, Profile
from knowledge.referral.sectors import ALONE, named_sector
from knowledge.referral.signs import Found, cues_in, table
from knowledge.referral.siting import place_of_project, with_place
from knowledge.referral.stages import find_stage, impossible_stages, likely_stages, stage_alone, stage_signs
from knowledge.search.text import words
from knowledge.territory import Gazetteer, Place
from knowledge.vocabulary import NEEDS, PROJECT_KINDS, STAGES, LegalForm, Need, ProjectKind

__all__ = ["Extraction", "extract", "find_needs", "need_alone", "stage_alone", "with_place"]


# The fields that may be guessed, with a belief below which they are not, whatever was learned.
GUESSED = {"stage": 0.0, "project_kind": 0.0, "need": 0.0, "sector": 0.0, "current_form": 0.0}
# What may be taken by itself: what is told in other words than the cues; of what is inferred, what is sure.
# Beside what a text tells, hardly a need or a stage that is only inferred is right.
TOLD, NEVER = "told", 1.01
SURE = GUESSED | {TOLD: 0.0, "stage": NEVER, "project_kind": 0.9, "need": NEVER}
LOOKED_FOR = "on cherche"  # before what is looked for
NAMES_ONLY = 5  # words of a text that may do nothing else than name a project: «on change pour un café»
LEAST_WORDS, LEAST_TOLD = 6, 2  # below, a text is no description: nothing is guessed of it


@dataclass(frozen=True)
class Extraction:
    """What a text says. `candidates`: the places an ambiguous name may mean. `guessed`: the fields of the
    profile that no words tell by themselves (of `need`: some of the needs). `denied`: the legal forms that it
    says are not theirs; `owned`: the sums that it says they have."""

    profile: Profile
    candidates: tuple[Place, ...] = ()
    guessed: frozenset[str] = frozenset()
    denied: frozenset[LegalForm] = frozenset()
    owned: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether the text says nothing of a project."""
        return self.profile == Profile() and not (self.candidates or self.denied)


def extract(
    text: str,
    gazetteer: Gazetteer,
    today: dt.date | None = None,
    *,
    guess: Mapping[str, float] | None = None,
    tells_project: bool = False,
) -> Extraction:
    """What a text says of a project.

    Input: a text as typed, at most a few hundred characters; `today`, for an age told by a birth year;
    `guess`: the fields of which also to take what is understood without words that tell it
    (`SURE`, `GUESSED`); `tells_project`: the text is known to tell a project, so that what it names is what
    the project does.
    Output: a profile whose other fields are unknown. Never raises.
    """
    said, described = read(text, gazetteer, today)
    only_names = len(own_words(text).split()) <= NAMES_ONLY
    if said.profile.sector and not (only_names or tells_project or _tells_project(said)):
        sure = named_sector(own_words(text), gazetteer, least=ALONE)
        said = replace(said, profile=replace(said.profile, sector=sure))
    if not guess or not _is_description(said, described):
        return said
    return with_guesses(said, described, guess, gazetteer)


def read(text: str, gazetteer: Gazetteer, today: dt.date | None = None) -> tuple[Extraction, Described]:
    """What the words of a text tell, and the text as it is learned from."""
    own = own_words(text)
    line = line_of(own)
    place = place_of_project(own, gazetteer)
    form, current = find_forms(line)
    profile = _taking_over(
        Profile(
            stage=find_stage(line, today),
            need=find_needs(line),
            legal_form=form,
            current_form=current,
            sector=named_sector(own, gazetteer),
            age=age_told(line, today),
            amount=sum_sought(own),
            project_kind=find_kind(line),
        )
    )
    profile = _of_money(profile, line)
    signs, denied, owned = stage_signs(line, today), denied_forms(line), owned_sums(line)
    if place is None:
        return (
            Extraction(profile, denied=denied, owned=owned),
            Described(own, line, profile, signs, today),
        )
    chosen = with_place(profile, place)
    candidates = place.candidates if chosen.municipality is None and place.place is None else ()
    return Extraction(chosen, candidates, denied=denied, owned=owned), Described(
        own, line, chosen, signs, today
    )


def _taking_over(profile: Profile) -> Profile:
    """Taking over is a stage and a need: who says one says the other."""
    if profile.stage == "takeover" and "takeover" not in profile.need:
        return replace(profile, need=("takeover", *profile.need))
    if profile.stage is None and "takeover" in profile.need:
        return replace(profile, stage="takeover")
    return profile


def _of_money(profile: Profile, line: str) -> Profile:
    """A profile with what a line tells of the money that is needed: to be kept or paid back, to pay what.

    Who tells a sum looked for asks for money before all else; money that must pay wages and nothing else is
    a matter of people first.
    """
    need, money = profile.need, find_money(line)
    if profile.amount is not None:
        need = _first("funding", need)
    asked = "funding" in need
    purposes = find_purposes(line) if asked else ()
    if purposes == ("wages",):
        need = _first("workforce", need)
    return replace(
        profile, need=need, money=money if asked or money == "no_loan" else None, purposes=purposes
    )


def _first(wanted: Need, needs: tuple[Need, ...]) -> tuple[Need, ...]:
    return (wanted, *(need for need in needs if need != wanted))


def _tells_project(said: Extraction) -> bool:
    """Whether something else than a word of a sector tells of a project: «l'argent du voyage» names none,
    for money is told of anything."""
    known = said.profile
    place = known.place_kind or said.candidates
    told = known.stage or known.legal_form or known.project_kind or known.amount or known.age
    return bool(place or told or {*known.need} - {"funding"})


def _is_description(said: Extraction, described: Described) -> bool:
    known = said.profile
    told = (
        known.place_kind or said.candidates, known.stage, known.need, known.legal_form, known.sector,
        known.age, known.amount,
    )  # fmt: skip
    return len(described.text.split()) >= LEAST_WORDS and sum(map(bool, told)) >= LEAST_TOLD


def cued(profile: Profile) -> dict[str, str | None]:
    """What the cues tell, side by side with what the model answers."""
    needs = {f"need:{need}": YES if need in profile.need else None for need in NEEDS}
    return {"stage": profile.stage, "project_kind": profile.project_kind, **needs}


def with_guesses(
    said: Extraction, described: Described, fields: Mapping[str, float], gazetteer: Gazetteer
) -> Extraction:
    """The same, with, of these fields, what is understood beside what the words tell. A need that is told
    comes before those that are guessed. Which words name the project is learned; so is how far those that
    tell a stage or a need are believed."""
    known = said.profile
    inferred = learned().beliefs(described)
    never = impossible_stages(described.line, described.day)
    possible = {stage: 0.0 if stage in never else belief for stage, belief in inferred["stage"].items()}
    answers = learned().decide({**inferred, "stage": possible}, cued(known), fields)
    guessed = known
    if "stage" in fields:
        guessed = replace(guessed, stage=next((one for one in STAGES if one == answers.get("stage")), None))
    if "project_kind" in fields:
        kind = next((one for one in PROJECT_KINDS if one == answers.get("project_kind")), None)
        guessed = replace(guessed, project_kind=kind)
    needs: tuple[Need, ...] = ()
    if "need" in fields:
        needs = tuple(need for need in NEEDS if answers.get(f"need:{need}"))
    kept = known.need
    if TOLD in fields:
        told = telling().told(described, inferred["stage"])  # a stage of the cues is weighed with the rest
        guessed = replace(guessed, stage=told.stage or guessed.stage)
        needs = (*told.needs, *(need for need in needs if need not in told.needs))
        kept = tuple(need for need in known.need if need not in told.doubted or _surely_asked(need, known))
    guessed = replace(guessed, need=(*kept, *(need for need in needs if need not in known.need)))
    guessed = _of_money(guessed, described.line)
    if guessed.stage == "takeover":  # a need that is only guessed tells no stage
        guessed = _taking_over(guessed)
    if "current_form" in fields and known.current_form is None:
        today = form_taken_over(described.line, guessed.stage, known.legal_form)
        guessed = replace(guessed, current_form=today)
    if "stage" in fields and guessed.stage is None:
        likely, believed = likely_stages(described.line), possible
        likeliest = max(likely, key=lambda stage: believed.get(stage, 0.0))
        guessed = replace(guessed, leaning_stage=next(one for one in STAGES if one == likeliest))
    if "sector" in fields:
        named = naming().name(described.text, gazetteer)
        guessed = replace(guessed, sector=activity(described.text, gazetteer, named, known.sector))
    added = tuple(need for need in guessed.need if need not in known.need)
    changed = {name for name in GUESSED if getattr(guessed, name) != getattr(known, name)}
    if not added:  # those that are left were told
        changed.discard("need")
    marked = [name for name in ("stage", "current_form") if name in changed]
    guessed = replace(guessed, guessed=(*marked, *added))
    return replace(said, profile=guessed, guessed=frozenset(changed))


def _surely_asked(need: Need, known: Profile) -> bool:
    """Whether something else that is told asks for a need: a sum looked for asks for money."""
    return need == "funding" and known.amount is not None


def need_alone(text: str) -> tuple[Need, ...]:
    """The need that the end of a few words means by itself, of somebody who passes to another: «bon, pis
    le local?». What the whole denies is none: «pis on embauche personne»."""
    said, denied = words(text), {one.says for one in table("need").denied(line_of(text))}
    for start in reversed(range(len(said))):
        needs = find_needs(line_of(f"{LOOKED_FOR} {' '.join(said[start:])}"))
        if kept := tuple(need for need in needs if need not in denied):
            return kept
    return ()


def find_needs(line: str) -> tuple[Need, ...]:
    """The needs of a line, the most telling first, then in the order in which they are named.

    «De l'aide pour la gouvernance» needs governance first: help in general comes after what it is for.
    """
    best: dict[str, Found] = {}
    for found in cues_in("need", line):
        known = best.get(found.says)
        if known is None or (-found.weight, found.start) < (-known.weight, known.start):
            best[found.says] = found
    ordered = sorted(best.values(), key=lambda one: (-one.weight, one.start))
    said = [one.says for one in ordered]
    return tuple(sorted((need for need in NEEDS if need in said), key=said.index))


def find_kind(line: str) -> ProjectKind | None:
    """Whether the project sells or gives; None when neither is said, or both."""
    found = cues_in("kind", line)
    heaviest = max((one.weight for one in found), default=0.0)
    said = {one.says for one in found if one.weight == heaviest}
    return next((kind for kind in PROJECT_KINDS if said == {kind}), None)


def find_money(line: str) -> MoneyKind | None:
    """Whether the money asked for is to be kept or lent; «any» where both are named, unless loans are turned
    down."""
    said = {one.says for one in cues_in("money", line)}
    if "no_loan" in said:
        return "no_loan"
    if "grant" in said:
        return "any" if "loan" in said else "grant"
    return "loan" if said else None


def names_only_loans(text: str) -> bool:
    """Whether a text names loans, not to turn them down, and no money that is kept."""
    return {one.says for one in cues_in("money", line_of(text))} == {"loan"}


def find_purposes(line: str) -> tuple[Purpose, ...]:
    """What the money looked for must pay, in the order of the vocabulary; empty when it is not said."""
    said = {one.says for one in cues_in("purpose", line)}
    return tuple(purpose for purpose in PURPOSES if purpose in said)
