"""What a conversation is about: the last message that stood by itself, and what was asked of it since.

«Notre OBNL a été radié», «combien?», «et la coop?»: each half is asked of the same matter, whatever was
answered meanwhile. A message that stands by itself begins another thread.
"""

from __future__ import annotations

from knowledge.search.forms import LEGAL_FORMS, names_only_a_form
from knowledge.search.language import respelled

Thread = tuple[str, ...]  # the message that stood by itself, then the halves last asked of it
HALVES = 2  # that are kept: older ones were asked of something else
LONGEST = 400  # characters of a message that are kept: of a long story, its end asks


def carried_on(thread: Thread, message: str, *, leans: bool) -> Thread:
    """The thread after a message, which `leans` on what came before or stands by itself."""
    said = " ".join(message.split())[-LONGEST:]
    if not (thread and leans):
        return (said,)
    swapped = in_another_form(said, thread)
    if swapped is not None:
        return (swapped,)
    first, *halves = thread
    return (first, *(*halves, said)[-HALVES:])


def completed(question: str, thread: Thread) -> str:
    """A short question asked whole: the thread with another legal form in it, when that is what is asked,
    else what the thread says and then the question."""
    return in_another_form(question, thread) or " ".join((*thread, question))


def in_another_form(question: str, thread: Thread) -> str | None:
    """The thread with the legal form that a question names in the place of the one it speaks of; None when
    it speaks of none, or of that one too, or when more than a form is asked."""
    if not names_only_a_form(question):
        return None
    asked, before = respelled(question), respelled(" ".join(thread))
    said = next(found for pattern in LEGAL_FORMS.values() if (found := pattern.search(asked)))
    spoken = [pattern for pattern in LEGAL_FORMS.values() if pattern.search(before)]
    if not spoken or any(pattern.search(said[0]) for pattern in spoken):
        return None
    return spoken[0].sub(said[0], before)
