"""What is asked of the organizations and funds shown: the list again, others, which is best, one of them, how
to reach it, what it gives, whether one is admitted there, why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.acts.answer import answered, way_out
from actions.acts.answer import found as say_found
from actions.acts.asking import asked_why
from actions.acts.brief import headline
from actions.acts.listing import (
    SHOWN_MORE,
    about_doors,
    after_doors,
    contact_block,
    fitting,
    listed,
    presented,
)
from actions.naming import matches_for
from actions.reply import Reply, button, says
from actions.situation import priced
from actions.state import Shown
from actions.texts import text
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import card_of
from knowledge.records import AnyResource, OrganizationRecord, identifier
from knowledge.referral.given import is_given, is_lent
from knowledge.referral.matching import Match
from knowledge.referral.presentation import summary_of
from knowledge.referral.profile import Profile
from knowledge.search.denied import counted
from knowledge.vocabulary import Need

BEST_REASONS = 2
OWN_MONEY = ("answer:mise-de-fonds", "answer:cumul-des-aides")  # what to know of money that one has
REACHED = 3  # of those named in one message


def again(turn: Turn) -> Reply:
    """The list last shown, once more."""
    if not turn.state.shown.last:
        return says(text("no_results_yet"), way_out())
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    buttons = after_doors()
    if turn.state.shown.next < len(turn.state.shown.ids):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    first = turn.state.shown.first_number
    listing = listed(turn, text("doors_again"), shown, buttons, turn.state.profile, start=first)
    return listing + about_doors(turn.state.shown)


def more(turn: Turn) -> Reply:
    """Those that come next."""
    before, found = turn.state.shown, turn.matches
    if not before.ids:
        return says(text("no_results_yet"), way_out())
    following_ids = before.ids[before.next : before.next + SHOWN_MORE]
    shown = [found[name] for name in following_ids if name in found and not _left_out(turn, found[name])]
    if not shown:
        return says(text("no_more_doors"), after_doors())
    buttons = after_doors()
    following = before.next + SHOWN_MORE
    if following < len(before.ids):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    now = Shown(before.ids, tuple(one.identifier for one in shown), following, told=before.told)
    others = listed(turn, text("other_doors"), shown, buttons, turn.state.profile, start=before.next + 1)
    return others + about_doors(now)


def _left_out(turn: Turn, found: Match) -> bool:
    """Whether a door is what the message leaves out: «autre chose que la BIEC»."""
    return bool(counted(found.record.name) & turn.denial.denied)


def everywhere(turn: Turn) -> Reply:
    """Those that serve all of Québec, wherever the project is."""
    profile = turn.state.profile.merged(turn.said.profile)
    found = [one for one in fitting(matches_for(turn.snapshot, profile)) if _serves_all(one.record)]
    if not found:
        return says(text("no_more_doors"), after_doors())
    ids = tuple(one.identifier for one in found)
    first = found[:SHOWN_MORE]
    shown = Shown(ids, ids[: len(first)], len(first), told=turn.state.shown.told)
    buttons = after_doors()
    if len(found) > len(first):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    kept = Reply(slots={"profile": profile.stored(), "asking": None})
    return listed(turn, text("everywhere"), first, buttons, profile) + about_doors(shown) + kept


def _serves_all(record: AnyResource) -> bool:
    return record.eligibility.territory.level in ("province", "country")


def grants(turn: Turn) -> Reply:
    """The funds that are not paid back, of who turns loans down: a fact of the project from then on."""
    return _of_a_kind(turn, replace(turn.state.profile, money="no_loan"), is_given, "grants")


def loans(turn: Turn) -> Reply:
    """The funds that lend, of who asks for a loan."""
    need: tuple[Need, ...] = ("funding",)
    return _of_a_kind(turn, replace(turn.state.profile, money="any", need=need), is_lent, "loans")


def _of_a_kind(turn: Turn, profile: Profile, kind: Callable[[AnyResource], bool], named: str) -> Reply:
    """The funds of a kind that are open to a project, which it is looking for from then on."""
    found = [one for one in fitting(matches_for(turn.snapshot, profile)) if kind(one.record)][:SHOWN_MORE]
    kept = Reply(slots={"profile": profile.stored()})
    if not found:
        return says(text(f"no_{named}"), [button(text("talk_to_person"), "talk_to_person")]) + kept
    before = turn.state.shown
    shown = Shown(before.ids, tuple(one.identifier for one in found), before.next, told=before.told)
    return listed(turn, text(named), found, after_doors(), profile) + about_doors(shown) + kept


def one(turn: Turn) -> Reply:
    """One of those shown, pointed at: how to reach it, and any other with it, why, whether one is admitted
    there, or its card."""
    found = pointed(turn)
    if not found:
        return more(turn)
    reading = turn.reading
    if reading.reach:
        return _contact(turn, found)
    if reading.why:
        return explain(turn)
    if reading.amount and priced(turn, found[0].record):
        # What its services cost is for it to say.
        return say_found(turn, result=turn.alone) + _contact(turn, found)
    if not turn.question and turn.length <= 3 and not reading.amount:
        return _first(turn, found[0], "this_door")
    card = turn.snapshot.answers.get(card_of(found[0].identifier))
    return answered(turn, card) + named(turn, found[0].identifier) if card else explain(turn)


def pointed(turn: Turn) -> list[Match]:
    """Those that the message points at: by place in the list, by name; else the one last spoken of; else all
    those last shown."""
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    spoken_of = turn.spoken_of
    if turn.doors_pointed_at:
        return [turn.matches[name] for name in turn.doors_pointed_at]
    named = {identifier(record) for record in turn.named}
    found = [one for one in turn.matches.values() if one.identifier in named]
    if found:
        return found[:1]
    if spoken_of in turn.matches and not turn.reading.whom:
        return [turn.matches[spoken_of]]
    return shown


def named(turn: Turn, name: str) -> Reply:
    """The slots that remember which one was spoken of by itself."""
    return spoken(turn, replace(turn.state.shown, named=name))


def spoken(turn: Turn, shown: Shown | None = None) -> Reply:
    """The slots once doors were spoken of: what stood beside them is no more what a short question is on."""
    shown = shown or turn.state.shown
    kept = Reply(slots={"results": replace(shown, beside=()).stored()})
    return kept + Reply(slots={"last_answer": None, "choices": None}) if turn.state.shown.beside else kept


def explain(turn: Turn) -> Reply:
    """Why these: every reason, what speaks for them and what is to be checked."""
    chosen = pointed(turn)
    blocks = []
    for found in chosen:
        reasons = "\n".join(
            f"- {reason.text}" if reason.verdict == "yes" else f"- {text('to_verify')}: {reason.text}"
            for reason in found.reasons
        )
        blocks.append(f"**{found.record.name}**\n\n{reasons}")
    said = says(text("why_doors") + "\n\n" + "\n\n".join(blocks), after_doors())
    return said + (named(turn, chosen[0].identifier) if len(chosen) == 1 else spoken(turn))


def best(turn: Turn) -> Reply:
    """Which of those shown to begin with, and because of what: the first that surely fits, in the order
    shown."""
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    first = next((one for one in shown if one.verdict == "yes"), shown[0])
    reply = _first(turn, first, "best_door")
    return says(text("delays_unknown")) + reply if turn.reading.when else reply


def call_first(turn: Turn) -> Reply:
    """Whom to call first: the same, with how to reach it."""
    shown = pointed(turn)
    somebody = [one for one in shown if isinstance(one.record, OrganizationRecord)]  # a fund takes no calls
    return _first(turn, (somebody or shown)[0], "call_first") if shown else more(turn)


def _first(turn: Turn, found: Match, sentence: str) -> Reply:
    because = [reason.text.rstrip(".") for reason in found.reasons if reason.verdict == "yes"][:BEST_REASONS]
    check = [reason.text.rstrip(".") for reason in found.reasons if reason.verdict == "maybe"][:1]
    record = found.record
    lines = [text(sentence, door=record.name)]
    lines.append(summary_of(record))
    lines += [text("because", reasons="; ".join(because)) + "."] if because else []
    lines += [f"{text('to_verify')}: {record.caution or check[0]}"] if record.caution or check else []
    lines += [text("bring", what=record.first_step)] if record.first_step else []
    said = "\n\n".join([*lines, contact_block(record, turn.snapshot)])
    return says(
        said,
        after_doors(),
        resources=presented(turn.snapshot, [found]),
        profile=turn.state.profile.public(),
        last_answer=None,  # «leur numéro?» is then that of this door
        choices=None,
    ) + named(turn, found.identifier)


def contact(turn: Turn) -> Reply:
    """How to reach the one named, the one last spoken of, or those shown."""
    if len(turn.called) > 1:
        blocks = [contact_block(record, turn.snapshot) for record in turn.called[:REACHED]]
        return says("\n\n".join(blocks), [button(text("talk_to_person"), "talk_to_person")])
    if turn.called and (not turn.reading.leans or not turn.named):
        return contact_of(turn, turn.called[0])
    found = pointed(turn)
    if found:
        return _contact(turn, found)
    card = turn.last
    record = turn.snapshot.resources.get(card.resources[0]) if card is not None and card.resources else None
    return contact_of(turn, record) if record else says(text("no_results_yet"), way_out())


def contact_of(turn: Turn, record: AnyResource) -> Reply:
    """How to reach one resource, with the sources of its card."""
    card = turn.snapshot.answers.get(card_of(identifier(record)))
    said = says(
        contact_block(record, turn.snapshot),
        [button(text("talk_to_person"), "talk_to_person")],
        answer=answer_reference(card) if card else None,
    )
    kept = {"last_answer": card.identifier, "choices": None} if card else {}
    return said + named(turn, identifier(record)) + Reply(slots=kept)


def _contact(turn: Turn, found: list[Match]) -> Reply:
    if len(found) == 1 and (turn.last is not None or not turn.state.shown.last):
        return contact_of(turn, found[0].record)
    said = says(
        "\n\n".join(contact_block(one.record, turn.snapshot) for one in found),
        after_doors(),
        resources=presented(turn.snapshot, found),
        profile=turn.state.profile.public(),
    )
    return said + (named(turn, found[0].identifier) if len(found) == 1 else spoken(turn))


def noted(turn: Turn) -> Reply:
    """Something said in passing, once doors were shown: it is heard, and the doors stay at hand."""
    shown = [turn.matches[name].record.name for name in turn.state.shown.last if name in turn.matches]
    buttons = after_doors()
    if turn.state.shown.next < len(turn.state.shown.ids):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    return says(text("noted_in_passing", doors="; ".join(shown)), buttons)


def counted_in(turn: Turn) -> Reply:
    """Money that they already have: it counts in the whole, and what to look at for that."""
    near = (turn.snapshot.answers.get(name) for name in OWN_MONEY)
    told = [answer for answer in near if answer]
    lines = [f"- **{one.question}** {headline(one, turn.snapshot)}" for one in told]
    buttons = [button(one.question, "choose_answer", answer_id=one.identifier) for one in told]
    said = "\n\n".join(filter(None, [text("counted_in"), "\n".join(lines)]))
    return says(said, [*buttons, *after_doors()])


def in_short(turn: Turn) -> Reply:
    """Those shown in plain words: what was just told changed in them, what each is for, in a sentence, and
    whom to call first; what is being asked, and why."""
    chosen = pointed(turn)
    lines = [f"- **{one.record.name}**: {summary_of(one.record)}" for one in chosen]
    first = text("short_first", door=chosen[0].record.name) if len(chosen) > 1 else ""
    said = "\n\n".join(filter(None, [turn.state.shown.changed, text("in_short"), "\n".join(lines), first]))
    return says(said, after_doors()) + asked_why(turn)
