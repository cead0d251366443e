"""Where everything is: the data folder, the Temporal server, the database, the keys.

In the embedded default nothing need be set; production is the variables of docs/reference/settings.md only. How messages leave
the house is in engine/sending_settings.py, sign-in in engine/console_settings.py.

TLS, API keys and profiles of the connection come from Temporal's own environment configuration
(``temporalio.envconfig``), so that this program and the stock ``temporal`` command share a profile.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, SecretStr

from engine.environment import EnvironmentSettings
from engine.sending_settings import SendingSettings


def _host_and_port(written: str) -> str:
    host, _, port = written.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or int(port) > 65535:
        raise ValueError(f"is {written!r}; write it as host:port, such as 127.0.0.1:9464")
    return written


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"is {str(path)!r}, which is not a folder; correct it, or leave it out")
    return path


Address = Annotated[str, AfterValidator(_host_and_port)]


class Settings(EnvironmentSettings):
    """Where everything is."""

    data: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default=Path("var"),
        validation_alias="EHCP_DATA",
        validate_default=True,
        description="The data folder.",
    )
    temporal_address: Address | None = Field(
        default=None,
        validation_alias="EHCP_TEMPORAL_ADDRESS",
        description="Host and port of a Temporal cluster. Not set: the embedded server of the data folder.",
    )
    namespace: str = Field(
        default="default", validation_alias="EHCP_TEMPORAL_NAMESPACE", description="The Temporal namespace."
    )
    database_url: str = Field(
        default_factory=lambda known: f"sqlite:///{known['data'] / 'records.db'}",
        validation_alias="EHCP_DATABASE_URL",
        repr=False,
        description="The records database, for example `postgresql+psycopg://ehcp@db/ehcp`. Not set: SQLite, in "
        "`records.db` of the data folder.",
    )
    key_file: Path = Field(
        default_factory=lambda known: known["data"] / "keys" / "payload.json",
        validation_alias="EHCP_KEY_FILE",
        description="The file of the keys that encrypt what Temporal stores. Not set: `keys/payload.json` in the "
        "data folder.",
    )
    keys: SecretStr | None = Field(
        default=None,
        validation_alias="EHCP_KEYS",
        description="Those keys themselves, as the file holds them. They are used in place of the file.",
    )
    key_wrapper: str | None = Field(
        default=None,
        validation_alias="EHCP_KEY_WRAPPER",
        description="`module:function` that returns another wrapper of the cases' keys, for a key management service.",
    )
    key_escrow: Path | None = Field(
        default_factory=lambda known: _escrow(known),
        validation_alias="EHCP_KEY_ESCROW",
        description="The folder with a second copy of the cases' keys. Not set: `keys/cases` in the data folder with "
        "SQLite, none with PostgreSQL.",
    )
    task_queue: str = Field(
        default="ehcp", validation_alias="EHCP_TASK_QUEUE", description="The task queue of the workers."
    )
    cached_workflows: int = Field(
        default=1000,
        ge=1,
        validation_alias="EHCP_CACHED_WORKFLOWS",
        description="How many workflows a worker keeps in memory, of which each takes about 0.2 MB. Another workflow is "
        "replayed from its history before its next act.",
    )
    pollers: int = Field(
        default=5,
        ge=2,
        validation_alias="EHCP_POLLERS",
        description="How many requests for work of each kind a worker has open at the Temporal server.",
    )
    deployment: str | None = Field(
        default=None,
        validation_alias="EHCP_DEPLOYMENT",
        description="The name of the worker deployment. When it is set, the server routes cases by version (`ehcp versions`).",
    )
    build_id: str | None = Field(
        default=None,
        validation_alias="EHCP_BUILD_ID",
        description="The name of this build among the versions. Not set: the package's version, with git's name of it.",
    )
    virus_scanner: Address | None = Field(
        default=None,
        validation_alias="EHCP_VIRUS_SCANNER",
        description="Host and port of ClamAV's daemon. When it is set, each uploaded document is scanned, and refused if the "
        "scanner does not answer.",
    )
    metrics_address: Address | None = Field(
        default=None,
        validation_alias="EHCP_METRICS",
        description="Host and port of a worker's health and our metrics. Not set: neither is served.",
    )
    sdk_metrics_address: Address | None = Field(
        default=None,
        validation_alias="EHCP_SDK_METRICS",
        description="Host and port of the metrics of Temporal's SDK. Not set: they are not served.",
    )
    client_secret_expires_on: date | None = Field(
        default=None,
        validation_alias="EHCP_CLIENT_SECRET_EXPIRES",
        description="The date on which the client secret of the sign-in expires, such as `2027-01-31`, for an alert.",
    )
    traces_to: str | None = Field(
        default=None,
        validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="Where traces are sent by OTLP over HTTP. Not set: none are made.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        validation_alias="EHCP_OIDC_ISSUER",
        description="The provider of sign-in. When it is set, the invented staff do not exist.",
    )
    packs: Annotated[Path, AfterValidator(_folder)] | None = Field(
        default=None,
        validation_alias="EHCP_PACKS",
        description="A folder of rule packs in place of those that are installed, to try a pack.",
    )
    sending: SendingSettings

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ, **given: object) -> Self:
        """Return the settings, with those of sending. Raises EngineError, with one sentence."""
        sending = SendingSettings.read(environ, embedded=not environ.get("EHCP_TEMPORAL_ADDRESS"))
        return super().read(environ, **{"sending": sending, **given})

    @property
    def embedded(self) -> bool:
        """True when the Temporal server is the one that `ehcp up` starts for this data folder."""
        return self.temporal_address is None

    @property
    def tracing(self) -> bool:
        """True when traces are made."""
        return self.traces_to is not None

    @property
    def temporal_db(self) -> Path:
        """The file of the embedded Temporal server."""
        return self.data / "temporal.db"

    @property
    def engine_file(self) -> Path:
        """Ports and process ids of the embedded engine, written by `ehcp up`."""
        return self.data / "engine.json"

    @property
    def outbox(self) -> Path:
        """The folder that letters and e-mails are written to in the embedded default."""
        return self.data / "outbox"


class ProgramSettings(EnvironmentSettings):
    """Other programs on this machine."""

    temporal_binary: Path | None = Field(
        default=None,
        validation_alias="EHCP_TEMPORAL_BINARY",
        description="The `temporal` program. Not set: the one that is installed with this program.",
    )
    postgres_folder: Path | None = Field(
        default=None,
        validation_alias="EHCP_PG_BIN",
        description="The folder of PostgreSQL's client programs, for `ehcp backup`. Not set: they are looked for in PATH.",
    )
    ready_file: Path | None = Field(
        default=None,
        validation_alias="EHCP_READY_FILE",
        description="A file that the worker makes once it works.",
    )


def load(data: str | Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings from the environment; `data` (the --data flag) is used in place of ``EHCP_DATA``."""
    return Settings.read({**environ, **({"EHCP_DATA": str(data)} if data else {})})


def _escrow(known: dict[str, Any]) -> Path | None:
    is_sqlite = str(known["database_url"]).startswith("sqlite")
    return known["data"] / "keys" / "cases" if is_sqlite else None
