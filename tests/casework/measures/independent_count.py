"""Count every measure from the exported rows of cases, by plain reading of the definitions.

It uses the standard library only and shares nothing with the service: `python independent_count.py FILE.csv 2026-09-30`.
"""

import csv
import datetime
import json
import pathlib
import sys

PATH = [
    "received",
    "deciding_to_assess",
    "assessing",
    "deciding_to_issue",
    "drafting",
    "consulting",
    "finalising",
]


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def things(text):
    return [thing.split("|") for thing in text.split(";")] if text else []


def third_thursday(year):
    thursdays = [d for d in range(1, 32) if datetime.date(year, 1, d).weekday() == 3]
    return datetime.date(year, 1, thursdays[2])


def share(rows, test):
    return sum(1 for row in rows if test(row)), len(rows)


def days_between(rows, first, last):
    return sum((last(row) - first(row)).days for row in rows), len(rows)


def count_plans(requests, within):
    """The measures of new plans."""
    plans = [
        (day(r["final_on"]) - day(r["received_on"]), r["final_excused"] == "yes", r["final_claimed"] == "yes")
        for r in requests
        if within(day(r["final_on"])) and r["received_on"]
    ]
    plain = [p for p in plans if not p[1]]
    week = datetime.timedelta(days=7)
    return {
        "plans_in_20_weeks_excluding": share(plain, lambda p: p[0] <= 20 * week),
        "plans_in_20_weeks_including": share(plans, lambda p: p[0] <= 20 * week),
        "average_weeks_excluding": (sum(p[0].days for p in plain), len(plain)),
        "average_weeks_including": (sum(p[0].days for p in plans), len(plans)),
        "plans_over_20_weeks": share(plans, lambda p: p[0] > 20 * week),
        "plans_in_20_to_52_weeks": share(plans, lambda p: 20 * week < p[0] <= 52 * week),
        "plans_over_a_year": share(plans, lambda p: p[0] > 52 * week),
        "exceptions_claimed": share(plans, lambda p: p[2]),
        "exceptions_accepted": share(plans, lambda p: p[1]),
        "claims_accepted": share([p for p in plans if p[2]], lambda p: p[1]),
    }


def count_decisions(requests, within):
    """The measures of requests and decisions."""
    told = [r for r in requests if within(day(r["decided_to_assess_on"]))]
    answered = [r for r in requests if within(day(r["decided_on_plan_on"]))]
    refused = [r for r in answered if r["agreed_to_plan"] == "no" and r["received_on"]]

    def taken(row, name):
        return (day(row[name]) - day(row["received_on"])).days

    received = sum(1 for r in requests if within(day(r["received_on"])))
    return {
        "requests": (received, received),
        "decisions_in_6_weeks": share(
            [r for r in told if r["received_on"]], lambda r: taken(r, "decided_to_assess_on") <= 42
        ),
        "requests_refused": share(told, lambda r: r["agreed_to_assess"] == "no"),
        "refusals_in_16_weeks": share(refused, lambda r: taken(r, "decided_on_plan_on") <= 112),
        "plans_refused": share(answered, lambda r: r["agreed_to_plan"] == "no"),
    }


def count_open(rows, requests, within, as_at):
    """The measures of open requests and of stages."""
    waiting = [r for r in requests if r["stage"] in PATH]
    past = [
        (day(first), day(last))
        for r in rows
        for name, first, last in things(r["stages"])
        if name in PATH and within(day(last))
    ]
    return {
        "open_requests": (len(waiting), len(waiting)),
        "open_and_late": share(waiting, lambda r: r["final_due_on"] and day(r["final_due_on"]) < as_at),
        "weeks_in_stage": days_between(past, lambda s: s[0], lambda s: s[1]),
    }


def count_advice(rows, within, as_at):
    """The measures of advice."""
    asked = [[day(part) for part in one[1:]] for r in rows for one in things(r["advice"])]
    owed = [
        (due, came)
        for _, due, came, closed in asked
        if due and within(due) and due < as_at and not (closed and closed <= due)
    ]
    came = [(first, last) for first, _, last, _ in asked if within(last)]
    return {
        "advice_late": share(owed, lambda one: not one[1] or one[1] > one[0]),
        "advice_weeks": days_between(came, lambda one: one[0], lambda one: one[1]),
    }


def count_in_force(rows, within, as_at, census):
    """The measures of plans in force."""

    def made(r, by):
        return any(day(r[name]) and day(r[name]) <= by for name in ("final_on", "transferred_in_on"))

    def gone(r, by):
        return any(day(r[name]) and day(r[name]) <= by for name in ("plan_ended_on", "ended_on"))

    far = datetime.date.max
    held = sum(1 for r in rows if made(r, far) and not gone(r, far))
    january = sum(1 for r in rows if made(r, census) and not gone(r, census))
    limits = [one for r in rows for one in things(r["plan_limits"])]
    over = [
        (name, day(due), day(met)) for name, _, due, met, _ in limits if within(day(due)) and day(due) < as_at
    ]
    found = {"plans_held": (held, held), "plans_held_in_january": (january, january)}
    for its_id, wanted in (
        ("reviews_in_4_weeks", "review_meeting"),
        ("phase_transfers_in_time", "phase_transfer"),
    ):
        found[its_id] = share(
            [one for one in over if one[0] == wanted], lambda one: one[2] and one[2] <= one[1]
        )
    return found


def count_disputes(rows, within):
    """The measures of mediations and appeals."""
    disputes = [one for r in rows for one in things(r["disputes"])]

    def of(name, at):
        return [one for one in disputes if one[0] == name and within(day(one[at]))]

    mediations, appeals = of("mediation_requested", 2), of("appeal_registered", 2)
    ended = of("mediation_requested", 3)
    return {
        "mediations": (len(mediations), len(mediations)),
        "mediations_held": share(ended, lambda one: one[5]),
        "mediations_agreed": share(ended, lambda one: one[4] == "mediation_agreement"),
        "appeals": (len(appeals), len(appeals)),
        "appeals_conceded": share(of("appeal_registered", 3), lambda one: one[4] == "appeal_unopposed"),
    }


def count_all(rows, as_at):
    """Numerator and denominator of each measure, by its id."""

    def within(on):
        return on is not None and datetime.date(as_at.year, 1, 1) <= on <= as_at

    census = third_thursday(as_at.year)
    if census > as_at:
        census = third_thursday(as_at.year - 1)
    requests = [r for r in rows if r["is_request"] == "yes"]
    found = {
        **count_plans(requests, within),
        **count_decisions(requests, within),
        **count_open(rows, requests, within, as_at),
        **count_advice(rows, within, as_at),
        **count_in_force(rows, within, as_at, census),
        **count_disputes(rows, within),
    }
    below = found["requests_refused"][0] + found["plans_refused"][0] + found["plans_held_in_january"][0]
    return {**found, "appeal_rate": (found["appeals"][0], below)}


if __name__ == "__main__":
    with pathlib.Path(sys.argv[1]).open(newline="", encoding="utf-8") as file:
        counted = count_all(list(csv.DictReader(file)), datetime.date.fromisoformat(sys.argv[2]))
    json.dump(counted, sys.stdout)
