"""Prometheus metrics: those of Temporal's SDK, and ours, which are read from the records at each scrape."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeHistogramMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session
from temporalio import activity, worker
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

from casework.authority.profile import profile_of
from casework.early_support.policy import REFORM as EARLY_SUPPORT
from casework.early_support.policy import SHIPPED
from casework.reforms.reforms import reform_on
from engine.configuration import Settings
from records.database import Database
from records.early_support import count_rescreens_due
from records.errors import RecordsError
from records.measures import Measures, measure
from records.outbox_backlog import Backlog, backlog
from records.profile import profile_content
from statute.local_time import london_date

DUE_DAYS = (-1, 0, 1, 3, 7, 14, 28, 42, 70, 112, 140)
"""The buckets of the histogram of next limits, in days from today; -1 and below are past."""
_LAG_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)

RECORDING = ("record_transition", "record_steps")
"""The activities that record. The SDK's metrics cover the others."""

RECORDING_LAG = Histogram(
    "ehcp_recording_lag_seconds",
    "Seconds from a workflow's request to record something until it is recorded.",
    ["activity"],
    buckets=_LAG_SECONDS,
)
RECORDING_FAILURES = Counter(
    "ehcp_recording_failures",
    "Failed attempts to record something; each is retried.",
    ["activity"],
)
for _name in RECORDING:  # without a zero at the start, the first failure would not show as an increase
    RECORDING_FAILURES.labels(_name)


def runtime_of(settings: Settings) -> Runtime | None:
    """Return the SDK's runtime that serves its metrics for Prometheus, or None if no address is set.

    Temporal's core then logs through Python's logging, without the fields that may quote a failure.
    """
    if settings.sdk_metrics_address is None:
        return None
    forwarded = LogForwardingConfig(
        logging.getLogger("temporalio.core"),
        prepend_target_on_message=False,
        append_log_fields_to_message=False,
    )
    return Runtime(
        telemetry=TelemetryConfig(
            logging=LoggingConfig(
                filter=TelemetryFilter(core_level="WARN", other_level="ERROR"), forwarding=forwarded
            ),
            metrics=PrometheusConfig(
                bind_address=settings.sdk_metrics_address,
                counters_total_suffix=True,
                unit_suffix=True,
                durations_as_seconds=True,
            ),
        )
    )


class LagMeasured(worker.Interceptor):
    """Measures how long it takes until an event is recorded."""

    def intercept_activity(
        self, next: worker.ActivityInboundInterceptor
    ) -> worker.ActivityInboundInterceptor:
        return _Timed(next)


class _Timed(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        told = activity.info()
        if told.activity_type not in RECORDING:
            return await super().execute_activity(input)
        try:
            answer = await super().execute_activity(input)
        except Exception:
            RECORDING_FAILURES.labels(told.activity_type).inc()
            raise
        waited = datetime.now(UTC) - told.scheduled_time
        RECORDING_LAG.labels(told.activity_type).observe(max(0.0, waited.total_seconds()))
        return answer


class Caseload(Collector):
    """Our gauges, read by SQL at each scrape. If the records cannot be read, only `ehcp_records_up` is given, as 0."""

    def __init__(
        self, database: Database, secret_expires_on: date | None, now: Callable[[], datetime]
    ) -> None:
        self._database, self._expires, self._now = database, secret_expires_on, now

    def describe(self) -> list[Metric]:
        """Return nothing, because registering must not query the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = self._now()
        today = london_date(now)
        if self._expires is not None:
            yield GaugeMetricFamily(
                "ehcp_client_secret_days_left",
                "Days until the client secret of the sign-in expires.",
                (self._expires - today).days,
            )
        try:
            with self._database.read() as session:
                found = measure(session, today)
                due = rescreens_due(session, today)
                behind = backlog(session, now)
        except RecordsError:
            yield GaugeMetricFamily("ehcp_records_up", "Whether the records can be read.", 0)
            return
        yield GaugeMetricFamily("ehcp_records_up", "Whether the records can be read.", 1)
        yield from families(found, now)
        yield _stuck(behind)
        yield GaugeMetricFamily(
            "ehcp_early_support_rescreens_due",
            "Re-screens that local policy asks for and that did not come.",
            due,
        )


def rescreens_due(session: Session, today: date) -> int:
    """Return how many re-screens are past their day; 0 while early language support is switched off."""
    content = profile_content(session)
    profile = profile_of(content) if content else None
    if not reform_on(EARLY_SUPPORT, today, profile.reforms if profile else {}).is_on:
        return 0
    return count_rescreens_due(session, (profile.early_support if profile else None) or SHIPPED, today)


def families(found: Measures, now: datetime) -> Iterator[Metric]:
    """The gauges of the caseload and the outbox."""
    cases = GaugeMetricFamily("ehcp_open_cases", "Open cases by stage and colour.", labels=["stage", "rag"])
    for (stage, rag), count in found.open_cases.items():
        cases.add_metric([stage, rag], count)
    yield cases
    beside = GaugeMetricFamily(
        "ehcp_open_processes", "Open processes beside cases, by kind and status.", labels=["kind", "status"]
    )
    for (kind, status), count in found.open_processes.items():
        beside.add_metric([kind, status], count)
    yield beside
    yield GaugeMetricFamily("ehcp_breached_cases", "Open cases with a breached limit.", found.breached)
    yield GaugeMetricFamily(
        "ehcp_unnoticed_deadlines",
        "Open, undecided cases whose limit is past but whose workflow did not record that.",
        found.unnoticed,
    )
    yield _due(found)
    waiting = GaugeMetricFamily("ehcp_outbox_waiting", "Unsent messages.", labels=["channel"])
    for channel in sorted({"email", "letter", *found.waiting}):
        waiting.add_metric([channel], found.waiting.get(channel, 0))
    yield waiting
    yield GaugeMetricFamily(
        "ehcp_outbox_oldest_seconds",
        "How long the oldest unsent message has waited; 0 if none waits.",
        (now - found.oldest_waiting).total_seconds() if found.oldest_waiting else 0,
    )
    if found.last_recorded is not None:
        yield GaugeMetricFamily(
            "ehcp_last_recorded_seconds",
            "How long ago a case was last recorded.",
            (now - found.last_recorded).total_seconds(),
        )


def _stuck(behind: Sequence[Backlog]) -> Metric:
    stuck = GaugeMetricFamily(
        "ehcp_outbox_stuck", "Messages that are due and do not leave.", labels=["channel"]
    )
    for channel, count in ({"email": 0, "letter": 0} | {one.channel: one.messages for one in behind}).items():
        stuck.add_metric([channel], count)
    return stuck


def _due(found: Measures) -> Metric:
    buckets = [
        (str(bound), float(sum(count for days, count in found.due_in_days.items() if days <= bound)))
        for bound in DUE_DAYS
    ]
    total = float(sum(found.due_in_days.values()))
    return GaugeHistogramMetricFamily(
        "ehcp_next_due_days",
        "Days left until the next limit of each open case.",
        buckets=[*buckets, ("+Inf", total)],
        gsum_value=float(sum(days * count for days, count in found.due_in_days.items())),
    )
