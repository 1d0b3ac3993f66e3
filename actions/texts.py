"""The assistant's own sentences, from the content pack (`messages.yaml`): never an answer on substance."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from knowledge.pole import MESSAGES, SITE, UNREACHED, current, reach
from knowledge.search.text import words

# What a button does when its title is typed, or sent as text by the doors of the welcome: a title does what
# it says, from any state. Title -> the button's name and what it carries (messages `title_…` name them).
COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "understand_model": ("choose_answer", {"answer_id": "answer:entreprise-economie-sociale"}),
    "choose_form": ("choose_answer", {"answer_id": "answer:coop-ou-obnl"}),
    "title_choice": ("choose_answer", {"answer_id": "tool:choice:"}),
    "title_founding": ("choose_answer", {"answer_id": "tool:founding:"}),
    "title_path": ("choose_answer", {"answer_id": "tool:path:"}),
    "title_funding": ("choose_answer", {"answer_id": "tool:funding:"}),
    "find_door": ("seek_referral", {}),
    "find_funding": ("seek_funding", {}),
    "find_training": ("seek_training", {}),
    "talk_to_person": ("talk_to_person", {}),
    "more_doors": ("more_results", {}),
    "see_list": ("follow_up", {"value": "list"}),
    "make_roadmap": ("roadmap", {}),
    "dont_know": ("dont_know", {}),
    "none_of_these": ("none_of_these", {}),
    "useful": ("feedback_useful", {}),
    "not_useful": ("feedback_not_useful", {}),
}


def _messages() -> Mapping[str, str]:
    return current(MESSAGES)


def said_of_the_pole(name: str) -> Any:
    """What the Pôle says of itself by this name (`site.yaml`); None when it does not."""
    return current(SITE).get(name)


def text(name: str, **values: str) -> str:
    """The sentence of this name, with the Pôle's own name and the given values in their places."""
    site = current(SITE)
    return (
        _messages()[name].format(pole=site["name"], pole_address=reach(site) or UNREACHED, **values).strip()
    )


@lru_cache(maxsize=8)
def _by_titles(titles: tuple[str, ...]) -> dict[str, tuple[str, dict[str, str]]]:
    return {" ".join(words(title)): command for title, command in zip(titles, COMMANDS.values(), strict=True)}


def command_titled(message: str) -> tuple[str, dict[str, str]] | None:
    """What the button does whose title a message is, word for word; None when it is no title."""
    messages = _messages()
    return _by_titles(tuple(messages[name] for name in COMMANDS)).get(" ".join(words(message)))
