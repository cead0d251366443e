"""Traces from a person's act through the workflow to the records, sent by OTLP over HTTP if an endpoint is set.

A case lives for months, so its spans end at once, as the SDK's interceptor makes them, and a replay does not repeat
them. Each act has its own trace: the activity that records it belongs to the trace of the update that requested it.
Only listed attributes are sent: no error messages, arguments or results.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import opentelemetry.context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from temporalio import client, worker, workflow
from temporalio.contrib.opentelemetry import TracingInterceptor
from temporalio.converter import PayloadConverter

_ATTRIBUTES = frozenset(
    {"temporalWorkflowID", "temporalRunID", "temporalActivityID", "temporalUpdateID", "exception.type"}
)
"""Every attribute that may be sent with a span: ids, which hold nothing personal, and the type of an error."""
_HEADER = "_tracer-data"
"""The header in which the SDK's interceptor stores the trace of a call."""
_FLUSH_MILLISECONDS = 3000
_PROPAGATOR = TraceContextTextMapPropagator()


class ListedExporter(SpanExporter):
    """Exports spans with only the listed attributes, and without events, whose messages may quote a person's words."""

    def __init__(self, to: SpanExporter) -> None:
        self._to = to

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._to.export([_listed(span) for span in spans])

    def shutdown(self) -> None:
        self._to.shutdown()

    def force_flush(self, timeout_millis: int = _FLUSH_MILLISECONDS) -> bool:
        return self._to.force_flush(timeout_millis)


def _listed(span: ReadableSpan) -> ReadableSpan:
    told: dict[str, Any] = dict(span.attributes or {})
    for event in span.events:
        told |= event.attributes or {}
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={key: value for key, value in told.items() if key in _ATTRIBUTES},
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


_MADE: list[TracerProvider] = []


@cache
def provider(service: str) -> TracerProvider:
    """Return what makes and sends the spans of this program.

    OpenTelemetry's environment variable names the endpoint.
    """
    made = TracerProvider(resource=Resource.create({SERVICE_NAME: service}))
    made.add_span_processor(BatchSpanProcessor(ListedExporter(OTLPSpanExporter())))
    _MADE.append(made)
    return made


def flush() -> None:
    """Send the remaining spans before the program ends abruptly."""
    for made in _MADE:
        made.force_flush(_FLUSH_MILLISECONDS)


def interceptors(service: str) -> tuple[TracingInterceptor, ActsTraced]:
    """Return the interceptors for a client, which its workers inherit."""
    return TracingInterceptor(provider(service).get_tracer("ehcp")), ActsTraced()


class ActsTraced(client.Interceptor, worker.Interceptor):
    """Puts the activity that records an act into the act's trace, and not into that of the workflow's start."""

    def workflow_interceptor_class(
        self, input: worker.WorkflowInterceptorClassInput
    ) -> type[worker.WorkflowInboundInterceptor]:
        return _Inbound


class _Inbound(worker.WorkflowInboundInterceptor):
    def __init__(self, next: worker.WorkflowInboundInterceptor) -> None:
        super().__init__(next)
        self.asked: Any = None

    def init(self, outbound: worker.WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound, self))

    async def handle_update_handler(self, input: worker.HandleUpdateInput) -> Any:
        self.asked = input.headers.get(_HEADER)
        return await super().handle_update_handler(input)


class _Outbound(worker.WorkflowOutboundInterceptor):
    def __init__(self, next: worker.WorkflowOutboundInterceptor, inbound: _Inbound) -> None:
        super().__init__(next)
        self._inbound = inbound

    def start_activity(self, input: worker.StartActivityInput) -> workflow.ActivityHandle[Any]:
        asked, self._inbound.asked = self._inbound.asked, None
        if asked is None:
            return super().start_activity(input)
        (carrier,) = PayloadConverter.default.from_payloads([asked])
        token = opentelemetry.context.attach(_PROPAGATOR.extract(carrier))
        try:
            return super().start_activity(input)
        finally:
            opentelemetry.context.detach(token)
