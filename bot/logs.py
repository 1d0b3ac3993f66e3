"""Rasa's own log lines: as they were, or in JSON (`LOG_FORMAT=json`), with the number of the request.

In JSON only the name of an event is kept of what Rasa and its libraries say: the rest may quote a message.
Named in logging.yml.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import traceback
from contextvars import ContextVar
from typing import Any

OURS = "bot."
SHOWN_FRAMES = 8

request_number: ContextVar[str] = ContextVar("request_number", default="")


class RasaLines(logging.Formatter):
    """Lines for people, or one JSON object a line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s %(message)s")
        self._json = os.environ.get("LOG_FORMAT") == "json"

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        return json.dumps(as_told(record), ensure_ascii=False) if self._json else super().format(record)


def as_told(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record to a program."""
    at = dt.datetime.fromtimestamp(record.created, dt.timezone.utc)
    told: dict[str, Any] = {
        "at": at.isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": record.getMessage() if record.name.startswith(OURS) else event_of(str(record.msg)),
        "process": record.process,
    }
    number = request_number.get()
    if number:
        told["request"] = number
    told.update(getattr(record, "fields", {}))
    if record.exc_info and record.exc_info[0]:
        told["error"] = record.exc_info[0].__name__
        frames = traceback.extract_tb(record.exc_info[2])[-SHOWN_FRAMES:]
        told["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return told


def event_of(message: str) -> str:
    """The name of an event: Rasa renders its own as JSON, of which only that is kept; of another library, the
    sentence that its code holds, without what it puts in."""
    try:
        rendered = json.loads(message)
    except ValueError:
        return message
    return str(rendered.get("event", "")) if isinstance(rendered, dict) else ""
