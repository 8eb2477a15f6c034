from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from tests.device.android.phones import new_phone


def test_phone_begins_on_wifi():
    assert new_phone().connectivity.is_connected


def test_phone_without_network_is_not_connected_and_mobile_is():
    connectivity = new_phone().connectivity
    connectivity.set_network(NetworkKind.OFF)
    assert not connectivity.is_connected
    connectivity.set_network(NetworkKind.MOBILE)
    assert connectivity.is_connected


def test_change_is_told_in_order_of_registration():
    connectivity = new_phone().connectivity
    told: list[tuple[str, NetworkKind]] = []
    connectivity.register_network_callback(lambda kind: told.append(("first", kind)))
    connectivity.register_network_callback(lambda kind: told.append(("second", kind)))
    connectivity.set_network(NetworkKind.OFF)
    assert told == [("first", NetworkKind.OFF), ("second", NetworkKind.OFF)]


def test_same_network_again_is_no_change():
    phone = new_phone()
    told: list[NetworkKind] = []
    phone.connectivity.register_network_callback(told.append)
    phone.connectivity.set_network(NetworkKind.WIFI)
    assert (told, phone.records(Kind.STATE, "network")) == ([], [])


def test_what_each_callback_does_follows_from_the_change():
    phone = new_phone()
    phone.connectivity.register_network_callback(lambda _: phone.settings.changed("first"))
    phone.connectivity.register_network_callback(lambda _: phone.settings.changed("second"))
    phone.connectivity.set_network(NetworkKind.MOBILE)
    (change,) = phone.records(Kind.STATE, "network")
    parents = [phone.records(Kind.STATE, name)[0].parent for name in ("first", "second")]
    assert (change.data["network"], parents) == ("mobile", [change.n, change.n])
