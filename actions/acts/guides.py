"""The small tools as turns: a question at a time, its answers as buttons, then the result and its page.

A button carries all that was answered so far, so that nothing is kept: «choice:ab» is two of the five.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from actions.library import database
from actions.reply import Button, Reply, button, says
from actions.texts import text
from actions.turn import Turn
from knowledge.guides.choice import unpacked, weigh
from knowledge.guides.grounds import grounds
from knowledge.guides.records import Line, Option, all_tools
from knowledge.records import Source
from knowledge.referral.freshness import when

TOOL = "tool:"  # begins the choice that a button of a tool stands for
PAGES = {
    "choice": "/outils/coop-ou-obnl",
    "founding": "/outils/fonder",
    "path": "/outils/chemin",
    "funding": "/outils/mon-montage",
}
SHOWN_SOURCES = 3


def is_tool(turn: Turn) -> bool:
    """Whether the pressed button is one of a tool."""
    return _value(turn).startswith(TOOL)


def pressed(turn: Turn) -> Reply:
    """The tool that the button names, from where it stands; all of them when it names none."""
    name, _, answered = _value(turn).removeprefix(TOOL).partition(":")
    if name == "choice":
        return _choice(answered)
    if name == "founding":
        return _founding(answered)
    if name == "path":
        return _path(answered, turn)
    if name == "funding":
        return _funding(turn)
    return says(text("tools"), _others(""))


def _choice(letters: str) -> Reply:
    choice = all_tools().choice
    letters = letters[: len(choice.questions)]
    if len(letters) < len(choice.questions):
        question = choice.questions[len(letters)]
        asked = text("tool_question", number=str(len(letters) + 1), total=str(len(choice.questions)))
        opening = f"{choice.intro}\n\n" if not letters else ""
        buttons = [_to(option.label, f"choice:{letters}{option.id}") for option in question.options]
        return says(f"{opening}{asked} **{question.ask}**", buttons)
    given = unpacked(choice, letters)
    weighed = weigh(choice, given)
    sentence = text(f"tool_leans_{weighed.side or 'neither'}")
    reasons = [option for _, option in weighed.answered if option.side or not weighed.side]
    page = f"{PAGES['choice']}?{urlencode(given)}#resultat"
    lines = [f"- {_side(option)}{option.reason}" for option in reasons]
    said = [sentence, "\n".join(lines), choice.same[-1].text, _sources(reasons), text("tool_page", link=page)]
    founding = [
        _to(form.name, f"founding:{form.id}")
        for form in all_tools().founding.forms
        if weighed.side in (None, form.form)
    ]
    return says(
        "\n\n".join(filter(None, said)), [*founding, button(text("talk_to_person"), "talk_to_person")]
    )


def _founding(name: str) -> Reply:
    forms = all_tools().founding.forms
    form = next((one for one in forms if one.id == name), None)
    if form is None:
        return says(text("tool_which_form"), [_to(one.name, f"founding:{one.id}") for one in forms])
    lines = [f"- **{line.label}:** {line.text}" for line in form.lines]
    page = text("tool_page", link=f"{PAGES['founding']}?forme={form.id}#resultat")
    said = [f"**{form.name}**", "\n".join(lines), _sources(form.lines), page]
    return says("\n\n".join(filter(None, said)), _others("founding"))


def _path(name: str, turn: Turn) -> Reply:
    path = all_tools().path
    stage = turn.state.profile.stage
    here = next((step for step in path.steps if step.id == name or (not name and stage in step.stages)), None)
    if here is None:
        return says(text("tool_where"), [_to(step.here, f"path:{step.id}") for step in path.steps])
    lines = [
        f"{step.id}. **{step.title}** ({text('tool_here')}): {step.text}"
        if step is here
        else f"{step.id}. {step.title}"
        for step in path.steps
    ]
    page = text("tool_page", link=f"{PAGES['path']}?etape={here.id}#etape-{here.id}")
    said = ["\n".join(lines), path.lines[0].text, _sources([here, path.lines[0]]), page]
    return says("\n\n".join(filter(None, said)), _others("path"))


def _funding(turn: Turn) -> Reply:
    """The plan needs figures typed side by side: its page, with what is known of the project filled in."""
    told = all_tools().funding
    known = {"cout": turn.state.profile.amount, "mrc": turn.state.profile.mrc}
    given = {name: str(value) for name, value in known.items() if value}
    page = PAGES["funding"] + (f"?{urlencode(given)}" if given else "")
    lines = [*told.lines, told.limit_line]
    listed = "\n".join(f"- {line.text}" for line in lines)
    said = [text("tool_funding", link=page), listed, _sources(lines)]
    return says("\n\n".join(filter(None, said)), _others("funding"))


def _value(turn: Turn) -> str:
    return turn.pressed.values.get("answer_id", "") if turn.pressed else ""


def _to(title: str, value: str) -> Button:
    return button(title, "choose_answer", answer_id=TOOL + value)


def _others(but: str) -> list[Button]:
    return [_to(text(f"title_{name}"), f"{name}:") for name in PAGES if name != but]


def _side(option: Option) -> str:
    return f"**{text(f'tool_{option.side}')}.** " if option.side else ""


def _sources(lines: Iterable[Line | Option]) -> str:
    """The sources of what is said, with their dates; that the act was changed, where it matters."""
    ids = [fact for line in lines for fact in line.facts]
    with database()() as session:
        known = grounds(session, ids)
    named = "; ".join(_named(source) for source in known.sources(ids)[:SHOWN_SOURCES])
    told = [text("tool_sources", sources=named)] if named else []
    return "\n\n".join([*told, *([text("reservation_coop_law")] if known.law_changed else [])])


def _named(source: Source) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{title} ({when(source.as_of)})" if source.as_of else title
