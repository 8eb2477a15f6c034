"""The table of `simulator/device/README.md`: what each way to end an app does; played anew and compared."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.device import Device
from simulator.device.rom import Swipe
from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.world.spec import AppSpec, PhoneSpec, RomSpec
from simulator.world.world import World
from tests.factories import BOB_PHONE, bound_phone, healthy_world, killed, records, reg_id_of, send

README = Path(__file__).parents[2] / "simulator" / "device" / "README.md"
VENDOR = "vivo"
PATIENCE_MS = 400 * SECOND_MS


def gone_from_the_phone(world: World, remove: Callable[[], None]) -> None:
    world.clouds[VENDOR].app_removed(BOB_PHONE, world.phone(BOB_PHONE).app.package)
    remove()


def killing(by: KillCause) -> Callable[[World, Device], None]:
    return lambda _, phone: phone.kill_app(by)


WAYS: dict[str, tuple[RomSpec, Callable[[World, Device], None]]] = {
    "swiped away": (RomSpec(), killing(KillCause.SWIPE)),
    "swiped away, where that stops it": (RomSpec(swipe=Swipe.STOP), killing(KillCause.SWIPE)),
    "killed by the system": (RomSpec(), killing(KillCause.SYSTEM)),
    "crashed": (RomSpec(), killing(KillCause.CRASH)),
    "`am kill`": (RomSpec(), killing(KillCause.AM_KILL)),
    "cleaned when the screen goes off": (RomSpec(cleans_on_lock=True), lambda _, phone: phone.lock()),
    "force-stopped": (RomSpec(), killing(KillCause.FORCE_STOP)),
    "updated": (RomSpec(), lambda _, phone: phone.update()),
    "data cleared": (RomSpec(), lambda world, phone: gone_from_the_phone(world, phone.clear_data)),
    "reinstalled": (RomSpec(), lambda world, phone: gone_from_the_phone(world, phone.reinstall)),
    "phone restarted": (RomSpec(), lambda _, phone: phone.reboot()),
    "phone restarted, not unlocked": (RomSpec(), lambda _, phone: phone.reboot(is_unlocked=False)),
    "phone without power for a moment": (RomSpec(), lambda _, phone: phone.reboot(is_power_cut=True)),
    "Doze": (RomSpec(), lambda _, phone: phone.power.lay_down()),
    "frozen in the background": (RomSpec(freezes=True), lambda _, phone: phone.app.process.to_background()),
    "no network": (RomSpec(), lambda _, phone: phone.set_network(NetworkKind.OFF)),
}
HEAD = (
    "| what happens | process | stopped state | notifications | IM notices | next push | regId | starts itself |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def row(name: str) -> str:
    rom, happen = WAYS[name]
    world = the_world(rom, starts_itself=False)
    phone = world.phone(BOB_PHONE)
    reg_id = reg_id_of(world)
    happen(world, phone)
    world.run_for(35 * SECOND_MS)
    cells = [
        "lives" if phone.app.is_running else "dies",
        "yes" if phone.life.is_stopped else "no",
        "kept" if phone.notifications.shade else "gone",
    ]
    world.run_for(PATIENCE_MS)
    lost = [record.data["why"] for record in records(world, Kind.STATE, "connection_lost")]
    cells.append({"LinkClose": "at once", "TimeOut": "after up to 400 s"}[lost[-1]])
    verdict = send(world)
    cells.append(verdict.text if verdict.text != "pending" else f"waits: {verdict.reason}")
    phone.power.wake_up()
    phone.set_network(NetworkKind.WIFI)
    bound_phone(world)
    cells.append("kept" if reg_id_of(world) == reg_id else "another")
    cells.append(starts_itself(name))
    return f"| {name} | {' | '.join(cells)} |\n"


def starts_itself(name: str) -> str:
    rom, happen = WAYS[name]
    world = the_world(rom, starts_itself=True)
    phone = world.phone(BOB_PHONE)
    before = phone.app.process
    happen(world, phone)
    world.run_for(MINUTE_MS)
    if phone.app.process is before:
        return "–"
    return "yes" if phone.app.is_running else "no"


def the_world(rom: RomSpec, *, starts_itself: bool) -> World:
    """Return a world in which one notification is shown, and the app runs in the background."""
    phones = {BOB_PHONE: PhoneSpec(android=12, rom=rom)}
    world = healthy_world(VENDOR, phones=phones, app=AppSpec(starts_itself=starts_itself))
    phone = world.phone(BOB_PHONE)
    if not starts_itself:
        killed(world)
        send(world)
        bound_phone(world)
    phone.app.process.to_background()
    world.run_for(SECOND_MS)
    return world


@pytest.mark.parametrize("name", WAYS)
def test_row_says_what_the_simulator_does(name: str):
    assert row(name) in README.read_text("utf-8"), row(name)


def test_table_has_these_rows():
    _, _, rest = README.read_text("utf-8").partition(HEAD)
    rows = rest.partition("\n\n")[0].splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in rows] == list(WAYS)
