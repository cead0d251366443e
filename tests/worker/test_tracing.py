"""One trace from a person's act to the records, without anything personal."""

from __future__ import annotations

from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from temporalio.contrib.opentelemetry import TracingInterceptor
from temporalio.worker import Replayer

from engine.keys import key_ring
from engine.plugin import case_plugin
from engine.tracing import ActsTraced, ListedExporter
from tests.histories.test_histories import FILES, history
from tests.running import wait_until
from tests.worker.conftest import PLANTED, REASON, Watched
from workflows.case import EhcpCase


def traced(watched: Watched, case: str, first: str, *then: str) -> bool:
    """Return whether a span of a case arrived, with the others as its descendants in the same trace."""
    spans = watched.spans()
    roots = [
        span for span in spans if span.name == first and of_case(span) == case and not span.parent_span_id
    ]
    if not roots:
        return False
    (root,) = roots
    within = {span.name: span for span in spans if span.trace_id == root.trace_id}
    ids = {span.span_id for span in within.values()}
    return set(then) <= set(within) and all(within[name].parent_span_id in ids for name in then)


def of_case(span: Span) -> str:
    return next((one.value.string_value for one in span.attributes if one.key == "temporalWorkflowID"), "")


@pytest.mark.xdist_group("watched")
def test_a_case_and_its_acts_are_traces_through_starter_workflow_and_activity(watched: Watched) -> None:
    case = watched.open("traced")
    watched.ehcp("act", case, "withdrawn", "--on", "today", "--set", f"reason={REASON}")
    recorded = ("StartActivity:record_transition", "RunActivity:record_transition")
    wait_until(
        lambda: traced(watched, case, "StartWorkflow:EhcpCase", "RunWorkflow:EhcpCase", *recorded),
        "the opening",
    )
    wait_until(lambda: traced(watched, case, "StartWorkflowUpdate:withdrawn", *recorded), "the act")
    ids = {attribute.key for span in watched.spans() for attribute in span.attributes}
    assert ids <= {"temporalWorkflowID", "temporalRunID", "temporalActivityID", "exception.type"}
    for word in (PLANTED, *PLANTED.split(), REASON, "north"):
        assert word.encode() not in watched.received


def test_of_an_error_its_type_leaves_and_its_words_stay() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(ListedExporter(kept)))
    with (
        pytest.raises(ValueError),
        provider.get_tracer("test").start_as_current_span("act", attributes={"child": PLANTED}),
    ):
        raise ValueError(REASON)
    (span,) = kept.get_finished_spans()
    assert dict(span.attributes or {}) == {"exception.type": "ValueError"}
    assert PLANTED not in span.to_json() and not span.status.is_ok


async def test_a_replay_makes_no_span_and_tracing_changes_no_step(tmp_path: Path) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    replayer = Replayer(
        workflows=[EhcpCase],
        plugins=[case_plugin(key_ring(tmp_path / "payload.json"))],
        interceptors=[
            TracingInterceptor(provider.get_tracer("test"), always_create_workflow_spans=True),
            ActsTraced(),
        ],
    )
    for path in FILES[:4]:
        if history(path).workflow_id.startswith("case-"):
            await replayer.replay_workflow(history(path))
    assert kept.get_finished_spans() == ()
