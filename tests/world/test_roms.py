"""Which habits a phone's system has, by its brand and by what a scenario says."""

import pytest

from simulator.device.rom import BACKGROUND_LIFE_MS, RELAXED, STOCK, Swipe
from simulator.kernel.units import MINUTE_MS, Duration
from simulator.vendors import VENDORS
from simulator.world.roms import rom_of
from simulator.world.spec import PhoneSpec, RomSpec
from tests.factories import BOB_PHONE, new_world


@pytest.mark.parametrize("vendor", list(VENDORS))
def test_each_brand_is_sold_without_autostart_and_says_where_to_allow_it(vendor: str):
    rom = VENDORS[vendor].rom
    assert rom.name == f"{vendor}.rom"
    assert (rom.value.autostart, rom.value.associated_start) == (False, False)
    assert rom.value.name
    assert rom.value.setting
    assert rom.value.cleans_on_lock or rom.value.kills_in_background


@pytest.mark.parametrize("vendor", list(VENDORS))
def test_phone_is_relaxed_unless_it_is_as_sold(vendor: str):
    phones = {BOB_PHONE: PhoneSpec(), "sold": PhoneSpec(rom=RomSpec(profile="as_sold"))}
    world = new_world(vendor, phones=phones)
    assert world.phone(BOB_PHONE).life.rom == RELAXED
    assert world.phone("sold").life.rom == VENDORS[vendor].rom.value
    assert not world.phone("sold").life.autostart


def test_phone_of_a_maker_without_push_is_sold_with_stock_android():
    phones = {"pixel": PhoneSpec(model="Google Pixel 6", rom=RomSpec(profile="as_sold"))}
    assert new_world("vivo", phones=phones).phone("pixel").life.rom == STOCK.value


def test_single_habits_go_on_top_of_the_profile():
    sold = VENDORS["vivo"].rom.value
    rom = rom_of(RomSpec(profile="as_sold", autostart=True, swipe=Swipe.STOP), sold)
    assert (rom.autostart, rom.associated_start, rom.swipe, rom.name) == (True, False, Swipe.STOP, sold.name)


def test_who_says_how_soon_says_that_it_happens():
    rom = rom_of(RomSpec(background_life=Duration(30 * MINUTE_MS)), STOCK.value)
    assert (rom.kills_in_background, rom.background_life_ms) == (True, 30 * MINUTE_MS)
    assert (rom.cleans_on_lock, RELAXED.background_life_ms) == (False, BACKGROUND_LIFE_MS.value)


def test_habit_can_be_denied_beside_its_time():
    rom = rom_of(RomSpec(cleans_on_lock=False, clean_after_lock=Duration(1)), STOCK.value)
    assert (rom.cleans_on_lock, rom.clean_after_lock_ms) == (False, 1)
