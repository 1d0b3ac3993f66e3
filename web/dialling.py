"""A telephone number as people read it, made into a link that a telephone dials."""

from __future__ import annotations

import phonenumbers

REGION = "CA"
EXTENSION = "poste"  # which the library does not read


def dial(shown: str | None) -> str | None:
    """«tel:+1-450-…» for the first number in a text, its extension too; None when there is none."""
    found = next(
        iter(phonenumbers.PhoneNumberMatcher((shown or "").replace(EXTENSION, "ext."), REGION)), None
    )
    if found is None:
        return None
    return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.RFC3966)
