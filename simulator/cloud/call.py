"""A request as the rules of a vendor's cloud look at it: whose it is, and what holds on its day."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any, Generic, TypeVar

from simulator.cloud.registrations import PushApp
from simulator.cloud.vendor_cloud import VendorCloud
from simulator.kernel.lazy import lazy
from simulator.kernel.source import Dated
from simulator.network.http import Request

CloudT = TypeVar("CloudT", bound=VendorCloud[Any])
ValueT = TypeVar("ValueT")


class VendorCall(ABC, Generic[CloudT]):
    """One request, as the rules of a vendor's cloud look at it.

    Attributes:
        cloud: The cloud that was asked.
        request: As it arrived.
    """

    def __init__(self, cloud: CloudT, request: Request) -> None:
        """Read *request*; this never fails, since refusing a malformed request is up to the rules."""
        self.cloud = cloud
        self.request = request

    @property
    @abstractmethod
    def app(self) -> PushApp | None:
        """The push app that the request names; `None` where it names none, or an unknown one."""

    @lazy
    def push_app(self) -> PushApp:
        """The push app that the request names; the console's first where a waived rule let an unknown one through."""
        return self.cloud.app_or_first(self.app)

    @lazy
    def app_id(self) -> str:
        """Identifier of the push app."""
        return self.push_app.values["app_id"]

    @lazy
    def today(self) -> date:
        """The calendar date of the request."""
        return self.cloud.kit.clock.today

    def edition(self, dated: Dated[ValueT]) -> ValueT:
        """Return the value of *dated* that holds on the day of the request."""
        return dated.on(self.today).value
