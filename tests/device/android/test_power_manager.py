from simulator.device.android.power_manager import PowerManager
from simulator.kernel.trace import Kind
from tests.device.android.phones import new_phone


def test_phone_begins_in_use():
    assert not PowerManager(new_phone().settings).is_device_idle_mode


def test_idle_mode_begins_and_ends_once_and_its_end_is_told_in_order():
    phone = new_phone()
    power = PowerManager(phone.settings)
    told: list[str] = []
    power.register_wake_callback(lambda: told.append("first"))
    power.register_wake_callback(lambda: told.append("second"))
    for _ in range(2):
        power.lay_down()
    assert power.is_device_idle_mode
    assert told == []
    for _ in range(2):
        power.wake_up()
    assert not power.is_device_idle_mode
    assert told == ["first", "second"]
    assert [one.data["is_idle"] for one in phone.records(Kind.STATE, "power")] == [True, False]
