"""The settings of the public process, from the environment; each has a default that suits one machine."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from zxcvbn import zxcvbn

from knowledge.contacts import ContactsError, load_contacts
from knowledge.mail import MailSettingsError, smtp_server
from knowledge.settings import POLE, SecretError, environment, var_dir, with_secrets

# Long enough that it cannot be guessed; anything shorter is refused in production.
MIN_SECRET_CHARS = 32
JUDGED_CHARS = 72
MIN_GUESSES_LOG10 = 20  # 66 bits; 32 hexadecimal characters drawn at random have 32 or so
DEVELOPMENT_SECRET_FILE = "secret-key"  # noqa: S105


class SettingsError(Exception):
    """A setting is missing or not valid; `args[0]` says which, in French."""


@dataclass(frozen=True)
class Settings:
    """What the process runs with. `rate_limit_per_minute` 0 means no limit."""

    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = field(default="", repr=False)
    allowed_origins: tuple[str, ...] = ()
    rate_limit_per_minute: int = 60
    smtp_url: str | None = field(default=None, repr=False)
    environment: str = "development"
    rasa_url: str = "http://127.0.0.1:5005"  # several, separated by spaces: one answers for another
    actions_url: str = "http://127.0.0.1:5055"
    metrics_token: str = field(default="", repr=False)  # opens /metrics from elsewhere; empty: nothing does
    redis_url: str = field(default="", repr=False)  # what several web processes count together; empty: alone
    site_url: str = ""  # where people reach the site; empty: this machine
    # The module to run to learn again what messages do; empty: the model is made elsewhere.
    learning: str = ""

    @property
    def address(self) -> str:
        """The address that links to the site begin with. Never that of a request: whoever writes to the
        server chooses what its Host header says."""
        if self.site_url:
            return self.site_url
        own = self.host not in ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104
        return f"http://{self.host if own else 'localhost'}:{self.port}"

    @property
    def folder(self) -> str:
        """The path that people's addresses of the site begin with; empty where it is served at the root."""
        return urlsplit(self.site_url).path.rstrip("/")

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        return tuple(url.rstrip("/") for url in self.rasa_url.replace(",", " ").split())

    @property
    def production(self) -> bool:
        return self.environment == "production"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises `SettingsError`, in French, rather than start with a bad one."""
    try:
        environ = with_secrets(environment() if environ is None else environ)
    except SecretError as error:
        raise SettingsError(error.args[0]) from None
    kind = environ.get("ENVIRONMENT", "development")
    if kind not in ("development", "production"):
        raise SettingsError("ENVIRONMENT doit être «development» ou «production».")
    return Settings(
        host=environ.get("HOST", "127.0.0.1"),
        port=_number(environ, "PORT", 8000, 65535),
        secret_key=_own_key(_secret(environ, production=kind == "production"), environ.get(POLE, "")),
        allowed_origins=_origins(environ),
        rate_limit_per_minute=_number(environ, "RATE_LIMIT_PER_MINUTE", 60, 1_000_000),
        smtp_url=_smtp_url(environ, production=kind == "production"),
        environment=kind,
        rasa_url=environ.get("RASA_URL", "http://127.0.0.1:5005"),
        actions_url=environ.get("ACTIONS_URL", "http://127.0.0.1:5055"),
        metrics_token=_metrics_token(environ),
        redis_url=_redis_url(environ),
        site_url=_site_url(environ),
        learning=environ.get("LEARNING", ""),
    )


def _number(environ: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal() or int(text) > highest:
        raise SettingsError(f"{name} doit être un nombre entier de 0 à {highest}.")
    return int(text)


def _smtp_url(environ: Mapping[str, str], *, production: bool) -> str | None:
    """The mail server's address, checked now rather than when the first request waits for it; with it,
    the addresses that requests go to."""
    url = environ.get("SMTP_URL") or None
    try:
        contacts = load_contacts(environ=environ)
        sender = contacts.sender or (smtp_server(url).own_address if url else None)
    except (MailSettingsError, ContactsError) as error:
        raise SettingsError(error.args[0]) from None
    if url and production and sender is None:
        raise SettingsError(
            "MAIL_SENDER est obligatoire en production avec SMTP_URL: l'adresse d'où partent les courriels."
        )
    return url


def _metrics_token(environ: Mapping[str, str]) -> str:
    token = environ.get("METRICS_TOKEN", "")
    if token and len(token) < MIN_SECRET_CHARS:
        raise SettingsError(f"METRICS_TOKEN doit avoir {MIN_SECRET_CHARS} caractères au moins.")
    return token


def _redis_url(environ: Mapping[str, str]) -> str:
    url = environ.get("REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("REDIS_URL: ce n'est pas l'adresse d'un Redis (redis://hôte:6379/0).")
    return url


def _secret(environ: Mapping[str, str], *, production: bool) -> str:
    """The key that signs sessions. In development one is made and kept in `var/`, never in the code."""
    secret = environ.get("SECRET_KEY", "")
    if secret and not production:
        return secret
    if production and len(secret) < MIN_SECRET_CHARS:
        raise SettingsError(
            f"SECRET_KEY est obligatoire en production, avec {MIN_SECRET_CHARS} caractères au moins."
        )
    if production and too_easy(secret):
        raise SettingsError(
            "SECRET_KEY se devine: des mots connus, une suite ou une répétition. Prenez-en une au hasard: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if production:
        return secret
    path = var_dir() / DEVELOPMENT_SECRET_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def _own_key(secret: str, pole: str) -> str:
    """The key of one Pôle of a house, made of that of all: what one signs is nothing for another."""
    return hmac.new(secret.encode(), pole.encode(), hashlib.sha256).hexdigest() if pole else secret


def _site_url(environ: Mapping[str, str]) -> str:
    """The site's own address: a scheme, a host, perhaps a port and a folder; nothing else."""
    url = environ.get("SITE_URL", "").strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or any(char in url for char in "?#@ \"'<>"):
        raise SettingsError(f"SITE_URL: «{url}» n'est pas une adresse de site (https://exemple.org).")
    return url


def too_easy(secret: str) -> bool:
    """Whether a key is made of words, names, dates, sequences or repetitions: it takes too few guesses."""
    return bool(zxcvbn(secret[:JUDGED_CHARS])["guesses_log10"] < MIN_GUESSES_LOG10)


def _origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    origins = tuple(
        origin.rstrip("/") for origin in environ.get("ALLOWED_ORIGINS", "").replace(",", " ").split()
    )
    for origin in origins:
        if not origin.startswith(("https://", "http://")) or any(char in origin for char in "*;'\""):
            raise SettingsError(
                f"ALLOWED_ORIGINS: «{origin}» n'est pas une adresse de site (https://exemple.org)."
            )
    return origins
