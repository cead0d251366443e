"""Build Temporal's server and its SQL tool from their Go modules. The product itself never needs Go.

`go install` refuses a module whose go.mod replaces others, so a temporary module requires both programs as its tools
and builds them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MODULE = "go.temporal.io/server"
PROGRAMS = {"temporal-server": f"{MODULE}/cmd/server", "temporal-sql-tool": f"{MODULE}/cmd/tools/sql"}


@dataclass(frozen=True)
class Built:
    """The folders of the programs and of their schema."""

    programs: Path
    schema: Path
    go: str


def built(version: str) -> Built:
    """Return the programs of a version, built once and kept in this user's cache.

    Exits with a sentence if Go is missing.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ehcp" / f"temporal-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        go = _go(folder, "version").split()[2]
    except FileNotFoundError:
        sys.exit("Go is not installed here; `make prove-cluster` builds Temporal's server with it.")
    module = folder / "go.mod"
    if not module.exists():
        module.write_text(f"module cluster\n\ngo {go.removeprefix('go')}\n")
        _go(folder, "get", "-tool", *(f"{path}@v{version}" for path in PROGRAMS.values()))
    for name, path in PROGRAMS.items():
        if not (folder / "bin" / name).exists():
            print(f"Building {name} {version}; the first time this takes some minutes.", flush=True)
            _go(folder, "build", "-o", f"bin/{name}", path)
    return Built(
        folder / "bin", Path(_go(folder, "list", "-m", "-f", "{{.Dir}}", MODULE).strip()) / "schema", go
    )


def _go(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["go", *words],
        cwd=folder,
        env={**os.environ, "GOFLAGS": "-mod=mod"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"`go {words[0]}` failed; what it said stands above.")
    return done.stdout
