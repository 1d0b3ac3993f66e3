"""What is asked of the answer just given: on what it rests, more simply, an example, what comes next."""

from __future__ import annotations

from actions.acts.answer import SHOWN_RELATED, answered, found, related_buttons, way_out
from actions.acts.asking import ask
from actions.acts.brief import first_sentences, headline, words_told
from actions.acts.doors import contact_of, in_short
from actions.acts.listing import after_doors
from actions.acts.talk import main_doors
from actions.likeliest import LIKELY
from actions.reply import Reply, button, says
from actions.texts import text
from actions.told import framed
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.records import Source
from knowledge.referral.freshness import when
from knowledge.referral.profile import EMPTY
from knowledge.referral.steps import stages_after, steps_for
from knowledge.vocabulary import LegalForm, Stage

SHOWN_SOURCES = 5


def grounds(turn: Turn) -> Reply:
    """The sources of the answer, with their dates, and what is next to it: the reason of a rule is seldom in
    the base, and is not made up."""
    answer = turn.last
    if answer is None:
        return found(turn)
    lines = [source_line(source) for source in answer.sources[:SHOWN_SOURCES]]
    said = text("grounds") + "\n\n" + "\n".join(lines)
    return says(said, related_buttons(turn.snapshot, answer), answer=answer_reference(answer))


def source_line(source: Source) -> str:
    """A source as an item of a list, with its date when it has one."""
    named = f"[{source.title}]({source.url})" if source.url else source.title
    return f"- {named} ({when(source.as_of)})" if source.as_of else f"- {named}"


def doubt(turn: Turn) -> Reply:
    """Where answers come from, when the base tells that; else on what this one rests."""
    if turn.sure and turn.result.hits[0].answer != turn.last:
        return found(turn)
    if turn.last is None:
        return found(turn)
    return grounds(turn)


def simpler(turn: Turn) -> Reply:
    """The answer in a few words: its first sentences; a second time, the words of the trade that they hold,
    and a person is offered first."""
    answer = turn.last
    if answer is None:
        return in_short(turn)
    short = first_sentences(answer.body)
    again = any(short in said for said in turn.told()[-3:] if not said.startswith(answer.text))
    buttons = [
        button(text("example"), "follow_up", value="example"),
        *related_buttons(turn.snapshot, answer),
        button(text("talk_to_person"), "talk_to_person"),
    ]
    if again:
        near = (turn.snapshot.answers.get(f"answer:{name}") for name in answer.related[:SHOWN_RELATED])
        lines = [f"- **{one.question}** {headline(one, turn.snapshot)}" for one in near if one]
        said = "\n\n".join([text("still_unclear"), *words_told(short, turn.snapshot), "\n".join(lines)])
        return says(said, [buttons[-1], *buttons[:-1]], answer=answer_reference(answer))
    return says(text("in_short") + "\n\n" + short, buttons, answer=answer_reference(answer))


def unclear(turn: Turn) -> Reply:
    """«Koi???» of near answers that were offered: the first of them in a few words, then the others."""
    offered = [turn.snapshot.answers[name] for name in turn.state.choices if name in turn.snapshot.answers]
    if not offered:
        return says(text("say_what_is_unclear"), main_doors())
    first = offered[0]
    said = "\n\n".join([text("again_simply"), f"**{first.question}**", first_sentences(first.body)])
    buttons = [button(one.question, "choose_answer", answer_id=one.identifier) for one in offered]
    return says(said, [*buttons, button(text("talk_to_person"), "talk_to_person")])


def example(turn: Turn) -> Reply:
    """An example of what was just told, when the base has one; else that it has none, and what comes nearest
    to it."""
    if turn.pressed is None and turn.sure and turn.result.hits[0].answer != turn.last:
        return found(turn)
    near = [] if turn.pressed else [hit.answer for hit in turn.result.hits if hit.answer != turn.last]
    if turn.result.decision != "clarify" or not near:
        answer = turn.last
        buttons = related_buttons(turn.snapshot, answer) if answer else []
        return says(text("no_example"), [*buttons, button(text("talk_to_person"), "talk_to_person")])
    lines = [f"- **{one.question}** {headline(one, turn.snapshot)}" for one in near]
    buttons = [button(one.question, "choose_answer", answer_id=one.identifier) for one in near]
    said = "\n\n".join([text("no_example"), text("nearest"), "\n".join(lines)])
    return says(said, [*buttons, button(text("talk_to_person"), "talk_to_person")])


def following(turn: Turn) -> Reply:
    """What comes next: for the project, once it is known how far it went, else what follows the answer just
    given."""
    profile = framed(turn).profile
    if turn.last is not None and turn.last.kind == "written":
        if turn.sure and profile == EMPTY and not turn.reading.leans:
            return found(turn)
        next_to_it = [
            hit
            for hit in turn.result.hits
            if hit.answer != turn.last and hit.answer.theme == turn.last.theme and hit.score >= LIKELY
        ]
        if next_to_it and turn.result.decision != "none" and profile.stage is None:
            return answered(turn, next_to_it[0].answer)
        following = (turn.snapshot.answers.get(f"answer:{name}") for name in turn.last.related)
        near = [one for one in following if one][:SHOWN_RELATED]
        lines = [f"- **{one.question}** {headline(one, turn.snapshot)}" for one in near]
        said = "\n\n".join([text("next_of_answer"), "\n".join(lines)])
        if near and profile.stage is None and not any(said in told for told in turn.told()):
            buttons = related_buttons(turn.snapshot, turn.last)
            return says(said, buttons, answer=answer_reference(turn.last))
    each = [_steps_told(stage, profile.legal_form) for stage in (profile.stage, *stages_after(profile.stage))]
    left = [steps for steps in each if not any(steps in said for said in turn.told())]
    if not left and profile.stage is None:  # what comes after is known once it is known how far they are
        return ask("stage") + framed(turn).asking_about("stage").kept()
    opening = text("next_steps" if len(left) in (0, len(each)) else "later_steps")
    return says("\n\n".join([opening, (left or each[-1:])[0]]), after_doors())


def _steps_told(stage: Stage | None, form: LegalForm | None) -> str:
    """The steps of a stage, as a list."""
    steps = enumerate(steps_for(stage, form), start=1)
    return "\n".join(f"{number}. **{step['title']}.** {step['text']}" for number, step in steps)


def chosen(turn: Turn) -> Reply:
    """The answer chosen among near ones or offered as related; those of an unpublished one say so."""
    wanted = turn.pressed.values.get("answer_id") if turn.pressed else turn.pointed_choice
    answer = turn.snapshot.answers.get(wanted or "")
    if answer is None:  # archived since it was offered
        return says(text("choice_gone"), way_out())
    of_card = turn.snapshot.resources.get(answer.facts[0]) if answer.is_card and answer.facts else None
    if turn.reading.reach and of_card is not None:
        return contact_of(turn, of_card)  # «le numéro du premier», of a choice between organizations
    return answered(turn, answer) + Reply(counts=(("chosen", answer.identifier),))
