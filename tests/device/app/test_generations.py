"""What the demos and push modules of each year do at each vendor, and under what tags they say so."""

import pytest

from simulator.device.app.generation import Generation
from simulator.device.app.variants import VARIANTS
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.spec import AppSpec
from simulator.world.world import World
from tests.factories import BOB_PHONE, killed, new_world, send, started_phone

GENERATIONS = {
    name: variant.generation for name, variant in VARIANTS.items() if variant.generation is not Generation.GUIDES
}
OF_2019 = (Generation.DEMO_2019_04, Generation.DEMO_2019_06, Generation.DEMO_2019_10)
SDK_TAGS = {"MiPush", "HMSAgent", "Strategy", "ActivityManager", "System.out", "NotificationService"}


def with_app(variant: str, vendor: str) -> World:
    world = new_world(vendor, app=AppSpec(variant=variant))
    started_phone(world)
    return world


def tags(world: World) -> set[str]:
    return {record.name for record in world.trace if record.kind is Kind.LOG and record.actor == BOB_PHONE}


def unknown_to(generation: Generation) -> set[str]:
    """Vendors whose phones the demos of that time do not know."""
    if generation >= Generation.TUI_OFFLINE_PUSH:
        return set()
    return {"honor", "oppo"} if generation in OF_2019 else {"honor"}


def test_there_is_an_app_of_every_generation() -> None:
    assert sorted(GENERATIONS.values()) == [one for one in Generation if one is not Generation.GUIDES]


@pytest.mark.parametrize("vendor", list(VENDORS))
@pytest.mark.parametrize("variant", GENERATIONS)
def test_a_demo_is_pushed_to_on_the_phones_that_its_time_knew(variant: str, vendor: str) -> None:
    world = with_app(variant, vendor)
    killed(world)
    is_unknown = vendor in unknown_to(GENERATIONS[variant])
    assert send(world).root == (Reason.WRONG_BRAND if is_unknown else "")


@pytest.mark.parametrize("vendor", list(VENDORS))
@pytest.mark.parametrize("variant", GENERATIONS)
def test_the_lines_of_its_own_code_stand_under_the_tags_of_its_generation(variant: str, vendor: str) -> None:
    generation = GENERATIONS[variant]
    own = tags(with_app(variant, vendor)) - SDK_TAGS
    if generation is Generation.TIM_PUSH:
        assert not own
    elif vendor not in unknown_to(generation):
        assert f"{generation.prefix}{generation.token_manager}" in own
        assert all(tag.startswith(generation.prefix) for tag in own)


@pytest.mark.parametrize("name", [*VENDORS])
def test_the_module_names_the_brand_by_ims_number(name: str) -> None:
    numbers = {"xiaomi": 2000, "huawei": 2001, "meizu": 2003, "oppo": 2004, "vivo": 2005, "honor": 2006}
    lines = [str(one.data["text"]) for one in with_app("tui_offline_push", name).trace if one.kind is Kind.LOG]
    assert f"setPushTokenToTIM brand is{numbers[name]}" in lines


def test_no_two_vendors_have_one_brand_number() -> None:
    assert len({vendor.demo.im_brand for vendor in VENDORS.values()}) == len(VENDORS)
