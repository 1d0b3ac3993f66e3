"""Who receives the requests of people who ask for a person: by MRC, from the content pack.

`CONTACT_EMAIL`, in the environment, replaces every address of the pack, so that a trial never writes
to the real recipients; `MAIL_SENDER` replaces the address that e-mails come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from knowledge.pack.layers import mapping
from knowledge.pole import current
from knowledge.reach import EMAIL
from knowledge.settings import environment

CONTACTS_FILE = "contacts.yaml"
FROM_ENVIRONMENT = {"override": "CONTACT_EMAIL", "sender": "MAIL_SENDER"}

Address = Annotated[str, StringConstraints(strip_whitespace=True, pattern=rf"^{EMAIL}$", max_length=200)]


class ContactsError(Exception):
    """The addresses cannot be used; `args[0]` says why, in French."""


class Contacts(BaseModel):
    """The addresses of the pack. `None`: not known, never «none»."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: Address | None = None
    by_mrc: dict[str, Address | None] = {}
    sender: Address | None = None
    reference_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")] = "ES"
    override: Address | None = None

    def recipient(self, mrc: str | None) -> str | None:
        """The address for a project of this MRC (None: no known place), or None when there is none."""
        return self.override or self.by_mrc.get(mrc or "") or self.default


def load_contacts(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Contacts:
    """The addresses of the pack and the environment. Raises `ContactsError`."""
    try:
        given = dict(mapping(folder, CONTACTS_FILE) if folder else current(CONTACTS_FILE))
    except FileNotFoundError:
        given = {}
    environ = environment() if environ is None else environ
    given["override"] = environ.get("CONTACT_EMAIL", "").strip() or None
    given["sender"] = environ.get("MAIL_SENDER", "").strip() or given.get("sender")
    try:
        return Contacts.model_validate(given)
    except ValidationError as error:
        fields = {".".join(str(part) for part in detail["loc"]) for detail in error.errors()}
        named = ", ".join(sorted(FROM_ENVIRONMENT.get(name, name) for name in fields))
        raise ContactsError(f"{CONTACTS_FILE} ou l'environnement: valeur non valable pour {named}.") from None
