"""The version of this build, and how the server routes cases to builds.

Every workflow is AUTO_UPGRADE: it lives for months or years, so it moves to the current build. Replays show that a
build can take over the open cases (`ehcp replay --all`). No workflow is pinned, because a pinned case would keep an old
build running for years.
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
    """Return the version of this worker. The server routes by it only if a deployment is named."""
    return deployment_version(
        settings.deployment or _UNNAMED,
        settings.build_id or this_build(),
        routes=settings.deployment is not None,
    )


def deployment_version(deployment: str, build_id: str, *, routes: bool = True) -> WorkerDeploymentConfig:
    """Return a version by its names."""
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment, build_id),
        use_worker_versioning=routes,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE
        if routes
        else VersioningBehavior.UNSPECIFIED,
    )


def this_build() -> str:
    """Return the version of the package; in a checkout, with the git revision."""
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
