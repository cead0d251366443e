"""A restore is refused while a service runs on the records, from whatever data folder, and a service during a restore."""

from __future__ import annotations

import threading
from contextlib import ExitStack, suppress

import pytest
from sqlalchemy import create_engine, make_url, text

from records import service_lock
from records.errors import RecordsError
from records.service_lock import no_service, running_service


def never() -> None:
    raise AssertionError("the lock was lost")


def test_a_restore_is_refused_while_services_run_and_told_which(address: str) -> None:
    with running_service(address, "a worker", never), running_service(address, "the console", never):
        with pytest.raises(RecordsError) as refused, no_service(address):
            pass
        assert "a worker" in str(refused.value) and "the console" in str(refused.value)
        assert str(refused.value).endswith("stop them before you restore.")
    late = running_service(address, "a worker", never)
    with (
        no_service(address),
        pytest.raises(RecordsError, match="The records are being restored; start"),
        late,
    ):
        pass
    with running_service(address, "a worker", never):
        pass


def test_a_service_whose_connection_ended_takes_the_lock_again_or_stops(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if make_url(address).get_backend_name() == "sqlite":
        pytest.skip("a lock on a file does not end while its program runs")
    monkeypatch.setattr(service_lock, "_LOOK_SECONDS", 1.0)
    lost = threading.Event()
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    end_it = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'a worker%'"
    )
    with running_service(address, "a worker", lost.set):
        with admin.connect() as connection:
            connection.execute(end_it)
        with ExitStack() as restoring:
            while True:  # until the server has ended the connection, which is before the service looks again
                with suppress(RecordsError):
                    restoring.enter_context(no_service(address))
                    break
            assert lost.wait(20)
    admin.dispose()
