"""The logs of every generation of the demo are understood, taken from runs of the apps themselves."""

import pytest

from simulator.causes.edit import Put, edited
from simulator.causes.setting import PHONE, Setting, healthy
from simulator.device.app.generation import Generation
from simulator.device.app.variants import VARIANTS
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.logcat_format import entry_of
from simulator.diagnose.observe import log_of
from simulator.diagnose.playing import play
from simulator.diagnose.recognise import About, evidence_of_line, unsettled
from simulator.report.codes import IM
from simulator.vendors import VENDORS

GENERATIONS = {variant.generation: name for name, variant in VARIANTS.items() if variant.generation.logs}
GENERATIONS[Generation.GUIDES] = "careful"
KNOWN_NOT_TO_REPORT = {"honor": Generation.OEM_PUSH, "oppo": Generation.DEMO_2019_10}
"""The last generation that does not know the vendor yet."""


def log_of_app(app: str, vendor: str) -> list[Evidence]:
    tree = edited(healthy(Setting(vendor)), (Put(("app", "variant"), app),))
    about = About((vendor, IM))
    lines = enumerate(log_of(play(tree)), 1)
    return [one for number, line in lines for one in evidence_of_line(line, PHONE, number, about)]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("app", GENERATIONS.values())
def test_a_report_that_succeeds_is_read_from_the_log_of_every_generation(app: str, vendor: str) -> None:
    generation = VARIANTS[app].generation
    found = {one.sign for one in log_of_app(app, vendor)}
    knows_vendor = generation in {Generation.GUIDES} or generation > KNOWN_NOT_TO_REPORT.get(vendor, Generation.GUIDES)
    assert ({"log.reg_id", "log.report_ok"} <= found) == knows_vendor


@pytest.mark.parametrize("vendor", ["vivo", "xiaomi"])
def test_what_a_later_line_puts_right_says_nothing(vendor: str) -> None:
    found = log_of_app("tim_demo_2019", vendor)
    assert "log.report_before_login" in {one.sign for one in found}
    assert "log.report_before_login" not in {one.sign for one in unsettled(found)}


def test_what_comes_after_the_success_still_counts() -> None:
    lines = ("setOfflinePushToken success", "setPushTokenToTIM not login, ignore")
    found = [one for number, line in enumerate(lines, 1) for one in evidence_of_line(line, "log", number, About())]
    assert [one.sign for one in unsettled(found)] == ["log.report_ok", "log.report_before_login"]


@pytest.mark.parametrize(
    ("line", "tag", "text"),
    [
        (
            (
                "06-02 00:21:51.316 29226 29434 I imsdk   : TIM: 27    2020-06-02 00:21:51.316/I/29226-29434     "
                "/IMSDK       -BaseManager.0                    /setToken: token=6666:abc:2005"
            ),
            "BaseManager",
            "setToken: token=6666:abc:2005",
        ),
        (
            (
                "   TIM: 29  2020-06-02 00:21:51.364/E/29226-29399   /Common   -imcore_manager_task.cpp.85  Decode"
                "                     /set token|decode|code:-10005|desc:"
            ),
            "imcore_manager_task",
            "set token|decode|code:-10005|desc:",
        ),
        ("I/imsdk: onConnected", "imsdk", "onConnected"),
    ],
)
def test_lines_within_the_im_sdks_own_log_are_taken_out_of_it(line: str, tag: str, text: str) -> None:
    entry = entry_of(line)
    assert entry is not None
    assert (entry.tag, entry.text) == (tag, text)


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("TUIOfflinePush-TUIOfflinePushManager: setOfflinePushToken err code = 6014 desc = not login", "code.im.6014"),
        (
            "TUIOfflinePush-TUIOfflinePushManager: setOfflinePushConfig businessID = 0 pushToken = abc",
            "set.certificate_id_unset",
        ),
        ("TUIOfflinePush-TUIOfflinePushUtils: registerPush-- vivoPushBussinessId is null", "log.settings_missing"),
        ("TUIOfflinePush-OEMPushSetting: register vivo e = com.vivo.push.VivoPushException", "log.manifest_checked"),
        ("TUIOfflinePush-OEMPushSetting: vivo support push: false", "log.push_unsupported"),
        ("TUIOfflinePush-OEMPushSetting: mPushCallback is null", "log.report_came_late"),
        ("TUIOfflinePush-ParseNotification: ext is null", "log.ext_missing"),
        ("TUIOfflinePush-OEMPushSetting: Honor turnOn push failed.java.lang.Exception", "log.sdk_state"),
        ("registerPush onError code: 800016", "code.im.800016"),
        ("imsdk: Login succ, user:bob", "log.login_ok"),
    ],
)
def test_what_the_push_modules_say_of_failures_is_understood(line: str, sign: str) -> None:
    assert sign in {one.sign for one in evidence_of_line(line, "log", 1, About(("vivo", IM)))}


def test_a_module_that_finds_the_phone_fit_does_not_say_that_it_is_unsupported() -> None:
    line = "TUIOfflinePush-OEMPushSetting: vivo support push: true"
    assert "log.push_unsupported" not in {one.sign for one in evidence_of_line(line, "log", 1, About(("vivo",)))}
