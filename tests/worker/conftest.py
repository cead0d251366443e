"""A monitored worker: its health, its and the SDK's metrics, and a real receiver of its traces."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from engine.child_processes import Program, start, stop
from engine.configuration import load
from engine.embedded import answers, running_server
from tests.conftest import days_ago
from tests.running import ROOT, Answer, ehcp, free_port, wait_until

PLANTED = "Zebedee Plantedname"
"""A child's name that must be only in the records."""
REASON = "Because Zebedee Plantedname cannot sit still."


@dataclass(frozen=True)
class Watched:
    """A running worker and the addresses to monitor it."""

    data: Path
    port: int
    sdk_port: int
    traces: Path
    environ: dict[str, str]

    def ehcp(self, *words: str) -> Answer:
        answer = ehcp(*words, data=self.data, **self.environ)
        assert answer.code == 0, answer.err
        return answer

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    @property
    def log(self) -> str:
        return (self.data / "logs" / "worker.log").read_text()

    @property
    def received(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.traces.glob("*.otlp"))

    def spans(self) -> list[Span]:
        found = []
        for path in self.traces.glob("*.otlp"):
            for resource in ExportTraceServiceRequest.FromString(path.read_bytes()).resource_spans:
                for scope in resource.scope_spans:
                    found += scope.spans
        return found

    def open(self, name: str) -> str:
        file = self.data / f"{name}.json"
        row = {
            "reference": name, "child_name": f"{PLANTED} {name}", "received_on": days_ago(30), "team": "north",
            "acts": f"assessment_agreed {days_ago(20)}",
        }  # fmt: skip
        file.write_text(json.dumps([row]))
        case: str = self.ehcp("open", str(file), "--json").json["cases"][0]["case"]
        return case


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Tests that use it carry the mark xdist_group("watched")."""
    folder = tmp_path_factory.mktemp("watched")
    data, traces = folder / "var", folder / "traces"
    traces.mkdir()
    settings = load(data, {})
    port, sdk_port, otlp = free_port(), free_port(), free_port()
    environ = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{otlp}",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "PYTHONPATH": str(ROOT),
    }
    receiver = start(
        Program(
            "receiver",
            [sys.executable, "-m", "tests.worker.receiver", str(otlp), str(traces)],
            {"PYTHONPATH": str(ROOT)},
            folder / "receiver.log",
        )
    )
    with running_server(settings):
        worker = start(
            Program(
                "worker",
                [sys.executable, "-m", "worker", "--data", str(data)],
                {
                    **environ,
                    "EHCP_METRICS": f"127.0.0.1:{port}",
                    "EHCP_SDK_METRICS": f"127.0.0.1:{sdk_port}",
                    "EHCP_CLIENT_SECRET_EXPIRES": "2099-12-31",
                },
                data / "logs" / "worker.log",
            )
        )
        try:
            wait_until(lambda: answers(otlp), "the receiver")
            wait_until(lambda: answers(port) or worker.poll() is not None, "the worker")
            assert worker.poll() is None, (data / "logs" / "worker.log").read_text()
            yield Watched(data, port, sdk_port, traces, environ)
        finally:
            stop(worker)
            stop(receiver)
