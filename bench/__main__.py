"""Measure everything and write bench/RESULTS.md. `make bench` runs it."""

from __future__ import annotations

import asyncio
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from bench import bands, cases, console, forecast, history, lists, memory, timeline
from bench.place import place
from bench.postgres import postgres
from starter.terminal.data_folder import today
from statute.words import short_date

RESULTS = Path(__file__).parent / "RESULTS.md"


async def _measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        async with place(Path(folder) / "whole") as here:
            whole = await cases.measure(here)
            cost = await history.measure(here, whole["names"])
        async with place(Path(folder) / "cached") as here:
            cached = await memory.measure(here)
        pages = {"SQLite": await console.measure(Path(folder) / "sqlite")}
        with postgres(Path(folder)) as address:
            pages["PostgreSQL"] = await console.measure(Path(folder) / "postgresql", address)
        first = console.MANY >> console.DOUBLINGS
        many = await console.measure(Path(folder) / "many", count=first, doublings=console.DOUBLINGS)
    return {
        "pages": pages,
        "many": many,
        "whole": whole,
        "cost": cost,
        "cached": cached,
        "law": timeline.measure(),
        "lists": lists.measure(),
        "bands": bands.measure(),
        "forecast": forecast.measure(),
    }


def _row(what: str, measured: str, aim: str, met: bool) -> str:
    return f"| {what} | {measured} | {aim} | {'met' if met else '**missed**'} |"


def _share(what: str, whole: dict[str, Any], of: str, aim: float) -> str:
    """Return the row of a rate of whole cases as a share of another rate."""
    ratio = whole["cases_per_second"] / whole[of]
    return _row(
        what, f"{whole['cases_per_second']:.1f} of {whole[of]:.1f}: {ratio:.2f}", f"{aim:.2f}", ratio >= aim
    )


def _case_rows(found: dict[str, Any]) -> list[str]:
    """Return the rows of timelines, cases and lists."""
    whole, cost, cached, law, made = (found[name] for name in ("whole", "cost", "cached", "law", "lists"))
    return [
        _row(
            "Timelines a second on one core",
            f"{law['timelines_per_second']:,}",
            f"{law['bar']:,}",
            law["met"],
        ),
        _share("Whole cases a second, as a share of the bare workflow", whole, "bare_per_second", 0.7),
        _share("The same, of the bare workflow with plan and review", whole, "whole_bare_per_second", 0.9),
        _row(
            "An act acknowledged, p95, one officer",
            f"{whole['act_p95'] * 1000:.0f} ms",
            "250 ms",
            whole["act_p95"] < 0.25,
        ),
        _row(
            f"An act acknowledged, p95, {cases.ACTS_A_SECOND} acts a second of {cases.AT_ONCE} officers",
            f"{whole['paced_p95'] * 1000:.0f} ms",
            "250 ms",
            whole["paced_p95"] < 0.25,
        ),
        _row("History events per act", f"{cost['events_per_act']:.1f}", "12", cost["events_per_act"] <= 12),
        _row(
            "Temporal actions per act",
            f"{cost['actions_per_act']:.2f}",
            "3.5",
            cost["actions_per_act"] <= 3.5,
        ),
        _row("Replay of a whole case", f"{cost['replay_ms']:.0f} ms", "60 ms", cost["replay_ms"] < 60),
        _row(
            "Memory of the worker per cached case",
            f"{cached['each']:.3f} MiB",
            "0.2 MB",
            cached["each"] * 1.048576 <= 0.2,
        ),
        _row(
            f"One tailored list over {lists.SETTINGS:,} settings: in England (slowest), all in one city (median)",
            f"{made['country_ms']:.1f} ms, {made['city_ms']:.1f} ms",
            f"{made['aim_ms']:.0f} ms",
            max(made["country_ms"], made["city_ms"]) < made["aim_ms"],
        ),
        _row(
            f"One simulation of bands over {bands.CASES:,} cases",
            f"{found['bands']['seconds']:.2f} s",
            f"{bands.AIM_SECONDS:.0f} s",
            found["bands"]["seconds"] < bands.AIM_SECONDS,
        ),
    ]


def _forecast_row(made: dict[str, Any]) -> str:
    """Return the row of the forecasts."""
    return _row(
        f"Forecasts of {made['cases']:,} open cases on one core, and with other places at the panel",
        f"{made['seconds']:.0f} s, {made['what_if_seconds']:.0f} s",
        f"{made['aim_seconds']:.0f} s",
        made["what_if_seconds"] < made["aim_seconds"],
    )


def _page_rows(found: dict[str, Any]) -> list[str]:
    """Return the rows of the pages' times."""
    of_officers = [
        _page_row(said, console.CASES, database, pages, what)
        for database, pages in found["pages"].items()
        for what, said in console.PAGES.items()
    ]
    of_managers = [
        _page_row(said, console.MANY, "SQLite", found["many"], what)
        for what, said in console.PAGES_OF_MANAGERS.items()
    ]
    return of_officers + of_managers


def _page_row(said: str, number: int, database: str, pages: dict[str, Any], what: str) -> str:
    aim = console.aim_of(what)
    return _row(
        f"{said}, p95, {number:,} open cases in {database}, {pages['acts_a_second']:.1f} acts a second meanwhile",
        f"{pages[what]['p95']:.0f} ms (half of them within {pages[what]['p50']:.0f} ms)",
        f"{aim} ms",
        pages[what]["p95"] < aim,
    )


def report(found: dict[str, Any]) -> str:
    """Return the page of results."""
    whole, cost = found["whole"], found["cost"]
    kinds = ", ".join(
        f"{kind.removeprefix('EVENT_TYPE_').lower()} {number:.1f}" for kind, number in cost["kinds"].items()
    )
    return f"""# Measured

{short_date(today())}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}.
Written by `make bench`; run it on your own machine before you compare.

| What | Measured | Aim | |
|---|---|---|---|
{chr(10).join((*_case_rows(found), _forecast_row(found["forecast"]), *_page_rows(found)))}

A whole case here is an opening and {whole["acts_each"]} acts: {cost["events"]:.0f} events, {cost["bytes"] / 1000:.0f} KB,
{cost["actions"]:.0f} actions. Events of a case: {kinds}.

## Method

{_method(found)}"""


def _method(found: dict[str, Any]) -> str:
    """Return how each number is measured."""
    cost, cached, law, made = (found[name] for name in ("cost", "cached", "law", "lists"))
    return f"""- **Timelines.** {law["method"]}
- **Whole cases.** The embedded server on a file, one worker process as in production, SQLite records with full
  synchronisation, encryption on. {cases.AT_ONCE} officers at once carry 40 cases from opening to final plan, each act
  waiting for its acknowledgement. There are three rounds, alternating with the bare workflow, and the median of each
  counts. The bare workflow (`bench/bare.py`) has as many updates, activities and timers, in its own worker with the same
  limits. Its activity does nothing, and nothing is encrypted, recorded or explained. The second one also changes search
  attributes in nine of its steps, and begins a plan and a review at its end, as a case does.
- **An act acknowledged.** From the call to the receipt, which comes after ledger, read model and outbox are committed.
  For one officer, six cases one after the other; for many, {cases.AT_ONCE} cases at once with a steady
  {cases.ACTS_A_SECOND} acts a second.
- **Events, bytes, actions.** Of the last 20 whole cases, divided by their acts and opening. An action is what Temporal
  bills as one: a start, an update, a signal, an activity, a timer or a change of search attributes.
- **Replay.** The SDK's replayer with sandbox and codec: 20 whole cases with one replayer, as before a deployment, divided
  by 20. A new replayer for a single case takes {cost["replay_single_ms"]:.0f} ms. The bare workflow with as many steps
  ({cost["bare_events"]} events, nothing encrypted) takes {cost["bare_replay_ms"]:.0f} ms in the same run, which is the SDK's share.
- **Memory.** The worker's resident memory before and after {cached["cases"]} cases are opened and stay in its cache
  ({cached["before"]:.0f} MiB and {cached["after"]:.0f} MiB).
- **Tailored lists.** {made["method"]}
- **Forecasts.** {found["forecast"]["method"]}
- **Bands.** {bands.METHOD}
- **Pages.** {console.METHOD}
"""


def main() -> None:
    """Measure, and write the page of results."""
    text = report(asyncio.run(_measure()))
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
