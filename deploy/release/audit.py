"""Check the dependencies of this release for known vulnerabilities.

`make audit` runs it. It exits with 1 if there are any, and with 3 if it could not look up every part.

pip-audit skips packages that it cannot look up, and still reports success. This program reports them as not audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOUND, COULD_NOT_LOOK = 1, 3
"""The exit codes for known vulnerabilities, and for parts that could not be looked up. Python itself exits with 1 or 2."""
_PATIENCE_SECONDS = 300


def verdict(dependencies: list[dict[str, Any]]) -> tuple[int, str]:
    """Return the exit code and the sentence for pip-audit's findings."""
    looked_up = [one for one in dependencies if "skip_reason" not in one]
    if not looked_up:
        return COULD_NOT_LOOK, "pip-audit cannot reach its data here, so nothing was audited."
    faulty = [one for one in looked_up if one["vulns"]]
    if faulty:
        said = "; ".join(
            f"{one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}" for one in faulty
        )
        return FOUND, f"Known vulnerabilities: {said}."
    left = len(dependencies) - len(looked_up)
    not_looked_up = f"; {left} could not be looked up" if left else ""
    return (
        COULD_NOT_LOOK if left else 0,
        f"{len(looked_up)} parts audited, none known to be vulnerable{not_looked_up}.",
    )


def main() -> int:
    """Audit the lock file that the image installs."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        *(
            "--require-hashes",
            "--disable-pip",
            "--progress-spinner",
            "off",
            "--timeout",
            "10",
            "--format",
            "json",
        ),
        *("-r", str(ROOT / "requirements-runtime.lock")),
    ]
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_PATIENCE_SECONDS
        ).stdout
        code, said = verdict(json.loads(told)["dependencies"])
    except (json.JSONDecodeError, subprocess.TimeoutExpired):  # it ended before it looked anything up
        code, said = verdict([])
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
