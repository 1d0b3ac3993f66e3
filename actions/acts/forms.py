"""Which form to take: the two compared, with what was told of the project and what it weighs."""

from __future__ import annotations

from dataclasses import replace

from actions.acts.answer import answered
from actions.acts.answer import found as say_found
from actions.acts.refer import go_on_with
from actions.reply import Reply, button, says
from actions.texts import text
from actions.told import framed
from actions.turn import Turn
from knowledge.guides.records import Option, Told, all_tools
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.summary import in_words

COMPARED = "answer:coop-ou-obnl"
NAMES = {"obnl": "OBNL", "osbl": "OSBL"}  # as they are written


def recommended(turn: Turn) -> Reply:
    """What bears on the choice, as far as the project was told, then the two forms side by side; the few
    questions that weigh them are a button. It is not for us to settle."""
    answer = turn.snapshot.answers.get(COMPARED)
    if answer is None or turn.forms_told:
        return say_found(turn)
    profile = framed(turn).profile
    # That they hesitate, or look for help with it, is what they ask.
    told = in_words(replace(profile, need=()), turn.snapshot.doors.mrc_names)
    nothing = in_words(EMPTY, turn.snapshot.doors.mrc_names)
    opening = text("form_in_general") if told == nothing else text("form_for", project=told)
    lines = [f"- {option.reason}" for option in _weighing(profile)]
    tool = button(text("title_choice"), "choose_answer", answer_id="tool:choice:")
    kept = Reply(slots={"profile": profile.stored()})
    return (
        says("\n\n".join([opening, *(["\n".join(lines)] if lines else [])]), [tool])
        + answered(turn, answer, profile)
        + kept
    )


def chosen(turn: Turn) -> Reply:
    """One of the forms just compared is taken, by its name, and the project goes on with it."""
    option = turn.chosen_form
    if option is None:
        return say_found(turn)
    said = replace(turn.said, profile=replace(turn.said.profile, legal_form=option.form))
    name = NAMES.get(option.named, option.named)
    return says(text("form_chosen", form=name)) + go_on_with(turn, said)


def _weighing(profile: Profile) -> list[Option]:
    """What the tool «coop ou OBNL» says of what is known already."""
    options = (option for question in all_tools().choice.questions for option in question.options)
    return [option for option in options if option.told is not None and _says(profile, option.told)]


def _says(profile: Profile, told: Told) -> bool:
    known = getattr(profile, told.field)
    return told.value in known if isinstance(known, tuple) else known == told.value
