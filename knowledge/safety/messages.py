"""What people say when all is well, and the messages of danger that strangers wrote: what is learned from."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.pack.files import read_pack
from knowledge.search.text import fold
from knowledge.settings import PROJECT_DIR, content_dir

EXAMPLES = Path(__file__).with_name("examples")
AFTER = Path(__file__).with_name("after")  # what people wrote next
QUESTIONS = PROJECT_DIR / "tests" / "data" / "questions.yaml"  # what people ask when all is well
UNANSWERABLE = PROJECT_DIR / "tests" / "data" / "unanswerable.yaml"
# Out of scope, and asked by people who may be in need: no examples of what is harmless.
HARD_TOPICS = {
    "detresse",
    "aide-alimentaire-perso",
    "logement-pour-moi",
    "aide-sociale",
    "installation-nouvel-arrivant",
    "protection-enfance-adoption",
    "retrouver-une-personne",
    "stress-sommeil-motivation",
    "armes-a-feu",
}
NLU = PROJECT_DIR / "data" / "nlu"
TALK = ("conversation.yml", "person.yml", "reactions.yml", "referral.yml")  # greetings, thanks, projects…
_MARKS = re.compile(r"\[([^\]]*)\][({][^)}]*[)}]")  # an entity in an example
NONE = "none"
READINGS = PROJECT_DIR / "data" / "readings"  # what people say after an answer, after doors, or in passing
DESCRIPTIONS = PROJECT_DIR / "knowledge" / "referral" / "learn"  # projects as people tell them
WORLD = PROJECT_DIR / "tests" / "data" / "world"  # questions as people tell them
STORY = f"{NONE} story"
MAX_USUAL = 1_200  # questions and sayings learned from, beside the talk: more take long and change little
SHORT = 6  # words: of the talk, what is said so often that all of it is learned from
NOISE = 200  # of them are also learned from with their letters shuffled: hands on the keys are no danger


@dataclass(frozen=True)
class Example:
    """A message, its kind (or none), and who wrote it."""

    text: str
    kind: str
    author: str


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """The messages of all authors, each once; two folders have no author in common."""
    examples: dict[str, Example] = {}
    for path in sorted(folder.glob("*.yaml")):
        for kind, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for text in texts:
                examples.setdefault(fold(text), Example(text, kind, f"{folder.name} {path.stem}"))
    return list(examples.values())


def noise(texts: Sequence[str]) -> list[str]:
    """The texts with their letters in no order: what hands type on the keys without a word."""
    dice = random.Random(0)  # noqa: S311
    return ["".join(dice.sample(text, len(text))) for text in texts]


def ordinary() -> list[str]:
    """Questions on the subject (the half that may be learned from), all harmless, and what means nothing."""
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    texts = [one["text"] for one in asked if one["split"] == "tune"]
    texts += [
        one["text"]
        for one in yaml.safe_load(UNANSWERABLE.read_text(encoding="utf-8"))["questions"]
        if one["split"] == "tune"
    ]
    pack = read_pack(content_dir())
    for answer in pack.answers.values():
        texts += [answer.question, *answer.phrasings]
    for topic in pack.topics.values():
        if topic.id not in HARD_TOPICS:
            texts += topic.phrasings
    distinct = list(dict.fromkeys([*texts, *(said := talk())]))
    chosen = random.Random(0).sample(distinct, min(MAX_USUAL, len(distinct)))  # noqa: S311
    # «je veux parler à quelqu'un», «j'ai 25 ans» are said every day and are no call for help.
    short = [text for text in said if len(text.split()) <= SHORT]
    return list(dict.fromkeys([*chosen, *short])) + noise(chosen[:NOISE])


def stories() -> list[Example]:
    """Projects and questions told by many people, at length, with what goes wrong in their lives: none is a
    call for help, save those that the examples have."""
    return [
        Example(text, NONE, f"{STORY} {path.stem}")
        for path in (*sorted(DESCRIPTIONS.glob("*.yaml")), *sorted(WORLD.glob("*.yaml")))
        for text in _harmless(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]


def _harmless(rows: object) -> Iterator[str]:
    """The texts of a file of descriptions, questions or conversations; who asks what is to be declined may be
    in need."""
    for row in rows if isinstance(rows, list) else ():
        if "profile" in row or row.get("expects") in ("answer", "door"):
            yield row["text"]
        yield from (turn["user"] for turn in row.get("turns", ()) if not turn["user"].startswith("~"))


def talk() -> list[str]:
    """What the examples of the dialogue say: greetings, thanks, projects, short answers and follow-ups."""
    texts: list[str] = []
    for name in TALK:
        for intent in yaml.safe_load((NLU / name).read_text(encoding="utf-8"))["nlu"]:
            texts += [_MARKS.sub(r"\1", line[2:]) for line in intent.get("examples", "").splitlines()]
    for path in sorted(READINGS.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            texts += [text for text in group["texts"] if isinstance(text, str)]
    return texts
