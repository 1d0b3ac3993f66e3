"""The referral: takes what a message says of a project, then shows who can help or asks one short question.

There is no form to fall out of: what is known is a slot, each message adds to it or corrects it, a question
in the middle is answered elsewhere and the thread goes on from the same slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from actions.acts.also_asked import also_asked
from actions.acts.answer import exact as exactly
from actions.acts.answer import found as say_found
from actions.acts.asking import ask, ask_which_place, place_remarks
from actions.acts.changed import what_changed
from actions.acts.listing import SHOWN_FIRST, about_doors, after_doors, beside, fitting, listed, refreshed
from actions.frame import Frame
from actions.library import gazetteer
from actions.naming import matches_for
from actions.project_conditions import asks_beside, opens_project
from actions.reading import Pressed
from actions.reply import Reply, button, says
from actions.state import Shown
from actions.texts import text
from actions.told import framed
from actions.turn import Turn
from knowledge.referral.extraction import Extraction, with_place
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.questions import Field, next_question
from knowledge.referral.strip import with_values
from knowledge.referral.summary import in_words
from knowledge.search.service import SearchResult
from knowledge.vocabulary import (
    LEGAL_FORMS,
    NEEDS,
    STAGES,
    Need,
)

# What a button asks for when nothing else does.
BUTTON_NEEDS: dict[str, Need] = {
    "seek_referral": "support",
    "seek_funding": "funding",
    "seek_training": "training",
}
ESSENTIAL: tuple[Field, ...] = ("place", "need")  # asked again after a digression, even once doors are shown
MAX_ASKED = 2  # times that the same thing is asked: once more after a digression, then it only stays above


def go_on(turn: Turn) -> Reply:
    """Take what the message says of the project, answer what it also asks, then ask or show beneath. What is
    asked before any project is told of, or tells nothing new of one, is only answered."""
    asked, doors = also_asked(turn), _go_on(turn, Frame.of(turn.state), turn.said)
    if asks_beside(turn, Profile.restored(doors.slots["profile"])):
        return answer_and_resume(turn)
    if doors.slots.get("results") or opens_project(turn):
        return _beneath(turn, asked, doors)
    if asked is None and turn.question and not turn.reading.seeks and turn.result.decision != "none":
        asked = turn.result
    return _beneath(turn, asked, doors) if asked is None else _only_answered(turn, asked)


def _only_answered(turn: Turn, asked: SearchResult) -> Reply:
    frame = framed(turn)
    answer = say_found(turn, frame.profile, None if asked is turn.result else asked)
    return answer + frame.kept() + who_helps()


def _beneath(turn: Turn, asked: SearchResult | None, doors: Reply) -> Reply:
    """What is found for what a message asks, if anything, then the doors or what is asked to find them. What
    follows may be about either."""
    if asked is None:
        return doors
    profile = Profile.restored(doors.slots["profile"])
    answer = say_found(turn, profile, None if asked is turn.result else asked)
    kept = {name: answer.slots.get(name) for name in ("last_answer", "last_question", "choices")}
    offered = tuple(kept["choices"] or filter(None, [kept["last_answer"]]))
    return answer + doors + Reply(slots=kept) + beside(doors, offered)


def shown_for(turn: Turn) -> Reply:
    """The same for «montre-moi les ressources à Rigaud»: shown as soon as anything is known. «La liste des
    fonds», of who looks for money for a place, is still for that place."""
    said, known = turn.said, turn.state.profile.need
    if said.profile.need == ("funding",) and {"funding", "premises"} <= set(known):
        said = replace(said, profile=replace(said.profile, need=known))
    return _go_on(turn, Frame.of(turn.state), said, show=True)


def left_open(turn: Turn) -> Reply:
    """The form is not chosen yet: so it is noted, and what there is for either goes on."""
    return says(text("left_open")) + go_on_with(turn, Extraction(Profile(legal_form="undecided")))


def go_on_with(turn: Turn, said: Extraction) -> Reply:
    """Go on with what a message comes to say of the project, by what it points at or leaves."""
    return _go_on(turn, Frame.of(turn.state), said)


def anew(turn: Turn) -> Reply:
    """Another project: what was known is of somebody else."""
    forgotten = Reply(slots={"results": None, "last_answer": None, "choices": None})
    return forgotten + _go_on(turn, Frame(Profile()), turn.said)


def unknown(turn: Turn) -> Reply:
    """What was asked is not known: the next question, or what can be shown."""
    return _advance(turn, Frame.of(turn.state), answered=False)


def pressed(turn: Turn) -> Reply:
    """A button that says something of the project, or what is looked for."""
    button_pressed = turn.pressed or Pressed("dont_know", {})
    frame = Frame.of(turn.state)
    if button_pressed.name == "dont_know":
        return unknown(turn)
    if button_pressed.values.get("criterion") == "project":
        return _put_right(turn, frame, button_pressed.values.get("value", ""))
    said = _chosen(button_pressed.values)
    need = BUTTON_NEEDS.get(button_pressed.name)
    if said is None and need is None:
        return _advance(turn, frame, answered=False)
    said = said or Extraction(Profile(need=(need,) if need else (), need_given=need is not None))
    return _go_on(turn, frame, said, states_need=True)


def _put_right(turn: Turn, frame: Frame, values: str) -> Reply:
    """Fields of the project put right by themselves, outside the talk: `stage=idea&age=`."""
    chosen = dict(parse_qsl(values, keep_blank_values=True))
    profile = with_values(frame.profile, chosen, gazetteer())
    if profile == frame.profile:
        return says(text("project_kept")) + frame.kept()
    if profile == EMPTY:
        return says(text("project_forgotten")) + Frame(profile).kept() + Reply(slots={"results": None})
    asked = tuple(name for name in frame.asked if name not in chosen)
    return _advance(turn, replace(frame, profile=profile, asked=asked, asking=None))


def _chosen(values: Mapping[str, str]) -> Extraction | None:
    """What a pressed button says of the project; None when it says nothing of it."""
    criterion, value = values.get("criterion"), values.get("value")
    if criterion == "place" and value:
        found = gazetteer().resolve(value)
        return Extraction(with_place(Profile(), found)) if found else None
    if criterion == "need" and value in NEEDS:
        return Extraction(Profile(need=(value,), need_given=True))
    if criterion == "stage" and value in STAGES:
        return Extraction(Profile(stage=value))
    if criterion == "legal_form" and value in LEGAL_FORMS:
        return Extraction(Profile(legal_form=value))
    return None


def _go_on(
    turn: Turn,
    frame: Frame,
    said: Extraction,
    *,
    states_need: bool = False,
    show: bool = False,
) -> Reply:
    reading = turn.reading
    states_need |= reading.seeks or reading.changes_need or reading.corrects or reading.no_loans
    if reading.dont_know and frame.profile.need:  # «la forme juridique, je sais pas» asks for nothing
        said = replace(said, profile=replace(said.profile, need=()))
    tells = reading.corrects or (reading.project and frame.asking is None)
    frame = frame.with_said(
        said, _default_need(turn, said, frame), states_need=states_need, tells_project=tells
    )
    if said.candidates and frame.profile.mrc is None and "place" not in frame.asked:
        return ask_which_place(said.candidates) + frame.asking_about("place").kept()
    return _advance(turn, frame, answered=turn.pressed is None and not said.empty, show=show)


def _default_need(turn: Turn, said: Extraction, frame: Frame) -> Need | None:
    """Help in general, when that is asked for and no need is known: «qui peut nous aider?»."""
    asks_help = turn.reading.whom or turn.reading.seeks
    return "support" if asks_help and not said.profile.need and not frame.profile.need else None


def _advance(turn: Turn, frame: Frame, *, answered: bool = True, show: bool = False) -> Reply:
    """Show who can help as soon as it means something, then ask what would still change it."""
    snapshot = turn.snapshot
    # How old somebody is matters to few doors: it is not asked before anything was shown.
    asked = frame.asked if turn.state.shown.ids else (*frame.asked, "age")
    question = next_question(frame.profile, asked, snapshot.resources, snapshot.doors, snapshot.today)
    known = frame.profile.place_kind is not None or (bool(frame.profile.need) and "place" in frame.asked)
    reply = Reply()
    asks = turn.question and not turn.reading.leads("seeks")  # «avez-vous des formations?» looks for them
    tells = turn.reading.whom or (frame.is_told and not asks)
    nowhere_yet = question == "place" and tells and bool(frame.profile.need)
    if frame.can_show(question) or (show and known) or nowhere_yet:  # those who serve all the territory
        refined = bool(frame.asked) and answered and not show
        reply = _first_doors(turn, frame.profile, refined=refined, whole=show)
        same = turn.state.shown.ids[:SHOWN_FIRST] == tuple(reply.slots["results"]["ids"][:SHOWN_FIRST])
        another = turn.reading.changes_need and not turn.reading.changes_one and turn.question
        if same and not show and another and turn.result.decision != "none":
            return say_found(turn, frame.profile) + frame.asking_about(None).kept()
        reply += Reply(counts=referral_counts(frame.profile))
    if question is None:
        return reply + frame.asking_about(None).kept()
    noted = not reply.parts and answered and frame.profile != turn.state.profile
    project = in_words(frame.profile, snapshot.doors.mrc_names) if noted else ""
    return (
        reply + ask(question, refining=bool(reply.parts), noted=project) + frame.asking_about(question).kept()
    )


def _first_doors(turn: Turn, profile: Profile, *, refined: bool, whole: bool) -> Reply:
    """The first ones and why, all of them (`whole`) or, once they were shown, what a detail changed there."""
    matches = matches_for(turn.snapshot, profile)
    found = fitting(matches)
    ids = tuple(one.identifier for one in found)
    changed = what_changed(turn, profile, matches)
    if (refined or changed) and turn.state.shown.ids[:SHOWN_FIRST] == ids[:SHOWN_FIRST]:
        opening = text("same_doors")
    else:
        opening = text("doors_for", project=in_words(profile, turn.snapshot.doors.mrc_names))
    buttons = after_doors()
    if len(found) > SHOWN_FIRST:
        buttons.insert(0, button(text("more_doors"), "more_results"))
    told = turn.message or turn.state.shown.told
    about = about_doors(Shown(ids, ids[:SHOWN_FIRST], SHOWN_FIRST, told=told, changed=changed or None))
    if not whole and _is_detail(turn, profile):
        before = turn.state.shown.ids[:SHOWN_FIRST]
        return refreshed(turn, changed, found[:SHOWN_FIRST], before, buttons, profile) + about
    said = "\n\n".join([*filter(None, [changed]), opening, *place_remarks(profile, turn.snapshot)])
    return listed(turn, said, found[:SHOWN_FIRST], buttons, profile) + about


def _is_detail(turn: Turn, profile: Profile) -> bool:
    """Whether a turn only refines the project that the doors were shown for, and does not ask for them: the
    same need and activity, in the same place, of the same form."""
    before, reading = turn.state.profile, turn.reading
    same = (before.need, before.mrc, before.place_kind) == (profile.need, profile.mrc, profile.place_kind)
    same &= before.sector in (None, profile.sector)  # another activity is another project
    form = before.legal_form in (None, "undecided", profile.legal_form)
    asks = reading.whom or reading.see_list or reading.seeks
    asks |= turn.pressed is not None and turn.pressed.name in BUTTON_NEEDS
    return bool(turn.state.shown.ids) and same and form and not asks


def referral_counts(profile: Profile) -> tuple[tuple[str, str], ...]:
    """A referral by MRC, need and stage: figures for the Pôle, nothing on the person."""
    return (
        ("referral_mrc", profile.mrc or profile.place_kind or "unknown"),
        ("referral_stage", profile.stage or "unknown"),
        *(("referral_need", need) for need in profile.need or ("unknown",)),
    )


def answer_and_resume(turn: Turn) -> Reply:
    """Answer a question; keep what it says of one's own project; ask again what was being asked.

    A refinement is not insisted on: the list was already shown without it. Nor is anything asked over and
    over: what was asked is still understood when it is answered later.
    """
    frame = framed(turn)
    reply = say_found(turn, frame.profile) + frame.kept()
    return _resumed(turn, frame, reply) + _who_helps(turn, frame, reply)


def _who_helps(turn: Turn, frame: Frame, reply: Reply) -> Reply:
    """After the answer to people who may want doors, before any was shown: they are one press away."""
    found = reply.slots.get("last_answer") or reply.slots.get("choices")
    if not (found and turn.wants.offered) or turn.state.shown.ids or frame.asking:
        return Reply()
    return who_helps()


def who_helps() -> Reply:
    """Doors, one press away."""
    return says(text("who_helps_there"), [button(text("find_door"), "seek_referral")])


def _resumed(turn: Turn, frame: Frame, reply: Reply) -> Reply:
    """A reply, then what was being asked, once more."""
    if not frame.asking or (turn.state.shown.ids and frame.asking not in ESSENTIAL):
        return reply
    question = text(f"ask_{frame.asking}")
    if sum(question in said for said in turn.told()) < MAX_ASKED:
        return reply + ask(frame.asking, refining=True)
    return reply


def exact(turn: Turn) -> Reply:
    """The answer of which the message is, word for word, a published way of asking; who looks for help with
    it is then asked where the project is."""
    reply = exactly(turn)
    if not turn.reading.seeks or not turn.said.profile.need or turn.question:
        return _resumed(turn, Frame.of(turn.state), reply)
    frame = Frame.of(turn.state).with_said(turn.said, None, states_need=True, tells_project=False)
    if frame.profile.place_kind is not None:
        return reply + frame.kept()
    return reply + ask("place") + frame.asking_about("place").kept()
