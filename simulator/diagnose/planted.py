"""Tickets made of runs, as a customer would write them: the phone's log, what was looked up, and the symptom in words.

Nothing of a cause but the run itself goes in: neither its name nor a list of its signs, and never the trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.setting import PHONE, Setting, healthy
from simulator.causes.together import together
from simulator.causes.words import Words
from simulator.diagnose.findings import Findings
from simulator.diagnose.observe import Seen, observe
from simulator.diagnose.pairs import is_lost
from simulator.diagnose.playing import play
from simulator.diagnose.readers.form import read_form
from simulator.diagnose.settings import looked_up
from simulator.diagnose.signs import signs
from simulator.kernel.randomness import Stream
from simulator.world.models import models

ChoiceT = TypeVar("ChoiceT")

SAID: Final[Mapping[str, Words]] = {
    "shown.nothing": Words("no notification is shown", "收不到推送"),
    "shown.silent": Words("the notification is shown without any sound or banner", "通知没有声音也没有横幅"),
    "killed.nothing": Words("after the app is killed no push arrives", "杀掉应用后收不到推送"),
    "killed.running_works": Words("while the app is running messages arrive fine", "应用运行时消息正常"),
    "compare.console_works": Words("a test push from the vendor's console arrives", "从厂商控制台直接推送能收到"),
    "compare.console_fails": Words("a push from the vendor's console is not shown either", "从厂商控制台推送也收不到"),
    "token.obtained": Words("the app gets a regId", "应用获取到了 regId"),
    "token.not_obtained": Words("the app gets no regId", "应用拿不到 regId"),
    "token.reported": Words("the token was uploaded successfully", "token 上报成功"),
    "token.report_fails": Words("uploading the token fails", "token 上报失败"),
    "login.works": Words("the login is fine", "登录正常"),
    "login.fails": Words("the login fails", "登录失败"),
    "login.again_nothing": Words("after logging out nothing arrives", "退出登录之后收不到消息"),
    "tap.nothing": Words("tapping the notification does not open the app", "点击通知没有反应"),
    "tap.wrong_page": Words("the tap opens the wrong page", "点击跳转的页面错误"),
    "tap.ext_missing": Words("on the tap the custom data are missing", "点击后拿不到自定义参数"),
    "tap.crash": Words("on the tap there is a crash", "点击后崩溃"),
    "tap.works": Words("tapping opens the app fine", "点击通知可以正常打开应用"),
}
"""How people say what they see."""

_ANDROIDS: Final = (0, 9, 10, 11, 12, 13, 14)
_STARTS: Final = ("", "2025-06-12 14:00", "2026-05-20 10:30")
_SEVERAL: Final = 2
_LEFT_OUT: Final = 4
"""Of what works, one thing in so many is not told."""


def random_setting(vendor: str, stream: Stream) -> Setting:
    """Return a healthy background: a supported phone of *vendor*, an Android version, a day."""
    supported = [name for name, one in models().items() if one.push_vendor == vendor and one.push_service]
    return Setting(
        vendor,
        _drawn(supported, stream),
        _drawn(_ANDROIDS, stream),
        _drawn(_STARTS, stream),
        {"package": "com.example.chat"},
    )


def _drawn(choices: Sequence[ChoiceT], stream: Stream) -> ChoiceT:
    return choices[stream.between(0, len(choices) - 1)]


def healthy_setting(vendor: str, stream: Stream) -> Setting:
    """Return a background of *vendor* in which all is well; a phone whose own service is too old is none."""
    while True:
        setting = random_setting(vendor, stream)
        if play(healthy(setting)).failure is None:
            return setting


def form_of(seen: Seen, stream: Stream) -> dict[str, Any]:
    """Return the ticket of whoever has the phone, the consoles and the app of what was *seen*."""
    phone = seen.tree["phones"][PHONE]
    settings = looked_up(seen.result, seen.tree)
    android = settings["phone"]["android"]
    form: dict[str, Any] = {
        "vendor": seen.tree["vendors"][0],
        "im": "tencent",
        "device": f"{phone['model']}, Android {android}",
        "symptom": _words(seen, stream),
        "settings": settings,
        "evidence": list(seen.log),
        "start": seen.tree.get("start", ""),
    }
    return form


def told_by(seen: Seen) -> tuple[Any, ...]:
    """Return all that a ticket of what was *seen* may tell: where it is the same, nobody can tell two worlds apart."""
    settings = {name: dict(part) for name, part in looked_up(seen.result, seen.tree).items()}
    console, app = settings["im_console"], settings["app"]
    known = {0, *(one["id"] for one in console["certificates"])}
    for place in (console["device"], app):
        if place.get("certificate_id", 0) not in known:
            # One number that no console knows says no more than another.
            place["certificate_id"] = None
    return settings, seen.lines, seen.signs & SAID.keys()


def _words(seen: Seen, stream: Stream) -> str:
    language = stream.between(0, 1)
    said = [name for name in sorted(seen.signs) if name in SAID]
    kept = [SAID[name][language] for name in said if not signs()[name].good or stream.between(1, _LEFT_OUT) > 1]
    return ("。" if language else ". ").join(kept)


def read_planted(form: Mapping[str, Any]) -> Findings:
    """Read *form* as any ticket form is read; its evidence is the log of the phone."""
    findings = Findings()
    findings.has_log = True
    read_form(form, "ticket.yaml", findings)
    return findings


def plant(names: Sequence[str], setting: Setting) -> Seen | None:
    """Return what there is to see where *names* are planted in *setting*; None where they cannot stand together."""
    tree = together(setting, (CAUSES[name] for name in names))
    if tree is None:
        return None
    seen = observe(tree)
    return seen if len(names) < _SEVERAL or is_lost(seen) else None


def plantable(vendor: str, setting: Setting) -> Iterator[str]:
    """Walk the causes that break something in *setting*."""
    for name, cause in CAUSES.items():
        if cause.concerns(setting) and setting.vendor == vendor and cause.cause_hop is not CauseHop.EXPECTED_BEHAVIOUR:
            yield name
