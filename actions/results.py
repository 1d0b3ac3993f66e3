"""The doors found: the first three with why, the others on request, one explained or its contact given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import answer_question, last_answer
from actions.library import answer_search
from actions.parts import button, say, typed
from actions.texts import text
from knowledge.answers.presentation import answer_reference
from knowledge.records import AnyResource
from knowledge.referral.matching import Match, match
from knowledge.referral.presentation import contact_sentence, present
from knowledge.referral.profile import Profile
from knowledge.referral.summary import group_of, in_words
from knowledge.search.service import Snapshot
from knowledge.search.text import fold, words

Speak = Callable[[CollectingDispatcher, Tracker, Snapshot, list[Match]], None]

SHOWN_FIRST = 3
SHOWN_MORE = 5

# A doubt that says itself that it is to be checked.
DOUBT = re.compile(r"(?P<what>.+): à vérifier(?P<whom> avec l'organisme)?")
# How a door is pointed at, folded: «la deuxième», «le 2», «la dernière».
ORDINALS = (
    (re.compile(r"\b(?:1re|1ere|1er|premier\w*|(?:le|la|numero|no|choix) 1)\b|^1$|\bdu haut\b"), 0),
    (re.compile(r"\b(?:2e|2e?me|2ieme|deuxieme|second\w*|(?:le|la|numero|no|choix) 2)\b|^2$"), 1),
    (re.compile(r"\b(?:3e|3e?me|3ieme|troisieme|(?:le|la|numero|no|choix) 3)\b|^3$"), 2),
    (re.compile(r"\bdern\w+\b|\bdu bas\b"), -1),
)
THIS_ONE = re.compile(r"\bcel(?:le|ui)(?:-| )?(?:la|ci)\b")


def ranked(snapshot: Snapshot, profile: Profile) -> list[Match]:
    """The doors that a profile may pass, best first."""
    everything = match(profile, snapshot.resources, snapshot.doors, snapshot.today)
    return [found for found in everything if found.verdict != "no"]


def show_first(
    dispatcher: CollectingDispatcher, tracker: Tracker, profile: Profile, *, refined: bool = False
) -> list[dict[str, Any]]:
    """Show the first doors and why. When a refinement changed nothing, say so instead of repeating."""
    snapshot = answer_search().snapshot()
    found = ranked(snapshot, profile)
    shown = found[:SHOWN_FIRST]
    ids = [m.identifier for m in found]
    former = tracker.get_slot("results") or {}
    if refined and former.get("ids", [])[:SHOWN_FIRST] == ids[:SHOWN_FIRST]:
        opening = text("same_doors")
    else:
        opening = text("doors_for", project=in_words(profile, snapshot.doors.mrc_names))
    buttons = []
    if len(found) > SHOWN_FIRST:
        buttons.append(button(text("more_doors"), "more_results"))
    buttons += [button(text("make_roadmap"), "roadmap"), button(text("talk_to_person"), "talk_to_person")]
    said = "\n\n".join([opening, *place_remarks(profile, snapshot)])
    list_doors(dispatcher, tracker, said, shown, buttons, profile)
    shown_now = {"ids": ids, "shown": ids[:SHOWN_FIRST], "next": SHOWN_FIRST}
    return now_about_doors(shown_now)


def now_about_doors(results: dict[str, Any]) -> list[dict[str, Any]]:
    """The slots once doors were shown: a short question that follows is about them."""
    return [SlotSet("results", results), SlotSet("last_answer", None), SlotSet("choices", None)]


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
        return [text("place_outside", place=profile.place_name or "")]
    return []


def door_line(found: Match, place_name: str | None) -> str:
    """One door in a line: what it is, and because of what. The place's name keeps its capital."""

    def within(sentence: str) -> str:
        clause = sentence.rstrip(".")
        named = place_name is not None and clause.startswith(place_name)
        return clause if named else clause[0].lower() + clause[1:]

    because = [within(reason.text) for reason in found.reasons if reason.verdict == "yes"][:2]
    check = [within(reason.text) for reason in found.reasons if reason.verdict == "maybe"][:1]
    line = f"**{found.record.name}** ({group_of(found.record)})"
    if because:
        line += f" parce que: {'; '.join(because)}."
    if check:
        doubt = DOUBT.fullmatch(check[0])
        line += (
            f" À vérifier{doubt['whom'] or ''}: {doubt['what']}." if doubt else f" À vérifier: {check[0]}."
        )
    return line


def show_more(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Show the doors that come next."""
    snapshot, results = answer_search().snapshot(), tracker.get_slot("results") or {}
    profile = Profile.restored(tracker.get_slot("profile"))
    found = {m.identifier: m for m in ranked(snapshot, profile)}
    start = int(results.get("next", SHOWN_FIRST))
    shown = [found[name] for name in results["ids"][start : start + SHOWN_MORE] if name in found]
    if not shown:
        say(dispatcher, tracker, text("no_more_doors"), buttons=[button(text("make_roadmap"), "roadmap")])
        return []
    buttons = [button(text("make_roadmap"), "roadmap")]
    if start + SHOWN_MORE < len(results["ids"]):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    list_doors(dispatcher, tracker, text("other_doors"), shown, buttons, profile)
    names = [m.identifier for m in shown]
    shown_now = {**results, "shown": names, "next": start + SHOWN_MORE}
    return now_about_doors(shown_now)


def list_doors(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    opening: str,
    shown: list[Match],
    buttons: list[dict[str, str]],
    profile: Profile,
) -> None:
    """Say an opening, then the doors in a numbered list, for a project."""
    snapshot = answer_search().snapshot()
    lines = [f"{number}. {door_line(m, profile.place_name)}" for number, m in enumerate(shown, start=1)]
    say(
        dispatcher,
        tracker,
        "\n\n".join([opening, "\n".join(lines)]).strip(),
        buttons=buttons,
        resources=[present(m, snapshot.resources, snapshot.doors.mrc_names) for m in shown],
        profile=profile.public(),
    )


def position_in(message: str, count: int) -> int | None:
    """The place in a list of `count` that a message names («la deuxième»), or None."""
    folded = fold(message)
    for pattern, place in ORDINALS:
        if pattern.search(folded) and -count <= place < count:
            return place % count
    return None


def points_at_one(message: str) -> bool:
    """Whether a message points at one of a list: «la deuxième», «celle-là»."""
    return position_in(message, SHOWN_MORE) is not None or THIS_ONE.search(fold(message)) is not None


def point_at_result(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """«La deuxième», of the doors shown: explained. Of nothing: a question like any other."""
    if not (tracker.get_slot("results") or {}).get("shown"):
        return answer_question(dispatcher, tracker, typed(tracker))
    return speak_of_pointed(dispatcher, tracker, explain)


def speak_of_pointed(
    dispatcher: CollectingDispatcher, tracker: Tracker, speak: Speak
) -> list[dict[str, Any]]:
    """Say something of the doors that the message points at, or of all those last shown."""
    speak(dispatcher, tracker, answer_search().snapshot(), doors_pointed_at(tracker))
    return []


def doors_pointed_at(tracker: Tracker) -> list[Match]:
    """The doors that a message points at: by place in the list, by name, or all those shown."""
    profile, results = Profile.restored(tracker.get_slot("profile")), tracker.get_slot("results") or {}
    found = {m.identifier: m for m in ranked(answer_search().snapshot(), profile)}
    shown = [found[name] for name in results.get("shown", []) if name in found]
    folded = fold(typed(tracker))
    place = position_in(folded, len(shown))
    if place is not None:
        return [shown[place]]
    asked = set(words(folded))
    for m in (*shown, *found.values()):
        names = [m.record.acronym or "", *m.record.aliases]
        if any(name and set(words(name)) <= asked for name in names):
            return [m]
    for m in shown:
        telling = {word for word in words(m.record.name) if len(word) > 4}
        if len(telling & asked) >= 2:
            return [m]
    return shown[:1] if THIS_ONE.search(folded) else shown


def explain(
    dispatcher: CollectingDispatcher, tracker: Tracker, snapshot: Snapshot, chosen: list[Match]
) -> None:
    """Why these doors: every reason, what speaks for them and what is to be checked."""
    blocks = []
    for m in chosen:
        reasons = "\n".join(
            f"- {reason.text}" if reason.verdict == "yes" else f"- À vérifier: {reason.text}"
            for reason in m.reasons
        )
        blocks.append(f"**{m.record.name}**\n\n{reasons}")
    say(
        dispatcher,
        tracker,
        text("why_doors") + "\n\n" + "\n\n".join(blocks),
        buttons=[button(text("make_roadmap"), "roadmap"), button(text("talk_to_person"), "talk_to_person")],
        resources=[present(m, snapshot.resources, snapshot.doors.mrc_names) for m in chosen],
        profile=Profile.restored(tracker.get_slot("profile")).public(),
    )


def give_contact(
    dispatcher: CollectingDispatcher, tracker: Tracker, snapshot: Snapshot, chosen: list[Match]
) -> None:
    """How to reach these doors, from the records; what is not known is said."""
    blocks = [contact_block(m.record, snapshot) for m in chosen]
    say(
        dispatcher,
        tracker,
        "\n\n".join(blocks),
        buttons=[button(text("make_roadmap"), "roadmap"), button(text("talk_to_person"), "talk_to_person")],
        resources=[present(m, snapshot.resources, snapshot.doors.mrc_names) for m in chosen],
        profile=Profile.restored(tracker.get_slot("profile")).public(),
    )


def contact_of_card(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """How to reach the resource whose card was last given, with the card's sources. The slots to set; None
    when something else was last given."""
    last, snapshot = last_answer(tracker), answer_search().snapshot()
    record = snapshot.resources.get(last.facts[0]) if last is not None and last.is_card else None
    if last is None or record is None:
        return None
    say(
        dispatcher,
        tracker,
        contact_block(record, snapshot),
        buttons=[button(text("talk_to_person"), "talk_to_person")],
        answer=answer_reference(last),
    )
    return []


def contact_block(record: AnyResource, snapshot: Snapshot) -> str:
    """The name of a door and how to reach it; what is not known is said."""
    first = snapshot.resources.get(snapshot.doors.first)
    first_name = first.name if first else text("the_pole")
    return f"**{record.name}**\n\n{contact_sentence(record, snapshot.resources, first_name)}"
