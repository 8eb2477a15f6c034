"""What all vendors' SDKs have in common inside an app's process."""

from collections.abc import Callable
from typing import Generic, TypeVar

from simulator.device.app.process import AppProcess
from simulator.device.push_service import PushService
from simulator.kernel.rule import Decision, Rule

ServiceT = TypeVar("ServiceT", bound=PushService)
CaseT = TypeVar("CaseT")
AnswerT = TypeVar("AnswerT")

# Assumed: what an SDK's worker thread takes to call the app back with a result that it has already.
_WORKER_MS = (5, 40)


class SdkClient(Generic[ServiceT]):
    """A vendor's SDK in one process of an app.

    Attributes:
        service_class: The vendor's own push service.
        process: The app's process.
    """

    service_class: type[ServiceT]

    def __init__(self, process: AppProcess) -> None:
        """Run in *process*."""
        self.process: AppProcess = process

    @property
    def service(self) -> ServiceT | None:
        """The phone's push service; `None` on a phone of another vendor."""
        service = self.process.device.push_service
        return service if isinstance(service, self.service_class) else None

    @property
    def storage(self) -> dict[str, str]:
        """The app's preferences, in which the SDK keeps what outlives the process."""
        return self.process.app.storage

    def first_no(self, decision: Decision[CaseT], case: CaseT) -> Rule[CaseT] | None:
        """Return the first rule of *decision* that refuses *case* on this phone."""
        device = self.process.device
        return device.rules.first_no(decision, case, device.name)

    def call_back(self, action: Callable[[], None]) -> None:
        """Run *action* from the SDK's worker thread, for a result that needs no answer of the cloud."""
        self.process.later(self.process.device.stream.between(*_WORKER_MS), action)

    def if_listening(self, answered: Callable[[AnswerT], None]) -> Callable[[AnswerT], None]:
        """Return *answered* as a callback that does nothing once the process has ended."""

        def arrived(answer: AnswerT) -> None:
            if self.process.is_listening:
                answered(answer)

        return arrived
