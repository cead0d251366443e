"""Measure the forecast of 5,000 open cases: `python -m bench.forecast`."""

from __future__ import annotations

import time
from typing import Any

from bench.forecast_lives import AS_AT, calendar, caseload
from casework.forecast.model import fit, open_requests
from casework.forecast.simulation import forecast
from casework.forecast.what_if import what_if

OPEN = 5_000
AIM_SECONDS = 30.0
_REQUESTS = 36_000
_SEED = 20
METHOD = (
    f"Invented requests of two years, of which {OPEN:,} are open. The result is the processor time of one core for the model and "
    "all forecasts, and for the forecasts with other places at the panel, which move a queue."
)


def measure() -> dict[str, Any]:
    """Return the seconds of the model with all forecasts, and of the forecasts with another number of places."""
    lives = caseload(_SEED, _REQUESTS)
    still_open = {one.case_id for one in open_requests(lives)[OPEN:]}
    lives = [one for one in lives if one.case_id not in still_open]
    begun = time.process_time()
    model = fit(lives, AS_AT, calendar())
    made = forecast(lives, model)
    plain = time.process_time()
    forecast(lives, model, what_if(["panel_weekly=+20"], model.services))
    return {
        "cases": len(made),
        "seconds": plain - begun,
        "what_if_seconds": time.process_time() - plain,
        "aim_seconds": AIM_SECONDS,
        "method": METHOD,
    }


if __name__ == "__main__":
    found = measure()
    print(
        f"{found['cases']:,} cases: {found['seconds']:.1f} s, with other places {found['what_if_seconds']:.1f} s"
    )
