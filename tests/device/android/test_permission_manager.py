import pytest

from simulator.device.android.permission_manager import Answer
from simulator.kernel.trace import Kind
from tests.device.android.phones import PACKAGE, a_manifest, new_phone


def fresh(api_level=33, target_sdk=33, **more):
    return new_phone(api_level, target_sdk, granted=False, channel=False, **more)


@pytest.mark.parametrize(("api_level", "granted"), [(21, True), (32, True), (33, False), (36, False)])
def test_permission_is_missing_from_android_13_on(api_level, granted):
    assert fresh(api_level).permissions.is_granted(PACKAGE) is granted


@pytest.mark.parametrize(
    ("answer", "granted", "asks_again"),
    [(Answer.ALLOW, True, False), (Answer.DENY, False, True), (Answer.DISMISS, False, True)],
)
def test_answer_decides(answer, granted, asks_again):
    permissions = fresh().permissions
    assert permissions.request(PACKAGE)
    assert permissions.is_asking(PACKAGE)
    assert permissions.answer(PACKAGE, answer)
    assert not permissions.is_asking(PACKAGE)
    assert permissions.is_granted(PACKAGE) is granted
    assert permissions.request(PACKAGE) is asks_again


def test_second_denial_is_the_last():
    permissions = fresh().permissions
    for _ in range(2):
        assert permissions.request(PACKAGE)
        permissions.answer(PACKAGE, Answer.DENY)
    assert not permissions.request(PACKAGE)


def test_dismissing_never_uses_up_the_dialog():
    permissions = fresh().permissions
    for _ in range(10):
        assert permissions.request(PACKAGE)
        permissions.answer(PACKAGE, Answer.DISMISS)


def test_answer_without_dialog_changes_nothing():
    phone = fresh()
    assert not phone.permissions.answer(PACKAGE, Answer.ALLOW)
    assert not phone.permissions.is_granted(PACKAGE)
    assert phone.records(Kind.STATE, "permission") == []


def test_undeclared_permission_is_not_asked_for():
    phone = fresh(manifest=a_manifest(33, permissions=()))
    assert not phone.permissions.request(PACKAGE)


def test_no_dialog_below_android_13():
    assert not fresh(32).permissions.request(PACKAGE)


def test_app_that_is_not_installed_is_not_asked_for():
    permissions = fresh(installed=False).permissions
    assert not permissions.request(PACKAGE)
    permissions.activity_started(PACKAGE)
    permissions.channel_created(PACKAGE)
    assert not permissions.is_asking(PACKAGE)


def test_app_with_target_below_33_cannot_ask_itself():
    assert not fresh(target_sdk=32).permissions.request(PACKAGE)
    assert fresh(target_sdk=33).permissions.request(PACKAGE)


@pytest.mark.parametrize("order", [("channel", "activity"), ("activity", "channel")])
def test_system_asks_for_old_target_once_channel_and_activity_are_there(order):
    permissions = fresh(target_sdk=32).permissions
    calls = {"channel": permissions.channel_created, "activity": permissions.activity_started}
    calls[order[0]](PACKAGE)
    assert not permissions.is_asking(PACKAGE)
    calls[order[1]](PACKAGE)
    assert permissions.is_asking(PACKAGE)


def test_system_does_not_ask_for_target_33():
    permissions = fresh().permissions
    permissions.channel_created(PACKAGE)
    permissions.activity_started(PACKAGE)
    assert not permissions.is_asking(PACKAGE)


def test_old_target_once_denied_is_asked_for_again_only_with_target_33():
    phone = fresh(target_sdk=32)
    permissions = phone.permissions
    permissions.channel_created(PACKAGE)
    permissions.activity_started(PACKAGE)
    permissions.answer(PACKAGE, Answer.DENY)
    permissions.activity_started(PACKAGE)
    assert not permissions.is_asking(PACKAGE)
    phone.packages.install(PACKAGE, a_manifest(33))
    assert permissions.request(PACKAGE)


def test_old_target_is_asked_for_again_after_dismissing():
    permissions = fresh(target_sdk=32).permissions
    permissions.channel_created(PACKAGE)
    permissions.activity_started(PACKAGE)
    permissions.answer(PACKAGE, Answer.DISMISS)
    permissions.activity_started(PACKAGE)
    assert permissions.is_asking(PACKAGE)


def test_end_of_process_closes_the_dialog():
    permissions = fresh().permissions
    permissions.request(PACKAGE)
    permissions.process_ended(PACKAGE)
    assert not permissions.is_asking(PACKAGE)
    assert not permissions.is_granted(PACKAGE)


def test_forgotten_app_is_asked_for_from_the_beginning():
    permissions = fresh().permissions
    permissions.grant(PACKAGE)
    permissions.forget(PACKAGE)
    assert not permissions.is_granted(PACKAGE)


def test_asking_and_answer_are_recorded():
    phone = fresh()
    phone.permissions.request(PACKAGE)
    phone.permissions.request(PACKAGE)
    phone.permissions.answer(PACKAGE, Answer.ALLOW)
    assert [record.data["answer"] for record in phone.records(Kind.STATE, "permission")] == ["asked", "allow"]


def test_below_android_13_nothing_is_noted_or_asked():
    phone = fresh(32, 32)
    phone.permissions.channel_created(PACKAGE)
    phone.permissions.activity_started(PACKAGE)
    phone.permissions.grant(PACKAGE)
    assert not phone.permissions.is_asking(PACKAGE)
    assert phone.records(Kind.STATE, "permission") == []
