"""A progress bar on the terminal, on the stream of errors, so that what a command prints stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(title: str, total: int | None, *, quiet: bool) -> Iterator[Callable[..., None]]:
    """Show how much of some work is done. Gives the function to call after each part, with the total if it is known by then."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as shown:
        task = shown.add_task(title, total=total)

        def advance(known: int | None = None) -> None:
            if known is not None:
                shown.update(task, total=known)
            shown.advance(task)

        yield advance
