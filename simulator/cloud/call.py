"""What every vendor's cloud asks of a request: whose it is, and what held on its day."""

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
        cloud: That decides.
        request: As it came.
    """

    def __init__(self, cloud: CloudT, request: Request) -> None:
        """Read *request*, which never fails: a malformed one is for the rules to refuse."""
        self.cloud = cloud
        self.request = request

    @property
    @abstractmethod
    def app(self) -> PushApp | None:
        """The push app that the request names; `None` for none."""

    @lazy
    def push_app(self) -> PushApp:
        """The push app; where a waived rule let an unknown one through, the first of the console."""
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
