"""The Pôles that share a house: which there are, at which hosts, and the settings that are each one's own.

`POLES` names a YAML file of the technician. Each Pôle has a pack, a base, a folder under `var/`, mail, copies
and a signing key of its own; Rasa, the encoder and the process are those of all. Without `POLES`, a house has
one Pôle and nothing here is used.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.settings import POLE, SECRETS, SecretError, house_dir, laid_over, with_secrets

POLES = "POLES"
FOLDER = "poles"  # under `var/`: what each writes
NAMED = "{pole}"  # in the house's DATABASE_URL: the place of the id
ONE_EACH = ("DATABASE_URL", "SECRET_KEY", "SMTP_URL", "BACKUP_KEY")
# What a Pôle may set for itself. Everything else is the house's.
ITS_OWN = frozenset(
    {
        *("PACK", "CONTENT_DIR", "SITE_URL", "ALLOWED_ORIGINS", "CONTACT_EMAIL", "MAIL_SENDER", "BACKUP_DIR"),
        *ONE_EACH,
        *(f"{name}_FILE" for name in ONE_EACH),
    }
)

Host = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9.-]+$")]


class PolesError(Exception):
    """The file of the Pôles cannot be used; `args[0]` says why, in French."""


class _Written(BaseModel):
    """A Pôle, as the file writes it."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
    hosts: list[Host] = Field(min_length=1)
    settings: dict[str, str] = {}


@dataclass(frozen=True)
class Pole:
    """A Pôle of the house: its id, the hosts that lead to it, its settings."""

    id: str
    hosts: tuple[str, ...]
    own: Mapping[str, str]


def poles_file(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The file that lists the Pôles; None in a house of one."""
    return Path(environ[POLES]) if environ.get(POLES) else None


def read_poles(path: Path, environ: Mapping[str, str] = os.environ) -> tuple[Pole, ...]:
    """The Pôles of a file, in its order. Raises `PolesError`: two never share a host, a pack or a base."""
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
        written = [_Written.model_validate(one) for one in listed["poles"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PolesError(f"{path.name} ne se lit pas: {type(error).__name__}.") from None
    except (TypeError, KeyError):
        raise PolesError(
            f"{path.name}: une liste «poles» est attendue, d'entrées id, hosts, settings."
        ) from None
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, one["loc"])) for one in error.errors()}))
        raise PolesError(f"{path.name}: valeur non valable pour {fields}.") from None
    if not written:
        raise PolesError(f"{path.name}: aucun Pôle.")
    poles = tuple(Pole(one.id, tuple(one.hosts), _own(one, path, environ)) for one in written)
    _refuse_shared(path.name, poles)
    return poles


@contextmanager
def serving(pole: Pole) -> Iterator[None]:
    """Serve this Pôle while the block lasts: its pack, its base, its mail, its keys."""
    with laid_over(pole.own):
        yield


def _own(written: _Written, path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The settings of a Pôle, nothing of the house's left where each must have its own."""
    unknown = sorted(set(written.settings) - ITS_OWN)
    if unknown:
        raise PolesError(f"{path.name}, {written.id}: {', '.join(unknown)} ne se règle pas par Pôle.")
    production = environ.get("ENVIRONMENT") == "production"
    host = written.hosts[0]
    copies = environ.get("BACKUP_DIR", "")
    return {
        POLE: written.id,
        "VAR_DIR": str(house_dir() / FOLDER / written.id),
        "PACK": written.id,
        "CONTENT_DIR": "",
        "SITE_URL": f"https://{host}" if production else f"http://{host}:{_seen_port(environ)}",
        "BACKUP_DIR": str(Path(copies) / written.id) if copies else "",
        "DATABASE_URL": _base(written, path, environ),
        "DATABASE_URL_FILE": "",
        **_with_own_secrets(written, path),
    }


def _seen_port(environ: Mapping[str, str]) -> str:
    """The port that people see: of the house's own address, which may be a proxy's, else of its process."""
    try:
        seen = urlsplit(environ.get("SITE_URL", "")).port
    except ValueError:
        seen = None
    return str(seen or environ.get("PORT", "8000"))


def _with_own_secrets(written: _Written, path: Path) -> dict[str, str]:
    """What the file gives, the secrets read from their files: one that is the house's is not taken for it."""
    given = dict(written.settings)
    try:
        read = with_secrets(given)
    except SecretError as error:
        raise PolesError(f"{path.name}, {written.id}: {error.args[0]}") from None
    for name in SECRETS:
        if name in read:
            given |= {name: read[name], f"{name}_FILE": ""}
    return given


def _base(written: _Written, path: Path, environ: Mapping[str, str]) -> str:
    """The base of a Pôle that names none: the house's with its id in it, else a file of its own."""
    try:
        house = with_secrets(environ).get("DATABASE_URL", "")
    except SecretError as error:
        raise PolesError(error.args[0]) from None
    if house and NAMED not in house and not {"DATABASE_URL", "DATABASE_URL_FILE"} & set(written.settings):
        raise PolesError(
            f"{path.name}, {written.id}: DATABASE_URL est celle de toute la maison. Mettez-y {NAMED} à la "
            "place du nom de la base, ou donnez la sienne à chaque Pôle: une base ne sert qu'un Pôle."
        )
    return house.replace(NAMED, written.id.replace("-", "_"))


def _refuse_shared(file: str, poles: tuple[Pole, ...]) -> None:
    each: dict[str, list[Any]] = {
        "l'identifiant": [pole.id for pole in poles],
        "l'hôte": [host for pole in poles for host in pole.hosts],
        "le dossier de contenu": [pole.own["CONTENT_DIR"] or pole.own["PACK"] for pole in poles],
        "la base": [pole.own["DATABASE_URL"] for pole in poles if pole.own["DATABASE_URL"]],
    }
    for what, values in each.items():
        twice = [value for value, times in Counter(values).items() if times > 1]
        if twice and what == "la base":  # its address may hold a password
            raise PolesError(f"{file}: la même base pour deux Pôles; chacun a la sienne.")
        if twice:
            raise PolesError(f"{file}: {what} «{twice[0]}» est donné à deux Pôles.")
