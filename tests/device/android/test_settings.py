from simulator.kernel.trace import Kind
from tests.device.android.phones import new_phone


def test_state_is_recorded_for_the_phone_with_its_fact():
    phone = new_phone()
    phone.settings.changed("screen", "android.some_fact", on=True)
    (record,) = phone.records(Kind.STATE, "screen")
    assert (record.actor, record.rule, record.data) == ("bob_phone", "android.some_fact", {"on": True})


def test_log_line_has_level_tag_and_push():
    phone = new_phone()
    phone.settings.log("I", "Tag", "text", push_id=3)
    (record,) = phone.records(Kind.LOG, "Tag")
    assert (record.push_id, record.data) == (3, {"level": "I", "text": "text"})
