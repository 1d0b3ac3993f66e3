"""Whatever is sent to any address of the site, the reply is ours: no failure, no trace, no English.

The same examples at each run, on any machine; `make fuzz` goes on for an hour, from a seed of its own.
FUZZ_SECONDS, FUZZ_SEED.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from sqlalchemy.orm import Session, sessionmaker

from knowledge.staff.sessions import find_session
from tests.web.staff.any_input import HARD, fields, uploads, values
from tests.web.staff.conftest import EMAILS, Desk, sign_in
from tests.web.staff.content import ask, fill
from web import answers, bulletin, chat, erasure, health, requests, resources, roadmaps
from web import pages as public_pages
from web.desk import data
from web.desk.desk import PAGES
from web.dialogue import Dialogue
from web.staff.access import COOKIE, ROOT
from web.staff.desk import ROUTERS

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))  # none: a number of examples, whatever time they take
SEED = int(os.environ.get("FUZZ_SEED", "0"))
TOGETHER = 10  # fields of one address: what is longer, no browser sends
AT_ONCE = 20  # examples between two looks at the clock
EXAMPLES = {"api": 160, "public": 160, "staff": 160, "import": 40}
SHARES = {"api": 0.25, "public": 0.25, "staff": 0.35, "import": 0.15}  # of the seconds

TRACES = re.compile(
    r"Traceback|File \"|site-packages|\.py\b|sqlalchemy|sqlite3|pydantic|starlette|/home/|/tmp/",
    re.IGNORECASE,
)
# What frameworks say by themselves; none of it is a French word.
ENGLISH = re.compile(
    r"\b(not found|bad request|forbidden|method not allowed|internal server error|field required|"
    r"unprocessable|invalid|should be|must be|unable to|input|value error|too large|missing)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"«[^»]*»")  # what was typed is quoted back
BROWSER = {"Accept": "text/html"}
SIGNING_IN = "/equipe/connexion"


pytestmark = pytest.mark.slow  # a share of a minute each


@pytest.fixture
def site(app: FastAPI, database: sessionmaker[Session]) -> FastAPI:
    """The whole application, with some content, before a dialogue that answers anything."""
    fill(database)
    ask(database, "c'est quoi le permis pour un kiosque", "kiosque?")

    def rasa(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200)
        told = json.loads(request.content)["message"]
        part = {"text": told[:20] or "…", "buttons": [{"title": "Suite", "payload": "/greet"}]}
        return httpx.Response(200, json=[{"custom": {**part, "erase": "efface" in told}}])

    client = httpx.AsyncClient(transport=httpx.MockTransport(rasa))
    app.state.client, app.state.dialogue = client, Dialogue(["http://rasa"], client)
    return app


def for_a_while(share: str, check: Callable[..., None], *strategies: st.SearchStrategy[Any]) -> None:
    """Try a check on example after example: its number of them, or its share of the time."""
    until, turn = time.monotonic() + SECONDS * SHARES[share], SEED
    while time.monotonic() < until if SECONDS else (turn - SEED) * AT_ONCE < EXAMPLES[share]:
        turn += 1
        tried = settings(
            max_examples=AT_ONCE,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink) if SECONDS else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )(seed(turn)(given(*strategies)(check)))
        tried()


def looked_at(reply: httpx.Response) -> None:
    """Assert that a reply is one of ours."""
    said = f"{reply.request.method} {reply.request.url}: {reply.status_code}"
    assert reply.status_code < 500 or (reply.status_code == 503 and "/api/" in str(reply.request.url)), (
        f"{said} {reply.text[:600]}"
    )
    kind = reply.headers.get("content-type", "")
    if reply.status_code < 400:
        return
    assert kind.startswith(("text/html", "application/json")), f"{said} {kind}"
    if "json" in kind:
        if reply.request.url.path == "/api/health":
            return
        text = QUOTED.sub("", reply.json()["error"]["message"])
    else:
        assert 'lang="fr-CA"' in reply.text, said
        text = re.sub(r"<[^>]*>", " ", reply.text)
    assert not ENGLISH.search(text) or "html" in kind, f"{said} {text}"
    assert not TRACES.search(text) or "html" in kind, f"{said} {text}"
    assert "Traceback" not in reply.text, said


PUBLIC = (*PAGES, data, answers, bulletin, chat, erasure, health, public_pages, requests, resources, roadmaps)


Page = tuple[str, str, tuple[str, ...]]  # its method, its path, and the fields that it reads


def routes(modules: Iterable[Any], prefix: str = "") -> list[Page]:
    """The pages that these modules serve."""
    return sorted(
        (method, prefix + route.path, fields_of(module, route))
        for module in modules
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods - {"HEAD"}
    )


def fields_of(module: Any, route: APIRoute) -> tuple[str, ...]:
    """The fields that a page reads: those of its address, and those that its module names."""
    asked = {one.alias for one in (*route.dependant.query_params, *route.dependant.body_params)}
    named = re.findall(
        r'(?:text|all|numbers?|password|get|one|texts|many)\(\s*"(\w+)"', inspect.getsource(module)
    )
    return tuple(sorted({*asked, *named} - {"csrf"}))


def fill_in(path: str, given_values: list[str]) -> str:
    """A path with values in the places of its parameters."""
    taken = iter(given_values)
    return re.sub(r"\{\w+(?::\w+)?\}", lambda _: quote(next(taken, "x")[:400], safe=":") or "x", path)


def test_the_programming_interface_answers_anything_its_schema_allows_or_forbids(site: FastAPI) -> None:
    schema = schemathesis.openapi.from_dict(site.openapi())
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 8
    client = Desk(site, raise_server_exceptions=False)

    def check(case: schemathesis.Case) -> None:
        body = {"json": case.body} if isinstance(case.body, dict | list | str | int | float | None) else {}
        path = re.sub(r"[\x00-\x1f#?]", "x", case.formatted_path)
        query = {str(name): value for name, value in dict(case.query or {}).items()}
        try:
            asked = client.build_request(case.method, path, params=query, **body)
        except (ValueError, TypeError, httpx.InvalidURL):  # what no client can send
            return
        looked_at(client.send(asked))

    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    cases = [operation.as_strategy(generation_mode=mode) for operation in operations for mode in modes]
    for_a_while("api", check, st.one_of(cases))


def test_the_public_pages_answer_anything_typed_or_sent(site: FastAPI) -> None:
    client = Desk(site, raise_server_exceptions=False)
    pages = routes(PUBLIC)
    assert len(pages) >= 15

    def check(page: Page, places: list[str], pairs: list[tuple[str, str]], noise: bytes, raw: bool) -> None:
        method, path, _ = page
        body: dict[str, Any] = {"params": pairs} if method == "GET" else {"data": as_form(pairs)}
        if method == "POST" and raw:
            body = {"content": noise}
        headers = BROWSER if len(pairs) % 2 else {}
        with contextlib.suppress(httpx.InvalidURL):  # longer than what can be sent
            looked_at(client.request(method, fill_in(path, places), headers=headers, **body))

    for page in pages:
        for places, pairs in hard(page):
            check(page, places, pairs, b"", False)
    for_a_while(
        "public",
        check,
        st.sampled_from(pages),
        st.lists(values, max_size=2),
        fields,
        st.binary(max_size=200),
        st.booleans(),
    )


def hard(page: Page) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """What broke programs most, in every field of a page, a few at once; in its address and not. A page
    without a field or a place in its address is asked for once as it is, not once for each value."""
    _, path, names = page
    if not names or "{" not in path:
        yield ["1"] * 2, []
    for value in HARD:
        for start in range(0, len(names), TOGETHER):
            yield ["1"] * 2, [(name, value) for name in names[start : start + TOGETHER]]
        if "{" in path:
            yield [value] * 2, []


def as_form(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


class Administrator:
    """Somebody who may do everything, signed in again whenever an example signed them out."""

    def __init__(self, site: FastAPI) -> None:
        self._desk = Desk(site, raise_server_exceptions=False)
        self._sessions: sessionmaker[Session] = site.state.sessions_factory
        self._tokens: dict[str, str] = {}  # of the forms of each session: read on one page of it
        self._sign_in()

    def get(self, address: str, **given: Any) -> httpx.Response:
        """A page, as somebody who is signed in gets it."""
        reply = self._desk.get(address, headers=BROWSER, **given)
        if reply.url.path == SIGNING_IN != address:
            self._sign_in()
            reply = self._desk.get(address, headers=BROWSER, **given)
        return reply

    def post(self, address: str, data: dict[str, list[str]], **given: Any) -> httpx.Response:
        """What a form that is sent gets, with the token of who is signed in."""
        form = {**data, "csrf": [self._token(address)]}
        return self._desk.post(address, data=form, headers=BROWSER, **given)

    def _token(self, address: str) -> str:
        cookie = self._desk.cookies.get(COOKIE, "")
        if cookie in self._tokens and not address.endswith("connexion"):
            with self._sessions() as session:
                if find_session(session, cookie):
                    return self._tokens[cookie]
        page = self.get(SIGNING_IN if address.endswith("connexion") else "/equipe/compte")
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert token, f"no form on {page.url}"
        if not address.endswith("connexion"):
            self._tokens[self._desk.cookies.get(COOKIE, "")] = token[1]
        return token[1]

    def _sign_in(self) -> None:
        assert sign_in(self._desk, EMAILS["administrator"]).status_code == 303


@pytest.fixture
def administrator(site: FastAPI) -> Administrator:
    return Administrator(site)


def test_the_pages_of_the_team_answer_anything_typed_or_sent(
    administrator: Administrator,
) -> None:
    pages = routes(ROUTERS, ROOT)
    assert len(pages) >= 40

    def check(page: Page, places: list[str], pairs: list[tuple[str, str]]) -> None:
        method, path, _ = page
        address = fill_in(path, places)
        if method == "GET":
            with contextlib.suppress(httpx.InvalidURL):
                looked_at(administrator.get(address, params=pairs))
            return
        looked_at(administrator.post(address, as_form(pairs), follow_redirects=False))

    for page in pages:
        for places, pairs in hard(page):
            check(page, places, pairs)
    for_a_while("staff", check, st.sampled_from(pages), st.lists(values, max_size=2), fields)


def test_any_file_is_imported_or_refused(administrator: Administrator) -> None:
    def check(upload: tuple[str, bytes]) -> None:
        looked_at(administrator.post("/equipe/transfert/import", {}, files={"file": upload}))

    for_a_while("import", check, uploads())
