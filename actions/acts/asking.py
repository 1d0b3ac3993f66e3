"""The short questions that the referral asks, and what must be said of a place."""

from __future__ import annotations

from actions.library import gazetteer
from actions.reply import Button, Reply, button, says, with_map
from actions.texts import text
from actions.turn import Turn
from knowledge.referral.profile import Profile
from knowledge.referral.questions import Field
from knowledge.search.service import Snapshot
from knowledge.territory import Place
from knowledge.vocabulary import LEGAL_FORM_CHOICES, NEED_CHOICES, STAGE_CHOICES, Need

ASKED_NEEDS: tuple[Need, ...] = (
    *("support", "funding", "training", "legal", "workforce", "premises", "takeover"),
)
SHOWN_PLACES = 4  # places of the same name offered as buttons


def ask(question: Field, *, refining: bool = False, noted: str = "") -> Reply:
    """One short question, with its likeliest answers as buttons. `noted`: the project as it was just told."""
    choices: dict[Field, list[tuple[str, str]]] = {
        "place": [(place.name, place.mrc or "") for place in gazetteer().mrcs()],
        "need": [(NEED_CHOICES[name], name) for name in ASKED_NEEDS],
        "stage": [(label, name) for name, label in STAGE_CHOICES.items()],
        "legal_form": [(label, name) for name, label in LEGAL_FORM_CHOICES.items()],
        "age": [],
    }
    buttons = [button(label, "inform", criterion=question, value=value) for label, value in choices[question]]
    opening = text("to_refine") + " " if refining else text("noted", project=noted) + " " if noted else ""
    asked = says(opening + text(f"ask_{question}"), [*buttons, button(text("dont_know"), "dont_know")])
    return with_map(asked, [mrc for _, mrc in choices["place"]]) if question == "place" else asked


def asked_why(turn: Turn) -> Reply:
    """The question that waits for an answer, once more and why it is asked, for who says that they do not
    understand; nothing when none waits."""
    asking = turn.state.asking
    if asking is None or not turn.reading.not_understood:
        return Reply()
    return says(text(f"why_{asking}")) + ask(asking)


def ask_which_place(candidates: tuple[Place, ...]) -> Reply:
    """Which of several places of the same name is meant?"""
    buttons: list[Button] = [
        button(
            f"{place.name} ({place.designation or place.region or place.kind})".replace(" (mrc)", ""),
            "inform",
            criterion="place",
            value=place.code or place.name,
        )
        for place in candidates[:SHOWN_PLACES]
    ]
    return says(text("which_place"), [*buttons, button(text("dont_know"), "dont_know")])


def place_remarks(profile: Profile, snapshot: Snapshot) -> list[str]:
    """What must be said of a place that no MRC of the territory holds."""
    first = snapshot.resources.get(snapshot.doors.first)
    first_name = first.name if first else ""
    if profile.place_kind == "reserve":
        return [text("place_reserve", place=profile.place_name or "", first_door=first_name)]
    if profile.place_kind == "outside":
        pole = snapshot.resources.get(profile.refer_to or "")
        if pole:
            return [text("place_outside_known", place=profile.place_name or "", door=pole.name)]
        # Every place of Québec has its region.
        beyond = "place_outside" if profile.region else "place_abroad"
        return [text(beyond, place=profile.place_name or "")]
    return []
