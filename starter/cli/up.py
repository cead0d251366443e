"""`ehcp up`: the embedded server, the worker and the console, for one data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter.terminal.data_folder import DataFolder, today
from starter.terminal.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from engine.configuration import Settings
    from engine.embedded import Ports
    from engine.supervisor import Supervisor

Command = Callable[..., str]
"""Runs another command of `ehcp`, by its words, and returns the last line that it says."""
_SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("up")(_up)


def _up(
    context: typer.Context,
    data: DataFolder = None,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The console's port.")
    ] = 8080,
    samples: Annotated[bool, typer.Option("--samples", help="Load the sample caseload.")] = False,
    demo: Annotated[
        int | None,
        typer.Option(
            "--demo",
            metavar="REQUESTS",
            min=1,
            help="Load two invented years too, with this many requests a year.",
        ),
    ] = None,
    server_only: Annotated[
        bool,
        typer.Option("--server-only", help="Start only the Temporal server, for `ehcp verify --repair`."),
    ] = False,
) -> None:
    """Start the embedded server, the worker and the console; Ctrl-C stops all, and the next start resumes."""
    from engine.configuration import load
    from engine.embedded import is_taken, prepare, sole_owner
    from engine.errors import EngineError
    from office.refusals import ActRefused
    from office.restore import finish_restore
    from records.errors import RecordsError

    settings = load(data)
    try:
        prepare(settings)
        with sole_owner(settings):
            if finish_restore(settings):
                typer.echo("A restore that had not finished is finished now.")
            if server_only:
                _run_server(settings)
                return
            if is_taken(port):
                raise EngineError(f"Port {port} is in use by another program; choose another with --port.")
            _run(settings, port, samples, demo, partial(_last_line_of, settings, context.obj))
    except (EngineError, ActRefused, RecordsError) as error:
        raise Refused(str(error)) from None


def _run_server(settings: Settings) -> None:
    """Run the Temporal server of a data folder until stopped, without the worker and the console."""
    from engine.embedded import chosen_ports, remember
    from engine.errors import EngineError

    if not settings.embedded:
        raise EngineError(
            "The Temporal server of EHCP_TEMPORAL_ADDRESS is not started from here; leave out --server-only."
        )
    supervisor, ports = _supervisor(), chosen_ports(settings)
    ports.console = None

    def note() -> None:
        ports.pids = supervisor.pids
        remember(settings, ports)

    try:
        _add_server(settings, ports, supervisor)
        note()
        typer.echo(
            f"The Temporal server runs at {ports.address}, without a worker: no case goes on. Run `ehcp verify --repair "
            f"--data {settings.data}` now.\nCtrl-C stops it."
        )
        sys.stdout.flush()
        supervisor.watch(note)
    finally:
        supervisor.stop_all()


def _supervisor() -> Supervisor:
    """Return a supervisor that stops when this program is asked to stop."""
    from engine.supervisor import Supervisor

    supervisor = Supervisor(lambda sentence: typer.echo(sentence, err=True))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.request_stop())
    return supervisor


def _add_server(settings: Settings, ports: Ports, supervisor: Supervisor) -> None:
    from engine.embedded import server_program, wait_for

    server = server_program(settings, ports)
    supervisor.add(server, lambda process: wait_for(ports.server, server.name, server.log, process))


def _run(settings: Settings, port: int, samples: bool, demo: int | None, command: Command) -> None:
    from engine.embedded import Ports, chosen_ports, remember

    supervisor = _supervisor()
    ports = chosen_ports(settings) if settings.embedded else Ports(0, 0, 0, 0)
    ports.console = port

    def note() -> None:
        ports.pids = supervisor.pids
        with suppress(OSError):  # a full disk must not stop what runs; the next change writes it
            remember(settings, ports)

    try:
        _start(settings, ports, supervisor, note)
        if settings.embedded:
            _load_authority(settings, command)
            _know_sample_staff(settings)
        if samples or demo is not None:
            _load_settings(settings, command)
        if samples:
            _load_samples(settings, command)
        if demo is not None:
            _load_demo(settings, demo)
        _say_where(settings, ports)
        supervisor.watch(note)
    finally:
        supervisor.stop_all()
    typer.echo("Stopped; every case is where it was.")


def _start(settings: Settings, ports: Ports, supervisor: Supervisor, note: object) -> None:
    from engine.child_processes import Program, command_of, with_our_packages
    from engine.embedded import wait_for

    noted = note if callable(note) else None
    if settings.embedded:
        _add_server(settings, ports, supervisor)
        if noted:
            noted()
    ready_file = settings.data / "worker.ready"
    worker = Program(
        "worker",
        command_of("worker", "--data", str(settings.data)),
        with_our_packages(EHCP_READY_FILE=str(ready_file)),
        settings.data / "logs" / "worker.log",
    )
    ready_file.unlink(missing_ok=True)
    supervisor.add(worker, lambda process: _wait_for_file(ready_file, process))
    if ports.console is not None:
        console_port = ports.console
        console = Program(
            "console",
            command_of("starter.web", "--data", str(settings.data), "--port", str(console_port)),
            with_our_packages(),
            settings.data / "logs" / "console.log",
        )
        supervisor.add(console, lambda process: wait_for(console_port, console.name, console.log, process))
    if noted:
        noted()


def _wait_for_file(path: Path, process: subprocess.Popen[bytes]) -> None:
    import time

    from engine.errors import EngineError

    end = time.monotonic() + 90
    while not path.exists():
        if process.poll() is not None:
            raise EngineError("The worker ended before it was ready.")
        if time.monotonic() > end:
            raise EngineError("it was not ready within 90 seconds")
        time.sleep(0.05)
    path.unlink(missing_ok=True)


def _load_authority(settings: Settings, command: Command) -> None:
    """The embedded default writes its letters for an invented authority until another is loaded."""
    from records.profile import profile_content

    sample = _SAMPLES / "authority.yaml"
    if sample.exists() and not _has(settings, profile_content):
        command("authority", "load", str(sample))
        typer.echo(
            "Letters are those of an invented authority; load your own with `ehcp authority load FILE`."
        )


def _load_settings(settings: Settings, command: Command) -> None:
    from records.settings import last_load

    sample = _SAMPLES / "settings.csv"
    if sample.exists() and not _has(settings, last_load):
        command("settings", "load", str(sample))
        command("closures", "load", str(sample.with_name("closures.csv")))
        command("standards", "load", str(sample.with_name("standards.yaml")))


def _has(settings: Settings, what: Callable[[Session], object]) -> bool:
    from records.database import Database

    database = Database(settings.database_url)
    try:
        with database.read() as session:
            return what(session) is not None
    finally:
        database.close()


def _last_line_of(settings: Settings, run: Callable[[list[str]], int], *words: str) -> str:
    """Run a command of `ehcp` on this data folder in this process, and return the last line that it says."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        run([*words, "--data", str(settings.data)])
    return (out.getvalue().strip().splitlines() or [err.getvalue().strip()])[-1]


def _load_samples(settings: Settings, command: Command) -> None:
    samples = _SAMPLES / "intake.csv"
    if not samples.exists():
        typer.echo(
            "There is no sample intake in this installation; open your own with `ehcp open`.", err=True
        )
        return
    typer.echo("Loading the sample caseload...")
    typer.echo(command("open", str(samples)))
    _load_sample_bands(settings)
    _load_sample_support(settings, samples.with_name("early-support.csv"))
    _begin_sample_processes(settings, samples.with_name("processes.yaml"))


def _load_demo(settings: Settings, size: int) -> None:
    """Load two invented years with their progress shown. A second run goes on where the first one stopped."""
    from engine.child_processes import command_of, with_our_packages

    words = ("demo", "load", "--size", str(size), "--data", str(settings.data))
    subprocess.run(command_of("starter", *words), env={**os.environ, **with_our_packages()}, check=False)


def _load_sample_bands(settings: Settings) -> None:
    """Load the example frameworks of bands, so that a case can be banded. A second run finds them loaded."""
    from casework.access.permissions import OPERATOR
    from office import money
    from office.refusals import ActRefused
    from records.database import Database

    database = Database(settings.database_url)
    try:
        for text in money.shipped().values():
            money.load(database, text, OPERATOR.id, today())
    except ActRefused as refusal:
        typer.echo(f"The example frameworks of bands were not loaded. {refusal}", err=True)
    finally:
        database.close()


def _load_sample_support(settings: Settings, file: Path) -> None:
    """Load the sample records of early support. A second run changes none of them on the same day."""
    from casework.access.permissions import OPERATOR
    from office.early_support import load
    from office.early_support_file import support_in
    from office.refusals import ActRefused
    from records import early_support
    from records.database import Database

    database = Database(settings.database_url)
    try:
        if not _has(settings, lambda session: next(iter(early_support.all_current(session)), None)):
            load(database, support_in(file.read_bytes(), today()), OPERATOR.id, today())
    except ActRefused as refusal:
        typer.echo(f"The sample records of early support were not loaded. {refusal}", err=True)
    finally:
        database.close()


def _begin_sample_processes(settings: Settings, file: Path) -> None:
    """Begin the processes of the sample caseload. What is refused does not stop the start."""
    from starter.cli.sample_processes import begin_processes

    try:
        begin_processes(str(settings.data), file, today())
    except Refused as refusal:
        typer.echo(f"The sample processes were not begun. {refusal}", err=True)


def _know_sample_staff(settings: Settings) -> None:
    """Enter the invented staff in the register, so that pages call them by their names before they sign in."""
    from datetime import UTC, datetime

    from office.register_of_staff import as_json
    from office.sample_people import sample_people
    from records import staff
    from records.database import Database

    database = Database(settings.database_url)
    try:
        with database.write() as session:
            for person in sample_people().values():
                if staff.find(session, person.id) is None:
                    staff.save_sign_in(session, person.id, as_json(person), datetime.now(UTC))
    finally:
        database.close()


def _say_where(settings: Settings, ports: Ports) -> None:
    from engine.embedded import LOOPBACK

    data = settings.data
    lines = []
    lines.append(f"Console      http://{LOOPBACK}:{ports.console}")
    lines.append(
        f"Temporal UI  http://{LOOPBACK}:{ports.ui}"
        if settings.embedded
        else f"Temporal     {settings.temporal_address}"
    )
    lines.append(f"Caseload     ehcp cases --data {data}")
    lines.append(f"Letters      {settings.outbox}")
    typer.echo(
        "\n".join(["", *lines, "", "Ctrl-C stops everything; the next start resumes where this one stopped."])
    )
    sys.stdout.flush()
