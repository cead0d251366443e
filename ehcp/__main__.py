"""The `ehcp` command, also as `python -m ehcp`: make our packages importable in this process, then run the command."""

from __future__ import annotations

import sys
from pathlib import Path


def home() -> Path:
    """Return the folder of our packages: this one in an installed wheel, the one above it in the repository."""
    here = Path(__file__).resolve().parent
    return here if (here / "starter").is_dir() else here.parent


def main() -> None:
    """Run the command. Our packages come first on the path, so another distribution's `records` cannot replace ours."""
    sys.path.insert(0, str(home()))
    from starter.command import main as run

    run()


if __name__ == "__main__":
    main()
