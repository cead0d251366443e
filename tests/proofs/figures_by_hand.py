"""Count the dashboard's own figures from what the commands export, by plain reading of their definitions.

It uses the standard library only and shares nothing with the service: `python figures_by_hand.py FOLDER 2026-09-30`. The folder holds
`cases.csv` (ehcp measures --cases), `placements.json` and `endings.json` (a list of ehcp placement show and ehcp ending show), `bands.csv`
(ehcp band schedule), `kinds.json` (the kind of each school of the register) and `population.json`.
"""

import csv
import datetime
import json
import pathlib
import sys

STATE = {"special", "hospital_special", "alternative_provision", "pupil_referral_unit"}
INDEPENDENT = {"non_maintained_special", "independent", "independent_special"}
SCHOOLS = STATE | INDEPENDENT | {"mainstream", "nursery"}
AGES = {"under_5": (0, 4), "from_5": (5, 10), "from_11": (11, 15), "from_16": (16, 19), "from_20": (20, 25)}


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def count_plans(rows, as_at):
    """Plans in force by age on 31 August, and in specialist settings."""
    held = [
        r
        for r in rows
        if (r["final_on"] or r["transferred_in_on"]) and not r["plan_ended_on"] and not r["ended_on"]
    ]

    def age(row):
        born = day(row["born_on"])
        return as_at.year - born.year - ((born.month, born.day) > (8, 31)) if born else None

    found = {
        f"plans_held_{name}": [sum(1 for r in held if age(r) is not None and first <= age(r) <= last), 0]
        for name, (first, last) in AGES.items()
    }
    at_school = [r["setting_kind"] for r in held if r["setting_kind"] in SCHOOLS]
    special = sum(1 for kind in at_school if kind in STATE | INDEPENDENT)
    return {**found, "plans_in_specialist_settings": [special, len(at_school)]}


def count_placements(placements, as_at):
    """Open placements by who arranged them, and those with a provider that has no number of a school."""
    found = {}
    for who, name in (("authority", "authority_funded"), ("school", "school_arranged")):
        mine = [
            one
            for one in placements
            if one["commissioner"] == who
            and one["tier"] != "tier_1"
            and one["started_on"]
            and day(one["started_on"]) <= as_at
            and not (one["left_on"] and day(one["left_on"]) <= as_at)
        ]
        found[f"ap_{name}"] = [len(mine), 0]
        found[f"unregistered_{name}"] = [sum(1 for one in mine if not one["provider"].get("urn")), 0]
    return found


def count_endings(endings, as_at):
    """Plans that ended this year because needs are met."""
    first = datetime.date(as_at.year, 1, 1)
    ended = [day(one["ended_on"]) for one in endings if one["reason"] == "needs_met" and one["ended_on"]]
    return {"plans_ended_needs_met": [sum(1 for on in ended if first <= on <= as_at), 0]}


def count_top_ups(lines, kinds, population, as_at):
    """Decided top-up funding of a year in the schools of each sector, and the population."""
    now = [line for line in lines if day(line["from"]) <= as_at <= day(line["to"])]
    sums = {"top_up_state": 0, "top_up_independent": 0}
    for line in now:
        kind = kinds.get(line["setting"])
        sums["top_up_state"] += int(line["amount_of_year"].replace(".", "")) if kind in STATE else 0
        sums["top_up_independent"] += (
            int(line["amount_of_year"].replace(".", "")) if kind in INDEPENDENT else 0
        )
    return {name: [round(pence / 100), population] for name, pence in sums.items()}


def count_all(folder, as_at):
    def rows(name):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def told(name):
        return json.loads((folder / name).read_text(encoding="utf-8"))

    return {
        **count_plans(rows("cases.csv"), as_at),
        **count_placements(told("placements.json"), as_at),
        **count_endings(told("endings.json"), as_at),
        **count_top_ups(rows("bands.csv"), told("kinds.json"), told("population.json"), as_at),
    }


if __name__ == "__main__":
    counted = count_all(pathlib.Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2]))
    json.dump(counted, sys.stdout)
