"""`python -m benchmarks.danger FILE …`: who is met when in danger, and who is alarmed for nothing.

A file lists `danger` (messages of people in danger) and `alike` (messages that only sound like it), written
by hands whose messages the detector has not learned. Prints, of each list, how many get the whole message
and how many at least the line above the answer; with --show, those that went wrong.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.safety.detector import weigh


@dataclass(frozen=True)
class Weighed:
    """What the detector makes of a list of messages, by their texts."""

    messages: int
    whole: list[str]
    line: list[str]
    nothing: list[str]

    @property
    def any(self) -> float:
        """The share that gets the numbers, one way or the other."""
        return 1 - len(self.nothing) / max(1, self.messages)

    @property
    def full(self) -> float:
        """The share that gets the whole message, and nothing else."""
        return len(self.whole) / max(1, self.messages)


def weighed(messages: list[str]) -> Weighed:
    """Each message by what it gets."""
    found = Weighed(len(messages), [], [], [])
    for message in messages:
        danger = weigh(message)
        (found.nothing if danger is None else found.whole if danger.sure else found.line).append(message)
    return found


def main() -> None:
    """Print the totals of each file; with --show, the messages that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.danger", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.files:
        lists = yaml.safe_load(path.read_text(encoding="utf-8"))
        danger, alike = weighed(lists["danger"]), weighed(lists["alike"])
        print(
            f"{path.name}: of {danger.messages} in danger {danger.any:.1%} are met "
            f"({danger.full:.1%} in full); of {alike.messages} others "
            f"{alike.any:.1%} are alarmed ({alike.full:.1%} in full)"
        )
        if arguments.show:
            wrong = {"missed": danger.nothing, "in full": alike.whole, "line": alike.line}
            for told, messages in wrong.items():
                for message in messages:
                    print(f"  {told}: {message!r}")


if __name__ == "__main__":
    main()
