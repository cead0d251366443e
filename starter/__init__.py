"""Every way in: the command line, the pages, the interface for programs."""
