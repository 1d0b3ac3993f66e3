"""`python -m benchmarks.masking [FILE …]`: how well and how fast personal data is masked.

Of messages with personal data, how many keep none; of the others, how many are touched.

A file lists `personal` (a `text` and the `secrets` in it) and `clean` (texts). By default:
tests/data/masking.yaml.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.masking import make_ready, mask

SET = Path(__file__).parent.parent / "tests" / "data" / "masking.yaml"


@dataclass(frozen=True)
class Measured:
    """What a set of messages gives."""

    kept: list[tuple[str, str]]  # message and masked text where a secret is left
    touched: list[tuple[str, str]]
    personal: int
    clean: int
    milliseconds: float


def measure(lists: dict[str, Any]) -> Measured:
    """Mask every message of a set."""
    make_ready()
    begun = time.perf_counter()
    personal = [(row, mask(row["text"])) for row in lists["personal"]]
    clean = [(text, mask(text)) for text in lists["clean"]]
    took = time.perf_counter() - begun
    return Measured(
        kept=[(row["text"], masked) for row, masked in personal if any(s in masked for s in row["secrets"])],
        touched=[(text, masked) for text, masked in clean if masked != text],
        personal=len(personal),
        clean=len(clean),
        milliseconds=1_000 * took / max(1, len(personal) + len(clean)),
    )


def main() -> None:
    """Print the totals of each file; with --show, the messages that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.masking", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SET])
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.files:
        found = measure(yaml.safe_load(path.read_text(encoding="utf-8")))
        hidden = 1 - len(found.kept) / max(1, found.personal)
        touched = len(found.touched) / max(1, found.clean)
        print(
            f"{path.name}: {hidden:.1%} of {found.personal} personal messages keep nothing, "
            f"{touched:.1%} of {found.clean} others touched, {found.milliseconds:.1f} ms each"
        )
        if arguments.show:
            for text, masked in (*found.kept, *found.touched):
                print(f"  {text!r}\n    {masked!r}")


if __name__ == "__main__":
    main()
