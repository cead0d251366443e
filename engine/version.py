"""Which build this is, and how the server routes cases among builds.

Every workflow of this program is AUTO_UPGRADE: it lives for months or years, so it goes on under the current build, and
what a build must bear is shown by replays (`ehcp replay --all`). Nothing is pinned: a pinned case would hold a build of
last spring alive until the spring after next.
"""

from __future__ import annotations

import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig

from engine.configuration import Settings

_ROOT = Path(__file__).resolve().parents[1]
_UNNAMED = "ehcp"


def version_of(settings: Settings) -> WorkerDeploymentConfig:
    """The version of this worker. The server routes by it only where a deployment is named; else it is only told."""
    return deployment_version(
        settings.deployment or _UNNAMED,
        settings.build_id or this_build(),
        routes=settings.deployment is not None,
    )


def deployment_version(deployment: str, build_id: str, *, routes: bool = True) -> WorkerDeploymentConfig:
    """A version by its names."""
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment, build_id),
        use_worker_versioning=routes,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE
        if routes
        else VersioningBehavior.UNSPECIFIED,
    )


def this_build() -> str:
    """The version of the package, and in a checkout git's name of what is checked out."""
    try:
        package = version("ehcp")
    except PackageNotFoundError:
        package = "0"
    if not (_ROOT / ".git").exists():
        return package
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=10"],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=5,
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return package
    return f"{package}+{said}"
