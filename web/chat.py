"""POST /api/chat: the gateway between a person and the dialogue."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from knowledge.referral.strip import field_choices
from web.after_danger import answer_after
from web.crowd import Crowd, CrowdedError
from web.danger import Met, Told, answer_to_danger, count_danger, danger_of_long, danger_of_note, urgent
from web.desk.quota import within
from web.dialogue import Dialogue, DialogueUnavailableError, unavailable_sentence
from web.erasure import erase
from web.errors import SENTENCES, ApiError
from web.following import offer_following
from web.given import Person, person_command, project_command
from web.known import known_part
from web.limits import HURRIED
from web.messages import as_plain_text, clean
from web.metrics import Watch
from web.replays import Replays
from web.sessions import Sessions
from web.turns import note_stage

router = APIRouter(prefix="/api", tags=["conversation"])

BUSY = (
    "Il y a beaucoup de monde en ce moment. Réessayez dans quelques secondes: votre message n'est pas perdu."
)
MANY = "Beaucoup de messages sont venus de votre adresse aujourd'hui. Revenez demain, ou joignez le Pôle."


class ChatRequest(BaseModel):
    """A message of a person, and the conversation it belongs to (null: a new one)."""

    model_config = ConfigDict(extra="ignore")

    message: StrictStr = Field(max_length=20_000)  # the exact limit is checked with its own sentence
    session: StrictStr | None = Field(default=None, max_length=500)
    # A name that the page gives to this message; sent again under it, the message is not acted on twice.
    id: StrictStr | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{16,64}$")
    # Instead of what the message says, which then only tells what was done: fields of the project put right
    # (an empty value: forgotten), or the form of somebody who asks for a person.
    project: dict[StrictStr, StrictStr] | None = Field(default=None, max_length=10)
    person: Person | None = None


class Button(BaseModel):
    """A choice; it is pressed by sending its payload as the next message, or by following its `url`. `kind`:
    `choice`, `action` (what may be done anyway) or `feedback`."""

    title: str
    payload: str
    url: str | None = None
    kind: str = "choice"


class ChatPart(BaseModel):
    """One message of the assistant. The optional fields are there only where they apply."""

    text: str
    buttons: list[Button]
    answer: dict[str, Any] | None = None
    resources: list[dict[str, Any]] | None = None
    profile: dict[str, Any] | None = None
    project: list[dict[str, str]] | None = None
    form: dict[str, Any] | None = None
    private: bool | None = None


class ChatReply(BaseModel):
    """The reply to a message, and what to send along with the next one. `erased`: all that came before is."""

    session: str
    erased: bool | None = None
    messages: list[ChatPart]


@router.get("/project")
def project_fields(request: Request) -> dict[str, Any]:
    """The fields of a project that a page may put right, with the likeliest values of each."""
    return {"fields": field_choices(request.app.state.gazetteer.mrcs())}


@router.post("/chat", response_model=ChatReply, response_model_exclude_unset=True)
async def chat(request: Request, body: ChatRequest, later: BackgroundTasks) -> ChatReply:
    """Send a message to the assistant and get its reply."""
    sessions: Sessions = request.app.state.sessions
    known = sessions.conversation(body.session) if body.session is not None else sessions.new()
    if known is None:
        raise ApiError(
            400,
            "invalid_session",
            "Cette conversation n'existe plus. Commencez-en une nouvelle: votre message n'est pas perdu, "
            "renvoyez-le.",
        )
    conversation: str = known
    replays: Replays = request.app.state.replays
    key = (conversation if body.session is not None else "", body.id) if body.id else None
    return await replays.once(key, lambda: _watched(request, body, conversation, later), ChatReply)


async def _watched(
    request: Request, body: ChatRequest, conversation: str, later: BackgroundTasks
) -> ChatReply:
    """The reply to a message, counted and timed."""
    watch: Watch = request.app.state.watch
    with watch.turn() as told:
        told["outcome"] = "answered"
        try:
            return await _answer(request, body, conversation, later, told)
        except ApiError as error:
            told["outcome"] = error.code
            raise
        except BaseException:
            told["outcome"] = "error"
            raise


async def _answer(
    request: Request, body: ChatRequest, conversation: str, later: BackgroundTasks, outcome: dict[str, str]
) -> ChatReply:
    """The reply to a message, once. `outcome`: told when it is not an answer of the dialogue."""
    sessions: Sessions = request.app.state.sessions
    dialogue: Dialogue = request.app.state.dialogue
    command = _command(request, body, conversation)
    # Before any limit and before the dialogue: a person in danger is answered here, and nothing is kept.
    try:
        message = command or as_plain_text(clean(body.message))
    except ApiError as refused:
        met = await danger_of_long(body.message)
        if met is None:
            raise
        later.add_task(count_danger, request.app.state.sessions_factory, met.kind)
        too_long = [] if met.sure else [{"text": refused.message, "buttons": []}]
        return _reply(sessions, conversation, [met.part, *too_long], met)
    told = Told.read(sessions.told(body.session)) if body.session is not None else None
    if body.person is not None:
        met = await danger_of_note(body.person.note.strip())
    elif told and command is None:
        met = await answer_after(message, told)
    else:
        met = await answer_to_danger(message, pressed=command is not None)
    if met:
        if met.first:
            counted = met.kind if met.sure else f"{met.kind}?"
            later.add_task(count_danger, request.app.state.sessions_factory, counted)
        if met.sure:
            return _reply(sessions, conversation, [met.part], met)
        message = met.serve or message
    if getattr(request.state, HURRIED, False):
        raise ApiError(429, *SENTENCES[429], headers={"Retry-After": "60"})
    if not within(request, "chat"):
        raise ApiError(429, "too_many_messages", MANY)
    crowd: Crowd = request.app.state.crowd
    try:
        async with crowd.turn() as waited:
            note_stage("line", waited)
            # What a person no longer waits for is not asked of the dialogue, unless it may be asked again.
            gone = body.id is None and await request.is_disconnected()
            parts = [] if gone else await dialogue.send(conversation, message, waited, body.id)
    except CrowdedError as error:
        if met:
            return _reply(sessions, conversation, [urgent(met).part], met)
        raise ApiError(503, "busy", BUSY, headers={"Retry-After": str(error.retry_seconds)}) from None
    except DialogueUnavailableError:
        if met:
            return _reply(sessions, conversation, [urgent(met).part], met)
        known = await asyncio.to_thread(known_part, request.app.state.search, message)
        if known:
            outcome["outcome"] = "known"
            return _reply(sessions, conversation, [known])
        raise ApiError(503, "dialogue_unavailable", unavailable_sentence(request.app.state.site)) from None
    await run_in_threadpool(offer_following, request, parts)
    erased = bool([part for part in parts if part.pop("erase", False)])
    if erased:
        await erase(conversation, request.app.state.replays)
        conversation = sessions.new()
    if erased:
        met = None  # nothing is left to lean on
    reply = _reply(sessions, conversation, [met.part, *parts] if met else parts, met)
    if erased:
        reply.erased = True
    return reply


def _command(request: Request, body: ChatRequest, conversation: str) -> str | None:
    """The command that a message stands for: of a pressed button, of a form; None for words."""
    if body.person is not None:
        return person_command(body.person)
    if body.project is not None:
        return project_command(body.project, request.app.state.gazetteer)
    sessions: Sessions = request.app.state.sessions
    return sessions.command(conversation, body.message)


def _reply(
    sessions: Sessions, conversation: str, parts: list[dict[str, Any]], met: Met | None = None
) -> ChatReply:
    """The parts as they go out: the payloads of their buttons made opaque. Of a danger that was met, the page
    alone holds what the next message may lean on."""
    for part in parts:
        for button in part["buttons"]:
            button["payload"] = sessions.button(conversation, button["payload"])
    return ChatReply(
        session=sessions.token(conversation, str(met.told) if met and met.told else None),
        messages=[ChatPart.model_validate(part) for part in parts],
    )
