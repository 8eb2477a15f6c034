"""Words and lines of reports are recognised as what they mean, in both languages, and their opposites are not."""

import dataclasses
from pathlib import Path

import pytest

from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words
from simulator.diagnose.code_signs import codes_in
from simulator.diagnose.facts import Facts
from simulator.diagnose.model import Model
from simulator.diagnose.planted import SAID
from simulator.diagnose.reading import read_ticket
from simulator.diagnose.recognise import (
    About,
    evidence_of_line,
    evidence_of_prose,
    without_ruled_out,
    without_vague_codes,
)
from simulator.diagnose.sign import UNDECIDED, weights
from simulator.diagnose.signs import signs
from simulator.world.models import models


def signs_in(text: str) -> set[str]:
    return {one.sign for one in evidence_of_prose([text], "words.txt")} | {
        one.sign for one in evidence_of_line(text, "words.txt", 1, About())
    }


@pytest.mark.parametrize(("name", "words"), SAID.items())
def test_what_people_say_of_a_symptom_is_recognised_in_both_languages(name: str, words: Words) -> None:
    assert name in signs_in(words.en)
    assert name in signs_in(words.zh)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("厂商后台推送可以收到，通过 IM 发送收不到", "compare.console_works"),
        ("push from the vendor console arrives, but the message sent through IM does not", "compare.console_works"),
        ("debug 包正常，release 打包后收不到推送", "compare.debug_works"),
        ("the debug build registers fine, the release build does not", "compare.debug_works"),
        ("debug包正常，release包收不到", "compare.debug_works"),
        ("点击通知拿不到ext字段", "tap.ext_missing"),
        ("控制台没有上传证书", "console.certificate_missing"),
        ("PC 端在线时手机收不到离线推送", "compare.multi_terminal"),
        ("升级之后收不到推送了", "compare.after_upgrade"),
        ("以前可以收到，昨天突然收不到", "compare.stopped_by_itself"),
        ("部分机型正常，部分机型收不到", "compare.other_phones_work"),
        ("换账号登录后收不到推送", "login.again_nothing"),
        ("前台不弹通知", "foreground.nothing"),
        ("每天只能收到 5 条，超出限额", "limits.quota"),
        ("角标不更新", "shown.badge"),
        ("自定义消息没有离线推送", "payload.custom_message"),
        ("NotificationService: No Channel found for pkg=com.x, channelId=null", "log.channel_missing"),
        ("setOfflinePushToken err code = 6014", "log.report_failed"),
        ("在极光后台推送能收到，通过我们接口收不到", "compare.provider_console_works"),
        ("pushing from the provider's console does not reach the phone", "compare.provider_console_fails"),
        ("手机开了省电模式，已加入忽略名单", "autostart.on"),
        ("battery optimization is enabled for the app", "autostart.off"),
        ("battery optimization is disabled for the app", "autostart.on"),
        ("服务器数据库里这个用户的 token 是空的", "token.not_stored"),
        ("the vendor says that this regId is invalid", "token.refused"),
        ("the tap opens the page, but the payload is null there", "tap.ext_missing"),
        ("原生日志能看到消息，flutter 插件收不到", "sdk.not_handed_over"),
        ("MissingPluginException(No implementation found for method getRegId)", "sdk.not_linked"),
        ("后来的通知会覆盖之前的通知", "shown.replaced"),
        ("通知被折叠到不重要通知里", "shown.folded"),
        ("手机重启后收不到推送，打开应用才恢复", "reboot.nothing"),
        ("the server says that the push was a success, nothing is shown", "shown.sent_successfully"),
        ("the custom sound is not played", "channel.custom_sound"),
        ("it comes into the default channel", "channel.low"),
        ("设置别名返回 6002", "token.alias_fails"),
        ("no Google services on it", "device.foreign"),
        ("华为 getToken 报 6003", "token.not_obtained"),
        ("小米获取到 token，华为获取不到", "token.not_obtained"),
        ("点击通知只会打开首页", "tap.wrong_page"),
        ("通知开关默认是关闭的，通知被关了", "permission.off"),
        ("三星手机收不到推送", "device.other_brand"),
        ("the demo behaves alike", "compare.demo_fails"),
        ("服务端显示推送成功", "shown.sent_successfully"),
        ("注册之后 onRegister 回调没有走", "token.registration_fails"),
        ("Android Studio 真机调试可以，打包出来 token 就拿不到", "compare.debug_works"),
        ("request of the access_token failed", "answer.auth"),
        ("推送接口返回 403", "answer.auth"),
        ("前几天开始突然收不到，之前一直正常", "compare.stopped_by_itself"),
        ("swiped out of the recent apps, nothing comes", "killed.nothing"),
        ("android.content.ActivityNotFoundException: No Activity found to handle Intent", "log.no_activity"),
        ("应用关闭后能收到推送。运行时没有通知", "killed.works_running_not"),
        ("closed I get the push; while it runs, no notification", "killed.works_running_not"),
        ("the call answers HTTP 501", "answer.server_error"),
        ("PlatformException(channel-error, Unable to establish connection on channel)", "sdk.not_linked"),
        ("this must be executed on the main thread", "sdk.not_handed_over"),
        ("注册成功，设备 token 为：0a1b2c3d", "log.reg_id"),
        ("数据表里有这个用户的 token", "token.stored"),
        ("onBackgroundMessage is never called", "sdk.received_callback_silent"),
        ("每个用户一天最多 3 条", "limits.per_day"),
        ("appkey can't be empty", "log.app_id_missing"),
        ("I/Push: onMessageReceived, message id:17", "log.message_received"),
        ("應用程式被殺掉之後收不到離線推播", "killed.nothing"),
        ("點擊通知沒有反應", "tap.nothing"),
        ("註冊失敗，拿不到權杖", "token.not_obtained"),
        ("登入失敗，簽名已過期", "log.im_login_failed"),
        ("the request has foreground_show=false", "payload.foreground_field"),
    ],
)
def test_comparisons_and_lines_are_recognised(text: str, sign: str) -> None:
    assert sign in signs_in(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("厂商后台推送也收不到", "compare.console_works"),
        ("从后台切到前台推送正常", "compare.console_works"),
        ("the app gets its regId", "token.not_obtained"),
        ("推送正常，点击正常打开应用", "tap.nothing"),
        ("控制台没有上传证书", "compare.console_fails"),
        ("notification permission is enabled", "permission.off"),
        ("极光后台推送能收到", "compare.console_works"),
        ("点击获取 token 按钮没反应", "tap.nothing"),
        ("click on the register button does nothing", "tap.nothing"),
        ("the server cannot get an access_token", "token.not_obtained"),
        ("token 不合法", "token.not_obtained"),
        ("battery optimization is disabled for the app", "autostart.off"),
        ("the vendor console shows no new user", "compare.console_fails"),
        ("console messages arrive while the app runs", "compare.console_works"),
        ("the emulator works", "device.foreign"),
        ("since monday push is dead", "killed.nothing"),
        ("在网页上推送", "compare.multi_terminal"),
        ("杀掉应用后收到推送，点击通知没打开应用", "killed.nothing"),
        ("点击通知没打开应用", "foreground.nothing"),
        ("no notification is shown", "shown.received_not_shown"),
        ("能收到推送，但是没有声音也不弹横幅", "shown.received_not_shown"),
        ("拿到了 regId，推送收不到", "token.not_obtained"),
        ("agconnect-services.json 没变", "log.app_id_missing"),
        ("the call answers with a permission error", "permission.off"),
        ("the token is not registered", "answer.reg_id"),
        ("应用关闭后收不到推送。运行时有通知", "killed.works_running_not"),
        ("登录没有问题，通知没有弹出来", "login.fails"),
        ("the login is without problems", "login.fails"),
        ("can a push be received when the app is killed?", "killed.works"),
        ("杀掉应用以后能不能收到推送", "killed.works"),
        ("web 群发没有反应", "compare.group_only"),
        ("receiver.MyReceiver: java.lang.ClassNotFoundException", "log.reg_id"),
        ("the provider's demo registers on the same phone", "compare.demo_fails"),
        ("通知没有弹出来", "shown.received_not_shown"),
        ("通知渠道没有关闭", "permission.off"),
        ("the access token has expired", "token.stale"),
        ("没有请求通知权限", "im.not_asked"),
        ("苹果手机也收不到", "compare.ios_works"),
        ("the certificate in the console is there", "console.outdated"),
        ("已重启手机，还是收不到", "reboot.nothing"),
        ("the wifi is fine", "network.other_works"),
        ("在推送后台没有填写参数", "tap.ext_missing"),
        ("the push exceeds 4096 bytes", "limits.quota"),
        ("没有系统消息的权限，被归为运营消息", "permission.off"),
        ("this must be executed on the main thread", "log.main_thread"),
        ("数据表里有这个用户的 token，推送没有来", "token.not_stored"),
        ("the fingerprint was added", "console.fingerprint"),
    ],
)
def test_the_opposite_is_not_taken_for_it(text: str, sign: str) -> None:
    assert sign not in signs_in(text)


def test_a_code_with_its_field_and_vendor_means_what_the_vendors_table_says() -> None:
    (code,) = codes_in("errorCode=21301 reason=Invalid application secret.", ("xiaomi",))
    assert code.sign == "code.xiaomi.21301"
    assert code.speaks()[CauseHop.VENDOR_AUTH] > 2


def test_an_unknown_code_stays_as_a_fact_that_speaks_for_nothing() -> None:
    (code,) = codes_in("errorCode: 99887766", ("vivo",))
    assert (code.sign, dict(code.speaks())) == ("code.unknown.99887766", {})


def test_one_maker_alone_is_compared_with_nobody() -> None:
    line = "OPPO 手机能收到推送"
    assert "compare.other_phones_work" not in {one.sign for one in evidence_of_line(line, "t", 1, About(makers=1))}
    assert "compare.other_phones_work" in {one.sign for one in evidence_of_line(line, "t", 1, About(makers=2))}


def test_what_one_phone_has_says_nothing_of_the_one_that_has_it_not() -> None:
    found = list(evidence_of_prose(["the Redmi gets its token, the Vivo cannot get a token"], "words.txt"))
    assert {"token.obtained", "token.not_obtained"} <= {one.sign for one in found}
    assert "token.obtained" not in {one.sign for one in without_ruled_out(found)}


def test_what_helped_is_not_taken_for_a_setting_that_did_not() -> None:
    found = list(evidence_of_prose(["pushes only arrive after the app is added to the protected apps"], "words.txt"))
    assert [one.sign for one in without_ruled_out(found)] == ["autostart.helps"]


def test_a_wrappers_unknown_error_says_nothing_beside_the_code_that_says_what() -> None:
    about = About(("huawei",))
    line = "PlatformException(907122045, 907135702: certificate fingerprint error)"
    both = [*evidence_of_line(line, "log", 1, about)]
    assert {"code.huawei.907122045", "code.huawei.907135702"} <= {one.sign for one in both}
    assert "code.huawei.907122045" not in {one.sign for one in without_vague_codes(both)}
    alone = [*evidence_of_line("code 907122045", "log", 1, about)]
    assert [one.sign for one in without_vague_codes(alone)] == ["code.huawei.907122045"]


def test_a_code_that_may_stand_for_several_things_leaves_open_which() -> None:
    (code,) = codes_in("internalCode = 907135000", ("huawei",))
    spoken = code.speaks()
    assert spoken[UNDECIDED] > 0
    assert min(spoken[CauseHop.APP_INTEGRATION], spoken[CauseHop.VENDOR_REGISTRATION], spoken[CauseHop.MANIFEST]) > 2


def test_a_state_of_the_push_service_is_not_taken_for_a_phone_without_one() -> None:
    (busy,), (unsupported,) = codes_in("907135700", ("huawei",)), codes_in("907122049", ("huawei",))
    assert busy.speaks()[CauseHop.VENDOR_REGISTRATION] > busy.speaks()[CauseHop.DEVICE_UNSUPPORTED]
    assert unsupported.speaks()[CauseHop.DEVICE_UNSUPPORTED] == max(unsupported.speaks().values())


def test_a_number_without_a_field_is_a_code_only_where_it_cannot_be_anything_else() -> None:
    assert [one.number for one in codes_in("HmsInstanceId 907122050 on 2022-07-14 at 8080", ("huawei",))] == [907122050]


def test_a_phone_on_which_all_is_well_is_not_the_one_in_question() -> None:
    facts = Facts()
    model = min(models())
    facts.hear(f"{model} 正常, 另一台收不到")
    assert facts.model == ""
    facts.hear(f"{model} 收不到")
    assert facts.model == model


def test_every_sign_speaks_in_words_that_there_are() -> None:
    known = {*CauseHop, UNDECIDED}
    assert all(set(one.speaks) <= known for one in signs().values())
    with pytest.raises(ValueError, match="no_such_word"):
        weights("no_such_word 3")


def test_what_one_line_says_twice_counts_once() -> None:
    line = "open vivo push fail state = 101"
    both = list(evidence_of_line(line, "log", 1, About(("vivo",))))
    assert {"log.sdk_state", "code.vivo.101"} <= {one.sign for one in both}
    model = Model()
    strongest = max(model.weight([one], ("device_unsupported",)) for one in both)
    assert model.weight(both, ("device_unsupported",)) == strongest
    apart = [dataclasses.replace(one, line=number) for number, one in enumerate(both)]
    assert model.weight(apart, ("device_unsupported",)) > strongest


def test_words_are_told_at_their_own_line_whatever_stands_between(tmp_path: Path) -> None:
    text = "vivo 手机\n11-22 08:00:00.000  1  1 I A: b\n\n11-22 08:00:00.000  1  1 I A: c\n杀掉应用后收不到推送\n"
    (tmp_path / "words.txt").write_text(text, encoding="utf-8")
    [line] = [one.line for one in read_ticket([tmp_path]).recognised() if one.sign == "killed.nothing"]
    assert line == 5


@pytest.mark.parametrize(
    ("words", "vendor"),
    [
        ("荣耀 Magic5 收不到推送，用的是华为推送 SDK，其他华为手机正常", "honor"),
        ("小米、OPPO 都正常，vivo 收不到", "vivo"),
        ("Huawei and Xiaomi phones work fine, on OPPO nothing arrives", "oppo"),
        ("vivo 正常", "vivo"),
    ],
)
def test_the_ticket_is_about_the_phone_that_gets_nothing(words: str, vendor: str) -> None:
    facts = Facts()
    facts.hear(words)
    assert facts.vendors[0] == vendor
