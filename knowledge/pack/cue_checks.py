"""The phrases by which a project is understood, checked for two traps of their small language.

What stands in parentheses may be left out: a phrase that voids a cue only where it denies («cherche (pas)»)
voids it everywhere once its denial is optional. And a phrase written without quotes stops at « #», which
begins a comment in YAML: what is left ends in a gap, and says far more than was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from knowledge.pack.faults import Fault
from knowledge.pack.files import Pack
from knowledge.referral.signs import CUES

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times quicker where libyaml is there
DENIALS = frozenset({"ni", "pas", "sans", "jamais", "aucun", "aucun*", "plus", "pu", "pus", "rien"})
_OPTIONAL = re.compile(r"\(([^)]*)\)")
_CUT = re.compile(r"(?:^|\s)\.{3,4}$")


def check_cues(_pack: Pack) -> list[Fault]:
    """The faults of the cues in force; they are the same for every pack."""
    faults = []
    for path in sorted(CUES.glob("*.yaml")):
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 a safe loader
        rows = loaded.get("cues", ()) if isinstance(loaded, dict) else ()
        faults += [
            Fault(f"cues/{path.name}", row["name"], message) for row in rows for message in of_cue(row)
        ]
    return faults


def of_cue(row: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the phrases of one cue."""
    for phrase in map(str, row.get("not_after", ())):
        if any(DENIALS & set(re.split(r"[|\s_]", group)) for group in _OPTIONAL.findall(phrase)):
            yield f"not_after: «{phrase}» nie par un mot facultatif; ôtez les parenthèses"
    for phrase in map(str, row.get("phrases", ())):
        if _CUT.search(phrase):
            yield f"phrases: «{phrase}» finit par un trou; mettez entre guillemets ce qui contient « #»"
