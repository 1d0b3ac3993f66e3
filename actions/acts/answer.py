"""Answers from the base: the one found, a choice between near ones, or an honest «I don't know»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.acts.brief import first_and_nearest, headline, without_asking_place
from actions.acts.listing import contact_block
from actions.acts.standing import standing
from actions.found import TRAITS
from actions.own_form import is_of_another, told_of_form
from actions.project_conditions import only_asks
from actions.reading import HOLDS
from actions.reply import Button, Reply, button, says
from actions.texts import text
from actions.turn import Turn
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import PublishedAnswer
from knowledge.areas.areas import NEAR, Area, areas
from knowledge.areas.judge import Judged
from knowledge.records import AnyResource, OrganizationRecord, TopicRecord, identifier
from knowledge.referral.matching import Match
from knowledge.referral.profile import Profile
from knowledge.search.service import Hit, SearchResult, Snapshot
from knowledge.search.text import words
from knowledge.vocabulary import LEGAL_FORM_NAMES

SHOWN_RELATED = 2
LEANS = 0.15  # of an area before the next, from which its door is worth naming (see knowledge.areas.train)
CHOICE = "choice:"  # in the key of a choice that was offered, where an answer has its identifier
NOT_YES_NO = (*TRAITS, "whom")  # readings of what no yes or no answers
# How right an answer must be for its yes to need no question above it.
VERY_QUESTION = 0.95
ELSEWHERE = "elsewhere"  # the area of the laws and programmes outside Québec
REMARK_MAX_WORDS = 9  # a longer message has its own subject


def found(turn: Turn, profile: Profile | None = None, result: SearchResult | None = None) -> Reply:
    """Say what a search found for the message; count it, and keep the question when nothing sure was found.

    `profile`: the project, when this very message tells more of it than the slots hold; `result`: what was
    found, when it is not all that the message asks.
    """
    left = unanswered(turn) if result is None else Reply()
    result = result or turn.result
    question = turn.message
    counts = (("decision", result.decision),)
    if result.decision == "answer" and result.several:
        return each_answered(turn, [hit.answer for hit in result.hits], profile) + left + Reply(counts=counts)
    if turn.forms_told:
        return each_answered(turn, turn.forms_told, profile) + Reply(counts=(("decision", "answer"),))
    if result.decision == "answer":
        best = result.hits[0]
        if result.unsure_again and best.answer == turn.last:
            return _no_nearer(turn, best.answer) + left + Reply(counts=counts)
        given = _again(turn, best.answer, profile)
        return _under_its_question(turn, best, given) + left + Reply(counts=counts)
    likely = turn.likeliest if result is turn.result else None
    if likely is not None and _asks(turn):
        read = [likely.identifier, turn.state.last_answer, *(f"answer:{name}" for name in likely.related)]
        others = [hit.answer for hit in result.hits if hit.answer.identifier not in read]
        counted = Reply(counts=(("decision", "answer"),))
        fresh = likely != turn.last
        given = answered(turn, likely, profile) if fresh else _no_nearer(turn, likely)
        given = _under_its_question(turn, result.hits[0], given) if fresh else given
        return given + _or_one_of(others) + counted
    if result.decision == "clarify":
        offered = [hit.answer.identifier for hit in result.hits]
        kept = Reply(slots={"last_question": question, "choices": offered}, counts=counts)
        # What comes next leans on this question, unless this one leaned on the answer before.
        if not (turn.leans and not (result.namesakes or result.compared)):
            kept += Reply(slots={"last_answer": None})
        return _choices(turn, result) + replace(kept, failed=(question, result.decision))
    told = Reply(slots={"last_question": question, "choices": None}, counts=counts)
    return _declined(turn, result) + replace(
        told, failed=(question, "declined" if result.topic_sure else result.decision)
    )


def _asks(turn: Turn) -> bool:
    """Whether a message wants something found for it: who puts right what was answered («non, la ristourne»)
    asks no less than who asks."""
    puts_right = turn.reading.corrects and turn.last is not None and only_asks(turn)
    return turn.question or turn.reading.seeks or puts_right


def of_own_form(turn: Turn) -> Reply:
    """What was just asked, for the form that they say that they are: what is found for that form, or what the
    answer just given says of it; that it says no more, or nothing that holds for it, otherwise."""
    form, last = turn.own_form, turn.last
    if form is None or last is None:
        return found(turn)
    named = LEGAL_FORM_NAMES[form]
    if is_of_another(last, form):
        unknown = says(text("not_known_for_form", form=named), way_out()[:1])
        return found(turn) if turn.result.decision != "none" else unknown
    lines = "\n".join(f"- {line}" for line in told_of_form(last, form))
    said = text("told_for_form", form=named) + "\n\n" + lines if lines else text("same_for_form", form=named)
    return says(said, [*way_out()[:1], *related_buttons(turn.snapshot, last)], answer=answer_reference(last))


def _again(turn: Turn, answer: PublishedAnswer, profile: Profile | None) -> Reply:
    """An answer, said to be the one just given when it is."""
    same = says(text("same_answer")) if answer == turn.last else Reply()
    return same + answered(turn, answer, profile)


def _no_nearer(turn: Turn, answer: PublishedAnswer) -> Reply:
    """Of what is hardly told by the answer just given, though nothing comes nearer: what it says first,
    what is nearest in it, and a person; it stands above, whole."""
    said = "\n\n".join([text("no_nearer"), first_and_nearest(answer, turn.searched), text("asks_a_person")])
    buttons = [*way_out()[:1], *related_buttons(turn.snapshot, answer)]
    kept = replace(answered(turn, answer), parts=())
    return says(said, buttons, answer=answer_reference(answer)) + kept


def answered(turn: Turn, answer: PublishedAnswer, profile: Profile | None = None) -> Reply:
    """An answer, kept as the last one and counted."""
    question = turn.message or turn.state.last_question or answer.question
    slots = {
        "last_answer": answer.identifier,
        "last_question": question,
        "choices": None,
        "given": {**turn.state.given, answer.identifier: question},
    }
    said = told(turn.snapshot, answer, profile or turn.state.profile)
    return said + Reply(slots=slots, counts=(("given", answer.identifier),))


def each_answered(turn: Turn, answers: Sequence[PublishedAnswer], profile: Profile | None) -> Reply:
    """The answers to several questions of one message, each under its own question."""
    reply = Reply()
    given = dict(turn.state.given)
    for answer in answers:
        one = answered(turn, answer, profile)
        given |= one.slots["given"]
        reply += _headed(one, answer) + Reply(slots={"given": given})
    return reply


def _headed(reply: Reply, answer: PublishedAnswer) -> Reply:
    first, *rest = reply.parts
    return replace(reply, parts=(replace(first, text=f"**{answer.question}**\n\n{first.text}"), *rest))


def _under_its_question(turn: Turn, hit: Hit, reply: Reply) -> Reply:
    """An answer that opens with yes or no, under the question that it says so to, unless the message surely
    asks that: «qui donne l'exemption?» is not told «Non», nor «ça me protège-tu?» «Oui» of how long one stays
    bound."""
    opening = words(hit.answer.text)[:1]
    asks_else = any(turn.reading.surely(label) >= HOLDS for label in NOT_YES_NO)
    sure = hit.score >= VERY_QUESTION and not asks_else
    asked = sure or turn.exact == hit.answer or opening not in (["oui"], ["non"])
    return reply if asked else _headed(reply, hit.answer)


def told(snapshot: Snapshot, answer: PublishedAnswer, profile: Profile) -> Reply:
    """An answer with its sources and whether the project is admitted there, then whether it helped and what
    is next to it."""
    shown = without_asking_place(answer.text) if profile.place_kind else answer.text
    stands = standing(snapshot, profile, answer)
    if stands:
        shown += "\n\n" + stands
    if answer.to_confirm and not answer.reservation:
        shown += "\n\n" + (
            text("confirm_with", whom=answer.confirm_with) if answer.confirm_with else text("confirm")
        )
    named = {"answer_id": answer.identifier}
    buttons = [
        button(text("useful"), "feedback_useful", **named),
        button(text("not_useful"), "feedback_not_useful", **named),
        *related_buttons(snapshot, answer),
    ]
    return says(shown, buttons, answer=answer_reference(answer))


def related_buttons(snapshot: Snapshot, answer: PublishedAnswer) -> list[Button]:
    """Buttons for the answers next to one."""
    near = (snapshot.answers.get(f"answer:{name}") for name in answer.related[:SHOWN_RELATED])
    return [button(other.question, "choose_answer", answer_id=other.identifier) for other in near if other]


def _or_one_of(others: Sequence[PublishedAnswer]) -> Reply:
    """The other near answers, beneath the likeliest."""
    buttons = [button(one.question, "choose_answer", answer_id=one.identifier) for one in others]
    return says(text("or_one_of"), buttons) if buttons else Reply()


def unanswered(turn: Turn) -> Reply:
    """What comes near to the questions of the message that its answer leaves aside, or that nothing does."""
    reply = Reply()
    for question, result in turn.unanswered:
        if result.decision == "none":
            reply += says(text("also_unknown", question=question), way_out()[:1])
            continue
        near = [hit.answer for hit in result.hits]
        lines = [f"- **{one.question}** {headline(one, turn.snapshot)}" for one in near]
        buttons = [button(one.question, "choose_answer", answer_id=one.identifier) for one in near]
        said = "\n\n".join([text("also_near", question=question), "\n".join(lines)])
        reply += says(said, buttons)
    return reply


def exact(turn: Turn) -> Reply:
    """The answer of which the message is, word for word, a published way of asking."""
    answer = turn.exact
    if answer is None:
        return found(turn)
    return answered(turn, answer) + Reply(counts=(("decision", "answer"),))


def no_english() -> Reply:
    """What is written in English and has no answer: a sentence, and a person."""
    return says(text("other_language"), [button(text("talk_to_person"), "talk_to_person")])


def nothing_in_english() -> Reply:
    """The same to somebody who was told that they can write in English: it is not taken back."""
    return says(text("english_not_found"), way_out())


def _choices(turn: Turn, result: SearchResult) -> Reply:
    """Which of the near answers was meant? What each says first stands beside it: it may be enough."""
    choices = [
        button(hit.answer.question, "choose_answer", answer_id=hit.answer.identifier) for hit in result.hits
    ]
    asked = "several_resources" if result.compared else "several_questions" if result.several else "which_one"
    if not result.held and turn.question:
        asked, choices = "nothing_on_that", [*choices, button(text("talk_to_person"), "talk_to_person")]
    if asked == "which_one" and not _asks(turn):
        asked = "noted_near"  # who only tells something asked no question to be made sure of
    key = f"{CHOICE}{len(turn.state.given)}"
    none = button(text("none_of_these"), "none_of_these", answer_id=key)
    lines = [f"- **{hit.answer.question}** {headline(hit.answer, turn.snapshot)}" for hit in result.hits]
    said = "\n\n".join([text(asked), text("in_short"), "\n".join(lines)])
    return says(said, [*choices, none], given={**turn.state.given, key: turn.message})


def _declined(turn: Turn, result: SearchResult) -> Reply:
    """We do not know: the right door when the base knows it, and a person."""
    said = _of_topic(turn, result) or _of_project(turn) or text("not_known" if turn.question else "statement")
    firm = result.topic is not None and areas()[result.topic.area].firm
    return says(said, way_out()[:1] if firm else way_out())  # a person, but no doors to knock on


def _of_topic(turn: Turn, result: SearchResult) -> str:
    """What is said of what was asked, by its topic or its area; empty when neither says anything."""
    if not result.understood:
        return text("not_words")
    if result.topic and result.topic.reply:
        return result.topic.reply
    judged = turn.area
    told = not turn.question  # a trouble that is told, of an area for sure, gets the door of the area
    if _remark(turn) or (told and not (judged.sure and areas()[judged.area].named)):
        return ""
    name = _area_name(judged, result)
    area = areas()[name]
    surely = told or _surely_declined(turn, result)
    named = judged.sure and name == judged.area and surely and area.named
    said = text("declined", topic=area.label) if named else ""
    doors = _doors_of(turn.snapshot, area, result.topic)
    return f"{said or text('not_known')} {text('declined_door', door=doors)}" if doors else said


def _of_project(turn: Turn) -> str:
    """Whom the project would ask first what is not known, and how; empty when it has no such door."""
    near = _first_door(turn) if turn.question else None
    return "\n\n".join([text("ask_door"), contact_block(near, turn.snapshot)]) if near is not None else ""


def _area_name(judged: Judged, result: SearchResult) -> str:
    """The area of a declined question: that of the topic it surely is, the one it leans to, its topic's; what
    is about a place outside Québec has the door of there."""
    if result.elsewhere:
        return ELSEWHERE
    of_topic = result.topic.area if result.topic else NEAR
    unclear = judged.lead < LEANS or not areas()[judged.area].named
    if unclear or (result.topic_sure and areas()[of_topic].named):
        return of_topic
    return judged.area


def _doors_of(snapshot: Snapshot, area: Area, topic: TopicRecord | None) -> str:
    """The door of a declined question: its topic's own, then its area's; empty when it is the Pôle, which is
    named already."""
    of_topic = snapshot.resources.get((topic.refer_to if topic else None) or "")
    found = of_topic or snapshot.resources.get(area.refer_to or "")
    named = []
    if found and identifier(found) != snapshot.doors.first:
        named.append(f"[{found.name}]({found.website})" if found.website else found.name)
    if area.door and not (of_topic and topic and topic.area == NEAR):
        named.append(area.door)
    return "; ".join(named)


def _first_door(turn: Turn) -> AnyResource | None:
    """Whom the project would ask first: the first organization of those shown to it, else of those near."""
    if turn.state.profile.mrc is None:
        return None
    names = (*turn.state.shown.last, *turn.matches)
    found = (turn.matches[name] for name in names if name in turn.matches)
    return next((one.record for one in found if _accompanies(one)), None)


def _accompanies(found: Match) -> bool:
    return found.verdict != "no" and isinstance(found.record, OrganizationRecord)


def _remark(turn: Turn) -> bool:
    """Whether a short message speaks of what was just said: such a one is near to some topic as it is to
    anything, so that none is named."""
    if _surely_declined(turn, turn.result):
        return False
    before = turn.last is not None or bool(turn.state.choices) or bool(turn.state.shown.ids)
    before |= turn.state.last_question is not None
    stated = turn.length <= REMARK_MAX_WORDS and not turn.question
    return before and (stated or turn.reading.leans)


def _surely_declined(turn: Turn, result: SearchResult) -> bool:
    """Whether a question is surely of the topic that it is declined for, by itself when it leans on the last
    turn: «et le permis de la ville?»."""
    if not turn.reading.leans:
        return result.topic_sure
    return turn.alone.decision == "none" and turn.alone.topic_sure and turn.alone.topic == result.topic


def way_out() -> list[Button]:
    """What is offered whenever we could not help: a person, or the organizations near the project."""
    support = button(text("find_door"), "inform", criterion="need", value="support")
    return [button(text("talk_to_person"), "talk_to_person"), support]
