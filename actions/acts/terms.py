"""What is asked of the terms of organizations and funds: what they give and until when, whether one is
admitted, how two compare."""

from __future__ import annotations

from dataclasses import replace

from actions.acts.answer import answered
from actions.acts.doors import named, pointed, spoken
from actions.acts.listing import SHOWN_MORE, about_doors, after_doors, presented
from actions.acts.standing import verdict, verdict_sentence
from actions.reply import Reply, button, says
from actions.situation import funds_of_last
from actions.texts import text
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import card_of
from knowledge.answers.wording import called, fund_facts
from knowledge.records import AnyResource, FundRecord, identifier
from knowledge.referral.matching import Match
from knowledge.referral.presentation import summary_of

COMPARED = 3


def offers(turn: Turn) -> Reply:
    """The amount, the share covered and the dates of the funds shown, or of those that the answer just given
    is on; of what is no fund, that it gives none."""
    of_answer = [] if turn.state.doors_last else funds_of_last(turn)[:SHOWN_MORE]
    asked_of = [turn.matches[name] for name in of_answer if name in turn.matches] or _asked_of(turn)
    found = [one for one in asked_of if isinstance(one.record, FundRecord)]
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
    ) + spoken(turn)


def _asked_of(turn: Turn) -> list[Match]:
    """Of which ones it is asked what they give: the one pointed at, or whose card was just given; else all
    those last shown, the one spoken of in front, which may be no fund."""
    found = pointed(turn)
    if len(found) != 1 or found[0].identifier != turn.state.shown.named or turn.last is not None:
        return found
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    return found + [one for one in shown if one != found[0]]


def admitted(turn: Turn) -> Reply:
    """Whether the project is admitted by the one named, or by the one whose card was just given, with the
    rule that says so; else by those shown."""
    profile = turn.state.profile.merged(turn.said.profile)
    kept = Reply(slots={"profile": profile.stored()})
    record = turn.named[0] if turn.named else _of_card(turn)
    if record is not None:
        found = verdict(turn.snapshot, profile, identifier(record))
        card = turn.snapshot.answers.get(card_of(identifier(record)))
        if found is not None and card is not None:
            told = [f"**{called(record)}**", verdict_sentence(found), summary_of(record)]
            buttons = [button(card.question, "choose_answer", answer_id=card.identifier), *after_doors()]
            reply = says("\n\n".join(told), buttons, answer=answer_reference(card))
            slots = {"last_answer": card.identifier, "last_question": turn.message, "choices": None}
            return reply + kept + named(turn, identifier(record)) + Reply(slots=slots)
        if card is not None:
            return answered(turn, card, profile) + kept
    chosen = pointed(turn)
    lines = [f"**{one.record.name}.** {verdict_sentence(one)}" for one in chosen]
    return says("\n\n".join(lines), after_doors()) + kept


def _of_card(turn: Turn) -> AnyResource | None:
    """The resource whose card was just given."""
    card = turn.last
    return turn.snapshot.resources.get(card.facts[0]) if card is not None and card.is_card else None


def side_by_side(turn: Turn) -> Reply:
    """Two that are named, one after the other: what each is for, what it gives, and whether the project is
    admitted there. What follows may point at them."""
    records = turn.called[:COMPARED]
    known = turn.state.profile
    blocks = []
    for record in records:
        told = [f"**{called(record)}**: {summary_of(record)}"]
        told += [f"- {fact}" for fact in fund_facts(record)] if isinstance(record, FundRecord) else []
        found = verdict(turn.snapshot, known, identifier(record)) if known.place_kind else None
        told += [f"- {verdict_sentence(found)}"] if found else []
        blocks.append("\n".join(told))
    names = tuple(identifier(record) for record in records)
    shown = replace(turn.state.shown, last=names, named=None, beside=())
    return says("\n\n".join([text("side_by_side"), *blocks]), after_doors()) + about_doors(shown)
