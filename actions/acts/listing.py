"""Organizations, funds and trainings as they are shown: a numbered list, or one of them with how to reach
it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.reply import Button, Reply, button, says
from actions.state import Shown
from actions.texts import text
from actions.turn import Turn
from knowledge.records import AnyResource
from knowledge.referral.given import is_lent
from knowledge.referral.matching import Match
from knowledge.referral.presentation import contact_sentence, present
from knowledge.referral.profile import Profile
from knowledge.referral.summary import group_of
from knowledge.search.service import Snapshot

SHOWN_FIRST = 5  # as many as an adviser names; the page unfolds the first three
SHOWN_MORE = 5
LIST = "list"  # what the button that shows the list again carries
TO_VERIFY = ": à vérifier"  # a doubt that says itself that it is to be checked


def fitting(matches: dict[str, Match]) -> list[Match]:
    """Those that the project may knock at, best first."""
    return [one for one in matches.values() if one.verdict != "no"]


def listed(
    turn: Turn,
    opening: str,
    shown: Sequence[Match],
    buttons: Sequence[Button],
    profile: Profile,
    start: int = 1,
) -> Reply:
    """An opening, then the resources in a list numbered from `start`, for a project."""
    lines = [f"{number}. {line(one, profile.place_name)}" for number, one in enumerate(shown, start=start)]
    return says(
        "\n\n".join([opening, "\n".join(lines)]).strip(),
        tuple(buttons),
        resources=presented(turn.snapshot, shown, start),
        profile=profile.public(),
    )


def refreshed(
    turn: Turn,
    opening: str,
    found: Sequence[Match],
    before: Sequence[str],
    buttons: Sequence[Button],
    profile: Profile,
) -> Reply:
    """A list of which those that were not in it `before` are shown, each at its place; the others are named
    alone, and the whole list is a button away: a detail that somebody adds does not repeat it all."""
    numbered = list(enumerate(found, start=1))
    fresh = [(number, one) for number, one in numbered if one.identifier not in before]
    stayed = [f"{number}. {one.record.name}" for number, one in numbered if one.identifier in before]
    opening = opening or (text("list_changed") if fresh else "")
    parts = [opening, "\n".join(f"{number}. {line(one, profile.place_name)}" for number, one in fresh)]
    parts += [text("list_stays" if fresh else "list_same", doors="; ".join(stayed))] if stayed else []
    return says(
        "\n\n".join(filter(None, parts)),
        (button(text("see_list"), "follow_up", value=LIST), *buttons),
        resources=[shown for number, one in fresh for shown in presented(turn.snapshot, [one], number)],
        profile=profile.public(),
    )


def presented(snapshot: Snapshot, shown: Sequence[Match], start: int = 1) -> list[dict[str, object]]:
    """The resources in the contract's form, each with its number on the page."""
    return [
        present(one, snapshot.resources, snapshot.doors.mrc_names) | {"number": number}
        for number, one in enumerate(shown, start=start)
    ]


def about_doors(shown: Shown) -> Reply:
    """The slots once resources were shown: a short question that follows is about them."""
    return Reply(slots={"results": shown.stored(), "last_answer": None, "choices": None})


def beside(reply: Reply, said: tuple[str, ...]) -> Reply:
    """The slot that remembers that the doors of a reply stood beside an answer or choices: «le premier», «le
    mieux pour moi» are then said of the doors."""
    results = reply.slots.get("results")
    return Reply(slots={"results": {**results, "beside": list(said)}}) if results and said else Reply()


def after_doors() -> list[Button]:
    """What is offered once resources were spoken of."""
    return [button(text("make_roadmap"), "roadmap"), button(text("talk_to_person"), "talk_to_person")]


def line(found: Match, place_name: str | None) -> str:
    """One resource in a line: what it is, and because of what. The place's name keeps its capital."""

    def within(sentence: str) -> str:
        clause = sentence.rstrip(".")
        named = place_name is not None and clause.startswith(place_name)
        return clause if named else clause[0].lower() + clause[1:]

    because = [within(reason.text) for reason in found.reasons if reason.verdict == "yes"][:2]
    doubtful_ones = [reason for reason in found.reasons if reason.verdict == "maybe"]
    check = [within(reason.text) for reason in sorted(doubtful_ones, key=lambda one: not one.leads)][:1]
    kind = "prêt" if is_lent(found.record) else group_of(found.record)
    said = f"**{found.record.name}** ({kind})"
    if because:
        said += f" parce que: {'; '.join(because)}."
    if check:
        what, doubtful, whom = check[0].partition(TO_VERIFY)
        said += f" À vérifier{whom if doubtful else ''}: {what}."
    return said


def contact_block(record: AnyResource, snapshot: Snapshot) -> str:
    """The name of a resource and how to reach it; what is not known is said."""
    first = snapshot.resources.get(snapshot.doors.first)
    first_name = first.name if first else text("the_pole")
    return f"**{record.name}**\n\n{contact_sentence(record, snapshot.resources, first_name)}"
