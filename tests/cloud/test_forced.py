"""Magic values in requests."""

import pytest

from simulator.cloud.forced import Forced, forced_by
from simulator.network.http import Request


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", "h", "/v1/pushsim-refuse-10302/messages:send"),
        Request("GET", "h", "/", "appId=pushsim-refuse-10302"),
        Request("POST", "h", "/", headers=(("Authorization", "key=pushsim-refuse-10302"),)),
        Request("POST", "h", "/", body=b"registration_id=pushsim-refuse-10302&title=t"),
        Request("POST", "h", "/", body=b'{"regId":"pushsim-refuse-10302"}'),
    ],
)
def test_magic_value_is_found_wherever_it_stands(request_):
    assert forced_by(request_) == Forced(10302, is_status=False)


def test_codes_may_be_negative():
    assert forced_by(Request("POST", "h", "/", body=b"pushsim-refuse--1")) == Forced(-1, is_status=False)


@pytest.mark.parametrize(
    "body", [b"", b"pushsim-", b"pushsim-refuse-", b"pushsim-refuse-x", b"pushsim-http-200", b"pushsim-http-999"]
)
def test_ordinary_request_forces_nothing(body):
    assert forced_by(Request("POST", "h", "/", body=body)) is None
