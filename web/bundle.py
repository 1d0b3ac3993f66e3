"""`/widget.js`: the modules and the style of the assistant as one script, so that a site fetches one file.

No build tool: each module becomes a function that gives back what it exports, in the order in which they
need one another. The sources stay plain modules.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

STATIC_DIR = Path(__file__).parent / "static"
ENTRY = "widget"
SETTINGS = "settings"  # the module that is written here: what the server knows
SHEETS = ("tokens.css", "chat.css")

_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*?[^\n]*\*/)\n", re.MULTILINE)
_LONG_COMMENT = re.compile(r"^\s*/\*\*?\n(?:\s*\*.*\n)*?\s*\*/\n", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(
    r"@media \(prefers-color-scheme: dark\) \{\s*:root, :host, \.assistant \{(?P<body>[^}]*)\}", re.DOTALL
)
_LIGHT = re.compile(r"^:root, :host, \.assistant \{(?P<body>[^}]*)\}", re.DOTALL | re.MULTILINE)


def widget_script(allowed_origins: tuple[str, ...]) -> str:
    """The whole script. `allowed_origins`: the sites where it shows something."""
    stamp = max(path.stat().st_mtime_ns for path in (*STATIC_DIR.glob("*.js"), *STATIC_DIR.glob("*.css")))
    return _built(allowed_origins, stamp)


@lru_cache(maxsize=4)
def _built(allowed_origins: tuple[str, ...], _stamp: int) -> str:
    constants = {"ALLOWED": list(allowed_origins), "SHEETS": sheets()}
    settings = "".join(f"export const {name} = {_literal(value)};\n" for name, value in constants.items())
    modules: dict[str, str] = {}
    _gather(ENTRY, settings, modules)
    return '(() => {\n"use strict";\n' + "".join(modules.values()) + "})();\n"


def _literal(value: object) -> str:
    # «</script» must not end a page's own script, should somebody paste this into one.
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _gather(name: str, settings: str, modules: dict[str, str]) -> None:
    """Add a module, after all that it imports. A circle of imports would not end: there is none."""
    source = settings if name == SETTINGS else (STATIC_DIR / f"{name}.js").read_text(encoding="utf-8")
    for _, needed in _IMPORT.findall(source):
        if needed not in modules:
            _gather(needed, settings, modules)
    exported = [found[1] for found in _EXPORT.findall(source)]
    imports = "".join(f"const {names} = m_{needed};\n" for names, needed in _IMPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub("", source))
    body = _COMMENT.sub("", _LONG_COMMENT.sub("", body))
    modules[name] = (
        f"const m_{name} = (() => {{\n{imports}{body}return {{ {', '.join(exported)} }};\n}})();\n"
    )


def sheets() -> list[str]:
    """The style of the assistant as texts, with the light and the dark colours also for a site that asks for
    one of them (`data-theme`)."""
    tokens, chat = ((STATIC_DIR / name).read_text(encoding="utf-8") for name in SHEETS)
    themes = ""
    for theme, found in (("light", _LIGHT.search(tokens)), ("dark", _DARK.search(tokens))):
        if found:
            scheme = f"color-scheme: {theme};"
            body = re.sub(r"color-scheme: [^;]+;", "", found["body"])
            themes += f'\n.assistant[data-theme="{theme}"] {{{scheme}{body}}}'
    return [re.sub(r"\n\s*", "\n", _CSS_COMMENT.sub("", text)).strip() for text in (tokens + themes, chat)]
