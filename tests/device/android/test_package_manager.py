from dataclasses import replace

from simulator.device.android.package_manager import PackageManager
from simulator.kernel.trace import Kind
from tests.device.android.phones import MAIN, PACKAGE, a_manifest, new_phone


def test_fresh_app_is_installed_and_stopped():
    packages: PackageManager = new_phone().packages
    assert packages.is_installed(PACKAGE)
    assert packages.is_stopped(PACKAGE)


def test_update_keeps_uid_and_started_state():
    packages: PackageManager = new_phone().packages
    packages.set_stopped(PACKAGE, stopped=False)
    uid = packages.uid(PACKAGE)
    packages.install(PACKAGE, a_manifest(35))
    assert (packages.uid(PACKAGE), packages.is_stopped(PACKAGE), packages.target_sdk(PACKAGE)) == (uid, False, 35)


def test_reinstalled_app_has_another_uid_and_is_stopped_again():
    packages: PackageManager = new_phone().packages
    packages.set_stopped(PACKAGE, stopped=False)
    uid = packages.uid(PACKAGE)
    packages.uninstall(PACKAGE)
    packages.install(PACKAGE, a_manifest())
    assert packages.uid(PACKAGE) == uid + 1
    assert packages.is_stopped(PACKAGE)


def test_app_that_is_not_there_has_no_state():
    packages: PackageManager = new_phone(installed=False).packages
    packages.uninstall(PACKAGE)
    packages.set_stopped(PACKAGE, stopped=True)
    assert packages.get(PACKAGE) is None
    assert (packages.is_stopped(PACKAGE), packages.target_sdk(PACKAGE), packages.uid(PACKAGE)) == (False, 0, -1)
    assert packages.get_launch_intent_for_package(PACKAGE) is None


def test_refused_install_leaves_all_as_it_was():
    phone = new_phone(api_level=31)
    refusal = phone.packages.install(PACKAGE, replace(a_manifest(), min_sdk=32))
    assert refusal is not None
    assert refusal.startswith("INSTALL_FAILED_OLDER_SDK")
    assert phone.packages.get(PACKAGE).manifest == a_manifest()
    assert phone.records(Kind.STATE, "package")[-1].data["state"] == "refused"


def test_launch_intent_names_the_launcher_activity():
    intent = new_phone().packages.get_launch_intent_for_package(PACKAGE)
    assert (intent.component, intent.action) == ((PACKAGE, MAIN.name), "android.intent.action.MAIN")


def test_app_without_launcher_has_no_launch_intent():
    phone = new_phone(manifest=replace(a_manifest(), components=()))
    assert phone.packages.get_launch_intent_for_package(PACKAGE) is None


def test_app_holds_only_permissions_of_its_manifest():
    packages = new_phone(manifest=a_manifest(33, permissions=("android.permission.INTERNET",))).packages
    assert packages.holds(PACKAGE, "android.permission.INTERNET")
    assert not packages.holds(PACKAGE, "android.permission.VIBRATE")


def test_stopped_state_is_recorded_once():
    phone = new_phone()
    phone.packages.set_stopped(PACKAGE, stopped=False)
    phone.packages.set_stopped(PACKAGE, stopped=False)
    states = [record.data["state"] for record in phone.records(Kind.STATE, "package")]
    assert states == ["installed", "unstopped"]
