"""Where everything is: the data folder, the Temporal server, the database, the keys.

One place reads the environment. In the embedded default nothing need be set; production is these variables alone:

``EHCP_DATA``               data folder (default ``./var``)
``EHCP_TEMPORAL_ADDRESS``   host:port of a Temporal cluster; unset means the embedded server of the data folder
``EHCP_TEMPORAL_NAMESPACE`` Temporal namespace (default ``default``)
``EHCP_DATABASE_URL``       records database, for example ``postgresql+psycopg://ehcp@db/ehcp``; unset means SQLite
``EHCP_KEY_FILE``           keys that encrypt what Temporal stores (default ``keys/payload.json`` in the data folder)
``EHCP_KEYS``               those keys themselves, as the file holds them, where there is no file; wins over it
``EHCP_KEY_WRAPPER``        ``module:function`` that gives another wrapper of the cases' keys, for a key management service
``EHCP_KEY_ESCROW``         folder with a second copy of the cases' keys (default ``keys/cases`` in the data folder with SQLite)
``EHCP_DEPLOYMENT``         name of the worker deployment; set, the server routes cases by version (``ehcp versions``)
``EHCP_BUILD_ID``           this build's name among the versions (default: the package's version, with git's name of it)
``EHCP_TASK_QUEUE``         task queue of the workers (default ``ehcp``)
``EHCP_METRICS``            host:port of a worker's health and our metrics; unset means neither is served
``EHCP_SDK_METRICS``        host:port of the metrics of Temporal's SDK; unset means they are not served
``EHCP_CLIENT_SECRET_EXPIRES``  the day (2027-01-31) on which the client secret of the sign-in expires, for an alert
``OTEL_EXPORTER_OTLP_ENDPOINT``  where traces are sent by OTLP over HTTP; unset means none are made

How messages leave the house is in engine/sending_settings.py.

TLS, API keys and profiles of the connection come from Temporal's own environment configuration
(``temporalio.envconfig``), so that this program and the stock ``temporal`` command share a profile.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.errors import EngineError
from engine.sending_settings import SendingSettings, load_sending


@dataclass(frozen=True)
class Settings:
    data: Path
    temporal_address: str | None
    namespace: str
    database_url: str
    key_file: Path
    task_queue: str
    metrics_address: str | None = None
    sdk_metrics_address: str | None = None
    client_secret_expires: str | None = None
    tracing: bool = False
    keys: str | None = None
    key_wrapper: str | None = None
    key_escrow: Path | None = None
    deployment: str | None = None
    build_id: str | None = None
    sending: SendingSettings = field(default_factory=SendingSettings)

    @property
    def embedded(self) -> bool:
        """True when the Temporal server is the one that `ehcp up` starts for this data folder."""
        return self.temporal_address is None

    @property
    def client_secret_expires_on(self) -> date | None:
        """The day on which the client secret of the sign-in expires. Raises EngineError where it is not a day."""
        try:
            return date.fromisoformat(self.client_secret_expires) if self.client_secret_expires else None
        except ValueError:
            raise EngineError(
                f"EHCP_CLIENT_SECRET_EXPIRES is {self.client_secret_expires!r}; write a day such as 2027-01-31."
            ) from None

    @property
    def temporal_db(self) -> Path:
        return self.data / "temporal.db"

    @property
    def engine_file(self) -> Path:
        """Ports and process ids of the embedded engine, written by `ehcp up`."""
        return self.data / "engine.json"

    @property
    def outbox(self) -> Path:
        """The folder that letters and e-mails are written to in the embedded default."""
        return self.data / "outbox"


def load(data: str | Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; `data` (the --data flag) wins over ``EHCP_DATA``."""
    folder = Path(data or environ.get("EHCP_DATA") or "var").absolute()
    database_url = environ.get("EHCP_DATABASE_URL") or f"sqlite:///{folder / 'records.db'}"
    escrow = environ.get("EHCP_KEY_ESCROW") or (
        folder / "keys" / "cases" if database_url.startswith("sqlite") else None
    )
    return Settings(
        data=folder,
        temporal_address=environ.get("EHCP_TEMPORAL_ADDRESS") or None,
        namespace=environ.get("EHCP_TEMPORAL_NAMESPACE") or "default",
        database_url=database_url,
        key_file=Path(environ.get("EHCP_KEY_FILE") or folder / "keys" / "payload.json"),
        task_queue=environ.get("EHCP_TASK_QUEUE") or "ehcp",
        metrics_address=environ.get("EHCP_METRICS") or None,
        sdk_metrics_address=environ.get("EHCP_SDK_METRICS") or None,
        client_secret_expires=environ.get("EHCP_CLIENT_SECRET_EXPIRES") or None,
        tracing=bool(environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")),
        sending=load_sending(environ, embedded=not environ.get("EHCP_TEMPORAL_ADDRESS")),
        keys=environ.get("EHCP_KEYS") or None,
        key_wrapper=environ.get("EHCP_KEY_WRAPPER") or None,
        key_escrow=Path(escrow) if escrow else None,
        deployment=environ.get("EHCP_DEPLOYMENT") or None,
        build_id=environ.get("EHCP_BUILD_ID") or None,
    )
