"""Settings: a default for one machine, a clear French sentence for a bad value, no default in production."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from web.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


def test_one_machine_needs_no_setting() -> None:
    settings = load_settings({})
    assert (settings.port, settings.environment, settings.rate_limit_per_minute) == (8000, "development", 60)


def test_the_development_secret_is_made_once_and_kept() -> None:
    assert load_settings({}).secret_key == load_settings({}).secret_key
    assert len(load_settings({}).secret_key) >= 32


@pytest.mark.parametrize("environ", [{}, {"SECRET_KEY": "court"}])
def test_production_refuses_to_start_without_a_real_secret(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        load_settings({"ENVIRONMENT": "production", **environ})


@pytest.mark.parametrize(
    "secret",
    [
        "0" * 32,
        "changeme-changeme-changeme-changeme-",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "azertyuiopqsdfghjklmwxcvbn1234567890",
        "motdepasse-en-production-2026-2026!!",
        " a b" * 9,
    ],
)
def test_production_refuses_a_long_key_that_is_easily_guessed(secret: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY se devine") as refused:
        load_settings({"ENVIRONMENT": "production", "SECRET_KEY": secret})
    assert secret not in refused.value.args[0]


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_production_accepts_a_key_drawn_at_random(make: Callable[[int], str]) -> None:
    for _ in range(20):
        secret = make(24)
        assert load_settings({"ENVIRONMENT": "production", "SECRET_KEY": secret}).secret_key == secret


@pytest.mark.parametrize(
    "environ",
    [
        {"PORT": "abc"},
        {"PORT": "70000"},
        {"ENVIRONMENT": "test"},
        {"ALLOWED_ORIGINS": "*"},
        {"ALLOWED_ORIGINS": "https://a.org; script-src *"},
        {"RATE_LIMIT_PER_MINUTE": "-1"},
    ],
)
def test_a_bad_setting_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(environ))):
        load_settings(environ)


def test_the_secret_is_not_shown_when_settings_are_printed() -> None:
    assert "s" * 40 not in repr(load_settings({"SECRET_KEY": "s" * 40}))


def test_links_begin_with_the_sites_own_address() -> None:
    assert load_settings({"SITE_URL": "https://aide.exemple.org/"}).address == "https://aide.exemple.org"
    assert load_settings({"PORT": "8123"}).address == "http://localhost:8123"
    assert load_settings({"HOST": "192.0.2.4"}).address == "http://192.0.2.4:8000"


@pytest.mark.parametrize(
    "url",
    ["exemple.org", "ftp://exemple.org", "https://", "https://a.org/?x", "https://moi@a.org", "https://a:b"],
)
def test_an_address_that_is_not_a_sites_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="SITE_URL"):
        load_settings({"SITE_URL": url})
