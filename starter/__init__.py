"""Every way in: the command line, the pages, the interface for programs."""

import engine.garbage_collection  # noqa: F401 - first, for all that is imported after it
