"""What surrounds the office in the proof against faults: its disk, its database, its mail server, and proxies before these."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bench.chaos_mail import MailServer
from bench.chaos_proxy import Proxy
from bench.postgres import postgres

_SETTINGS = {
    "EHCP_RECALL_MINUTES": "0",
    "EHCP_QUIET_HOURS": "none",
    "EHCP_BULK_OVER": "none",
    "EHCP_LEASE_SECONDS": "5",
}
_FREE_MEGABYTES, _MEGABYTES_A_CASE = 400, 2


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk in memory, which can be filled; it holds the data folder."""

    folder: Path
    megabytes: int

    def fill(self) -> None:
        """Leave no room on it: it is made as small as what it holds."""
        found = os.statvfs(self.folder)
        self._resize(f"{(found.f_blocks - found.f_bfree) * found.f_frsize}")

    def free(self) -> None:
        """Give it its size again."""
        self._resize(f"{self.megabytes}m")

    def _resize(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], check=True)


@dataclass(frozen=True, slots=True)
class Place:
    """What surrounds the office. `disk` is None where nothing can be mounted, and `database` None for SQLite."""

    folder: Path
    data: Path
    mail: MailServer
    mail_proxy: Proxy
    environment: dict[str, str]
    disk: Disk | None = None
    database: Proxy | None = None


@contextmanager
def place(folder: Path, records: str, cases: int, *, small_disk: bool = True) -> Iterator[Place]:
    """Prepare the surroundings of an office, and remove them afterwards."""
    with ExitStack() as ends:
        data = folder / "disk" / "var"
        data.parent.mkdir()
        disk = _mounted(data.parent, cases) if small_disk else None
        if disk is not None:
            ends.callback(subprocess.run, ["umount", "-l", str(disk.folder)], check=False)
        mail = MailServer(folder)
        mail.start()
        ends.callback(mail.kill)
        mail_proxy = Proxy(("127.0.0.1", mail.port))
        ends.callback(mail_proxy.close)
        environment = {**_SETTINGS, "EHCP_SMTP_URL": f"smtp://127.0.0.1:{mail_proxy.port}"}
        database = None
        if records != "sqlite":
            address = make_url(ends.enter_context(postgres(folder)))
            database = Proxy(f"{folder / 'data' / '.s.PGSQL.5432'}")
            ends.callback(database.close)
            through = address.set(host="127.0.0.1", port=database.port).update_query_dict({}, append=False)
            through = through.set(query={})
            environment["EHCP_DATABASE_URL"] = through.render_as_string(hide_password=False)
        yield Place(folder, data, mail, mail_proxy, environment, disk, database)


def _mounted(folder: Path, cases: int) -> Disk | None:
    size = _FREE_MEGABYTES + _MEGABYTES_A_CASE * cases
    if os.geteuid() != 0:
        return None
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    return Disk(folder, size) if done.returncode == 0 else None
