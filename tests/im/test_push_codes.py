import pytest

from simulator.im.push_codes import PUSH_CODES, VENDOR_REFUSED
from simulator.kernel.trace import Outcome, Record
from simulator.network.faults import FaultKind
from simulator.world.spec import AppSpec, AppVendorSpec, CertificateSpec, VendorAppSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import a_world, kill, send, set_up


def last_refusal(world: World) -> Record:
    """The record of what stopped the only push, with IM's own code."""
    (verdict,) = send(world)
    [record] = [
        record
        for record in world.trace
        if record.push_id == verdict.push_id and record.outcome is Outcome.REFUSED and record.actor == "im"
    ]
    return record


def away(spec: WorldSpec | None = None) -> World:
    world = a_world(spec)
    kill(world, set_up(world))
    return world


@pytest.mark.parametrize(
    ("spec", "reason", "code"),
    [
        (WorldSpec(app=AppSpec(vendors={"vivo": AppVendorSpec(certificate_id=0)})), "certificate_unknown", -1),
        (WorldSpec(app=AppSpec(variant="without_sdk_init")), "no_token", -2),
        (
            WorldSpec(
                certificates={"vivo": CertificateSpec(values={"app_secret": "wrong"})},
                vendor_apps={"vivo": VendorAppSpec(values={"app_secret": "right"})},
            ),
            "auth_refused",
            -197,
        ),
        (WorldSpec(vendor_apps={"vivo": VendorAppSpec(state="closed")}), "app_not_open", -198),
        (WorldSpec(app=AppSpec(vendors={"vivo": AppVendorSpec(certificate_id=31287)})), "certificate_unknown", -201),
    ],
)
def test_failed_push_has_ims_own_code(spec: WorldSpec, reason: str, code: int):
    record = last_refusal(away(spec))
    assert (record.reason, record.data["im_code"]) == (reason, code)


@pytest.mark.parametrize(
    ("fault", "reason", "code"),
    [(FaultKind.TIMEOUT, "vendor_unreachable", -199), (FaultKind.SERVER_ERROR, "vendor_fault", -198)],
)
def test_broken_link_to_the_vendor_has_a_code_of_its_own(fault: FaultKind, reason: str, code: int):
    world = away()
    link = world.network.find("im>vivo")
    assert link is not None
    link.fail_next(fault, 1)
    record = last_refusal(world)
    assert (record.reason, record.data["im_code"]) == (reason, code)


def test_regid_that_the_vendor_does_not_know_is_a_bad_token():
    world = away()
    world.clouds["vivo"].app_removed("bob_phone", "com.example.chat")
    record = last_refusal(world)
    assert (record.name, record.reason, record.data["im_code"]) == ("push_given_up", "reg_id_invalid", -201)


def test_no_that_is_not_about_the_push_has_no_code():
    world = a_world()
    set_up(world)
    assert "im_code" not in last_refusal(world).data


def test_codes_are_those_of_the_troubleshooting_list():
    assert {code.code for code in PUSH_CODES.values()} == {-2, -197, -198, -199, -201}
    assert VENDOR_REFUSED.code == -198
