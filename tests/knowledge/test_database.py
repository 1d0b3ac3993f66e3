"""A base whose disk fails is told from a mistake of ours, whatever its system calls it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import hurried
from web.errors import UNWRITABLE, install_error_handlers

FAILS = InternalError("insert", {}, Exception("could not extend file: File too large"))


def test_what_is_promised_is_known_not_to_be_kept(database: sessionmaker[Session]) -> None:
    with pytest.raises(OperationalError), hurried(database, 1.0):
        raise FAILS


def test_a_request_is_told_that_nothing_was_kept_and_to_come_back() -> None:
    app = FastAPI()
    install_error_handlers(app)

    @app.post("/api/essai")
    def fail() -> None:
        raise FAILS

    told = TestClient(app, raise_server_exceptions=False).post("/api/essai")
    assert (told.status_code, told.json()["error"]["code"]) == (503, UNWRITABLE[0])
    assert told.headers["retry-after"]
