"""What is asked of the terms of organizations and funds: what they give and until when, whether one is
admitted, how two compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.acts.answer import answered
from actions.acts.changed import what_changed
from actions.acts.doors import named, pointed, spoken
from actions.acts.listing import SHOWN_MORE, about_doors, after_doors, contact_block, fitting, presented
from actions.acts.standing import verdict, verdict_sentence
from actions.likeliest import SAYS_ALL
from actions.naming import matches_for
from actions.reply import Button, Reply, button, says
from actions.situation import funds_of, funds_of_last, named_with_funds, written_alone
from actions.state import Shown
from actions.texts import text
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import card_of
from knowledge.answers.wording import called, fund_facts, fund_terms, known_amounts
from knowledge.records import AnyResource, FundRecord, identifier
from knowledge.referral.matching import Match
from knowledge.referral.presentation import summary_of

COMPARED = 3


def offers(turn: Turn) -> Reply:
    """The amount, the share covered and the dates of the funds shown, or of those that the answer just given
    is on; of what is no fund, that it gives none, and those of the funds that the project can ask."""
    of_answer = [] if turn.state.doors_last else funds_of_last(turn)[:SHOWN_MORE]
    asked_of = [turn.matches[name] for name in of_answer if name in turn.matches] or _asked_of(turn)
    found = [one for one in asked_of if isinstance(one.record, FundRecord)]
    if not found and turn.reading.amount:
        return _funds_instead(turn)
    if not found:
        return says(text("no_offers"), after_doors())
    most = [_most(found)] if turn.reading.best else []
    return _terms_of(turn, [*most, text("offers")], found) + spoken(turn)


def _funds_instead(turn: Turn) -> Reply:
    """What the funds give that the project could ask, when only organizations were shown."""
    profile = replace(turn.state.profile, need=("funding",), need_given=True)
    found = [
        one for one in fitting(matches_for(turn.snapshot, profile)) if isinstance(one.record, FundRecord)
    ]
    if not found or profile.place_kind is None:
        return says(text("no_offers"), after_doors())
    before, first = turn.state.shown, found[:SHOWN_MORE]
    names = tuple(one.identifier for one in found)
    shown = Shown(names, names[: len(first)], len(first), told=before.told)
    most = [_most(first)] if turn.reading.best else []
    return _terms_of(turn, [text("funds_instead"), *most], first) + about_doors(shown)


def _most(found: Sequence[Match]) -> str:
    """Which of the funds can give most, as far as amounts are known; that none is, otherwise."""
    known = [one.record for one in found if isinstance(one.record, FundRecord) and one.record.amount_max]
    if not known:
        return text("no_amounts")
    first = max(known, key=lambda record: record.amount_max or 0)
    return text("gives_most", fund=first.name, amount=known_amounts(first).removeprefix("montant: "))


def _terms_of(turn: Turn, opening: Sequence[str], found: Sequence[Match]) -> Reply:
    """What is known of the terms of funds, one after the other."""
    blocks = [
        f"**{one.record.name}**, {one.record.nature}\n\n" + _items(fund_facts(one.record))
        for one in found
        if isinstance(one.record, FundRecord)
    ]
    return says(
        "\n\n".join([*opening, *blocks]),
        after_doors(),
        resources=presented(turn.snapshot, found),
        profile=turn.state.profile.public(),
    )


def _asked_of(turn: Turn) -> list[Match]:
    """Of which ones it is asked what they give: the one pointed at, or whose card was just given; else all
    those last shown, the one spoken of in front, which may be no fund."""
    found = pointed(turn)
    if len(found) != 1 or found[0].identifier != turn.state.shown.named or turn.last is not None:
        return found
    shown = [turn.matches[name] for name in turn.state.shown.last if name in turn.matches]
    return found + [one for one in shown if one != found[0]]


def of_named(turn: Turn) -> Reply:
    """What is known of the terms of the one named, or of the funds of that organization; where the project
    stands there, once something is known of it; and whom to ask the rest, which is not known here."""
    record = named_with_funds(turn) or turn.named[0]
    profile = turn.state.profile.merged(turn.said.profile)
    funds = funds_of(turn, record)[:SHOWN_MORE]
    blocks = [f"**{fund.name}**, {fund.nature}\n\n" + _items(fund_terms(fund)) for fund in funds]
    found = verdict(turn.snapshot, profile, identifier(record)) if profile.place_kind or profile.age else None
    stands = [verdict_sentence(found)] if found else []
    rest = [text("terms_rest"), contact_block(record, turn.snapshot)]
    card = turn.snapshot.answers.get(card_of(identifier(record)))
    said = says(
        "\n\n".join([text("terms", resource=called(record)), *blocks, *stands, *rest]),
        after_doors(),
        answer=answer_reference(card) if card else None,
    )
    kept = {"last_answer": card.identifier, "last_question": turn.message, "choices": None} if card else {}
    return said + named(turn, identifier(record)) + Reply(slots=kept)


def _items(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def admitted(turn: Turn) -> Reply:
    """Whether the project is admitted by the one named, or by the one whose card was just given, with the
    rule that says so; else by those shown."""
    # «Ont-ils droit au crédit d'impôt?» asks for no other help than what is looked for.
    need = turn.state.profile.need or turn.said.profile.need
    profile = turn.state.profile.merged(replace(turn.said.profile, need=need))
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
    matches = matches_for(turn.snapshot, profile)
    changed = what_changed(turn, profile, matches)
    chosen = [matches.get(one.identifier, one) for one in pointed(turn)]
    lines = [f"**{one.record.name}.** {verdict_sentence(one)}" for one in chosen]
    buttons = [*_asked_otherwise(turn), *after_doors()]
    return says("\n\n".join([*filter(None, [changed]), *lines]), buttons) + kept


def _asked_otherwise(turn: Turn) -> list[Button]:
    """The written answer that the base surely gives to the message by itself, a press away from what the list
    answers to it: «à quatre, ça marche pour une coop?» may ask of the law as well as of the doors."""
    if written_alone(turn) < SAYS_ALL:
        return []
    found = turn.alone.hits[0].answer
    return [button(found.question, "choose_answer", answer_id=found.identifier)]


def _of_card(turn: Turn) -> AnyResource | None:
    """The resource whose card was just given."""
    card = turn.last
    return turn.snapshot.resources.get(card.facts[0]) if card is not None and card.is_card else None


def side_by_side(turn: Turn) -> Reply:
    """Two that are named or pointed at, one after the other: what each is for, what it gives, and whether the
    project is admitted there. What follows may point at them."""
    records = turn.set_side_by_side[:COMPARED]
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
