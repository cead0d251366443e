"""Measure how many full timelines one core computes in a second: `python -m bench.timeline`."""

from __future__ import annotations

import gc
import platform
import random
import sys
import time
from datetime import date, timedelta
from typing import Any

from statute.calendars import england
from statute.facts import Event, ExceptionClaim, Facts
from statute.pack import pack_in_force
from statute.timeline import timeline

METHOD = (
    "100,000 cases are drawn from a fixed seed in batches of 1,000: requests from 2014 to 2026 at every stage "
    "from received to reviewed, with three to seven advisers, some refused, some appealed, some with a claimed "
    "exception, each computed for a different day. The time is the processor time to compute every obligation of a batch, "
    "in one process with one thread, without drawing the cases. The because sentences are made only when they are read, "
    "and are measured separately on the last batch."
)
BAR = 20_000
CASES = 100_000
BATCH = 1_000
SEED = 20140901
ADVISERS = (
    "school",
    "health",
    "educational_psychologist",
    "social_care",
    "parent",
    "specialist_teacher",
    "adulthood",
)
FIRST, LAST = date(2014, 9, 1), date(2026, 6, 30)


def draw(chance: random.Random) -> tuple[Facts, date]:
    """Draw a case at a random stage, and the day to compute it for."""
    received = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))

    def after(low: int, high: int) -> date:
        return received + timedelta(days=chance.randint(low, high))

    stage = chance.randrange(8)
    events = [Event("request_received", received, None, {"source": "parent"})]
    asked = after(5, 30)
    if stage == 1:
        events.append(Event("assessment_refused", after(20, 60)))
        if chance.random() < 0.3:
            events.append(Event("mediation_adviser_contacted", after(70, 90)))
            events.append(Event("mediation_certificate", after(91, 100)))
            events.append(Event("appeal_registered", after(101, 130), None, {"against": "refusal_to_assess"}))
            events.append(Event("tribunal_order", after(250, 300), None, {"to": "assess"}))
        asked = after(60, 400)
    elif stage >= 2:
        agreed = chance.randint(20, 55)
        events.append(Event("assessment_agreed", after(agreed, agreed)))
        for adviser in chance.sample(ADVISERS, chance.randint(3, 7)):
            events.append(Event("advice_requested", after(agreed, agreed + 5), adviser))
            if stage >= 3 and chance.random() < 0.9:
                events.append(Event("advice_received", after(agreed + 20, agreed + 70), adviser))
        asked = after(agreed, agreed + 60)
        if stage == 3:
            events.append(Event("plan_refused", after(95, 130)))
            asked = after(130, 250)
        if stage >= 4:
            events.append(Event("draft_issued", after(100, 140)))
            for setting in range(chance.randint(1, 3)):
                events.append(Event("setting_consulted", after(141, 145), f"setting-{setting}"))
            asked = after(145, 160)
        if stage >= 5:
            events.append(Event("final_issued", after(150, 260)))
            asked = after(260, 400)
        if stage >= 7:
            events.append(Event("review_meeting", after(480, 520)))
            events.append(Event("review_decision", after(521, 560), None, {"decision": "amend"}))
            events.append(Event("amendment_notice", after(561, 565)))
            events.append(Event("amended_final_issued", after(600, 660)))
            asked = after(560, 900)
    claims: tuple[ExceptionClaim, ...] = ()
    if chance.random() < 0.05:
        first, last = after(20, 80), after(81, 130)
        claims = (ExceptionClaim("reg13(3)(d)", first, last, "abroad", "doc-1", "manager-1", after(81, 130)),)
    return Facts(tuple(events), claims), asked


def measure() -> dict[str, Any]:
    """Compute the timelines. Returns the method in words and the numbers, as JSON values."""
    chance, pack, calendar = random.Random(SEED), pack_in_force(FIRST), england()
    for facts, asked in (draw(chance) for _ in range(BATCH)):
        timeline(facts, asked, pack=pack, calendar=calendar)
    computed, busy, obligations = 0, 0.0, 0
    while computed < CASES:
        batch = [draw(chance) for _ in range(BATCH)]
        gc.collect()
        began = time.process_time()
        for facts, asked in batch:
            obligations += len(timeline(facts, asked, pack=pack, calendar=calendar))
        busy += time.process_time() - began
        computed += len(batch)
    told = [each for facts, asked in batch for each in timeline(facts, asked, pack=pack, calendar=calendar)]
    began = time.process_time()
    letters = sum(len(each.because) for each in told)
    telling = time.process_time() - began
    return {
        "method": METHOD,
        "timelines": computed,
        "obligations_each": round(obligations / computed, 1),
        "seconds": round(busy, 2),
        "timelines_per_second": round(computed / busy),
        "bar": BAR,
        "met": computed / busy >= BAR,
        "sentences_per_second": round(len(told) / telling),
        "letters_each": round(letters / len(told)),
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def main() -> int:
    """Measure and print the numbers. Returns 1 if the target is missed."""
    found = measure()
    print(found["method"])
    print(
        f"{found['timelines']:,} timelines of {found['obligations_each']} obligations in {found['seconds']} s: "
        f"{found['timelines_per_second']:,} a second on one core; the target is {found['bar']:,}"
    )
    print(f"because: {found['sentences_per_second']:,} a second, {found['letters_each']} letters each")
    print(f"seed {found['seed']}, Python {found['python']}, {found['machine']}")
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main())
