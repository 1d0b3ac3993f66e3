"""The texts of the network's e-mails, read from `mails.yaml`."""

from __future__ import annotations

from pathlib import Path

import yaml

_TEXTS: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "mails.yaml").read_text(encoding="utf-8")
)


def mail_text(kind: str, part: str, **values: str) -> str:
    """A part (`subject`, `text`…) of the mail of a kind, filled in."""
    return _TEXTS[kind][part].format(**values)
