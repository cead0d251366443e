"""The acts that a person may record in several cases at once. None of them writes to anyone outside the authority."""

from __future__ import annotations

from casework.case.casework_acts import WARNING_ANSWERED

FOR_SEVERAL: tuple[str, ...] = (
    "breach_acknowledged",
    WARNING_ANSWERED,
    "advice_received",
    "advice_partial",
    "appointment_missed",
    "review_meeting_arranged",
    "review_invitations_sent",
    "review_papers_sent",
    "commissioner_change_known",
    "new_commissioner_told",
    "bank_holiday_proclaimed",
)
"""In the order in which pages offer them."""
FOR_EACH_ADVISER = frozenset({"advice_received", "advice_partial", "appointment_missed"})
"""Those that are recorded for each adviser whose advice is outstanding."""
FOR_EACH_BREACH = frozenset({"breach_acknowledged"})
"""Those that are recorded for each missed limit. Its rule and its adviser are fields of the act."""
FOR_EACH_WARNING = frozenset({WARNING_ANSWERED})
"""Those that are recorded for each early warning. Its limit is a field of the act."""
OF_THE_ROW = ("rule", "whose", "limit")
"""The fields that the chosen row gives, so that no one is asked for them."""
