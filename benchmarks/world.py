"""`python -m benchmarks.world [FILE…]`: questions and conversations from the world, judged by machine.

They are put to `/api/chat` of a running house (`BASE`, http://127.0.0.1:8000 by default), or with `--search`
to the search alone, in this process, which opens no door. Prints how they were served by register, by subject
and by what was expected, then the failures (`--totals` leaves them out, for a set that nobody is to read).

Served: right at once, right behind one of the first three choices, or rightly declined with a door.
"""

from __future__ import annotations

import argparse
import os
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from knowledge.search.questions import DATA, pack_search
from knowledge.search.service import Hit
from knowledge.settings import content_dir

BASE = os.environ.get("BASE", "http://127.0.0.1:8000")
SERVED = ("right", "choice", "declined")
WRONG = ("wrong", "answered")
CHOICES = 3
PATIENCE_SECONDS = 30
TRIES = 30  # while the house says that there were too many messages
PERSON = r"quelqu'un|une personne|l'équipe|vous joindre|p[oô]le|parler|joindre"
ANY_PERSON = {"organization:pole-vhsl"}  # «un humain» needs no card

Reply = dict[str, Any]
Say = Callable[[str, str | None], Reply]


def over_http(message: str, session: str | None) -> Reply:
    """What the house replies to a message; `{}` when it failed."""
    for _ in range(TRIES):
        reply = httpx.post(
            f"{BASE}/api/chat", json={"message": message, "session": session}, timeout=PATIENCE_SECONDS
        )
        if reply.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        time.sleep(float(reply.headers.get("Retry-After") or 2))
    read: Reply = reply.json() if reply.status_code == httpx.codes.OK else {}
    return read


@contextmanager
def search_alone() -> Iterator[Say]:
    """The search of this process as if it were the chat: an answer, a choice, or a refusal that offers the
    Pôle."""
    with pack_search(content_dir()) as search:

        def say(message: str, _session: str | None) -> Reply:
            pressed = search.snapshot().answers.get(message)
            if pressed is not None:
                return {"messages": [_told(Hit(pressed, 1.0))]}
            found = search.search(message, CHOICES)
            if found.decision == "answer":
                return {"messages": [_told(found.hits[0])]}
            if found.decision == "clarify":
                titles = [
                    {"title": hit.answer.question, "payload": hit.answer.identifier} for hit in found.hits
                ]
                return {"messages": [{"text": "", "buttons": titles}]}
            topic = f" {found.topic.label}" if found.topic else ""
            return {"messages": [{"text": f"Je n'ai pas de réponse vérifiée{topic}; l'équipe du Pôle"}]}

        yield say


def _told(hit: Hit) -> dict[str, Any]:
    return {
        "text": hit.answer.text,
        "answer": {"id": hit.answer.identifier, "facts": list(hit.answer.facts)},
    }


def bare(text: str) -> str:
    """Without capitals nor accents, its apostrophes straight."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found, whatever the capitals and the accents."""
    return any(re.search(p, t, re.IGNORECASE) for p, t in ((pattern, text), (bare(pattern), bare(text))))


def spoken(reply: Reply) -> str:
    """All that a person reads in a reply, its buttons left aside."""
    said: list[str] = []
    for message in reply.get("messages", []):
        said.append(message.get("text") or "")
        for resource in message.get("resources") or []:
            said += [resource.get("name", ""), *(one.get("text", "") for one in resource.get("reasons", []))]
            said += [str(value) for value in (resource.get("contact") or {}).values() if value]
    return "\n".join(said)


def facts_of(reply: Reply) -> set[str]:
    """What a reply rests on: facts and resources."""
    facts: set[str] = set()
    for message in reply.get("messages", []):
        facts.update((message.get("answer") or {}).get("facts") or [])
        facts.update(resource["id"] for resource in message.get("resources") or [])
    return facts


def buttons(reply: Reply) -> list[dict[str, str]]:
    """The choices of a reply."""
    return [button for message in reply.get("messages", []) for button in message.get("buttons") or []]


def titles(reply: Reply) -> str:
    """The words of its choices."""
    return "\n".join(button["title"] for button in buttons(reply))


def answered(reply: Reply) -> bool:
    """Whether it holds a published answer."""
    return any(message.get("answer") for message in reply.get("messages", []))


def judge(question: Mapping[str, Any], reply: Reply) -> str:
    """The verdict on one reply: `right`, `declined`, `wrong`, `answered`, `unanswered`, `no_door`, or right
    by its words alone (`right_text`) or by its facts alone (`right_fact`), which do not count as served."""
    text, rests, wanted = spoken(reply), facts_of(reply), set(question["facts"])
    looked = text if question["expects"] == "answer" else f"{text}\n{titles(reply)}"
    said = all(matches(pattern, looked) for pattern in question["must_match"])
    forbidden = any(matches(pattern, text) for pattern in question["must_not_match"])
    if question["expects"] == "decline":
        on_merits = any(
            message.get("answer") and not set(message["answer"].get("facts") or []) & wanted
            for message in reply.get("messages", [])
        )
        return "answered" if on_merits or forbidden else "declined" if said else "no_door"
    if forbidden:
        return "wrong"
    if said and (rests & wanted or not wanted or wanted == ANY_PERSON):
        return "right"
    if said and answered(reply):
        return "right_text"
    if rests & wanted:
        return "right_fact"
    return "wrong" if answered(reply) or rests else "unanswered"


def served(question: Mapping[str, Any], say: Say) -> tuple[str, Reply]:
    """The verdict on a question, one choice pressed if that serves it, and the first reply."""
    reply = say(question["text"], None)
    if not reply:
        return "http", reply
    verdict = judge(question, reply)
    if question["expects"] != "decline" and verdict not in SERVED and not answered(reply):
        for place in range(min(CHOICES, len(buttons(reply)))):
            again = say(question["text"], None)  # in a conversation of its own
            if place < len(buttons(again)):
                after = say(buttons(again)[place]["payload"], again.get("session"))
                if after and judge(question, after) == "right":
                    return "choice", reply
    return verdict, reply


def typed(turn: Mapping[str, Any], last: Reply) -> str:
    """What a person types, or the button pressed: «~2» the second, «~/mots/» the first that says so."""
    user: str = turn["user"]
    shown = buttons(last)
    if re.fullmatch(r"~\d+", user):
        place = int(user[1:]) - 1
        return shown[place]["payload"] if place < len(shown) else str(turn.get("sinon", user))
    if user.startswith("~/"):
        meant = (button["payload"] for button in shown if matches(user[2:-1], button["title"]))
        return next(meant, str(turn.get("sinon", user)))
    return user


def missing(expected: Mapping[str, Any], reply: Reply) -> list[str]:
    """What a turn's reply lacks."""
    text = spoken(reply)
    cards = [card for message in reply.get("messages", []) for card in message.get("resources") or []]
    ids = {card["id"] for card in cards}
    offered = {card["id"] for card in cards if card.get("eligibility") != "no"}
    lacks = [f"text lacks /{one}/" for one in expected.get("text_matches") or [] if not matches(one, text)]
    lacks += [f"text has /{one}/" for one in expected.get("not_matches") or [] if matches(one, text)]
    wanted = set(expected.get("resources_include_any") or [])
    if wanted and not ids & wanted:
        lacks.append(f"resources lack any of {sorted(wanted)[:4]}")
    lacks += [f"shows {one}" for one in expected.get("resources_exclude") or [] if one in offered]
    profiles = [message["profile"] for message in reply.get("messages", []) if message.get("profile")]
    for name, value in (expected.get("profile") or {}).items():
        got = (profiles or [{}])[-1].get(name)
        both = [set(map(str, one if isinstance(one, list) else [one])) for one in (value, got)]
        if not both[0] & both[1]:
            lacks.append(f"profile.{name} is {got}, wanted {value}")
    facts = set(expected.get("answer_facts_any") or [])
    if facts and not facts & facts_of(reply):
        lacks.append(f"facts lack {sorted(facts)}")
    if expected.get("has_buttons") and not buttons(reply):
        lacks.append("no buttons")
    if expected.get("offers_person") and not matches(PERSON, f"{text}\n{titles(reply)}"):
        lacks.append("offers no person")
    return lacks


def conversation(told: Mapping[str, Any], say: Say) -> list[str]:
    """What a conversation lacks, turn by turn."""
    last: Reply = {}
    lacks: list[str] = []
    for number, turn in enumerate(told["turns"], 1):
        last = say(typed(turn, last), last.get("session"))
        if not last:
            return [*lacks, f"turn {number}: no reply"]
        lacks += [f"turn {number}: {one}" for one in missing(turn.get("expect") or {}, last)]
    return lacks


def report(rows: Sequence[tuple[Mapping[str, Any], str, Reply]], *, totals: bool) -> None:
    """Print the figures, and the failures."""
    for key in ("expects", "register", *(() if totals else ("topic",))):
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        for question, verdict, _ in rows:
            groups[question[key]][verdict] += 1
        print(f"\n| {key} | n | served | verdicts |\n|---|---|---|---|")
        for name, told in sorted(groups.items()):
            good = sum(told[one] for one in SERVED)
            verdicts = ", ".join(f"{verdict} {times}" for verdict, times in told.most_common())
            print(f"| {name} | {told.total()} | {good / told.total():.0%} | {verdicts} |")
    if not totals:
        print()
        for question, verdict, reply in rows:
            if verdict not in SERVED:
                said = " ".join(spoken(reply).split())[:110]
                print(
                    f"✗ {question['id']} {question['expects']} {verdict} | {question['text'][:80]} → {said}"
                )
    all_told = Counter(verdict for _, verdict, _ in rows)
    shares = {
        "served": sum(all_told[one] for one in SERVED),
        "at once": all_told["right"] + all_told["declined"],
        "wrong": sum(all_told[one] for one in WRONG),
    }
    print("\n" + "; ".join(f"{name} {count / len(rows):.1%}" for name, count in shares.items()))


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.world")
    parser.add_argument("files", nargs="*", type=Path, default=sorted((DATA / "world").glob("*.yaml")))
    parser.add_argument("--search", action="store_true", help="la recherche seule, dans ce processus")
    parser.add_argument("--totals", action="store_true", help="les totaux seulement")
    arguments = parser.parse_args()
    told = [one for path in arguments.files for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    questions = [one for one in told if "turns" not in one]
    conversations = [] if arguments.search else [one for one in told if "turns" in one]
    if arguments.search:
        with search_alone() as say:
            rows = [(one, *served(one, say)) for one in questions]
    else:
        rows = [(one, *served(one, over_http)) for one in questions]
    if rows:
        report(rows, totals=arguments.totals)
    good = 0
    for one in conversations:
        lacks = conversation(one, over_http)
        good += not lacks
        if lacks and not arguments.totals:
            print("✗", one["id"], one.get("title", ""), *(f"\n    {lack}" for lack in lacks))
    if conversations:
        print(f"\nconversations {good}/{len(conversations)}")


if __name__ == "__main__":
    main()
