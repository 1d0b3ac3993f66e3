"""The French names of the themes, for the screens: the content keeps identifiers."""

from __future__ import annotations

from pathlib import Path

import yaml

_NAMES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("themes.yaml").read_text(encoding="utf-8"))
_THEMES = {name.casefold(): theme for theme, name in _NAMES.items()}


def theme_name(theme: str) -> str:
    """«Vie légale» for `vie_legale`; one without a name (a Pôle may add its own) is shown in words."""
    return _NAMES.get(theme) or theme.replace("_", " ")


def theme_of(typed: str) -> str:
    """The theme that was typed by its name or by its identifier; a new one stays as it was typed."""
    return _THEMES.get(typed.strip().casefold(), typed.strip())
