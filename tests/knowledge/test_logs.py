"""Logs tell a technician what happened, and nothing that a person wrote."""

from __future__ import annotations

import json
import logging

import pytest

from knowledge.logs import log_event, request_number, set_up_logs

WRITTEN = "mon tel: 450 555-0123"


@pytest.fixture(autouse=True)
def _as_before() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_program_reads_one_object_a_line_with_the_number_of_the_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs({"LOG_FORMAT": "json"})
    token = request_number.set("abc")
    try:
        log_event(logging.getLogger("web.metrics"), "turn", whole_ms=12.5, outcome="answered")
    finally:
        request_number.reset(token)
    told = json.loads(capsys.readouterr().err)
    assert (told["event"], told["request"], told["whole_ms"]) == ("turn", "abc", 12.5)
    assert told["level"] == "info"


def test_neither_an_error_nor_a_library_brings_what_was_written_into_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs({"LOG_FORMAT": "json"})
    logging.getLogger("sanic.error").warning("Could not read %s", WRITTEN)
    try:
        int(WRITTEN)
    except ValueError:
        logging.getLogger("web.last_resort").exception("Unexpected error")
    out = capsys.readouterr().err
    library, error = [json.loads(line) for line in out.splitlines()]
    assert "555" not in out
    assert library["event"] == "Could not read %s"
    assert error["error"] == "ValueError"
    assert "test_logs.py" in error["where"][-1]


def test_people_read_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs({})
    logging.getLogger("web").warning("The disk is %s", "full")
    assert capsys.readouterr().err.rstrip().endswith("web WARNING The disk is full")
