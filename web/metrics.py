"""GET /metrics: what a technician watches, as Prometheus reads it. Counts and times; nobody in them.

Only from this machine, without a proxy between, or with the token of `METRICS_TOKEN`. For anybody else there
is no such page.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import content_number
from knowledge.lease import Duty
from knowledge.logs import log_event
from knowledge.models import DailyCount
from knowledge.outgoing import FAILED, KINDS, PENDING, in_line
from knowledge.search.service import AnswerSearch
from web.background import last_done
from web.turns import begin_stages

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 5.0)
FORWARDED = ("x-forwarded-for", "forwarded", "via", "x-real-ip")
COUNTED = {"decision": "decisions", "request": "requests"}  # of what the base counts by day

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)


class Watch:
    """The counts of this process since it started."""

    def __init__(self, factory: sessionmaker[Session], search: AnswerSearch, duty: Duty) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "assistant_turns", "Messages, by what became of them", ["outcome"], registry=self.registry
        )
        self.seconds = Histogram(
            "assistant_turn_seconds",
            "Time of an answered message, by stage",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.registry.register(_State(factory, search, duty))

    @contextmanager
    def turn(self) -> Iterator[dict[str, str]]:
        """One message: the block says its `outcome`; an error that it does not name is «error»."""
        told = {"outcome": "error"}
        stages, began = begin_stages(), time.perf_counter()
        try:
            yield told
        finally:
            whole = time.perf_counter() - began
            if told["outcome"] == "answered" and "line" not in stages:
                told["outcome"] = "met"  # danger: answered before the dialogue
            self.turns.labels(told["outcome"]).inc()
            if told["outcome"] == "answered":
                stages["gateway"] = max(0.0, whole - sum(stages.values()))
                for stage, seconds in {**stages, "whole": whole}.items():
                    self.seconds.labels(stage).observe(seconds)
            times = {f"{stage}_ms": round(1000 * seconds, 1) for stage, seconds in stages.items()}
            log_event(_log, "turn", outcome=told["outcome"], whole_ms=round(1000 * whole, 1), **times)


class _State(Collector):
    """What is read when it is asked for: the base's own counts, the mails in line, the index, the tasks."""

    def __init__(self, factory: sessionmaker[Session], search: AnswerSearch, duty: Duty) -> None:
        self._factory = factory
        self._search = search
        self._duty = duty

    def describe(self) -> list[Metric]:
        return []  # nothing is read before somebody asks

    def collect(self) -> Iterator[Metric]:
        try:
            read = list(self._of_the_base())
        except SQLAlchemyError:
            read = []
        up = GaugeMetricFamily("assistant_base_up", "Whether the base could be read")
        up.add_metric([], float(bool(read)))
        yield up
        yield from read
        yield CounterMetricFamily(
            "assistant_index_builds", "Indexes built by this process", value=self._search.builds
        )
        yield GaugeMetricFamily(
            "assistant_index_build_seconds", "Time of the last one", value=self._search.build_seconds
        )
        yield GaugeMetricFamily(
            "assistant_background_owner",
            "Whether this process does the background work",
            value=float(self._duty.held),
        )
        done = GaugeMetricFamily(
            "assistant_task_done_timestamp_seconds", "When a background task last ended well", labels=["task"]
        )
        for name, moment in sorted(last_done().items()):
            done.add_metric([name], moment)
        yield done

    def _of_the_base(self) -> Iterator[Metric]:
        with self._factory() as session:
            yield GaugeMetricFamily(
                "assistant_content_number", "The number of what is published", value=content_number(session)
            )
            for kind, name in COUNTED.items():
                family = CounterMetricFamily(
                    f"assistant_{name}", f"All {name} that the base counted", labels=["key"]
                )
                totals = select(DailyCount.key, func.sum(DailyCount.count)).where(DailyCount.kind == kind)
                for key, total in session.execute(totals.group_by(DailyCount.key)):
                    family.add_metric([key], float(total))
                yield family
            mails = GaugeMetricFamily(
                "assistant_mails", "Mails in line, by state", labels=["queue", "status"]
            )
            numbers = in_line(session)
            for queue in KINDS:
                for state in (PENDING, FAILED):
                    mails.add_metric([queue, state], float(numbers.get((queue, state), 0)))
            yield mails


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The figures, for who may see them."""
    if not may_see(
        request.headers,
        request.client.host if request.client else "",
        request.app.state.settings.metrics_token,
    ):
        raise HTTPException(404)
    watch: Watch = request.app.state.watch
    return Response(generate_latest(watch.registry), media_type=CONTENT_TYPE_LATEST)


def may_see(headers: Mapping[str, str], client: str, token: str) -> bool:
    """Whether the figures are shown: to who has the token, or asks from this very machine with no proxy."""
    given = headers.get("authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    if any(name in headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
