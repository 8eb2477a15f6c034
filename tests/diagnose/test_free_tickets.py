"""Tickets as people write and attach them: pasted JSON, pictures, odd encodings; the whole way to the answer."""

from pathlib import Path

import msgspec
import pytest

from simulator.diagnose.answer import Answer, diagnose
from simulator.diagnose.conclude import Verdict
from simulator.diagnose.reading import read_ticket
from simulator.diagnose.reply import reply_to
from simulator.diagnose.sign import UNDECIDED
from simulator.diagnose.text import answer_text

LOG = """\
11-22 08:00:00.000  1234  1234 I TUIKitDemo-SplashActivity: vivopush open vivo push fail state = 101
11-22 08:00:01.000  1234  1234 I TUIKitDemo-ThirdPushTokenMgr: setPushTokenToTIM third token is empty
"""


def answer_to(tmp_path: Path, content: str | bytes, name: str = "ticket.txt") -> Answer:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return diagnose(read_ticket([path]))


@pytest.mark.parametrize(
    "content",
    [
        LOG,
        LOG.replace("\n", "\r\n"),
        LOG.encode("utf-16"),
        LOG.encode("utf-16-le"),
        "型号不支持？\n".encode("gbk") + LOG.encode(),
    ],
    ids=["plain", "windows", "utf-16", "unmarked utf-16", "gbk"],
)
def test_a_log_says_the_same_in_every_encoding(tmp_path: Path, content: str | bytes) -> None:
    first = answer_to(tmp_path, content).causes[0]
    assert first.cause_hop == "device_unsupported"


def test_json_that_is_pasted_among_words_is_read_as_what_was_sent(tmp_path: Path) -> None:
    message = '{"To_Account":"bob","MsgBody":[{"MsgType":"TIMCustomElem",\n"MsgContent":{"Data":"x"}}]}'
    words = f"华为手机收不到离线推送，请求：\n{message}\n返回：\n" + '{"ActionStatus":"OK","ErrorCode":0}'
    answer = answer_to(tmp_path, words)
    assert answer.causes[0].id == "custom_message_without_desc"
    assert {(one.sign, one.line) for one in answer.evidence} >= {("set.custom_without_desc", 2)}


def test_json_that_breaks_off_is_left_as_words(tmp_path: Path) -> None:
    answer = answer_to(tmp_path, '小米手机收不到推送，返回：\n{"result":"error","code":21301,"reason":"Invalid appl')
    assert answer.causes[0].cause_hop == "vendor_auth"


@pytest.mark.parametrize(
    ("head", "kind"), [(b"\x89PNG\r\n", "a picture"), (b"\xff\xd8\xff\xe0", "a picture"), (b"%PDF-1.7", "a PDF")]
)
def test_what_nobody_can_read_is_named_with_what_to_do(tmp_path: Path, head: bytes, kind: str) -> None:
    answer = answer_to(tmp_path, head + bytes(range(256)) * 8, "shot.bin")
    text = answer_text(answer)
    assert f"left out: shot.bin: {kind}: write down what it says" in text
    assert text.startswith("undecided: nothing in this ticket says where it breaks")
    assert "1." not in text


def test_words_alone_never_say_that_nothing_is_broken(tmp_path: Path) -> None:
    assert answer_to(tmp_path, "the vivo app gets its regId").verdict is not Verdict.HEALTHY


def test_an_open_answer_names_the_stretches_and_the_question_that_decides(tmp_path: Path) -> None:
    words = "vivo X60 厂商控制台推送可以收到，IM 消息在应用被杀后收不到\nsetPushTokenToTIM result 0\n"
    answer = answer_to(tmp_path, words)
    assert answer.verdict is Verdict.UNDECIDED
    assert {one.cause_hop for one in answer.causes[:3]} <= {
        "certificate_config",
        "im_server_decision",
        "im_payload",
        "vendor_auth",
    }
    asked = " ".join(one.how.en + one.how.zh for one in answer.ask_next[:2])
    assert "certificate IDs" in asked
    assert "推送排查" in asked
    reply = answer_text(answer).partition("reply:")[2]
    assert "We cannot tell yet. What is left:" in reply
    assert "It looks as if" not in reply


def test_a_fingerprint_that_is_not_registered_is_told_with_its_repair(tmp_path: Path) -> None:
    answer = answer_to(tmp_path, "华为 getToken 报 6003，换了签名之后才出现")
    assert answer.causes[0].id == "signed_with_another_key"
    assert answer.causes[0].repair is not None
    assert answer.causes[0].repair.verified


def test_a_code_that_stands_for_several_things_makes_nobody_sure(tmp_path: Path) -> None:
    first, second, *_ = answer_to(tmp_path, "华为 getToken 失败，返回 907135000").causes
    assert {first.cause_hop, second.cause_hop} == {"vendor_registration", "app_integration"}
    assert first.probability < 0.9


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (
            "Huawei P40: after a login on a second phone the first gets no pushes, the log says onKickedOffline",
            "kicked",
        ),
        ("华为 P50 登录 IM 报 70001，UserSig 过期", "user_sig_refused"),
        ('{"ActionStatus":"FAIL","ErrorInfo":"non friend","ErrorCode":20009}', "not_friends"),
        ("小米收不到推送，调用 sendmsg 返回 ErrorCode 80001", "text_stopped_by_im"),
    ],
)
def test_what_im_says_of_it_leads_to_the_one_cause(tmp_path: Path, words: str, cause: str) -> None:
    assert answer_to(tmp_path, words).causes[0].id == cause


def test_a_number_of_ims_tool_for_pushes_is_no_code_of_the_vendor(tmp_path: Path) -> None:
    answer = answer_to(tmp_path, "OPPO 收不到推送，推送排查结果：OfflineStat ErrorCode -2")
    assert {one.sign for one in answer.evidence} & {"trace.-2", "code.oppo.-2"} == {"trace.-2"}


def test_what_one_cause_alone_asks_comes_up_where_it_decides(tmp_path: Path) -> None:
    answer = answer_to(tmp_path, "华为 getToken 报 6003")
    assert answer.causes[0].id == "signed_with_another_key"
    assert any("apksigner" in one.how.en for one in answer.ask_next)


def test_what_to_do_is_said_in_the_language_of_the_reply(tmp_path: Path) -> None:
    answer = answer_to(tmp_path, "vivo X60 收不到推送")
    assert answer.verdict is Verdict.UNDECIDED
    reply = reply_to(answer)
    assert "IM 控制台" in reply.zh
    assert "IM console" not in reply.zh
    assert "控制台 >" not in reply.en


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("OPPO 手机，通知渠道 tuikit 被关闭了，收不到推送", "channel_switched_off"),
        ("华为 getToken 报错 client/app_id is null，没有应用 com.huawei.agconnect 插件", "agconnect_file_left_out"),
        ("App 在前台打开聊天界面时，vivo 手机通知栏没有弹出推送，切后台杀掉就正常", "app_in_foreground"),
        (
            "Xiaomi 13: with the app in the foreground no notification pops up, but when it is killed it arrives fine",
            "",
        ),
    ],
)
def test_words_about_a_setting_lead_to_the_cause_that_has_it(tmp_path: Path, words: str, cause: str) -> None:
    assert answer_to(tmp_path, words).causes[0].id == (cause or "app_in_foreground")


def test_who_is_not_sure_says_so_in_the_headline(tmp_path: Path) -> None:
    sure = answer_to(tmp_path, "vivo Y66 open vivo push fail state = 101")
    assert answer_text(sure).startswith("broken at: sdk_started")
    half = msgspec.structs.replace(sure.causes[0], probability=0.49)
    unsure = msgspec.structs.replace(sure, causes=(half,), words={**sure.words, UNDECIDED: 0.3})
    first, second = answer_text(unsure).splitlines()[:2]
    assert first == "not sure, but most likely broken at: sdk_started"
    assert "30%" in second
