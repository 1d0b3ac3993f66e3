"""Logs, for people or for programs (`LOG_FORMAT=json`), with the number of the request they belong to.

In JSON, nothing that a person wrote can appear: of a foreign library, only the sentence that its code holds,
without what it puts in; of an error, its kind and where it happened, never its words.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from knowledge.settings import served_pole

REQUEST_HEADER = "X-Request-ID"
OURS = ("knowledge", "web", "actions", "house", "tools")
PLAIN = "%(asctime)s %(name)s %(levelname)s %(request)s%(message)s"
SHOWN_FRAMES = 8

request_number: ContextVar[str] = ContextVar("request_number", default="")


def set_up_logs(environ: Mapping[str, str] = os.environ) -> None:
    """Have this process log so, on its error output."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if environ.get("LOG_FORMAT") == "json" else PlainLines(PLAIN))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def log_event(log: logging.Logger, event: str, **fields: str | float | None) -> None:
    """Log something that a program counts: numbers and names of ours, never words of anybody."""
    log.info(event, extra={"fields": fields})


class PlainLines(logging.Formatter):
    """Lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        number = request_number.get()
        record.request = "".join(f"[{one}] " for one in (served_pole(), number) if one)
        line = super().format(record)
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        return " ".join([line, *(f"{name}={value}" for name, value in fields.items())])


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in OURS
        told: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.timezone.utc).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if ours else str(record.msg),
            "process": record.process,
        }
        if number := request_number.get():
            told["request"] = number
        if pole := served_pole():
            told["pole"] = pole
        told |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-SHOWN_FRAMES:]
            told["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(told, ensure_ascii=False, default=str)
