"""Several Android users of one phone: what they share, what each has for itself, and who is at it."""

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_manager import NotificationManager
from simulator.device.users import Space
from simulator.kernel.units import SECOND_MS
from simulator.world.spec import PhoneSpec, RomSpec
from simulator.world.world import World
from tests.factories import BOB_PHONE, a_message, bound_phone, killed, new_world, send


def shared(space: Space = Space.DUAL_APP) -> World:
    phones = {
        BOB_PHONE: PhoneSpec(model="vivo X60", rom=RomSpec(kills_in_background=True)),
        "guest": PhoneSpec(space_of=BOB_PHONE, space=space),
    }
    return new_world("vivo", phones=phones)


def test_users_share_hardware_and_nothing_else():
    world = shared()
    bob, guest = world.phone(BOB_PHONE), world.phone("guest")
    assert (guest.profile, guest.android, guest.life.rom) == (bob.profile, bob.android, bob.life.rom)
    assert (guest.connectivity, guest.power) == (bob.connectivity, bob.power)
    assert guest.packages is not bob.packages
    assert guest.app.storage is not bob.app.storage
    guest.set_network(NetworkKind.OFF)
    assert not bob.im_link.is_up


def test_keys_and_uids_tell_the_users_apart():
    world = shared()
    bound_phone(world)
    bound_phone(world, "guest", "gwen")
    killed(world)
    killed(world, "guest")
    send(world)
    send(world, a_message(to="gwen"))
    keys = [shade_of(world.phone(name).notifications) for name in (BOB_PHONE, "guest")]
    assert [key.split("|")[0] for key in keys] == ["0", "999"]
    assert [key.split("|")[-1] for key in keys] == ["10000", "99910000"]


def shade_of(notifications: NotificationManager) -> str:
    [shown] = notifications.shade
    return shown.key


def test_numbers_of_users_count_from_ten():
    spaces = (Space.WORK_PROFILE, Space.DUAL_APP, Space.USER)
    phones = {BOB_PHONE: PhoneSpec()} | {space.value: PhoneSpec(space_of=BOB_PHONE, space=space) for space in spaces}
    world = new_world("vivo", phones=phones)
    assert [world.phone(name).settings.user_id for name in phones] == [0, 10, 999, 11]


def test_person_takes_the_screen_and_a_profile_does_not():
    for space, is_bob_there in ((Space.USER, False), (Space.WORK_PROFILE, True)):
        world = shared(space)
        bob, guest = world.phone(BOB_PHONE), world.phone("guest")
        guest.app.launch()
        assert bob.users.is_at_the_phone(bob) is is_bob_there
        assert bob.users.is_at_the_phone(guest)
        bob.app.launch()
        assert bob.users.is_at_the_phone(bob)
        assert bob.users.is_at_the_phone(guest) is is_bob_there


def test_person_who_was_never_at_the_phone_has_not_unlocked_it():
    world = shared(Space.USER)
    bob, guest = world.phone(BOB_PHONE), world.phone("guest")
    assert (bob.keyguard.is_user_unlocked, guest.keyguard.is_user_unlocked) == (True, False)
    world.run_for(SECOND_MS)
    assert not world.clouds["vivo"].outbox.is_connected("guest")
    guest.unlock()
    world.run_for(SECOND_MS)
    assert guest.keyguard.is_user_unlocked
    assert world.clouds["vivo"].outbox.is_connected("guest")


def test_restart_locks_all_and_the_owner_unlocks_the_profiles_too():
    world = shared(Space.WORK_PROFILE)
    bob, work = world.phone(BOB_PHONE), world.phone("guest")
    bob.reboot(is_unlocked=False)
    assert not bob.keyguard.is_user_unlocked
    assert not work.keyguard.is_user_unlocked
    bob.unlock()
    assert bob.keyguard.is_user_unlocked
    assert work.keyguard.is_user_unlocked


def test_profile_that_was_turned_off_stays_off_through_an_unlock():
    world = shared(Space.WORK_PROFILE)
    bob, work = world.phone(BOB_PHONE), world.phone("guest")
    bob.users.stop(work)
    bob.lock()
    bob.unlock()
    assert not work.keyguard.is_user_unlocked
    work.app.launch()
    assert work.keyguard.is_user_unlocked
    assert work.app.is_running


def test_owner_is_at_the_phone_behind_a_person_who_was_stopped():
    world = shared(Space.USER)
    bob, guest = world.phone(BOB_PHONE), world.phone("guest")
    guest.app.launch()
    bob.users.stop(guest)
    assert bob.users.current is bob
    assert not guest.app.is_running
