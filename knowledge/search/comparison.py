"""Resources set side by side in a question: «le RISQ ou la Fiducie, c'est lequel le mieux?».

Which one is best is not for the base to say: each is offered, unless an answer is written on them together.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from knowledge.answers.published import PublishedAnswer
from knowledge.search.language import stem
from knowledge.search.names import MIN_SHARE, Mention
from knowledge.search.text import words

MANY = 2  # of resources, forms, questions or answers, from which they are several
# How things are set side by side, in respelled text, where «où» is written «ou».
COMPARES = re.compile(
    r"\b(?:ou(?! (?:je|j|on|tu|nous|vous|est|sont|se|puis|peut|peux|aller|trouver|faut)\b)"
    r"|vs|versus|entre|differen\w+|compar\w+|mieux|meilleure?s?|[dl][eua] ?quel\w*|lesquel\w+|quel\w*"
    r"|plutot|pareil\w*|meme)\b"
)


def compared(
    asked: str,
    named: Mapping[str, Mention],
    answers: Mapping[str, PublishedAnswer],
    at_home: Container[str],
) -> tuple[str, ...]:
    """The identifiers of the answers on the resources that a question sets side by side, as it names them;
    none when it names one only.

    Input: the question respelled, what it names, the published answers, the MRC of its places or of the
    project. Of resources that bear one name, the one of that MRC stands for all; without it, the name tells
    nothing and is passed over.
    """
    if not COMPARES.search(asked):
        return ()
    groups: list[dict[str, Mention]] = []
    for key, mention in sorted(named.items(), key=lambda item: -item[1].strength):
        if mention.strength < MIN_SHARE or answers[key].mrc:
            continue
        same = next((group for group in groups if any(mention.words & m.words for m in group.values())), None)
        if same is None:
            groups.append({key: mention})
        elif mention.strength == max(m.strength for m in same.values()):
            same[key] = mention
    meant = [_spokesman(group, answers, at_home) for group in groups]
    found = [name for name in meant if name is not None]
    if len(found) < MANY:
        return ()
    said = [stem(word) for word in words(asked)]
    return tuple(sorted(found, key=lambda name: _place(named[name], said)))


def _place(mention: Mention, said: list[str]) -> int:
    """Where a mention stands among the stems of a question; last when it was read otherwise."""
    return min((said.index(word) for word in mention.words if word in said), default=len(said))


def _spokesman(
    group: Mapping[str, Mention], answers: Mapping[str, PublishedAnswer], at_home: Container[str]
) -> str | None:
    """The one resource that a name means, among those that bear it."""
    local = [key for key in group if answers[key].mrcs]
    if len(group) == 1 or not local:
        return next(iter(group))
    return next((key for key in local if any(mrc in at_home for mrc in answers[key].mrcs)), None)
