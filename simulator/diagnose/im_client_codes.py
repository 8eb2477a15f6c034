"""Where the numbers point that the IM SDK and Tencent's push plugin call the app back with."""

from collections.abc import Mapping
from typing import Final

from simulator.diagnose.sign import Weights, weights

_NETWORK: Final = "network 3"
_LOGIN: Final = "im_login 4.5"
_REGISTRATION: Final = "vendor_registration 2, vendor_sdk_init 1.2, app_integration 1, device_unsupported 0.7"

SPEAKS: Final[Mapping[int, Weights]] = {
    number: weights(speaks)
    for number, speaks in (
        (6012, "network 1.5, undecided 1"),
        (6013, "app_integration 3, vendor_sdk_init 2, im_login 1.5"),
        (6014, "im_login 3, token_report 3, kicked_or_logged_out 1.5"),
        (6015, "app_integration 1.5"),
        (6017, "app_integration 2.5, token_report 1"),
        (6023, "im_login 2, kicked_or_logged_out 2"),
        (6026, "im_login 3"),
        (6200, _NETWORK),
        (6201, _NETWORK),
        (6205, "im_login 2, network 1.5"),
        (6206, _LOGIN),
        (6207, _LOGIN),
        (6209, _NETWORK),
        (6221, _NETWORK),
        (6226, _LOGIN),
        (7501, "im_login 1.5, token_report 1"),
        (7502, "kicked_or_logged_out 2, im_login 1"),
        (9508, _NETWORK),
        (9510, _NETWORK),
        (9511, _NETWORK),
        (9514, _NETWORK),
        (9523, _NETWORK),
        (800001, "app_integration 3, certificate_config 1.5"),
        (800002, "app_integration 3, certificate_config 1.5"),
        (800003, "app_integration 2.5, vendor_sdk_init 2"),
        (800004, _NETWORK),
        (800005, _REGISTRATION),
        (800006, _REGISTRATION),
        (800007, _REGISTRATION),
        (800008, "network 2, vendor_registration 1.5, vendor_sdk_init 1"),
        (800009, _REGISTRATION),
        (800010, "token_report 3.5, im_login 1.5"),
        (800013, "os_channel 4"),
        (800014, "app_integration 3, manifest 1"),
        (800016, "os_notification_permission 6"),
    )
}
"""By number, whose meaning stands in IM's table."""
