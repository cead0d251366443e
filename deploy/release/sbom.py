"""Write the parts list of a release (SBOM, CycloneDX) from the lock files that the image installs. `make sbom` runs it.

cyclonedx-py lists the Python packages from `requirements-runtime.lock`. The design system is added from npm's lock
file, which cyclonedx-py does not read. It needs no network, and the same lock files give the same parts list.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NPM = ROOT / "starter" / "console" / "frontend" / "package-lock.json"


def parts_list() -> dict[str, Any]:
    """Return the parts list. Raises RuntimeError if it is not valid CycloneDX 1.6."""
    from cyclonedx.schema import SchemaVersion  # its grammars take seconds to load
    from cyclonedx.validation.json import JsonStrictValidator

    told = subprocess.run(
        [
            str(Path(sys.executable).with_name("cyclonedx-py")),
            "requirements",
            ROOT / "requirements-runtime.lock",
            "--pyproject",
            ROOT / "pyproject.toml",
            "--output-reproducible",
            "--no-validate",  # the whole list is validated below
            "--of",
            "JSON",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    found["components"] += _of_npm()
    if (fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found))) is not None:
        raise RuntimeError(f"The parts list is not valid CycloneDX 1.6: {fault}")
    return found


def _of_npm() -> list[dict[str, Any]]:
    packages = json.loads(NPM.read_text())["packages"]
    found = []
    for path, told in packages.items():
        if not path or told.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, digest = told["integrity"].partition("-")
        purl = f"pkg:npm/{name}@{told['version']}"
        found.append(
            {
                "bom-ref": purl,
                "type": "library",
                "name": name,
                "version": told["version"],
                "purl": purl,
                "hashes": [
                    {
                        "alg": algorithm.upper().replace("SHA", "SHA-"),
                        "content": base64.b64decode(digest).hex(),
                    }
                ],
            }
        )
    return found


def main() -> int:
    """Write it."""
    found = parts_list()
    path = ROOT / "dist" / f"ehcp-{found['metadata']['component']['version']}.cdx.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}: {len(found['components'])} parts.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
