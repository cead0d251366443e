"""Every change of a workflow that cases of before it do not have in their histories, by the day it was made.

A patch is taken out (`workflow.deprecate_patch`, then nothing) when no open case is older than it.
"""

from __future__ import annotations

DISPUTES_BESIDE = "disputes-beside"
"""24 November 2026: a case starts a mediation and an appeal beside it, and tells them of what it records."""
MEDIATOR_INVITED = "mediator-invited"
"""24 November 2026: a mediation that needs a mediator looks for one in the authority's list, and invites them."""
