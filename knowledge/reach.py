"""How a person can be reached: an e-mail address or a Canadian telephone number, found in what they wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_EMAIL_CHARS = 120  # two ways to be reached fit in the 200 characters that the base keeps

# One line, no control characters, so that it can stand in the header of an e-mail.
EMAIL = (
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_EMAIL = re.compile(rf"(?<![^\s<(\[«:;,]){EMAIL}(?![\w@-])")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+?1[\s.-]*)?\(?([2-9]\d{2})\)?[\s.-]*([2-9]\d{2})[\s.-]*(\d{4})(?!\d)"
    r"(?:\s*,?\s*(?:poste|ext\.?|p\.|#|x)\s*(\d{1,6}))?",
    re.IGNORECASE,
)
# An attempt at one or the other: worth saying that it is not complete, rather than searching for it.
_ATTEMPT = re.compile(r"@|\barobas|(?:\d[\s.()-]*){6,}")

# The area codes of Canada (Canadian Numbering Administrator, in service in 2025), and the toll-free ones.
_CODES = (
    "204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 "
    "506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 "
    "873 879 902 905 942 800 833 844 855 866 877 888"
)
AREA_CODES = frozenset(_CODES.split())


@dataclass(frozen=True)
class Reach:
    """A way to reach somebody; at least one of the two is there."""

    email: str | None = None
    phone: str | None = None

    def __str__(self) -> str:
        return " · ".join(part for part in (self.email, self.phone) if part)


def find_reach(text: str) -> Reach | None:
    """The e-mail address and the telephone number («450 555-0123 poste 12») that a text gives, if any."""
    text = " ".join(text.split())
    found = _EMAIL.search(text)
    email = found[0] if found and len(found[0]) <= MAX_EMAIL_CHARS else None
    phone = next((_written(match) for match in _PHONE.finditer(text) if match[1] in AREA_CODES), None)
    return Reach(email, phone) if email or phone else None


def is_attempt(text: str) -> bool:
    """Whether a text tries to give an address or a number that `find_reach` may not accept."""
    return bool(_ATTEMPT.search(text))


def email_in(reach: str) -> str | None:
    """The e-mail address of a stored way to reach somebody, to reply to."""
    found = find_reach(reach)
    return found.email if found else None


def _written(match: re.Match[str]) -> str:
    number = f"{match[1]} {match[2]}-{match[3]}"
    return f"{number} poste {match[4]}" if match[4] else number
