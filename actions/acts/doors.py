"""What is asked of the organizations and funds shown: the list again, others, which is best, one of them, how
to reach it, what it gives, whether one is admitted there, why."""

from __future__ import annotations

from dataclasses import replace

from actions.acts.answer import answered, way_out
from actions.acts.listing import (
    SHOWN_MORE,
    about_doors,
    after_doors,
    contact_block,
    fitting,
    listed,
    presented,
)
from actions.acts.standing import verdict, verdict_sentence
from actions.pointing import place_pointed_at
from actions.reply import Reply, button, says
from actions.state import Shown
from actions.texts import text
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import card_of
from knowledge.answers.wording import fund_facts
from knowledge.records import AnyResource, FundRecord, identifier
from knowledge.referral.given import is_given
from knowledge.referral.matching import Match
from knowledge.referral.presentation import summary_of

BEST_REASONS = 2


def again(turn: Turn) -> Reply:
    """The list last shown, once more."""
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
    shown = [found[name] for name in before.ids[before.next : before.next + SHOWN_MORE] if name in found]
    if not shown:
        return says(text("no_more_doors"), after_doors())
    buttons = after_doors()
    following = before.next + SHOWN_MORE
    if following < len(before.ids):
        buttons.insert(0, button(text("more_doors"), "more_results"))
    now = Shown(before.ids, tuple(one.identifier for one in shown), following, told=before.told)
    others = listed(turn, text("other_doors"), shown, buttons, turn.state.profile, start=before.next + 1)
    return others + about_doors(now)


def grants(turn: Turn) -> Reply:
    """The funds that are not paid back."""
    found = [one for one in fitting(turn.matches) if is_given(one.record)][:SHOWN_MORE]
    if not found:
        return says(text("no_grants"), [button(text("talk_to_person"), "talk_to_person")])
    before = turn.state.shown
    shown = Shown(before.ids, tuple(one.identifier for one in found), before.next, told=before.told)
    kept = Reply(slots={"profile": replace(turn.state.profile, money="grant").stored()})
    return listed(turn, text("grants"), found, after_doors(), turn.state.profile) + about_doors(shown) + kept


def one(turn: Turn) -> Reply:
    """One of those shown, pointed at: how to reach it, why, whether one is admitted there, or its card."""
    found = pointed(turn)[:1]
    if not found:
        return more(turn)
    reading = turn.reading
    if reading.reach:
        return _contact(turn, found)
    if reading.why:
        return explain(turn)
    if not turn.question and turn.length <= 3 and not reading.amount:
        return explain(turn)
    card = turn.snapshot.answers.get(card_of(found[0].identifier))
    return answered(turn, card) + _named(turn, found[0].identifier) if card else explain(turn)


def pointed(turn: Turn) -> list[Match]:
    """Those that the message points at: by place in the list, by name; else the one last spoken of; else all
    those last shown."""
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    spoken_of = _spoken_of(turn)
    numbered = [turn.matches[name] for name in turn.state.shown.numbered if name in turn.matches]
    current = next((place for place, one in enumerate(numbered) if one.identifier == spoken_of), None)
    place = place_pointed_at(turn.folded, len(numbered), current)
    if place is not None:
        return [numbered[place]]
    named = {identifier(record) for record in turn.named}
    found = [one for one in turn.matches.values() if one.identifier in named]
    if found:
        return found[:1]
    if spoken_of in turn.matches and not turn.reading.whom:
        return [turn.matches[spoken_of]]
    return shown


def _spoken_of(turn: Turn) -> str | None:
    """The resource last spoken of by itself."""
    card = turn.last
    return card.facts[0] if card is not None and card.is_card and card.facts else turn.state.shown.named


def _named(turn: Turn, name: str) -> Reply:
    """The slots that remember which one was spoken of by itself."""
    return _spoken(turn, replace(turn.state.shown, named=name))


def _spoken(turn: Turn, shown: Shown | None = None) -> Reply:
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
    return said + (_named(turn, chosen[0].identifier) if len(chosen) == 1 else _spoken(turn))


def best(turn: Turn) -> Reply:
    """Which of those shown to begin with, and because of what: the first that surely fits, in the order
    shown."""
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    first = next((one for one in shown if one.verdict == "yes"), shown[0])
    return _first(turn, first, "best_door")


def call_first(turn: Turn) -> Reply:
    """Whom to call first: the same, with how to reach it."""
    shown = pointed(turn)
    return _first(turn, shown[0], "call_first") if shown else more(turn)


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
    ) + _named(turn, found.identifier)


def contact(turn: Turn) -> Reply:
    """How to reach the one named, the one last spoken of, or those shown."""
    if turn.named and not turn.reading.leans:
        return contact_of(turn, turn.named[0])
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
    return said + _named(turn, identifier(record)) + Reply(slots=kept)


def _contact(turn: Turn, found: list[Match]) -> Reply:
    if len(found) == 1 and (turn.last is not None or not turn.state.shown.last):
        return contact_of(turn, found[0].record)
    said = says(
        "\n\n".join(contact_block(one.record, turn.snapshot) for one in found),
        after_doors(),
        resources=presented(turn.snapshot, found),
        profile=turn.state.profile.public(),
    )
    return said + (_named(turn, found[0].identifier) if len(found) == 1 else _spoken(turn))


def offers(turn: Turn) -> Reply:
    """The amount, the share covered and the dates of the funds shown; of what is no fund, that it gives
    none."""
    found = [one for one in _asked_of(turn) if isinstance(one.record, FundRecord)]
    if not found:
        return says(text("no_offers"), after_doors())
    blocks = [
        f"**{one.record.name}** ({one.record.nature})\n\n"
        + "\n".join(f"- {fact}" for fact in fund_facts(one.record))
        for one in found
        if isinstance(one.record, FundRecord)
    ]
    return says(
        "\n\n".join([text("offers"), *blocks]),
        after_doors(),
        resources=presented(turn.snapshot, found),
        profile=turn.state.profile.public(),
    ) + _spoken(turn)


def _asked_of(turn: Turn) -> list[Match]:
    """Of which ones it is asked what they give: the one pointed at, or whose card was just given; else all
    those last shown, the one spoken of in front, which may be no fund."""
    found = pointed(turn)
    if len(found) != 1 or found[0].identifier != turn.state.shown.named or turn.last is not None:
        return found
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    return found + [one for one in shown if one != found[0]]


def admitted(turn: Turn) -> Reply:
    """Whether the project is admitted by the one named, with the rule that says so; else by those shown."""
    profile = turn.state.profile.merged(turn.said.profile)
    kept = Reply(slots={"profile": profile.stored()})
    if turn.named:
        record = turn.named[0]
        found = verdict(turn.snapshot, profile, identifier(record))
        card = turn.snapshot.answers.get(card_of(identifier(record)))
        if found is not None and card is not None:
            said = f"**{record.name}**\n\n{verdict_sentence(found)}"
            buttons = [button(card.question, "choose_answer", answer_id=card.identifier), *after_doors()]
            reply = says(said, buttons, answer=answer_reference(card))
            slots = {"last_answer": card.identifier, "last_question": turn.message, "choices": None}
            return reply + kept + _named(turn, identifier(record)) + Reply(slots=slots)
        if card is not None:
            return answered(turn, card, profile) + kept
    chosen = pointed(turn)
    lines = [f"**{one.record.name}.** {verdict_sentence(one)}" for one in chosen]
    return says("\n\n".join(lines), after_doors()) + kept


def in_short(turn: Turn) -> Reply:
    """Those shown in plain words: what each is for, in a sentence, and whom to call first."""
    chosen = pointed(turn)
    lines = [f"- **{one.record.name}**: {summary_of(one.record)}" for one in chosen]
    first = text("short_first", door=chosen[0].record.name) if len(chosen) > 1 else ""
    said = "\n\n".join(filter(None, [text("in_short"), "\n".join(lines), first]))
    return says(said, after_doors())
