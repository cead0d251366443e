"""The acts that record a reply: what came in from an adviser, a setting or the family."""

REPLIES = frozenset({"advice_received", "advice_partial", "setting_responded", "representations_received"})
