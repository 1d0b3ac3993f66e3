"""How a file of a pack is written: French as it is read, entries in the order given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

WIDTH = 110
_QUICK: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # ten times quicker where libyaml is there


class _InFull(_QUICK):  # type: ignore[misc]
    """Each entry says all of itself: whoever changes one changes no other."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def write_file(path: Path, content: dict[str, Any]) -> None:
    """Write a file of a pack in place of the one that stands there, if one does."""
    text = yaml.dump(content, Dumper=_InFull, allow_unicode=True, sort_keys=False, width=WIDTH)
    path.write_text(text, encoding="utf-8")
