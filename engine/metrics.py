"""The metrics of Prometheus: those of Temporal's SDK, and ours, which are read from the records when they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeHistogramMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from temporalio import activity, worker
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

from engine.configuration import Settings
from records.database import Database
from records.errors import RecordsError
from records.measures import Measures, measure
from statute.local_time import london_date

DUE_DAYS = (-1, 0, 1, 3, 7, 14, 28, 42, 70, 112, 140)
"""The bounds of the histogram of next limits, in days from today; -1 and below are past."""
_LAG_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)

RECORDING = ("record_transition", "record_steps")
"""The activities that write down; the others are watched by the metrics of the SDK."""

RECORDING_LAG = Histogram(
    "ehcp_recording_lag_seconds",
    "Between a workflow's asking to write something down and its being written.",
    ["activity"],
    buckets=_LAG_SECONDS,
)
RECORDING_FAILURES = Counter(
    "ehcp_recording_failures",
    "Attempts to write something down that failed; each is tried again.",
    ["activity"],
)
for _name in RECORDING:  # a counter that begins with its first failure shows no rise at it
    RECORDING_FAILURES.labels(_name)


def runtime_of(settings: Settings) -> Runtime | None:
    """The SDK's runtime with its metrics served for Prometheus; None where no address is set for them.

    What Temporal's core logs then goes through Python's own logging, without the fields that may quote a failure.
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
    """Measures how long it takes until what happened is written down."""

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
    """Our gauges, by SQL at each scrape. Where the records cannot be read, one gauge says so and the rest are left out."""

    def __init__(
        self, database: Database, secret_expires_on: date | None, now: Callable[[], datetime]
    ) -> None:
        self._database, self._expires, self._now = database, secret_expires_on, now

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering must not ask the database."""
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
        except RecordsError:
            yield GaugeMetricFamily("ehcp_records_up", "Whether the records can be read.", 0)
            return
        yield GaugeMetricFamily("ehcp_records_up", "Whether the records can be read.", 1)
        yield from families(found, now)


def families(found: Measures, now: datetime) -> Iterator[Metric]:
    """The gauges of the caseload and the outbox."""
    cases = GaugeMetricFamily("ehcp_open_cases", "Open cases by stage and colour.", labels=["stage", "rag"])
    for (stage, rag), count in found.open_cases.items():
        cases.add_metric([stage, rag], count)
    yield cases
    yield GaugeMetricFamily(
        "ehcp_breached_cases", "Open cases with a limit past and not met.", found.breached
    )
    yield GaugeMetricFamily(
        "ehcp_unnoticed_deadlines",
        "Open, undecided cases whose limit is past though their workflow did not write it down.",
        found.unnoticed,
    )
    yield _due(found)
    waiting = GaugeMetricFamily("ehcp_outbox_waiting", "Messages that have not left.", labels=["channel"])
    for channel in sorted({"email", "letter", *found.waiting}):
        waiting.add_metric([channel], found.waiting.get(channel, 0))
    yield waiting
    yield GaugeMetricFamily(
        "ehcp_outbox_oldest_seconds",
        "How long the oldest message that has not left has waited; 0 where none waits.",
        (now - found.oldest_waiting).total_seconds() if found.oldest_waiting else 0,
    )
    if found.last_recorded is not None:
        yield GaugeMetricFamily(
            "ehcp_last_recorded_seconds",
            "How long ago any case was last written down.",
            (now - found.last_recorded).total_seconds(),
        )


def _due(found: Measures) -> Metric:
    buckets = [
        (str(bound), float(sum(count for days, count in found.due_in_days.items() if days <= bound)))
        for bound in DUE_DAYS
    ]
    total = float(sum(found.due_in_days.values()))
    return GaugeHistogramMetricFamily(
        "ehcp_next_due_days",
        "Days left to the next limit of each open case.",
        buckets=[*buckets, ("+Inf", total)],
        gsum_value=float(sum(days * count for days, count in found.due_in_days.items())),
    )
