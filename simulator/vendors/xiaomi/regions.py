"""Where in the world a regId belongs: it can be reached by way of the hosts of its own region alone."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Decision
from simulator.network.http import Response
from simulator.vendors.xiaomi import rejections
from simulator.vendors.xiaomi.call import ABROAD, CHINA, XiaomiCall
from simulator.vendors.xiaomi.limits import CALLS
from simulator.vendors.xiaomi.rules import AUTH, needs

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

REGION_FIELDS = Decision("xiaomi.region_fields", (needs("reg_ids_missing", rejections.PARAMETER_MISSING, "regIds"),))


class Regions:
    """The regions that apps have registered for."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._abroad: set[str] = set()

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Asking for the region of a regId."""
        asked = self._cloud.endpoint(AUTH, REGION_FIELDS, CALLS, self._region_of)
        path = "/v1/feedback/get_region_by_regid"
        return {("POST", path): asked, ("GET", path): asked}

    def note(self, reg_id: str, region: str) -> None:
        """Assign *reg_id* to *region*; empty means China."""
        if region.upper() == ABROAD:
            self._abroad.add(reg_id)
        else:
            self._abroad.discard(reg_id)

    def of(self, reg_id: str) -> str:
        """Return the region of *reg_id*."""
        return ABROAD if reg_id in self._abroad else CHINA

    def reg_ids(self, call: XiaomiCall, region: str) -> Sequence[str]:
        """Return the regIds of the call's app in *region*."""
        return [
            reg_id
            for reg_id in self._cloud.registrations.valid_reg_ids(call.app_id)
            if self.of(reg_id) == region.upper()
        ]

    def _region_of(self, call: XiaomiCall) -> Response:
        # Assumed: the shape of what is answered, and that an unknown regId is left out.
        known = [one for one in call.values("regIds") if self._cloud.registrations.find(one) is not None]
        return self._cloud.ok({reg_id: self.of(reg_id) for reg_id in known})
