"""Greetings, thanks, leave, a yes to nothing, what was thought of an answer: one fitting sentence and a way
on."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from sqlalchemy.orm import Session

from actions.acts.answer import CHOICE, way_out
from actions.acts.listing import contact_block
from actions.library import database
from actions.likeliest import LIKELY, SAYS_ALL
from actions.reply import Button, Reply, button, says
from actions.texts import text
from actions.turn import Turn
from knowledge.erasure import leave_no_copy
from knowledge.referral.profile import EMPTY
from knowledge.referral.roadmap import KEPT_DAYS as ROADMAP_DAYS
from knowledge.referral.roadmap import write_roadmap
from knowledge.referral.summary import in_words
from knowledge.requests import KEPT_DAYS, find_by_reference, withdraw
from knowledge.room import take_room
from knowledge.safety.detector import danger_in
from knowledge.search.follow_up import OF_ASSISTANT
from knowledge.shared_pages import erase_pages, token_digest

KINDS = {"feedback_useful": "useful", "feedback_not_useful": "not_useful", "none_of_these": "none_of_these"}
NO_ANSWER = "–"  # the key of what no answer was given to
MAX_SENT_CHARS = 1_500  # of a text put in a link: longer ones are cut by telephones


def main_doors() -> list[Button]:
    """The main things that the assistant does, as buttons."""
    return [
        button(text("find_door"), "seek_referral"),
        button(text("find_funding"), "seek_funding"),
        button(text("find_training"), "seek_training"),
        button(text("talk_to_person"), "talk_to_person"),
    ]


def greet(_turn: Turn) -> Reply:
    """A greeting is returned, with what can be done here."""
    return says(text("greet"), main_doors())


def about_bot(_turn: Turn) -> Reply:
    """Who or what is answering."""
    return says(text("ask_bot"), main_doors())


def recall(turn: Turn) -> Reply:
    """What was told of the project so far, as it was understood; it is put right by saying what differs."""
    known = in_words(turn.state.profile, turn.snapshot.doors.mrc_names)
    nothing = in_words(EMPTY, turn.snapshot.doors.mrc_names)
    return says(
        text("recalled_nothing") if known == nothing else text("recalled", project=known), main_doors()
    )


def encourage(_turn: Turn) -> Reply:
    """Who loses heart is met first, then one thing at a time."""
    return says(text("encourage"), main_doors())


def thank(_turn: Turn) -> Reply:
    """Thanks are welcome."""
    return says(text("thank"))


def leave(_turn: Turn) -> Reply:
    """Goodbye."""
    return says(text("goodbye"))


def calm(_turn: Turn) -> Reply:
    """Anger is met with calm."""
    return says(text("insult"), [button(text("talk_to_person"), "talk_to_person")])


def agreed(_turn: Turn) -> Reply:
    """A yes to nothing in particular."""
    return says(text("affirmed"), main_doors())


def refused(_turn: Turn) -> Reply:
    """A no to nothing in particular."""
    return says(text("denied"))


def puts_right(_turn: Turn) -> Reply:
    """«Oups»: what is to be put right is asked."""
    return says(text("what_to_correct"))


def feedback(turn: Turn) -> Reply:
    """What the person thought of an answer or a choice, once for each in a conversation: counted; what failed
    is kept, masked. A button names the answer that it stands under; words are about the last one."""
    kind = KINDS.get(turn.pressed.name if turn.pressed else _felt(turn), "not_useful")
    key, question = _rated(turn)
    mark = key if key != NO_ANSWER else f"{key} {question}"
    known = mark in turn.state.rated
    if kind == "useful":
        said = says(text("glad"))
    else:
        name = "sorry_known" if known else "sorry" if question else "sorry_nothing"
        said = says(text(name), way_out())
    if not question or known:
        return said
    counted = ((kind, NO_ANSWER if key.startswith(CHOICE) else key),)
    failed = (question, kind) if kind != "useful" else None
    return replace(said, slots={"rated": [*turn.state.rated, mark]}, counts=counted, failed=failed)


def _rated(turn: Turn) -> tuple[str, str]:
    """What is rated, by its key, and the question it was given to; an empty question when there is none."""
    given = turn.state.given
    named = turn.pressed.values.get("answer_id") if turn.pressed else None
    if named is not None:
        return named, given.get(named, "")
    answer = turn.state.last_answer or NO_ANSWER
    return answer, given.get(answer) or turn.state.last_question or ""


def _felt(turn: Turn) -> str:
    if turn.reading.useful:
        return "feedback_useful"
    return "none_of_these" if turn.reading.none_of_these else "feedback_not_useful"


def roadmap(turn: Turn) -> Reply:
    """The roadmap of the project as it is understood now: a page of its own, whose link is given here
    alone."""
    state = turn.state
    if state.profile == EMPTY:
        return says(text("roadmap_needs_project"), [button(text("find_door"), "seek_referral")])
    snapshot = turn.snapshot

    def store(session: Session) -> Reply:
        if not take_room(session, "page"):
            return says(text("roadmap_full"))
        token = write_roadmap(
            session, state.profile, state.shown.ids, snapshot.resources, snapshot.doors, snapshot.today
        )
        link = f"/feuille-de-route/{token}"
        said = text("roadmap_ready", link=link, days=str(ROADMAP_DAYS))
        return says(said, pages=[*state.pages, token_digest(token)])

    again = says(text("not_kept"), [button(text("make_roadmap"), "roadmap")])
    return Reply(store=store, counts=(("roadmap", state.profile.mrc or "–"),), unkept=again)


def send(turn: Turn) -> Reply:
    """«Envoie-moi ça»: a text ready for one's own e-mail or telephone; nothing goes through us. With a
    project, its roadmap, whose link can be kept."""
    shown = [
        turn.snapshot.resources[name] for name in turn.state.shown.last if name in turn.snapshot.resources
    ]
    if turn.last is not None:
        body = turn.last.body
    elif shown:
        body = "\n\n".join(contact_block(record, turn.snapshot) for record in shown)
    else:
        return says(text("nothing_to_send"), way_out())
    plain = quote(body.replace("**", "")[:MAX_SENT_CHARS])
    subject = quote(text("send_subject"))
    links = text("send_ways", mail=f"mailto:?subject={subject}&body={plain}", sms=f"sms:?body={plain}")
    if turn.state.profile == EMPTY:
        return says(links)
    return says(links) + roadmap(turn)


def notify(_turn: Turn) -> Reply:
    """«Avertis-moi quand ça ouvre»: no warning is sent; the calendar, and a person."""
    return says(text("no_warning"), [button(text("talk_to_person"), "talk_to_person")])


def danger(turn: Turn) -> Reply:
    """«Je veux en finir» is no goodbye: somebody to call."""
    return says(text(f"danger_{danger_in(turn.message)}"))


def restart(turn: Turn) -> Reply:
    """Erase the conversation and begin again; a request or a roadmap made in it stays, and is named. What may
    be said of something else is asked first: nothing brings a conversation back."""
    near = turn.alone.hits if turn.message and turn.pressed is None else ()
    restart = turn.reading.surely("restart")
    least = restart if restart >= SAYS_ALL else LIKELY  # what is not surely meant gives way to what is likely
    likely = bool(near) and near[0].score >= max(LIKELY, least)
    told_of = near[0].answer if likely else None  # «effacer la ristourne», never «recommencer» alone
    if told_of is not None and told_of.theme != OF_ASSISTANT:
        return says(text("restart_sure"), [button(text("restart"), "start_over")])
    requests, pages = left_behind(turn)
    buttons = main_doors()
    said = text("restarted")
    if requests or pages:
        kept = [text("kept_request", references=", ".join(requests))] if requests else []
        kept += [text("kept_pages")] if pages else []
        said = text("restarted_keeps", kept="\n".join(f"- {line}" for line in kept))
        left = {"requests": " ".join(requests), "pages": " ".join(pages)}
        buttons.append(button(text("erase_rest"), "withdraw_request", **left))
    return replace(says(said, buttons, erase=True), reset=True)


def take_back(turn: Turn) -> Reply:
    """Erase all that the person left in this conversation, and the conversation with it."""
    requests, pages = left_behind(turn)
    withdrawn: list[str] = []

    def store(session: Session) -> Reply:
        for reference in requests:
            request = find_by_reference(session, reference)
            if request:
                withdraw(session, request)
                withdrawn.append(reference)
        gone = erase_pages(session, pages)
        if withdrawn:
            said = text("withdrawn", references=", ".join(withdrawn))
        elif turn.state.step:
            said = text("withdrawn_before")
        else:
            said = text("nothing_to_withdraw", days=str(KEPT_DAYS))
        if gone:
            said += " " + text("pages_erased")
        return says(said, erase=True)

    after = lambda: leave_no_copy(database(), withdrawn)  # noqa: E731
    return Reply(store=store, reset=True, after=after, unkept=says(text("not_erased")))


def left_behind(turn: Turn) -> tuple[list[str], list[str]]:
    """What this conversation made that outlives it, or what the pressed button names of the former one: the
    numbers of requests, and the digests of shared pages."""
    named = turn.pressed.values if turn.pressed else {}
    requests = [*turn.state.contact.get("sent", []), *named.get("requests", "").split()]
    pages = [*turn.state.pages, *named.get("pages", "").split()]
    return requests, pages
