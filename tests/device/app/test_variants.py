"""What each mistake of an app leads to on a phone whose user has logged in, and where the same app does no harm."""

import pytest

from simulator.device.app.variants import VARIANTS
from simulator.push.reason import Reason
from simulator.world.spec import AppSpec
from tests.factories import BOB_PHONE, killed, logcat, new_world, send, started_phone

ROOTS = {
    ("certificate_id_of_the_test_app", "vivo"): Reason.CERTIFICATE_UNKNOWN,
    ("certificate_id_unset", "vivo"): Reason.CERTIFICATE_UNKNOWN,
    ("channel_of_another_id", "oppo"): Reason.CHANNEL_MISSING,
    ("channel_of_another_id", "vivo"): "",
    ("constants_of_another_app", "huawei"): Reason.REGISTRATION_REFUSED,
    ("constants_of_another_app", "meizu"): Reason.REGISTRATION_REFUSED,
    ("init_misses_honor", "honor"): Reason.WRONG_BRAND,
    ("init_misses_honor", "huawei"): "",
    ("init_misses_oppo", "oppo"): Reason.WRONG_BRAND,
    ("login_never_noted", "xiaomi"): Reason.NOT_LOGGED_IN,
    ("not_reported_after_login", "meizu"): Reason.NOT_LOGGED_IN,
    ("not_reported_after_login", "vivo"): "",
    ("receiver_not_exported", "vivo"): "",
    ("receiver_not_exported", "xiaomi"): Reason.RECEIVER_MISSING,
    ("receiver_of_the_guide", "vivo"): Reason.RECEIVER_MISSING,
    ("receiver_undeclared", "meizu"): Reason.RECEIVER_MISSING,
    ("receivers_renamed", "xiaomi"): Reason.RECEIVER_RENAMED,
    ("sdks_renamed", "oppo"): Reason.RECEIVER_RENAMED,
    ("second_sdk_in_the_slot", "oppo"): Reason.REG_ID_INVALID,
    ("secret_for_key", "huawei"): "",
    ("secret_for_key", "oppo"): Reason.REGISTRATION_REFUSED,
}


@pytest.mark.parametrize(("variant", "vendor"), ROOTS)
def test_a_mistake_ends_the_push_for_its_own_reason_or_does_no_harm(variant: str, vendor: str) -> None:
    world = new_world(vendor, app=AppSpec(variant=variant))
    started_phone(world)
    killed(world)
    assert send(world).root == ROOTS[variant, vendor]


def test_the_token_of_a_further_sdk_takes_the_slot_and_the_logcat_says_so() -> None:
    world = new_world("vivo", app=AppSpec(variant="second_sdk_in_the_slot"))
    started_phone(world)
    token = VARIANTS["second_sdk_in_the_slot"].second_token
    assert world.phone(BOB_PHONE).app.start().tokens.token == token
    assert f"Refreshed token: {token}" in logcat(world)


def test_an_app_that_does_not_log_out_of_im_goes_on_being_pushed_to() -> None:
    world = new_world("vivo", app=AppSpec(variant="logout_forgets_im"))
    started_phone(world).app.start().log_out()
    killed(world)
    assert send(world).text == "shown"


def test_an_init_on_the_login_page_is_left_out_for_a_user_who_is_remembered() -> None:
    world = new_world("xiaomi", app=AppSpec(variant="sdk_init_on_login_page"))
    phone = started_phone(world)
    client = phone.app.start().vendor_client
    killed(world)
    phone.app.launch()
    assert client is not None
    assert phone.app.start().vendor_client is None
