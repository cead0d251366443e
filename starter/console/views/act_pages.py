"""Where an act is recorded: on the page of its subject where there is one, or else on a form of its own."""

from __future__ import annotations

_PAGES = {
    "band_told": "bands",
    "advice_requested": "advice",
    "advice_received": "advice",
    "setting_consulted": "settings",
    "setting_responded": "settings",
}
"""The pages that record these acts, of several advisers or settings at once. They lead to the form where it is needed."""


def act_page(case_id: str, action: str) -> str:
    """Return the address at which a person records an act in a case."""
    return f"/cases/{case_id}/{_PAGES.get(action, f'act/{action}')}"
