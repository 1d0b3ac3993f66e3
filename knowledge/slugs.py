"""What people type, as a name that is safe in a file or an address.

The only way from a typed text to a file's name: nothing typed is ever a path.
"""

from __future__ import annotations

import re

from knowledge.search.text import fold

MAX_SLUG_CHARS = 60
NAMELESS = "sans-nom"

_PARTS = re.compile(r"[a-z0-9_]+")


def slug(text: str, *, without: frozenset[str] = frozenset(), otherwise: str = NAMELESS) -> str:
    """Lower-case ASCII letters, digits and «_» joined by hyphens, at most `MAX_SLUG_CHARS`.

    Input: any text; words to leave out; what stands for a text of which nothing is left.
    """
    name = ""
    for word in _PARTS.findall(fold(text)):
        if word in without:
            continue
        if name and len(name) + len(word) + 1 > MAX_SLUG_CHARS:
            break
        name = f"{name}-{word}" if name else word
    return name[:MAX_SLUG_CHARS] or otherwise
