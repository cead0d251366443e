"""A build that breaks open cases: it waits before it records anything."""

from temporalio import workflow

from workflows.case import EhcpCase
from workflows.messages import CaseInput, CaseOutcome


@workflow.defn(name="EhcpCase")
class Careless(EhcpCase):
    """Cannot replay the history of an open case."""

    @workflow.init
    def __init__(self, given: CaseInput) -> None:
        super().__init__(given)

    @workflow.run
    async def run(self, given: CaseInput) -> CaseOutcome:
        await workflow.sleep(60, summary="Wait a minute")
        return await super().run(given)
