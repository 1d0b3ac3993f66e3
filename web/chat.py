"""POST /api/chat: the gateway between a person and the dialogue."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, BackgroundTasks, Request
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from web.crowd import Crowd, CrowdedError
from web.danger import answer_to_danger, count_danger, urgent
from web.desk.quota import within
from web.dialogue import Dialogue, DialogueUnavailableError, unavailable_sentence
from web.erasure import erase
from web.errors import ApiError
from web.messages import as_plain_text, clean
from web.sessions import Sessions

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


class Button(BaseModel):
    """A choice; it is pressed by sending its payload as the next message, or by following its `url`."""

    title: str
    payload: str
    url: str | None = None


class ChatPart(BaseModel):
    """One message of the assistant. The optional fields are there only where they apply."""

    text: str
    buttons: list[Button]
    answer: dict[str, Any] | None = None
    resources: list[dict[str, Any]] | None = None
    profile: dict[str, Any] | None = None


class ChatReply(BaseModel):
    """The reply to a message, and what to send along with the next one."""

    session: str
    messages: list[ChatPart]


@router.post("/chat", response_model=ChatReply, response_model_exclude_unset=True)
async def chat(request: Request, body: ChatRequest, later: BackgroundTasks) -> ChatReply:
    """Send a message to the assistant and get its reply."""
    sessions: Sessions = request.app.state.sessions
    dialogue: Dialogue = request.app.state.dialogue
    if body.session is None:
        conversation = sessions.new()
    else:
        known = sessions.conversation(body.session)
        if known is None:
            raise ApiError(
                400,
                "invalid_session",
                "Cette conversation n'existe plus. Commencez-en une nouvelle: votre message n'est pas perdu, "
                "renvoyez-le.",
            )
        conversation = known
    command = sessions.command(conversation, body.message)
    message = command or as_plain_text(clean(body.message))
    # Before any limit and before the dialogue: a person in danger is answered here, and nothing is kept.
    met = await answer_to_danger(message, pressed=command is not None)
    if met:
        counted = met.kind if met.sure else f"{met.kind}?"
        later.add_task(count_danger, request.app.state.sessions_factory, counted)
        if met.sure:
            return _reply(sessions, conversation, [met.part])
    if not within(request, "chat"):
        raise ApiError(429, "too_many_messages", MANY)
    crowd: Crowd = request.app.state.crowd
    try:
        async with crowd.turn() as waited:
            # What a person no longer waits for is not asked of the dialogue.
            gone = await request.is_disconnected()
            parts = [] if gone else await dialogue.send(conversation, message, waited)
    except CrowdedError as error:
        if met:
            return _reply(sessions, conversation, [urgent(met).part])
        raise ApiError(503, "busy", BUSY, headers={"Retry-After": str(error.retry_seconds)}) from None
    except DialogueUnavailableError:
        if met:
            return _reply(sessions, conversation, [urgent(met).part])
        raise ApiError(503, "dialogue_unavailable", unavailable_sentence(request.app.state.site)) from None
    if any(part.pop("erase", False) for part in parts):
        await erase(conversation)
        conversation = sessions.new()
    return _reply(sessions, conversation, [met.part, *parts] if met else parts)


def _reply(sessions: Sessions, conversation: str, parts: list[dict[str, Any]]) -> ChatReply:
    """The parts as they go out: the payloads of their buttons made opaque."""
    for part in parts:
        for button in part["buttons"]:
            button["payload"] = sessions.button(conversation, button["payload"])
    return ChatReply(
        session=sessions.token(conversation), messages=[ChatPart.model_validate(part) for part in parts]
    )
