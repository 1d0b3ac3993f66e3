"""The referral's questions: one at a time, short, with the likeliest answers as buttons."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.frame import Frame
from actions.library import gazetteer
from actions.parts import button, say, told_before
from actions.texts import text
from knowledge.referral.questions import Field
from knowledge.territory import Place
from knowledge.vocabulary import LEGAL_FORM_CHOICES, NEED_CHOICES, STAGE_CHOICES, Need

ASKED_NEEDS: tuple[Need, ...] = (
    "support",
    "funding",
    "training",
    "legal",
    "workforce",
    "premises",
    "takeover",
)
ESSENTIAL: tuple[Field, ...] = ("place", "need")  # asked again after a digression, even once doors are shown
MAX_ASKED = 2  # times that the same thing is asked: once more after a digression, then it only stays above
SHOWN_PLACES = 4  # places of the same name offered as buttons


def ask(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: Field, *, refining: bool = False
) -> None:
    """Ask one short question, with its likeliest answers as buttons."""
    choices: dict[Field, list[tuple[str, str]]] = {
        "place": [(place.name, place.mrc or "") for place in gazetteer().mrcs()],
        "need": [(NEED_CHOICES[name], name) for name in ASKED_NEEDS],
        "stage": [(label, name) for name, label in STAGE_CHOICES.items()],
        "legal_form": [(label, name) for name, label in LEGAL_FORM_CHOICES.items()],
        "age": [],
    }
    buttons = [button(label, "inform", criterion=question, value=value) for label, value in choices[question]]
    buttons.append(button(text("dont_know"), "dont_know"))
    opening = text("to_refine") + " " if refining else ""
    say(dispatcher, tracker, opening + text(f"ask_{question}"), buttons=buttons)


def ask_which_place(
    dispatcher: CollectingDispatcher, tracker: Tracker, candidates: tuple[Place, ...]
) -> None:
    """Ask which of several places of the same name is meant."""
    buttons = [
        button(
            f"{place.name} ({place.designation or place.region or place.kind})".replace(" (mrc)", ""),
            "inform",
            criterion="place",
            value=place.code or place.name,
        )
        for place in candidates[:SHOWN_PLACES]
    ]
    say(dispatcher, tracker, text("which_place"), buttons=[*buttons, button(text("dont_know"), "dont_know")])


def resume(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Ask again what was being asked, after a question in the middle was answered.

    A refinement is not insisted on: the doors were already shown without it. Nor is anything asked over and
    over: what was asked is still understood when it is answered later.
    """
    frame = Frame.of(tracker)
    doors_shown = bool((tracker.get_slot("results") or {}).get("ids"))
    if not frame.asking or (doors_shown and frame.asking not in ESSENTIAL):
        return
    question = text(f"ask_{frame.asking}")
    if sum(question in told for told in told_before(tracker)) < MAX_ASKED:
        ask(dispatcher, tracker, frame.asking, refining=True)
